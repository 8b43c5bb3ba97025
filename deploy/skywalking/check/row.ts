/* One line of the report: a metric, and how far its values are from the truth. */

export interface Row {
  metric: string
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

/** @param off how far a value is from the truth; by default, the share of it */
export function createRow(
  metric: string,
  allowed: number,
  hasShipped: boolean,
  off: (value: number | undefined, truth: number) => number = shareOff,
): RowMaker {
  const row: Row = { metric, values: 0, example: { truth: NaN }, off: { ours: 0 }, allowed }
  return {
    row,
    add(value) {
      if (!row.values++) row.example = value
      row.off.ours = Math.max(row.off.ours, off(value.ours, value.truth))
      if (hasShipped) row.off.shipped = Math.max(row.off.shipped ?? 0, off(value.shipped, value.truth))
    },
  }
}

function shareOff(value = 0, truth: number) {
  return Math.abs(value - truth) / truth
}
