import type { Matcher } from '../internal/match.ts'
import type { PlatformName } from '../platforms/names.ts'
import type { Attributes, Signal } from '../signal.ts'

/**
 * What `init()`, the plug-ins and the providers are given. A bad value costs a warning with its path, and the default is
 * used; only without `service` nothing starts.
 *
 * @see docs/options.md
 */
export interface Options {
  /** Name of the app in the back end (`service.name`). The only option that throws if it is missing. */
  service: string
  /**
   * Version of the app (`service.version`).
   *
   * @default 'v0.0.0'
   * @see docs/signals.md#resource
   */
  serviceVersion?: string
  /**
   * A release or a channel, never a device (`service.instance.id`). SkyWalking keeps separate metrics for each value.
   *
   * @default none
   * @see docs/signals.md#resource
   */
  serviceInstance?: string
  /**
   * Base URL of an OTLP/HTTP receiver. `/v1/logs` and `/v1/metrics` are appended, before the query if there is one. If
   * the address already ends with one of them, its base is used.
   *
   * @default none: signals go to the console
   * @see docs/backends.md#addresses-headers-tokens
   */
  collector?: string
  /**
   * Base URL for traces: `/v3/segments`, or `/v1/traces` with `tracing.exporter: "otlp"`.
   *
   * @default the same as collector
   * @see docs/backends.md#addresses-headers-tokens
   */
  traceCollector?: string
  /**
   * `wechat`, `alipay`, `bytedance`, `baidu`, `qq`, `jd`, `kuaishou`, `xiaohongshu` or `h5`. Overrides the detection.
   *
   * @default detected
   */
  platform?: PlatformName
  /** What is measured. */
  enable?: {
    /**
     * Error logs: uncaught errors, promise rejections, pages not found, failed requests.
     *
     * @default true
     * @see docs/signals.md#logs
     */
    error?: boolean
    /**
     * Duration of launch, render and route.
     *
     * @default true
     * @see docs/signals.md#metrics
     */
    perf?: boolean
    /**
     * Duration and failures of requests, uploads and downloads. If `false` and tracing is off, they are not wrapped.
     *
     * @default true
     * @see docs/signals.md#attributes-of-requests
     */
    request?: boolean
    /**
     * Views of pages, and how long they last. Never sampled.
     *
     * @default true
     * @see docs/signals.md#metrics
     */
    page?: boolean
    /**
     * Starts of the app and sessions, the denominators of rates. Never sampled.
     *
     * @default true
     * @see docs/signals.md#metrics
     */
    session?: boolean
    /**
     * Trace headers on requests, and segments or spans.
     *
     * @default false
     * @see docs/native.md#tracing
     */
    tracing?: boolean
  }
  /** Of requests, where `enable.tracing` is on. */
  tracing?: {
    /**
     * Share of requests to trace, 0 to 1.
     *
     * @default 1
     * @see docs/options.md#sampling-and-what-the-numbers-mean
     */
    sampleRate?: number
    /**
     * Requests that are not traced; a string matches any part of the URL. Their duration is still measured.
     *
     * @default []
     */
    urlBlacklist?: Matcher[]
    /**
     * Only these requests are traced. On web pages, a server of another origin must allow the custom header (CORS).
     *
     * @default all; on web pages the same origin
     * @see docs/privacy.md#trace-headers
     */
    urlAllowlist?: Matcher[]
    /**
     * Which headers carry the trace; any combination.
     *
     * @default ['sw8']
     * @see docs/signals.md#request-headers
     */
    propagators?: ('sw8' | 'w3c' | 'b3')[]
    /**
     * Segments for SkyWalking, or OTLP spans for other back ends.
     *
     * @default 'skywalking'
     * @see docs/backends.md
     */
    exporter?: 'skywalking' | 'otlp'
    /**
     * SkyWalking's component number: 10002 WeChat, 10003 Alipay, 10001 elsewhere.
     *
     * @default by platform
     * @see docs/platforms/alipay.md
     */
    componentId?: number
    /**
     * The loading of a page is one trace: requests, spans of your own and updates that begin meanwhile are its parts,
     * and sampled with it.
     *
     * @default true
     * @see docs/signals.md#a-page-as-one-trace
     */
    pages?: boolean
  }
  /** How requests are told apart. */
  request?: {
    /**
     * Sets the attribute `url.path.group` on requests; the first rule that matches the URL applies.
     *
     * @default {}
     * @see docs/signals.md#attributes-of-requests
     */
    urlGroupRules?: { [group: string]: RegExp }
  }
  /**
   * Maximum number of signals waiting in memory, not counting two batches in flight, 1 to 10000. The oldest of the
   * least important kind is dropped first, and counted.
   *
   * @default 200
   * @see docs/signals.md#attributes-of-losses
   */
  maxQueue?: number
  /**
   * Bytes that these signals may take up, estimated; 1024 or more.
   *
   * @default 262144
   */
  maxQueueBytes?: number
  /**
   * Time in ms within which a signal is sent, or else stored; 100 to 3600000. Errors are sent within a second.
   *
   * @default 5000
   */
  flushInterval?: number
  /**
   * Encoding of logs, metrics and OTLP spans. Platforms without support for binary data always use JSON.
   *
   * @default 'proto'
   */
  encoding?: 'proto' | 'json'
  /**
   * Prints the kit's internal failures and retries to the console.
   *
   * @default false
   * @see docs/native.md#check-that-it-runs
   */
  debug?: boolean
  /**
   * Added to the kit's own requests, for example a token. A function is called for each request. If it returns a
   * promise, the kit waits for it (at most `timeout`) and keeps the result for five minutes, or until it is refused
   * (401, 403, 407).
   *
   * @default none
   * @see docs/backends.md#addresses-headers-tokens
   */
  headers?:
    { [name: string]: string } | (() => { [name: string]: string } | Promise<{ [name: string]: string }>)
  /** Full URLs, instead of those made from `collector`. */
  endpoints?: {
    /**
     * Full URL for logs, if the path differs.
     *
     * @default from the base URL
     */
    logs?: string
    /**
     * Full URL for metrics, if the path differs.
     *
     * @default from the base URL
     */
    metrics?: string
    /**
     * Full URL for traces, if the path differs.
     *
     * @default from the base URL
     */
    traces?: string
    /**
     * Full URL for segments, if the path differs.
     *
     * @default from the base URL
     */
    segments?: string
    /**
     * Full URL for keepAlive, if the path differs.
     *
     * @default from the base URL
     */
    keepAlive?: string
  }
  /**
   * `pending`: nothing is stored or sent until `setConsent(true)`. Any unknown value counts as `pending`.
   *
   * @default 'granted'
   * @see docs/privacy.md#consent
   */
  consent?: 'granted' | 'pending' | 'denied'
  /** Shares from 0 to 1. */
  sampling?: {
    /**
     * Share of sessions that are reported, 0 to 1: error logs, performance, spans. The duration of requests is never
     * sampled, because the rate per minute would then be wrong.
     *
     * @default 1
     * @see docs/options.md#sampling-and-what-the-numbers-mean
     */
    session?: number
    /**
     * Share of sessions whose errors are reported.
     *
     * @default 1
     * @see docs/options.md#sampling-and-what-the-numbers-mean
     */
    error?: number
    /**
     * Share of sessions whose performance is reported.
     *
     * @default 1
     * @see docs/options.md#sampling-and-what-the-numbers-mean
     */
    perf?: number
    /**
     * Share of sessions whose failed requests and spans are reported.
     *
     * @default 1
     * @see docs/options.md#sampling-and-what-the-numbers-mean
     */
    request?: number
  }
  /**
   * The last step for every signal: return it, changed or not, or `false` to drop it. If the function throws or returns
   * a promise, the signal is dropped and counted. Its own requests and logs are not reported.
   *
   * @default none
   * @see docs/privacy.md
   */
  beforeSend?: (signal: Signal) => Signal | false | null | undefined
  /**
   * Called with each URL after query, fragment and user info are removed.
   *
   * @default none
   * @see docs/privacy.md
   */
  redactUrl?: (url: string) => string
  /**
   * Attributes whose names contain one of these, in any spelling, are left out, and so are the values of such members
   * in JSON text; `_tel_` matches a whole word. Replaces the built-in list, see [privacy](docs/privacy.md).
   *
   * @default built-in list
   * @see docs/privacy.md#names-that-are-always-left-out
   */
  redactKeys?: Matcher[]
  /**
   * Errors of any type, including failed requests, are dropped and counted as `ignored` if their message contains one
   * of these strings or matches one of these expressions.
   *
   * @default []
   */
  ignoreErrors?: Matcher[]
  /**
   * Adds device, system and network type to error logs.
   *
   * @default true
   * @see docs/privacy.md#fields
   */
  deviceContext?: boolean
  /**
   * Added to every log and span.
   *
   * @default {}
   * @see docs/native.md#your-own-data
   */
  attributes?: Attributes
  /**
   * Time in ms after which one of the kit's requests is late and no longer holds up others; 100 to 600000. Its response
   * still counts for a minute, unless the slot is needed.
   *
   * @default 10000
   */
  timeout?: number
  /**
   * Time in ms after which stored data is dropped; 1000 or more.
   *
   * @default 86400000
   */
  maxAge?: number
  /**
   * Announces a service that sends only traces to SkyWalking, which would otherwise not list it. Works for WeChat and
   * Alipay; for other platforms, `{ layer }` names the layer that your SkyWalking has for them, for example
   * `BAIDU_MINI_PROGRAM` with the rules of `deploy/skywalking`.
   *
   * @default true
   * @see docs/signals.md#keep-alive, docs/platforms/alipay.md
   */
  keepAlive?: boolean | { layer: string }
  /**
   * Listens to what the platform tells: sub-packages that fail to load (an error log each), changes of the network (the
   * type on error logs), memory that runs short (on the breadcrumbs of errors).
   *
   * @default true
   * @see docs/signals.md#logs
   */
  events?: boolean
  /**
   * What came before an error, on its log: so many of the newest visits of pages, requests, errors, logs and
   * `addBreadcrumb()`, 0 to 100; 0 is off. With `console`, also what the app prints as a warning or an error: its first
   * 200 characters, without objects.
   *
   * @default 30
   * @see docs/signals.md#breadcrumbs
   */
  breadcrumbs?: number | { max?: number; console?: boolean }
  /**
   * Hosts of web pages that go on with the session and the trace of the mini program which opens them by `linkUrl()`:
   * the same list in both.
   *
   * @default []
   * @see docs/guides/runtime.md#web-view
   */
  webViews?: string[]
  /**
   * Measures the cost of setData, by page; mini programs only.
   *
   * @default false
   * @see docs/signals.md#metrics
   */
  updates?: boolean
  /**
   * Measures how long the app's code blocks everything else, by page, while the app is in front; more than 2 s is also
   * a log (`exception.type` `lag`). In native mini programs, this needs a file from `npx mini-monitor native --features
   * lag`; without it, `init` warns.
   *
   * @default false
   * @see docs/signals.md#metrics
   */
  lag?: boolean
  /**
   * An error log for each script, style sheet, image or media file that a web page fails to load. Web pages only; mini
   * programs have no such event.
   *
   * @default false
   * @see docs/signals.md#logs
   */
  resources?: boolean
}
