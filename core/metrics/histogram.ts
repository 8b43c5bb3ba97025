import type { Point } from '../signal.ts'

/** ms; the contract's. They end high, since SkyWalking shows a percentile in the last bucket as 9.2e18. */
export const DURATION_BOUNDS: readonly number[] = [
  10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10000, 30000, 60000,
]

/** Counts a value; an empty point becomes a histogram's. */
export function recordInto(point: Point, value: number, bounds: number[]): void {
  if (!point.counts) {
    const counts = bounds.concat(0).map(() => 0)
    Object.assign(point, { bounds, counts, count: 0, sum: 0, min: value, max: value })
  }
  let bucket = 0
  while (value > bounds[bucket]) bucket++
  ;(point.counts as number[])[bucket]++
  ;(point.count as number)++
  point.sum! += value
  point.min = Math.min(point.min!, value)
  point.max = Math.max(point.max!, value)
}
