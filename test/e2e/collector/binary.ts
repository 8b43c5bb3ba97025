/** The Collector's binary: an existing one, the one that was built before, or a new one by the official builder. */
import { execFile } from 'node:child_process'
import { copyFileSync, existsSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { cache, hashOf } from '../../../playground/builds/cache.ts'
import { exclusively } from '../../../playground/builds/lock.ts'
import { missingGo } from '../go.ts'

const BUILDER = 'go.opentelemetry.io/collector/cmd/builder@v0.165.0'
const manifest = join(import.meta.dirname, 'builder.yaml')
const windows = process.platform === 'win32'

/** Named by what it is made of. */
function name() {
  return `otelcol-${hashOf(BUILDER, process.platform, process.arch, readFileSync(manifest))}${windows ? '.exe' : ''}`
}

function cached() {
  return join(cache(), name())
}

/**
 * Why there can be no Collector here; undefined if there can.
 * @throws Error in CI, where that is a failure
 */
export function missingCollector(): string | undefined {
  if (process.env.OTELCOL || existsSync(cached())) return undefined
  const reason = missingGo()
  return reason && `${reason}, and OTELCOL names no binary`
}

const run = promisify(execFile)

/**
 * Path of the binary. Builds it where it has to, once for each manifest; takes minutes.
 * @throws Error with the last lines of Go's or the builder's output; if OTELCOL names nothing
 */
export async function collectorBinary(): Promise<string> {
  const named = process.env.OTELCOL
  if (named && !existsSync(named)) throw new Error(`OTELCOL=${named} does not exist`)
  if (named) return named
  const home = cached()
  if (existsSync(home)) return home
  await exclusively(name(), async () => {
    if (!existsSync(home)) await make(home)
  })
  return home
}

async function make(home: string): Promise<void> {
  console.log(
    `· building an OpenTelemetry Collector, once, into ${home}: 50 MB, and up to 2 GB in Go's own caches …`,
  )
  const start = performance.now()
  const draft = mkdtempSync(`${home}-`)
  try {
    await build(draft)
    // A build that was cut short must not look like one.
    renameSync(join(draft, 'out', windows ? 'otelcol.exe' : 'otelcol'), home)
  } finally {
    rmSync(draft, { recursive: true, force: true })
  }
  console.log(`  done in ${((performance.now() - start) / 1000).toFixed(0)} s`)
}

async function build(folder: string): Promise<void> {
  copyFileSync(manifest, join(folder, 'builder.yaml'))
  await go(folder, ['go', 'install', BUILDER], { GOBIN: folder })
  // The builder runs `go mod tidy`, which wants the modules of its modules' tests as well: with `-e` one that a proxy
  // does not have is no failure. What is compiled is fetched, in the versions that follow from the manifest.
  await go(
    folder,
    [join(folder, windows ? 'builder.exe' : 'builder'), '--config=builder.yaml', '--ldflags=-s -w'],
    { GOFLAGS: '-e -mod=mod -buildvcs=false' },
  )
}

/** With the least priority: whoever tests may want to go on working. */
async function go(cwd: string, command: string[], env: { [name: string]: string }): Promise<void> {
  const [program, ...args] = windows ? command : ['nice', ...command]
  try {
    const options = { cwd, env: { ...process.env, GOWORK: 'off', ...env }, maxBuffer: 1e8 }
    await run(program!, args, options)
  } catch (error) {
    const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string }
    const last = (stdout + stderr).trimEnd().split('\n').slice(-20).join('\n')
    throw new Error(`${command.slice(0, 3).join(' ')} failed:\n${last}`, { cause: error })
  }
}
