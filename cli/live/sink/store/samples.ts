import { percentilesOf } from './histogram.ts'
import type { Percentiles } from './histogram.ts'

/** The newest values of a gauge, and how many there were in all. */
export interface Samples {
  count: number
  last: number
  values: number[]
}

const LIMIT = 400

export function emptySamples(): Samples {
  return { count: 0, last: 0, values: [] }
}

export function addSample(samples: Samples, value: number): void {
  samples.values[samples.count % LIMIT] = value
  samples.count++
  samples.last = value
}

export interface SampleSummary extends Percentiles {
  count: number
  /** How many of them, the newest, the percentiles are of. */
  of: number
  last: number
}

/** Exact percentiles (nearest rank) over all of the newest values together. */
export function summarise(list: Samples[]): SampleSummary | undefined {
  const values = list.flatMap((samples) => samples.values).sort((a, b) => a - b)
  const percentiles = percentilesOf((q) => values[Math.max(0, Math.ceil(q * values.length) - 1)])
  if (!percentiles) return undefined
  return {
    ...percentiles,
    of: values.length,
    count: list.reduce((sum, samples) => sum + samples.count, 0),
    last: list.at(-1)!.last,
  }
}
