import type { Point } from '../signal.ts'

/** ms; the contract's. They end high, since SkyWalking shows a percentile in the last bucket as 9.2e18. */
export const DURATION_BOUNDS: readonly number[] = [
  10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10000, 30000, 60000,
]

/** Makes an empty point a histogram's. */
export function newHistogramPoint(point: Point, bounds: number[]): Point {
  point.bounds = bounds
  point.counts = new Array(bounds.length + 1).fill(0)
  point.count = 0
  point.sum = 0
  point.min = Infinity
  point.max = -Infinity
  return point
}

export function recordInto(point: Point, value: number): void {
  const bounds = point.bounds!
  let bucket = 0
  while (bucket < bounds.length && value > bounds[bucket]) bucket++
  ;(point.counts as number[])[bucket]++
  ;(point.count as number)++
  point.sum! += value
  if (value < point.min!) point.min = value
  if (value > point.max!) point.max = value
}
