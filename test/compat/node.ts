/** The project on a later Node: as on a machine that has only that. */
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { execFileSync } from 'node:child_process'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { run } from '../../playground/builds/run.ts'
import { LeftOut, type Row } from './row.ts'

/** ms; a clean install, a build and all unit tests */
const PATIENCE = 1_800_000

export function nodeRow(major: number): Row {
  return {
    what: `Node ${major}`,
    how: '`npm test` in a clean copy of the checkout, with the npm package `node`',
    attempt: () => npmTest(major),
  }
}

async function npmTest(major: number): Promise<string> {
  const home = mkdtempSync(join(tmpdir(), 'mini-monitor-node-'))
  try {
    const checkout = join(home, 'checkout')
    for (const file of sources()) cpSync(file, join(checkout, file))
    const node = (command: string) =>
      run({
        ...{ title: `Node ${major}: ${command}`, program: 'npx', timeout: PATIENCE, cwd: checkout },
        args: ['--yes', '--package', `node@${major}`, '--call', command],
        env: { TEST_RESULTS: home },
      })
    const version = (await node('node --version')).trim()
    await node('npm test')
    const report = JSON.parse(readFileSync(join(home, 'test.json'), 'utf8')) as { numPassedTests: number }
    return `${report.numPassedTests} tests on ${version}`
  } finally {
    rmSync(home, { recursive: true, force: true })
  }
}

/** What git knows, or would if it were added. */
function sources(): string[] {
  try {
    const args = ['ls-files', '-z', '--cached', '--others', '--exclude-standard']
    const files = execFileSync('git', args, { encoding: 'utf8', stdio: 'pipe' }).split('\0')
    return files.filter((file) => file && existsSync(file))
  } catch {
    throw new LeftOut('this is no checkout of git, so that nobody knows which files belong to it')
  }
}
