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
  /** Name of the app at the back end (`service.name`). The only option whose lack throws. */
  service: string
  /**
   * Version of the app (`service.version`).
   *
   * @default 'v0.0.0'
   * @see docs/signals.md#resource
   */
  serviceVersion?: string
  /**
   * A release or a channel, never a device (`service.instance.id`). SkyWalking keeps figures for each value.
   *
   * @default none
   * @see docs/signals.md#resource
   */
  serviceInstance?: string
  /**
   * Base URL of an OTLP/HTTP receiver: `/v1/logs` and `/v1/metrics` are added, before a query if there is one. An
   * address that ends so already is taken for its base.
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
   * `wechat`, `alipay`, `bytedance`, `baidu`, `qq`, `jd`, `kuaishou`, `xiaohongshu` or `h5`. Wins over what is
   * detected.
   *
   * @default detected
   */
  platform?: PlatformName
  /** What is measured. */
  enable?: {
    /**
     * Error logs: uncaught errors, rejections, pages not found, failed requests.
     *
     * @default true
     * @see docs/signals.md#logs
     */
    error?: boolean
    /**
     * Launch, rendering, routes.
     *
     * @default true
     * @see docs/signals.md#metrics
     */
    perf?: boolean
    /**
     * Duration and failures of requests, uploads and downloads. `false`, and no tracing: they are not wrapped.
     *
     * @default true
     * @see docs/signals.md#attributes-of-requests
     */
    request?: boolean
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
     * Share of requests that are traced, 0 to 1.
     *
     * @default 1
     * @see docs/options.md#sampling-and-what-the-numbers-mean
     */
    sampleRate?: number
    /**
     * Requests that are not traced: a string is a part of the URL. Their duration is measured all the same.
     *
     * @default []
     */
    urlBlacklist?: Matcher[]
    /**
     * Only these requests are traced. A custom header on a cross-origin request of a web page needs the leave of that
     * server (CORS).
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
     * SkyWalking's number of the component: 10002 WeChat, 10003 Alipay, 10001 elsewhere.
     *
     * @default the platform's
     * @see docs/platforms/alipay.md
     */
    componentId?: number
  }
  /** How requests are told apart. */
  request?: {
    /**
     * Gives requests the attribute `url.path.group`; the first rule that matches the URL wins.
     *
     * @default {}
     * @see docs/signals.md#attributes-of-requests
     */
    urlGroupRules?: { [group: string]: RegExp }
  }
  /**
   * Signals that wait in memory, beside two batches under way, 1 to 10000. The oldest of the least important is dropped
   * first, and counted.
   *
   * @default 200
   * @see docs/signals.md#attributes-of-losses
   */
  maxQueue?: number
  /**
   * Bytes that they may take there, estimated; 1024 or more.
   *
   * @default 262144
   */
  maxQueueBytes?: number
  /**
   * ms within which a signal is sent, or else stored; 100 to 3600000. Errors go within a second.
   *
   * @default 5000
   */
  flushInterval?: number
  /**
   * Of logs, metrics and OTLP spans. Platforms that cannot send bytes get JSON whatever is set.
   *
   * @default 'proto'
   */
  encoding?: 'proto' | 'json'
  /**
   * The kit's inner failures and retries on the console.
   *
   * @default false
   * @see docs/native.md#is-it-running
   */
  debug?: boolean
  /**
   * Added to the kit's own requests, for a token say; a function is asked at each request. What it promises is awaited
   * (for `timeout`), and held for five minutes or until it is refused (401, 403, 407).
   *
   * @default none
   * @see docs/backends.md#addresses-headers-tokens
   */
  headers?:
    { [name: string]: string } | (() => { [name: string]: string } | Promise<{ [name: string]: string }>)
  /** Full URLs, instead of those made from `collector`. */
  endpoints?: {
    /**
     * Full URL for logs, where the path differs.
     *
     * @default from the base URL
     */
    logs?: string
    /**
     * Full URL for metrics, where the path differs.
     *
     * @default from the base URL
     */
    metrics?: string
    /**
     * Full URL for traces, where the path differs.
     *
     * @default from the base URL
     */
    traces?: string
    /**
     * Full URL for segments, where the path differs.
     *
     * @default from the base URL
     */
    segments?: string
    /**
     * Full URL for keepAlive, where the path differs.
     *
     * @default from the base URL
     */
    keepAlive?: string
  }
  /**
   * `pending`: nothing is stored or sent until `setConsent(true)`. Any other value counts as `pending`.
   *
   * @default 'granted'
   * @see docs/privacy.md#consent
   */
  consent?: 'granted' | 'pending' | 'denied'
  /** Shares from 0 to 1. */
  sampling?: {
    /**
     * Share of sessions that are reported, 0 to 1: error logs, performance, spans. The duration of requests is never
     * sampled, or the rate per minute would be wrong.
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
   * Sees every signal last: gives it back, changed or not, or `false` to drop it. If it throws or gives a promise, the
   * signal is dropped and counted; what it does itself (requests, logs) is not reported.
   *
   * @default none
   * @see docs/privacy.md
   */
  beforeSend?: (signal: Signal) => Signal | false | null | undefined
  /**
   * Sees each URL after query, fragment and user info have been taken off.
   *
   * @default none
   * @see docs/privacy.md
   */
  redactUrl?: (url: string) => string
  /**
   * Attributes whose names contain one of these, in any spelling, are left out, as are values of such members in texts
   * of JSON; `_tel_`: as a whole word. Replaces the built-in list, see [privacy](docs/privacy.md).
   *
   * @default built-in list
   * @see docs/privacy.md#names-that-are-always-left-out
   */
  redactKeys?: Matcher[]
  /**
   * Errors (of any type, failed requests too) whose message contains one of these, or matches it, are dropped, and
   * counted as `ignored`.
   *
   * @default []
   */
  ignoreErrors?: Matcher[]
  /**
   * Device, system and network type on error logs.
   *
   * @default true
   * @see docs/privacy.md#fields
   */
  deviceContext?: boolean
  /**
   * On every log and span.
   *
   * @default {}
   * @see docs/native.md#your-own-data
   */
  attributes?: Attributes
  /**
   * ms until a request of the kit's is late and others go on without it; 100 to 600000. Its answer still counts for a
   * minute, unless the slot is needed.
   *
   * @default 10000
   */
  timeout?: number
  /**
   * ms after which what is stored is dropped; 1000 or more.
   *
   * @default 86400000
   */
  maxAge?: number
  /**
   * Tells SkyWalking of a service that sends it traces only, which it would not list otherwise. WeChat and Alipay; for
   * another platform `{ layer }` names the layer that your SkyWalking has for it, `BAIDU_MINI_PROGRAM`, say, with the
   * rules of `deploy/skywalking`.
   *
   * @default true
   * @see docs/signals.md#sign-of-life, docs/platforms/alipay.md
   */
  keepAlive?: boolean | { layer: string }
  /**
   * Measures what setData costs, where the framework tells of it: not in plain mini programs.
   *
   * @default false
   * @see docs/signals.md#metrics
   */
  updates?: boolean
  /**
   * An error log for each script, style sheet, image or media file that a web page asks for and does not get. Web pages
   * only; mini programs have no such event.
   *
   * @default false
   * @see docs/signals.md#logs
   */
  resources?: boolean
}
