/** `npm run bench`: what the kit costs, against yardsticks in the same run. Times are reported, growth is a gate. */
import { readFileSync } from 'node:fs'
import { bundle } from './bundle.ts'
import { MODES, runWorker, type Mode } from './child.ts'
import { readHistory, record } from './history.ts'
import type { Plan, Series } from './measure.ts'
import { readArguments, USAGE, type BenchOptions } from './options.ts'
import { createReport, failuresOf, missesOf, printReport, ratiosOf } from './report.ts'
import { samplesOf, type Samples } from './rows.ts'
import { asksForGrowth, writeReadme } from './readme.ts'
import { printSizes, measureSizes } from './sizes.ts'
import type { Result, Task } from './worker.ts'

const HISTORY = 'bench/history.jsonl'
const GROUPS = ['request-off', 'request-sw8', 'request-all', 'emit', 'flush', 'background', 'start', 'memory']

/** `processes`: engines settle a little differently in each. */
const PLANS: Record<'short' | 'full', Plan & { processes: number }> = {
  short: { processes: 1, rounds: 5, budget: 600 },
  full: { processes: 3, rounds: 11, budget: 6000 },
}
/** For what would fail a build: five rounds on a busy machine prove nothing, these and those do. */
const CLOSER: Plan = { rounds: 21, budget: 2400 }
/** At most: a neighbour's minute is not ours. */
const LOOKS = 3

async function main(): Promise<void> {
  const options = readArguments(process.argv.slice(2))
  if (options.sizes) {
    const sizes = await measureSizes()
    console.log(options.json ? JSON.stringify(sizes, null, 2) : printSizes(sizes))
    return fail(sizes.failures)
  }
  const report = createReport(await measureAll(options))
  const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string }
  if (options.readme) await writeReadme(report, version, options.only)
  const ratios = ratiosOf(report)
  const failures = failuresOf(report)
  if (options.json)
    console.log(JSON.stringify({ version, node: process.versions.node, ...report, ratios }, null, 2))
  else {
    console.log(
      printReport(
        report,
        readHistory(HISTORY)
          .filter((entry) => entry.short === options.short)
          .pop(),
      ),
    )
    for (const kind of ['target', 'goal'] as const) {
      const misses = missesOf(report, kind)
      if (misses.length)
        console.log(`\nMissed of each ${kind}:\n` + misses.map((each) => '  ✗ ' + each).join('\n'))
    }
  }
  if (options.record) {
    const at = new Date().toISOString().slice(0, 10)
    record(HISTORY, { at, version, node: process.versions.node, short: options.short, ratios })
  }
  fail(failures)
}

async function measureAll({ short, only, json, readme }: BenchOptions): Promise<Record<Mode, Samples>> {
  const files = await bundle()
  const plan = PLANS[short ? 'short' : 'full']
  const series: Record<Mode, Series[]> = { jit: [], jitless: [] }
  const groups = GROUPS.filter((group) => !only || only.test(group))
  if (!groups.length && !(readme && asksForGrowth(only)))
    throw new Error(`--only matches none of ${GROUPS.join(', ')}`)
  const measure = async (task: Omit<Task, 'native'>, mode: Mode, which: string) => {
    if (!json) process.stderr.write(`· ${task.group}, ${mode}, ${which}\x1b[K\r`)
    const result = await runWorker(files.worker, mode, { ...task, native: files.native })
    const found = seriesOf(result, mode)
    series[mode].push(...found)
    return found
  }
  for (let i = 0; i < plan.processes; i++) {
    for (const group of groups) {
      for (const mode of MODES) {
        const found = await measure({ group, plan }, mode, `${i + 1} of ${plan.processes}`)
        for (let look = 1; look <= LOOKS && growsTooFast(found, mode); look++)
          found.push(...(await measure({ group, plan: CLOSER }, mode, `closer look ${look}`)))
      }
    }
  }
  if (!json) process.stderr.write('\x1b[K')
  return { jit: samplesOf(series.jit), jitless: samplesOf(series.jitless) }
}

function growsTooFast(found: Series[], mode: Mode): boolean {
  const { growth } = createReport({ jit: new Map(), jitless: new Map(), [mode]: samplesOf(found) })
  return growth.some(({ modes }) => modes[mode]?.verdict === 'superlinear')
}

/** What is no time fits in as well; bytes on the wire are the same in both modes. */
function seriesOf({ series, memory, bytes }: Result, mode: Mode): Series[] {
  const more = [
    ...Object.entries(memory ?? {}).map(([id, rounds]) => ({ id: `memory/${id}`, rounds })),
    ...Object.entries((mode === 'jit' && bytes) || {}).map(([id, value]) => ({
      id: `bytes/${id}`,
      rounds: [value],
    })),
  ]
  return series.concat(more)
}

function fail(failures: string[]): void {
  for (const failure of failures) console.error('✖ ' + failure)
  if (failures.length) process.exitCode = 1
}

main().catch((error: Error & { code?: string }) => {
  console.error(
    '✖ ' + (error.code?.startsWith('ERR_PARSE_ARGS') ? `${error.message}\n${USAGE}` : error.message),
  )
  process.exitCode = 1
})
