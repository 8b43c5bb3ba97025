import type { Step } from './model/meters.ts'

/* One line of the report: a metric, and how far its values are from the truth. */

export interface Row {
  metric: string
  step: Step
  /** How many values were compared. */
  values: number
  /** Of the first that was compared. */
  example: Compared
  /** The worst share by which a value is off; of percentiles, the share of values in a wrong bucket. */
  off: { shipped?: number; ours: number }
  allowed: number
}

/** A value three times: what happened, and what the two forms of the rules made of it. */
export interface Compared {
  truth: number
  ours?: number
  shipped?: number
}

export interface RowMaker {
  row: Row
  add(value: Compared): void
}

export interface RowOptions {
  metric: string
  step: Step
  allowed: number
  hasShipped: boolean
  /** How far a value is from the truth; by default, the share of it. */
  off?: (value: number | undefined, truth: number) => number
}

export function createRow({ metric, step, allowed, hasShipped, off = shareOff }: RowOptions): RowMaker {
  const row: Row = { metric, step, values: 0, example: { truth: NaN }, off: { ours: 0 }, allowed }
  return {
    row,
    add(value) {
      if (!row.values++) row.example = value
      row.off.ours = Math.max(row.off.ours, off(value.ours, value.truth))
      if (hasShipped) row.off.shipped = Math.max(row.off.shipped ?? 0, off(value.shipped, value.truth))
    },
  }
}

/** 0 by 0, and what is divided by 0, is as wrong as can be. */
function shareOff(value = 0, truth: number) {
  return Number.isFinite(value) ? Math.abs(value - truth) / truth : Infinity
}
