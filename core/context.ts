import type { Clock } from './internal/clock.ts'
import type { Diag } from './internal/diag.ts'
import type { Guard } from './internal/guard.ts'
import type { Hooks } from './internal/hooks.ts'
import type { Random } from './internal/id.ts'
import type { Tally } from './internal/tally.ts'
import type { Framework } from './framework.ts'
import type { Meter } from './metric.ts'
import type { Arrival, Platform } from './platform.ts'
import type { Resource } from './resource.ts'
import type { Attributes, DropReason, Signal, SignalKind, SpanContext } from './signal.ts'
import type { Trail } from './trail.ts'
import type { PageLoads, Views } from './view.ts'

/** What `setUser` and `setAttributes` write: on every log and span. */
export interface Ambient {
  attributes: Attributes
  user?: string
}

/** What the user has agreed to; `pending` and `denied`: nothing is stored or sent. */
export type Consent = 'granted' | 'pending' | 'denied'

/** One error, as one of the hooks saw it. */
export interface ErrorReport {
  /** `exception.type` */
  type: 'js' | 'promise' | 'pageNotFound' | 'ajax' | 'resource' | 'lazyLoad'
  /** First line, without the platform's wrapping. */
  message: string
  /** As the runtime writes it, with the message or without. */
  stack?: string
  /** Which hook saw it. */
  door: string
  /** Default: the page in front. */
  page?: string
  /** Of the request that failed. */
  span?: SpanContext
  /** Beside those that every error log has. */
  attributes?: Attributes
}

/** The host's and the monitor's services, as the parts see them. */
export interface Context {
  /** The runtime. */
  readonly platform: Platform
  /** The adapter's view of the app. */
  readonly framework: Framework
  /** Who the signals speak for. */
  readonly resource: Resource
  /** Wall clock (ms since the epoch) and timers. */
  readonly clock: Clock
  /** Where ids come from. */
  readonly random: Random
  /** What the kit says of itself. */
  readonly diag: Diag
  /** Whatever the host calls runs through it. */
  readonly guard: Guard
  /** For counts, gauges and histograms. */
  readonly meter: Meter
  /** The page in front; '' before the first. */
  page(): string
  /** Id of the session. */
  session(): string
  /** Of a new trace: 32 hex digits, of which the last 14 are its own, and those before them the same in one run. */
  traceId(): string
  /** As it stands now. */
  consent(): Consent
  /** Without query, fragment and user info, then through the user's `redactUrl`; throws where that does. */
  cleanUrl(url: string): string
  /** Hands a signal to the processors, and behind them to the outbox. */
  emit(signal: Signal): void
  /**
   * Emits what `make` returns, some seconds later, or before that changes which it is emitted with: for what comes often
   * and is no error. `make` is not to hold anything of the app's.
   *
   * @internal
   */
  emitLater(make: () => Signal | undefined): void
  /** Emits what waits, since user or attributes are about to change. @internal */
  catchUp(): void
  /** One error log, though several hooks see the error. */
  report(report: ErrorReport): void
  /** Whether signals of this sort are sampled in this session; what is not is to be counted by `drop`. */
  keep(sort: 'session' | 'error' | 'perf' | 'request'): boolean
  /** Something is held back that a flush in time is to pick up. */
  touch(): void
  /** Counts what was not even made into a signal. */
  drop(kind: SignalKind, reason: DropReason, n?: number): void
  /** How many requests of the app are under way; ours stand back. @internal */
  readonly appRequests: Tally
  /** Of those how many got no answer; unset where none are observed. @internal */
  readonly unanswered: { seen?: number }
  /** What other parts have to say in passing. @internal */
  readonly hooks: Hooks
  /** The network's type, once a part has heard of a change. @internal */
  networkType?: string
  /** Visits of pages; unset where no part asks for them. @internal */
  views?: Views
  /** The page that loads just now, as the root of a trace; unset where no part asks for it. @internal */
  loads?: PageLoads
  /** The URL of a web page that is to go on with session and trace. @internal */
  link?(
    context: Context,
    url: string,
    startSpan: (name: string) => { readonly context: SpanContext; end(): void },
  ): string
  /** A mini program has opened this web page; unset once its trace has been taken up. @internal */
  arrival?: Arrival
  /** What came before an error; unset where nobody keeps it. @internal */
  readonly trail?: Trail
  /** A session has begun that none went before, and may be told of. @internal */
  onSession?(): void
  /** What could be patched, for diagnostics. @internal */
  patched: Record<string, boolean>
}
