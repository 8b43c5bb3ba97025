import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { cache, forgetOld, hashOf, hashOfFolder } from './cache.ts'
import { installed, packedKit, type Say } from './install.ts'
import { exclusively } from './lock.ts'
import { run } from './run.ts'
import { workspace } from './workspace.ts'

/** What is to be built of which app. */
export interface Build {
  /** Folder with package.json, package-lock.json and sources: below playground/apps, or anywhere. */
  app: string
  /** What progress and messages call it: `Taro, React, weapp`. */
  title: string
  /** The framework's own: a program of the app's packages, or of the system's, and its arguments. */
  command: [program: string, ...args: string[]]
  /** What the app's configuration goes by. */
  env?: { [name: string]: string }
  /** Folder that the command writes, within the app's; without one only its log is kept. */
  output?: string
  /** `false`: without the kit in node_modules. */
  kit?: boolean
  /** Files by path, in front of the app's own. */
  files?: { [path: string]: string }
  /** ms */
  timeout?: number
}

export interface Built {
  /** What came out, if there is an output; not to be written to. */
  folder: string
  /** What the command printed. */
  log: string
}

const CHECKOUT = join(import.meta.dirname, '../..')
/** To be raised when the same inputs are to give another output. */
const VERSION = '1'

/**
 * Builds an app as its users do: packages installed from its lockfile, the kit as npm packs it, the framework's own
 * command. What was built before of the same is found in the cache.
 * @throws InstallError if npm can't get the packages, CommandError with the last lines of a build that failed
 */
export async function build(request: Build, say: Say = (line) => console.log(`· ${line}`)): Promise<Built> {
  const { app, title, kit = true, files = {}, env = {}, command, output } = request
  const packed = kit ? await packedKit(join(CHECKOUT, 'dist')) : undefined
  const key = hashOf(
    ...[VERSION, process.version, hashOfFolder(app), packed?.hash ?? ''],
    JSON.stringify([files, env, command, output]),
  )
  const done = join(cache(), 'built', key)
  const work = async () => {
    if (existsSync(done)) return
    const home = await installed(app, say)
    const start = performance.now()
    await make(request, { home, done, kit: packed?.folder })
    say(`${title}: built in ${((performance.now() - start) / 1000).toFixed(1)} s`)
  }
  if (!existsSync(done))
    await exclusively(`built-${key}`, work, () => say(`${title}: waits for another that builds the same`))
  utimesSync(done, new Date(), new Date())
  return { folder: join(done, 'output'), log: readFileSync(join(done, 'log'), 'utf8') }
}

async function make(
  { app, title, command, env, files, output, timeout }: Build,
  { home, done, kit }: { home: string; done: string; kit?: string },
): Promise<void> {
  const { folder, program, remove } = workspace(app, { home, kit, files })
  try {
    const [name, ...args] = command
    const log = await run({ title, program: program(name), args, cwd: folder, env, timeout })
    if (output && !existsSync(join(folder, output)))
      throw new Error(`${title}: ${command.join(' ')} ended well, but wrote no ${output}:\n${log}`)
    keep(output && join(folder, output), log, done)
  } finally {
    remove()
  }
}

function keep(output: string | undefined, log: string, done: string): void {
  const all = dirname(done)
  mkdirSync(all, { recursive: true })
  forgetOld(all)
  const draft = mkdtempSync(`${done}-`)
  if (output) renameSync(output, join(draft, 'output'))
  writeFileSync(join(draft, 'log'), log)
  renameSync(draft, done)
}
