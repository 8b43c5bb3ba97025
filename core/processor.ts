import type { Context } from './instrumentation.ts'
import type { DropReason, Signal } from './signal.ts'

/** Why aggregates and summaries are asked for. */
export type Why = 'flush' | 'hide' | 'shutdown'

/** A step between emit and outbox. */
export interface Processor {
  /** The signal to go on with, or the reason of its drop. */
  onEmit(signal: Signal): Signal | DropReason
  /** What it held back; goes on behind this processor. */
  drain?(why: Why): Signal[]
  /** Consent was withdrawn: forget what is held. */
  clear?(): void
}

export type ProcessorFactory = (context: Context) => Processor
