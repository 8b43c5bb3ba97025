/** Runs one group of cases in a process of its own; prints the result as JSON. */
import { readFileSync } from 'node:fs'
import { backgroundCases } from './cases/background.ts'
import { emitCases } from './cases/emit.ts'
import { flushCases, wireBytes } from './cases/flush.ts'
import { memoryCases, type Memory } from './cases/memory.ts'
import { requestCases, TRACINGS } from './cases/request.ts'
import { startCases } from './cases/start.ts'
import { measure, type Plan, type Series, type Subject } from './measure.ts'

export interface Task {
  group: string
  plan: Plan
  /** The published code, in a file. */
  native: string
}

export interface Result {
  series: Series[]
  bytes?: Record<string, number>
  memory?: Record<keyof Memory, number[]>
}

/** They hardly differ. */
const MEMORY_RUNS = 3

const task = JSON.parse(process.argv[2]) as Task

function source() {
  return readFileSync(task.native, 'utf8')
}

const groups: Record<string, () => Subject[] | Promise<Subject[]>> = {
  emit: emitCases,
  flush: flushCases,
  background: backgroundCases,
  start: () => startCases(source()),
}
for (const tracing of Object.keys(TRACINGS)) groups[`request-${tracing}`] = () => requestCases(tracing)

async function run(): Promise<Result> {
  if (task.group === 'memory') return { series: [], memory: await memoryCases(source(), MEMORY_RUNS) }
  const series = await measure(await groups[task.group](), task.plan)
  return task.group === 'flush' ? { series, bytes: wireBytes() } : { series }
}

run().then(
  (result) => process.stdout.write(JSON.stringify(result)),
  (error) => {
    console.error(error)
    process.exitCode = 1
  },
)
