import type { Batch } from '../exporter.ts'

/** A batch on its way, with what the outbox must know of it. */
export interface Parcel {
  readonly batch: Batch
  /** Estimated, as the buffer counts. */
  readonly bytes: number
  /** When its oldest signal was taken in, ms of the wall clock. */
  readonly at: number
  /** How often it was sent, and how often the receiver choked on it. */
  tries: number
  choked: number
  /** Its shard, once it is written. */
  key?: string
  /** Shards that go when its own is written, or when it needs none: it holds their signals too. */
  replaces?: string[]
}
