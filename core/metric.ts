import type { Clock } from './internal/clock.ts'
import type { Attributes, Metric } from './signal.ts'

/** What values of one metric are recorded with. */
export interface Instrument {
  /** `key` tells the series apart within the instrument; the attributes are made for a new one only. */
  record(value: number, key: string, attributes: () => Attributes): void
}

/** Aggregates between two flushes, in a bounded number of series. */
export interface Meter {
  /** Delta histogram; `bounds` ascend and are inclusive. */
  histogram(name: string, unit: string, bounds?: readonly number[]): Instrument
  /** Monotonic delta sum. */
  count(name: string, unit?: string): Instrument
  /** Every recorded value is a point of its own; no two of an instrument share a time stamp. */
  gauge(name: string, unit?: string): Instrument
  /** What was gathered since the last call. */
  drain(): Metric[]
}

/** What a meter needs of the monitor. */
export interface MeterOptions {
  /** For the time of the points. */
  clock: Clock
  /** Takes out what must not leave the device; called once for each new series. */
  redact(attributes: Attributes): Attributes
  /** Something was recorded: a flush is due in time. */
  touch(): void
  /** A point found no room. */
  overflow(): void
}
