import type { Context } from './context.ts'
import type { Attributes, DropReason, Signal } from './signal.ts'

/** Why aggregates and summaries are asked for. */
export type Why = 'flush' | 'hide' | 'shutdown'

/** A step between emit and outbox. */
export interface Processor {
  /** Consent is there: what has to be asked before the first signal comes; the start waits a moment for it. */
  open?(): Promise<unknown>
  /** The signal to go on with, or the reason of its drop. */
  onEmit(signal: Signal): Signal | DropReason
  /** What it held back; goes on behind this processor. */
  drain?(why: Why): Signal[]
  /** Consent was withdrawn: forget what is held. */
  clear?(): void
}

/** Makes the processor of one monitor. */
export type ProcessorFactory = (context: Context) => Processor

/**
 * Takes the private ones out of attributes, and query, fragment and user info out of the URLs of texts; gives them back.
 * `onCut`: a text was too long.
 */
export interface Redact {
  (attributes: Attributes, cleanUrl: (url: string) => string, onCut?: () => void): Attributes
  /** Consent was withdrawn: no text is remembered. */
  forget(): void
}
