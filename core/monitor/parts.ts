import type { Consent, Context } from '../context.ts'
import type { Exporter } from '../exporter.ts'
import type { Framework } from '../framework.ts'
import type { Instrumentation } from '../instrumentation.ts'
import type { Clock } from '../internal/clock.ts'
import type { Diag } from '../internal/diag.ts'
import type { Guard } from '../internal/guard.ts'
import type { Random } from '../internal/id.ts'
import type { Matcher } from '../internal/match.ts'
import type { Meter, MeterOptions } from '../metric.ts'
import type { Platform } from '../platform.ts'
import type { ProcessorFactory, Redact } from '../processor.ts'
import type { Resource } from '../resource.ts'
import type { Sampler } from '../sampler.ts'
import type { Attributes, Signal } from '../signal.ts'
import type { Monitor } from './api.ts'

/** What of the options the monitor itself goes by. */
export interface Settings {
  consent: Consent
  sampling: { session: number; error: number; perf: number; request: number }
  beforeSend?: (signal: Signal) => unknown
  redactUrl?: (url: string) => string
  ignoreErrors: Matcher[]
  maxQueue: number
  maxQueueBytes: number
  flushInterval: number
  timeout: number
  maxAge: number
}

/** What a monitor is made of. */
export interface Parts {
  platform: Platform
  framework: Framework
  resource: Resource
  clock: Clock
  random: Random
  diag: Diag
  guard: Guard
  settings: Settings
  instrumentations: Instrumentation[]
  /** Page, session, user: before the gate of consent. */
  capture: ProcessorFactory
  processors: ProcessorFactory[]
  /** The first that accepts a signal owns it. */
  exporters: Exporter[]
  sampler?: Sampler
  meter(options: MeterOptions): Meter
  /** Attributes of a new series. */
  redact: Redact
  /** What `setUser` and `setAttributes` write and `capture` reads. */
  ambient: { attributes: Attributes; user?: string }
  /** Where a session stands between 0 and 1, for a sort of signals; without it all are kept. */
  shareOf?(session: string, sort: string): number
  /** Reads what another kit left in storage; called once, with consent. */
  takeOver?(context: Context): void
  /** An earlier monitor that is still storing. */
  predecessor?: Promise<void>
  onShutdown?(monitor: Monitor, done: Promise<void>): void
}
