/** Runs the end-to-end tests: all, or those that `--project` names; what follows `--` goes to vitest. */
import { spawn } from 'node:child_process'
import { parseArgs } from 'node:util'
import { prepare } from './prepare.ts'
import { present, PROJECTS } from './projects.ts'

const USAGE = `Usage: npm run test:e2e -- [--project ${PROJECTS.join(' | ')}] … [--prepare] [-- vitest's options]
  --prepare  only installs and builds what the tests need`

const { values, positionals } = read()
const wanted = values.project?.length ? values.project : present()
for (const name of wanted) {
  if (!PROJECTS.includes(name)) fail(`There is no project "${name}".`)
  if (!present().includes(name)) fail(`Project "${name}" has no tests yet.`)
}
if (!wanted.length) fail('There are no end-to-end tests yet.')

await prepare(wanted)
if (values.prepare) process.exit()

console.log(`· end-to-end: ${wanted.join(', ')}`)
const vitest = spawn(
  process.execPath,
  [
    ...['node_modules/vitest/vitest.mjs', 'run', '--config', 'test/e2e/vitest.config.ts'],
    ...wanted.flatMap((name) => ['--project', name]),
    ...positionals,
  ],
  // CI runs the projects one by one, and adds up what each of them reports.
  { stdio: 'inherit', env: { ...process.env, REPORT: `e2e-${wanted.join('-')}` } },
)
// So that servers and browsers that the tests started are closed by their own clean-up.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => vitest.kill(signal))
vitest.on('exit', (code) => process.exit(code ?? 1))

function read() {
  try {
    return parseArgs({
      options: { project: { type: 'string', multiple: true }, prepare: { type: 'boolean' } },
      allowPositionals: true,
    })
  } catch (error) {
    return fail((error as Error).message)
  }
}

function fail(message: string): never {
  console.error(`✖ ${message}\n${USAGE}`)
  process.exit(1)
}
