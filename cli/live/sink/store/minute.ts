import type { History } from './history.ts'
import type { Scope } from './scope.ts'
import { STEP } from './time.ts'

/** What came in the last minute, or since the start if that is shorter, without the bin that is not over. */
export interface LastMinute {
  scopes: Scope[]
  /** ms; 0 before the first bin is over. */
  over: number
  /** That many in it, as a number a minute. */
  rate(count: number): number
}

const MINUTE = 60_000

export function lastMinute(
  { fine }: History,
  isChosen: (scope: Scope) => boolean,
  now: number,
  startedAt: number,
): LastMinute {
  const end = fine.numberAt(now)
  // A bin that had begun before the start is not whole.
  const first = Math.max(end - MINUTE / STEP, Math.ceil(startedAt / STEP))
  const over = Math.max(0, end - first) * STEP
  return {
    scopes: over > 0 ? fine.between(first, end - 1).filter(isChosen) : [],
    over,
    rate: (count) => (over > 0 ? (count * MINUTE) / over : 0),
  }
}
