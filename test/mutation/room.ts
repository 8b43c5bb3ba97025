import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { ROOMS, type Room } from './rooms.ts'

/** `folder`: for the copy that is changed, and what is found: out of sight of git, lint and formatting. */
function optionsOf({ mutate }: Room, folder: string, part: string, concurrency: number) {
  const globs = part ? mutate.map((glob) => glob.replace('*.ts', `*${part}*.ts`)) : mutate
  return {
    mutate: [...globs, '!**/*.test.ts'],
    concurrency,
    testRunner: 'vitest',
    plugins: ['@stryker-mutator/vitest-runner'],
    vitest: { configFile: 'test/mutation/vitest.config.ts' },
    coverageAnalysis: 'perTest',
    // What runs as a module is loaded (tables, expressions) would need every test anew: minutes for each change.
    ignoreStatic: true,
    tempDirName: `${folder}/copy`,
    reporters: ['json'],
    jsonReporter: { fileName: `${folder}/report.json` },
    ignorePatterns: ['coverage', 'dist', 'playground/apps', '.cache'],
    // Endless loops are counted; a machine with other work is no reason to call a change noticed.
    timeoutMS: 30000,
    warnings: false,
  }
}

/** What is read of its report: https://github.com/stryker-mutator/mutation-testing-elements */
interface Mutant {
  location: { start: { line: number; column: number }; end: { line: number; column: number } }
  mutatorName: string
  replacement?: string
  status: string
}

interface Tally {
  noticed: number
  lived: string[]
}

/** Lets Stryker change the files of a room, and prints each change that lived, and the score of each file. */
export function mutateRoom(room: string, part: string, concurrency: number): void {
  const folder = `coverage/mutation/${room}`
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  const config = `${folder}/stryker.json`
  writeFileSync(config, JSON.stringify(optionsOf(ROOMS[room], folder, part, concurrency)))
  const args = ['node_modules/@stryker-mutator/core/bin/stryker.js', 'run', config]
  const { status } = spawnSync(process.execPath, args, {
    env: { ...process.env, MUTATION_ROOM: room },
    stdio: 'inherit',
  })
  if (status) return void (process.exitCode = status)

  const all: Tally = { noticed: 0, lived: [] }
  const { files } = JSON.parse(readFileSync(`${folder}/report.json`, 'utf8')) as {
    files: Record<string, { mutants: Mutant[] }>
  }
  for (const [file, { mutants }] of Object.entries(files)) {
    const { noticed, lived } = tallyOf(file, mutants)
    all.noticed += noticed
    all.lived.push(...lived)
    console.log(`${shareOf({ noticed, lived }).padStart(7)}  ${file}`)
  }
  for (const line of all.lived) console.log(line)
  console.log(`${room}: ${all.noticed} of ${all.noticed + all.lived.length} noticed, ${shareOf(all)}`)
}

function tallyOf(file: string, mutants: Mutant[]): Tally {
  const has = (mutant: Mutant, ...states: string[]) => states.includes(mutant.status)
  return {
    noticed: mutants.filter((mutant) => has(mutant, 'Killed', 'Timeout')).length,
    lived: mutants
      .filter((mutant) => has(mutant, 'Survived', 'NoCoverage'))
      .map((mutant) => lineOf(file, mutant)),
  }
}

function lineOf(
  file: string,
  { location: { start, end }, replacement, mutatorName, status }: Mutant,
): string {
  const line = readFileSync(file, 'utf8').split('\n')[start.line - 1]
  const was = line.slice(start.column - 1, end.line === start.line ? end.column - 1 : undefined)
  const is = (replacement || mutatorName).replace(/\s+/g, ' ')
  const place = `${file}:${start.line}:${start.column}`
  return `${place}  ${was.slice(0, 80)}  →  ${is.slice(0, 80)}${status === 'Survived' ? '' : '  (not run)'}`
}

function shareOf({ noticed, lived }: Tally): string {
  return `${((100 * noticed) / (noticed + lived.length || 1)).toFixed(1)} %`
}
