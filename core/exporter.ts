import type { OwnRequest, OwnResult } from './platform.ts'
import type { Resource } from './resource.ts'
import type { Signal } from './signal.ts'

/** Signals that go out together, the same ones at every try. */
export interface Batch {
  /** Tells a repeat. */
  readonly id: string
  /** Who they speak for: the same for all of them. */
  readonly resource: Resource
  /** In the order in which they were taken. */
  readonly signals: readonly Signal[]
  /** The body, kept from the first try until the receiver has it. */
  encoded?: string | ArrayBuffer
}

/** Through the platform's unpatched request; never rejects. The rest is up to the outbox. */
export type Send = (
  request: Pick<OwnRequest, 'url' | 'body' | 'header'> & Partial<OwnRequest>,
) => Promise<OwnResult>

/**
 * `hint`: what a person can do about it, for a warning; `after` in ms, where the receiver said so; `note`: what a person
 * should know, though all is well.
 */
export type ExportOutcome =
  | { kind: 'success'; note?: string }
  /** The receiver kept the batch but for so many. */
  | { kind: 'partial'; rejected: number; reason: string; note?: string }
  /** Says nothing of the batch: again later. `unreachable`: slowly, until a person has acted. */
  | { kind: 'retryable'; after?: number; reason: string; unreachable?: boolean; hint?: string }
  /** What one of the batch says may be the cause; `vague`: or the receiver itself is in trouble. */
  | { kind: 'refused'; after?: number; reason: string; vague?: boolean; hint?: string }
  /** Never to be taken as it is: halved at once, until the culprit is alone. */
  | { kind: 'split'; reason: string; tooLarge?: boolean }

/** Knows one shot: what to keep, repeat, store and count is the outbox's. */
export interface Exporter {
  /** For diagnostics. */
  readonly name: string
  /** The first of a monitor's exporters that accepts a signal owns it. */
  accepts(signal: Signal): boolean
  /** One try; says how it ended, never rejects. */
  export(batch: Batch, send: Send): Promise<ExportOutcome>
  /** Own endpoint, which is left out of the measurements; none for the console. */
  readonly url?: string
}
