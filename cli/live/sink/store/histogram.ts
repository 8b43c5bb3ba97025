import type { ReceivedPoint } from '../types.ts'

/** Explicit-bounds histogram that adds up; upper bounds are inclusive, the last bucket has none. */
export interface Histogram {
  bounds: number[]
  buckets: number[]
  count: number
  sum: number
  min?: number
  max?: number
}

export function emptyHistogram(): Histogram {
  return { bounds: [], buckets: [0], count: 0, sum: 0 }
}

/** Deltas, as the kit sends them; a cumulative histogram would be counted again at each report. */
export function isRequestDuration({ name, type, temporality }: ReceivedPoint): boolean {
  return name === 'miniprogram.request.duration' && type === 'histogram' && temporality === 'delta'
}

/** Of one histogram; the kit's have twelve. What has more is one number of requests. */
const BOUNDS_LIMIT = 64

/** What came, as it can be added up: finite bounds in their order, and a bucket more than there are of them. */
export function histogramOf(point: ReceivedPoint): Histogram {
  const { bounds: given = [], buckets = [], count = 0, sum = 0, min, max } = point
  const isUsable =
    given.length <= BOUNDS_LIMIT &&
    given.every((bound, at) => Number.isFinite(bound) && (at === 0 || bound > given[at - 1]!))
  const bounds = isUsable ? given : []
  return {
    bounds,
    buckets: bounds.length ? [...bounds, 0].map((_, at) => Number(buckets[at] ?? 0)) : [Number(count)],
    count: Number(count),
    ...{ sum, min, max },
  }
}

function sameBounds(a: number[], b: number[]): boolean {
  return a.length === b.length && a.every((bound, at) => bound === b[at])
}

/** Spreads each bucket evenly over the finer buckets that it is cut into. `bounds` holds all of its own. */
function refine(histogram: Histogram, bounds: number[]): number[] {
  const buckets = new Array<number>(bounds.length + 1).fill(0)
  let index = 0
  histogram.bounds.forEach((high, at) => {
    const count = histogram.buckets[at]!
    const low = at === 0 ? Math.min(0, high) : histogram.bounds[at - 1]!
    for (; index < bounds.length && bounds[index]! <= high; index++) {
      const bound = bounds[index]!
      const from = Math.max(low, index === 0 ? -Infinity : bounds[index - 1]!)
      if (bound > from) buckets[index]! += (count * (bound - from)) / (high - low)
      else if (high === low && bound === high) buckets[index]! += count
    }
  })
  buckets[bounds.length]! += histogram.buckets[histogram.bounds.length]!
  return buckets
}

/** Puts each bucket where its upper bound lies. */
function coarsen(histogram: Histogram, bounds: number[]): number[] {
  const buckets = new Array<number>(bounds.length + 1).fill(0)
  let index = 0
  histogram.buckets.forEach((count, at) => {
    const high = histogram.bounds[at] ?? Infinity
    while (index < bounds.length && bounds[index]! < high) index++
    buckets[index]! += count
  })
  return buckets
}

/** Of two ascending lists. */
function union(a: number[], b: number[]): number[] {
  const all: number[] = []
  for (let i = 0, j = 0; i < a.length || j < b.length;) {
    const next = Math.min(a[i] ?? Infinity, b[j] ?? Infinity)
    all.push(next)
    if (a[i] === next) i++
    if (b[j] === next) j++
  }
  return all
}

/** Of those that are known. */
function outermost(
  of: (...values: number[]) => number,
  a: number | undefined,
  b: number | undefined,
): number | undefined {
  if (a === undefined) return b
  return b === undefined ? a : of(a, b)
}

/** Adds `from` to `into`; where their bounds differ, the result has the bounds of both, while they are few. */
export function mergeInto(into: Histogram, from: Histogram): void {
  if (from.count === 0) return
  if (into.count === 0) {
    into.bounds = from.bounds
    into.buckets = from.buckets.slice()
  } else if (sameBounds(into.bounds, from.bounds)) {
    for (let at = 0; at < into.buckets.length; at++) into.buckets[at]! += from.buckets[at] ?? 0
  } else {
    const both = union(into.bounds, from.bounds)
    const isFew = both.length <= BOUNDS_LIMIT
    const mine = isFew ? refine(into, both) : into.buckets
    const theirs = isFew ? refine(from, both) : coarsen(from, into.bounds)
    if (isFew) into.bounds = both
    into.buckets = mine.map((count, at) => count + theirs[at]!)
  }
  into.count += from.count
  into.sum += from.sum
  into.min = outermost(Math.min, into.min, from.min)
  into.max = outermost(Math.max, into.max, from.max)
}

/**
 * The value below which the share `q` (0 to 1) of all lies, interpolated within its bucket.
 * @returns undefined without data; the last bound, or the maximum if it is known, from the open bucket
 */
export function percentile(histogram: Histogram, q: number): number | undefined {
  const { bounds, buckets, count, min, max } = histogram
  if (count === 0) return undefined
  const rank = q * count
  let before = 0
  for (let at = 0; at < buckets.length; at++) {
    const inBucket = buckets[at]!
    if (inBucket === 0 || before + inBucket < rank) {
      before += inBucket
      continue
    }
    if (at >= bounds.length) return max ?? bounds.at(-1)
    const low = Math.max(at === 0 ? Math.min(0, bounds[0]!) : bounds[at - 1]!, min ?? -Infinity)
    const high = Math.min(bounds[at]!, max ?? Infinity)
    return low + (Math.max(0, rank - before) / inBucket) * Math.max(0, high - low)
  }
  return max ?? bounds.at(-1)
}

/** The five that dashboards show. */
export interface Percentiles {
  p50: number
  p75: number
  p90: number
  p95: number
  p99: number
}

export function percentilesOf(at: (q: number) => number | undefined): Percentiles | undefined {
  const p50 = at(0.5)
  if (p50 === undefined) return undefined
  return { p50, p75: at(0.75)!, p90: at(0.9)!, p95: at(0.95)!, p99: at(0.99)! }
}
