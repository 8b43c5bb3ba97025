import type { Ambient, Consent, Context } from '../context.ts'
import type { Exporter } from '../exporter.ts'
import type { Framework } from '../framework.ts'
import type { Instrumentation } from '../instrumentation.ts'
import type { Clock } from '../internal/clock.ts'
import type { Diag } from '../internal/diag.ts'
import type { Guard } from '../internal/guard.ts'
import type { Random } from '../internal/id.ts'
import type { Matcher } from '../internal/match.ts'
import type { Meter, MeterOptions } from '../metric.ts'
import type { Arrival, Platform } from '../platform.ts'
import type { ProcessorFactory, Redact } from '../processor.ts'
import type { Resource } from '../resource.ts'
import type { Sampler } from '../sampler.ts'
import type { MakeDepot } from '../outbox/depot.ts'
import type { LoadsOf } from '../outbox/leave.ts'
import type { Signal } from '../signal.ts'
import type { Trail } from '../trail.ts'
import type { MonitorCore } from './api.ts'

/** What of the options the monitor itself goes by. */
export interface Settings {
  /** At the start; `setConsent` changes it. */
  consent: Consent
  /** Shares from 0 to 1. */
  sampling: { session: number; error: number; perf: number; request: number }
  /** Sees everything last; what it returns goes out, false drops it. */
  beforeSend?: (signal: Signal) => unknown
  /** Sees every URL last. */
  redactUrl?: (url: string) => string
  /** Errors whose message matches one are dropped. */
  ignoreErrors: Matcher[]
  /** Signals held in memory. */
  maxQueue: number
  /** Bytes held in memory, estimated. */
  maxQueueBytes: number
  /** ms within which a signal is sent, or else stored. */
  flushInterval: number
  /** ms after which a request of the kit's is late. */
  timeout: number
  /** ms after which what is stored is dropped. */
  maxAge: number
}

/** What a monitor is made of. */
export interface Parts {
  /** The runtime's driver. */
  platform: Platform
  /** The adapter's view of pages, errors and requests. */
  framework: Framework
  /** Who the signals speak for. */
  resource: Resource
  /** Wall clock, timers and tick. */
  clock: Clock
  /** Where ids and samples come from. */
  random: Random
  /** What the kit says of itself. */
  diag: Diag
  /** Between the host and us. */
  guard: Guard
  /** What of the options the monitor itself goes by. */
  settings: Settings
  /** Installed in this order. */
  instrumentations: Instrumentation[]
  /** Page, session, user: before the gate of consent. @internal */
  capture: ProcessorFactory
  /** The way from emit to the outbox, in this order. */
  processors: ProcessorFactory[]
  /** Merges what repeats, and bounds what comes by; without it all goes on. The last of the processors but one. */
  limit?: ProcessorFactory
  /** Comes behind the limit: what is merged pays nothing for it. @internal */
  behind?: ProcessorFactory
  /** What came before an error. @internal */
  trail?: Trail
  /** What `linkUrl` does; without it URLs stay as they are. @internal */
  link?: Context['link']
  /** A mini program has opened this page. @internal */
  arrival?: Arrival
  /** Keeps what is not sent for the next run; without it that is lost with the app. @internal */
  depot: MakeDepot
  /** Memory is all there is. @internal */
  unstored?: boolean
  /** What goes out of a web page that is left; without it that is stored. @internal */
  loadsOf?: LoadsOf
  /** The first that accepts a signal owns it. */
  exporters: Exporter[]
  /** Decides once a trace; without it all are kept. */
  sampler?: Sampler
  /** Makes the aggregates. */
  meter(options: MeterOptions): Meter
  /** Attributes of a new series. */
  redact: Redact
  /** What `setUser` and `setAttributes` write and `capture` reads. @internal */
  ambient: Ambient
  /** Where a session stands between 0 and 1, for a sort of signals; without it all are kept. @internal */
  shareOf?(session: string, sort: string): number
  /** Reads what another kit left in storage; called once, with consent. @internal */
  takeOver?(context: Context): void
  /** An earlier monitor that is still storing. @internal */
  predecessor?: Promise<void>
  /** The monitor ends; `done` when it has stored what it had. @internal */
  onShutdown?(monitor: MonitorCore, done: Promise<void>): void
}
