import type { Attributes, Point } from '../signal.ts'

/** ms; the contract's. They end high, since SkyWalking shows a percentile in the last bucket as 9.2e18. */
export const DURATION_BOUNDS: readonly number[] = [
  10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10000, 30000, 60000,
]

export function histogramPoint(attributes: Attributes, bounds: number[]): Point {
  const counts = bounds.concat(0).map(() => 0)
  return { attributes, time: 0, bounds, counts, count: 0, sum: 0, min: Infinity, max: -Infinity }
}

/** Counts a value. */
export function recordInto(point: Point, value: number): void {
  const { bounds } = point
  let bucket = 0
  while (value > bounds![bucket]) bucket++
  ;(point.counts as number[])[bucket]++
  ;(point.count as number)++
  point.sum! += value
  if (value < point.min!) point.min = value
  if (value > point.max!) point.max = value
}
