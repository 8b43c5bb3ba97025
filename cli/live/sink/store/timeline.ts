import { slicesFor } from './history.ts'
import type { History } from './history.ts'
import { emptyHistogram } from './histogram.ts'
import type { Histogram } from './histogram.ts'
import type { Scope } from './scope.ts'
import type { Timeline } from './snapshot.ts'
import { BIN_COUNT, STEP } from './time.ts'
import { merged, percentilesIn, total, vitalsOf } from './view.ts'

/** Percentiles of one bin alone would jump: each point looks back over 30 s. */
const WINDOW = 30_000

/** Bins of the last `length` ms; without it, of ten minutes, or an hour once there is more than ten minutes. */
export function timeline(
  history: History,
  isChosen: (scope: Scope) => boolean,
  span: { now: number; length?: number; startedAt: number },
): Timeline {
  const { now, length = wholeLength(now - span.startedAt) } = span
  const slices = slicesFor(history, length)
  const last = slices.numberAt(now)
  const first = last - length / slices.step + 1
  const back = Math.max(1, WINDOW / slices.step)
  const byNumber = new Map<number, Scope[]>()
  for (let number = first - back; number <= last; number++)
    byNumber.set(number, slices.at(number).filter(isChosen))
  const durations = new Map<number, Histogram>()
  for (const [number, scopes] of byNumber)
    durations.set(number, merged(scopes.map((scope) => scope.durations)))
  const looking = (number: number): Histogram[] =>
    Array.from({ length: back }, (_, at) => durations.get(number - at) ?? emptyHistogram())
  return {
    step: slices.step,
    bins: Array.from({ length: last - first + 1 }, (_, at) => {
      const number = first + at
      return {
        ...binOf(byNumber.get(number)!, number * slices.step),
        percentiles: percentilesIn(merged(looking(number))),
      }
    }),
  }
}

function wholeLength(age: number): number {
  return age <= BIN_COUNT * STEP ? BIN_COUNT * STEP : 3_600_000
}

function binOf(scopes: Scope[], time: number): Timeline['bins'][number] {
  const status: { [status: string]: number } = {}
  for (const scope of scopes)
    for (const [group, count] of Object.entries(scope.status)) status[group] = (status[group] ?? 0) + count
  const launch: { [platform: string]: number } = {}
  for (const { platform, vitals } of vitalsOf(scopes))
    if (vitals.app_launch) launch[platform] = vitals.app_launch.p75
  return {
    ...{ time, status, launch },
    signals: total(scopes, (scope) => scope.signals),
    errors: total(scopes, (scope) => scope.errorCount),
    requests: total(scopes, (scope) => scope.durations.count),
  }
}
