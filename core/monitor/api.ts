import type { Ambient, Context } from '../context.ts'
import type { DiagEntry } from '../internal/diag.ts'
import type { Counts, Drops } from '../outbox/account.ts'
import type { Sampler } from '../sampler.ts'
import type { Signal, SignalKind, SpanContext } from '../signal.ts'

/** The only object that users hold. */
export interface Monitor extends MonitorCore, UserApi {}

/** What every monitor has; what apps call of their own comes with `withUserApi`. */
export interface MonitorCore {
  /** Adds what apps call; for `withUserApi`. @internal */
  equip(make: MakeUserApi): Monitor
  /** Takes in a signal in the kit's own form. */
  emit(signal: Signal): void
  /** Counts and logs what `record` was given and no back end would take. */
  refuse(kind: SignalKind, reason: string): void
  /** True releases what is held; false erases it, also from storage, and stops. */
  setConsent(granted: boolean): void
  /** Resolves when what was pending has been delivered or given up for now. */
  flush(): Promise<void>
  /** Flushes, stores the rest, and leaves everything as it was before. */
  shutdown(): Promise<void>
  /** What the kit knows of itself: state, account, trouble with the collector. */
  diagnostics(): Diagnostics
}

/**
 * Severity of a log, as OpenTelemetry and SkyWalking name it:
 * https://opentelemetry.io/docs/specs/otel/logs/data-model/#field-severitynumber
 */
export type Level = 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal'
/** What an app may give; values that no attribute can hold are left out, or sent as a text. */
export interface GivenAttributes {
  [key: string]: unknown
}

/** What an app may say of itself. Nothing here throws; what can't be taken is refused, with a warning and a count. */
export interface UserApi {
  /** Reports a caught error, with the page in front unless another is named. */
  captureError(
    error: unknown,
    options?: { page?: string; componentStack?: string; attributes?: GivenAttributes },
  ): void
  /** A log record; default level info. */
  log(body: string, attributes?: GivenAttributes, level?: Level): void
  /**
   * Something that an error may come from: on the logs of the errors that follow it. A text or a number for each name of
   * `data`; without errors nothing of it leaves the device.
   */
  addBreadcrumb(category: string, message: string, data?: GivenAttributes): void
  /** A measured value; each call is a data point. */
  gauge(name: string, value: number, attributes?: GivenAttributes, unit?: string): void
  /** Adds to a monotonic sum; default 1. */
  count(name: string, value?: number, attributes?: GivenAttributes): void
  /** A value of a distribution; default unit ms, default bounds those of durations. */
  histogram(
    name: string,
    value: number,
    attributes?: GivenAttributes,
    options?: { unit?: string; bounds?: number[] },
  ): void
  /** On every log and span from now on; undefined takes one away. */
  setAttributes(attributes: GivenAttributes): void
  /**
   * `user.id` on every log and span from now on; undefined: nobody. With `hash`, its SHA-256 in hex leaves the device
   * instead; whoever knows all ids can still tell whose it is.
   */
  setUser(id: string | undefined, options?: { hash?: boolean }): void
  /**
   * The URL of a web page on one of `webViews`, with what the page needs to go on with session and trace; any other as it
   * is. For the `src` of a `<web-view>`.
   */
  linkUrl(url: string): string
  /** Sent when it ends, if `enable.tracing` is on and the trace is sampled. */
  startSpan(name: string, options?: { parent?: SpanContext }): SpanHandle
}

/** For a monitor that is there already. */
export type MakeUserApi = (context: Context, sampler: Sampler | undefined, ambient: Ambient) => UserApi

/** A piece of work of the app's own, timed from `startSpan` to `end`. */
export interface SpanHandle {
  /** Its ids: for a child's `parent`, or for headers of the app's own. */
  readonly context: SpanContext
  /** Adds an attribute, or replaces it. */
  setAttribute(key: string, value: unknown): void
  /** Marks it as failed. */
  setError(error?: unknown): void
  /** Sends it; later calls do nothing. */
  end(): void
}

/** What `monitor.diagnostics()` tells; plain JSON. Signals are counted by kind, metrics by their data points. */
export interface Diagnostics {
  /** What the monitor does now; `inactive`: on an unknown platform, or before `init`. */
  state: 'running' | 'waiting for consent' | 'consent denied' | 'stopped' | 'inactive'
  /** `miniprogram.platform`, '' if it is unknown. */
  platform: string
  /** `miniprogram.framework`. */
  framework: string
  /** taken + restored = delivered + dropped + pending + stored */
  taken: Counts
  /** Read back from storage; an earlier run took them in. */
  restored: Counts
  /** Taken by the receiver. */
  delivered: Counts
  /** By kind and reason. */
  dropped: Drops
  /** In memory. */
  pending: Counts
  /** Whether what is not sent is stored; a kit without the slice `storage` holds it in memory only. */
  storage: boolean
  /** Of earlier runs, in storage, not read yet. */
  stored: Counts
  /**
   * One for each exporter: how the last request of it ended, and when the next is due; of a receiver that answers late how
   * many ms it is given, and how many signals at once.
   */
  collector: {
    name: string
    url?: string
    sending: boolean
    failures: number
    retryIn: number
    last?: string
    note?: string
    patience?: number
    batch?: number
  }[]
  /** What of the platform could be observed. */
  patched: Record<string, boolean>
  /** Inner failures of the kit, of the host or of the app's hooks, by place and message. */
  errors: readonly DiagEntry[]
  /** What the developer was told on the console, each text once. */
  warnings: readonly string[]
}
