/** Takes the times, inside a child process. */

/** Something that is done over and over. */
export interface Subject {
  id: string
  /** Operations in one sample. */
  ops: number
  /** Samples that the JIT needs at least before the first round. */
  warmUp?: number
  /** Does them and says how many µs they took. */
  sample(): number | Promise<number>
}

export interface Plan {
  rounds: number
  /** For all subjects of a process, ms; what has no time left is measured once a round all the same. */
  budget: number
}

/** Of the budget: before the first round. */
const WARM_UP = 0.4

/** µs an operation, one value a round. */
export interface Series {
  id: string
  rounds: number[]
}

/**
 * µs of this process, which runs on one thread (`--single-threaded`): what else the machine does is left out, garbage
 * collection is not. Where the system counts in clock ticks, it is the wall clock.
 */
function usage() {
  const { user, system } = process.cpuUsage()
  return user + system
}

function wall() {
  return Number(process.hrtime.bigint()) / 1000
}

const now = grain(usage) < 100 ? usage : wall
/** Asking for the time takes time. */
const overhead = emptySample()

function grain(clock: () => number): number {
  const start = clock()
  let end = start
  while (end === start) end = clock()
  return end - start
}

function emptySample(): number {
  const times = 5000
  let sum = 0
  for (let i = 0; i < times; i++) {
    const start = now()
    sum += now() - start
  }
  return sum / times
}

/** Clears away what preparing a sample has left, so that it is not charged to the sample. */
export function collect(): void {
  globalThis.gc!({ type: 'minor', execution: 'sync' })
}

/** µs that `work` takes. */
export function timeOf(work: () => void): number {
  const start = now()
  work()
  return now() - start - overhead
}

/** The same for work that waits in between. */
export async function timeOfAsync(work: () => Promise<void>): Promise<number> {
  const start = now()
  await work()
  return now() - start - overhead
}

/** `op` so many times; what comes `before` each sample is not counted. */
export function subject(
  id: string,
  ops: number,
  op: (i: number) => void,
  before?: () => void | Promise<void>,
): Subject {
  const work = () => {
    for (let i = 0; i < ops; i++) op(i)
  }
  return {
    id,
    ops,
    async sample() {
      if (before) await before()
      return timeOf(work)
    },
  }
}

/** All of `count` times `op` as one operation: for what is to grow with the load. */
export function batch(
  id: string,
  count: number,
  op: (i: number) => void,
  before: () => Promise<void>,
): Subject {
  return Object.assign(subject(id, count, op, before), { ops: 1 })
}

/** One after the other in every round, so that a slow moment of the machine meets them all. */
export async function measure(subjects: Subject[], plan: Plan): Promise<Series[]> {
  const series = subjects.map(({ id }): Series => ({ id, rounds: [] }))
  const share = plan.budget / subjects.length
  for (const each of subjects) {
    for (let i = 0; !jitless && i < (each.warmUp ?? 0); i++) await each.sample()
    await slice(each, share * WARM_UP)
  }
  for (let round = 0; round < plan.rounds; round++) {
    for (let i = 0; i < subjects.length; i++) {
      const at = (i + round) % subjects.length
      series[at].rounds.push(await slice(subjects[at], (share * (1 - WARM_UP)) / plan.rounds))
    }
  }
  return series
}

const jitless = process.execArgv.includes('--jitless')
/** Nobody pays for what others have left; a full collection would also throw away what the JIT has learnt. */
const leaveNothing = jitless ? () => globalThis.gc!() : collect

async function slice(each: Subject, ms: number): Promise<number> {
  leaveNothing()
  const until = now() + ms * 1000
  let time = 0
  let ops = 0
  do {
    time += await each.sample()
    ops += each.ops
  } while (now() < until)
  return time / ops
}
