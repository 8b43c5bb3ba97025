/** What is computed from the rounds of a run. */

/** Half-way between two neighbours where it falls between them; NaN of nothing. */
export function quantile(values: readonly number[], q: number): number {
  const sorted = values.slice().sort((a, b) => a - b)
  const at = (sorted.length - 1) * q
  const low = Math.floor(at)
  const rest = at - low
  return rest ? sorted[low] * (1 - rest) + sorted[low + 1] * rest : (sorted[low] ?? NaN)
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5)
}

/** How far the middle half of the values lies apart, as a share of the median. */
export function spread(values: readonly number[]): number {
  const middle = median(values)
  const range = quantile(values, 0.75) - quantile(values, 0.25)
  return range === 0 ? 0 : Math.abs(range / middle)
}

/** Above it a figure is called noisy. */
export const NOISY = 0.2

/** Ten times the work may take so many times the time. */
export const GROWTH_LIMIT = 11
/** Beyond the limit by so much, in three of four rounds, it is no noise any more. */
export const GROWTH_MARGIN = 0.1

export interface Growth {
  factor: number
  verdict: 'linear' | 'unclear' | 'superlinear'
}

/** @param factors time of ten times the work over time of the work, one a round */
export function growth(factors: readonly number[]): Growth {
  const factor = median(factors)
  if (factor <= GROWTH_LIMIT) return { factor, verdict: 'linear' }
  const surely = quantile(factors, 0.25) > GROWTH_LIMIT * (1 + GROWTH_MARGIN)
  return { factor, verdict: surely ? 'superlinear' : 'unclear' }
}

/** Value by value, for rounds that were interleaved. */
export function pairwise(
  a: readonly number[],
  b: readonly number[],
  fn: (a: number, b: number) => number,
): number[] {
  return a.map((value, i) => fn(value, b[i]))
}
