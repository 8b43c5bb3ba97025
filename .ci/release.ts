import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { release } from './release-steps.ts'

const HELP = `npm run release -- <version | patch | minor | major> [--dry-run] [--publish]

Raises the version, dates the changelog, writes the pages, builds dist/, checks what the tarball holds, commits and tags.
Of a commit that bears the tag already, only builds and checks: that is what CI does before it publishes.

  --dry-run  changes nothing but dist/; says what stands in the way
  --publish  npm publish with provenance, from dist/; in CI only`

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { 'dry-run': { type: 'boolean' }, publish: { type: 'boolean' }, help: { type: 'boolean' } },
})
const [version] = positionals
const folder = join(import.meta.dirname, '..')

if (values.help || !version || positionals.length > 1) {
  console.log(HELP)
  process.exitCode = values.help ? 0 : 1
} else {
  try {
    release(
      { version, dryRun: values['dry-run'], publish: values.publish },
      {
        folder,
        env: process.env,
        day: new Date().toISOString().slice(0, 10),
        say: (line) => console.log(line),
        run: (below, command, ...args) =>
          execFileSync(command, args, {
            cwd: join(folder, below),
            encoding: 'utf8',
            stdio: ['ignore', 'pipe', 'inherit'],
          }),
      },
    )
  } catch (error) {
    console.error((error as Error).message)
    process.exitCode = 1
  }
}
