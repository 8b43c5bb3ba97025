import { toValue } from './attributes.ts'
import { all, members, read, when, type Rule, type Warn } from './internal/check.ts'
import type { Matcher } from './internal/match.ts'
import type { Attributes, Signal } from './signal.ts'

/** What the user writes. Every member but `service` has a default; see docs. */
export interface Options {
  /** `service.name`. */
  service: string
  serviceVersion?: string
  /** `service.instance.id`: a release channel or a store, never a device. */
  serviceInstance?: string
  /** Base URL of an OTLP/HTTP receiver; none: signals go to the console. */
  collector?: string
  /** Base URL of SkyWalking's receiver of segments; default: `collector`. */
  traceCollector?: string
  /** Default: detected. */
  platform?: string
  enable?: { error?: boolean; perf?: boolean; request?: boolean; tracing?: boolean }
  tracing?: {
    /** 0 to 1. */
    sampleRate?: number
    urlBlacklist?: Matcher[]
    /** Default: all; on H5 the same origin. */
    urlAllowlist?: Matcher[]
    propagators?: ('sw8' | 'w3c' | 'b3')[]
    exporter?: 'skywalking' | 'otlp'
    /** SkyWalking component id; default: the platform's. */
    componentId?: number
  }
  request?: { urlGroupRules?: { [group: string]: RegExp } }
  /** Signals held in memory. */
  maxQueue?: number
  /** Bytes held in memory. */
  maxQueueBytes?: number
  /** ms within which a signal is sent, or else stored. */
  flushInterval?: number
  encoding?: 'proto' | 'json'
  debug?: boolean
  /** Added to the kit's own requests. */
  headers?: { [name: string]: string } | (() => { [name: string]: string })
  /** Full URLs, instead of those made from `collector`. */
  endpoints?: { logs?: string; metrics?: string; traces?: string; segments?: string; keepAlive?: string }
  consent?: 'granted' | 'pending' | 'denied'
  /** Shares from 0 to 1. */
  sampling?: { session?: number; error?: number; perf?: number; request?: number }
  /** Sees everything last; returns the signal, another one, or false to drop it. */
  beforeSend?: (signal: Signal) => Signal | false | null | undefined
  redactUrl?: (url: string) => string
  /** Attributes whose names match are left out; replaces the built-in list. */
  redactKeys?: Matcher[]
  /** Device, system and network type on error logs. */
  deviceContext?: boolean
  /** On every log and span. */
  attributes?: Attributes
  /** ms before a request of ours is given up. */
  timeout?: number
  /** ms after which what is stored is dropped. */
  maxAge?: number
  /** Tells SkyWalking of a service that sends traces only. */
  keepAlive?: boolean
  /** Measures setData. */
  updates?: boolean
}

export interface Endpoints {
  logs?: string
  metrics?: string
  traces?: string
  segments?: string
  keepAlive?: string
}

/** Validated: every member is there and in range. */
export interface Config {
  service: string
  serviceVersion: string
  serviceInstance?: string
  platform?: string
  enable: { error: boolean; perf: boolean; request: boolean; tracing: boolean }
  tracing: {
    sampleRate: number
    urlBlacklist: Matcher[]
    urlAllowlist?: Matcher[]
    propagators: string[]
    exporter: string
    componentId?: number
  }
  urlGroupRules: [group: string, rule: RegExp][]
  maxQueue: number
  maxQueueBytes: number
  flushInterval: number
  encoding: 'proto' | 'json'
  debug: boolean
  headers?: Options['headers']
  endpoints: Endpoints
  consent: 'granted' | 'pending' | 'denied'
  sampling: { session: number; error: number; perf: number; request: number }
  beforeSend?: Options['beforeSend']
  redactUrl?: Options['redactUrl']
  redactKeys?: Matcher[]
  deviceContext: boolean
  attributes: Attributes
  timeout: number
  maxAge: number
  keepAlive: boolean
  updates: boolean
}

const number = (min: number, max: number, fallback: number): Rule =>
  when(
    'a number from ' + min + ' to ' + max,
    (value) => typeof value === 'number' && value >= min && value <= max,
    fallback,
  )

/** The first one is the default. */
const oneOf = (choices: string[], instead?: string): Rule =>
  when('"' + choices.join('" or "') + '"', (value) => choices.indexOf(value) >= 0, choices[0], instead)

const text = (fallback?: string): Rule =>
  when('a non-empty string', (value) => value && typeof value === 'string', fallback)

const flag = (fallback: boolean): Rule =>
  when('true or false', (value) => typeof value === 'boolean', fallback)

/** `instanceof` fails on what another realm made; `g` and `y` would remember where the last test ended. */
const withoutMemory = (value: RegExp): RegExp | undefined =>
  Object.prototype.toString.call(value) === '[object RegExp]'
    ? new RegExp(value.source, value.flags.replace(/[gy]/g, ''))
    : undefined

/** All options: what each may be, and its default. */
function table(): Rule {
  const share = number(0, 1, 1)
  const on = flag(true)
  const off = flag(false)
  const name = text()
  const hook = when('a function', (value) => typeof value === 'function')
  const url = when(
    'an http(s) URL',
    (value) => typeof value === 'string' && /^(https?:)?\/\/[^/]|^\/(?!\/)/i.test(value),
  )
  const matcher: Rule = [
    name[0] + ' or a RegExp',
    (value) => (typeof value === 'string' ? value || undefined : withoutMemory(value)),
  ]
  const texts = all(false, name)
  return members({
    service: name,
    serviceVersion: text('v0.0.0'),
    serviceInstance: name,
    platform: name,
    enable: members({ error: on, perf: on, request: on, tracing: off }),
    tracing: members({
      sampleRate: share,
      urlBlacklist: all(true, matcher, []),
      urlAllowlist: all(true, matcher),
      propagators: all(true, oneOf(['sw8', 'w3c', 'b3']), ['sw8']),
      exporter: oneOf(['skywalking', 'otlp']),
      componentId: when('a whole number', (value) => value > 0 && value === (value | 0)),
    }),
    request: members({ urlGroupRules: all(false, ['a RegExp', withoutMemory], {}) }),
    maxQueue: number(1, 10000, 200),
    maxQueueBytes: number(1024, 1e8, 262144),
    flushInterval: number(100, 3600000, 5000),
    encoding: oneOf(['proto', 'json']),
    debug: off,
    collector: url,
    traceCollector: url,
    headers: [
      hook[0] + ' or ' + texts[0],
      (value, path, warn) => (typeof value === 'function' ? value : texts[1](value, path, warn)),
    ],
    endpoints: members({ logs: url, metrics: url, traces: url, segments: url, keepAlive: url }),
    // a misspelt one is no consent
    consent: oneOf(['granted', 'pending', 'denied'], 'pending'),
    sampling: members({ session: share, error: share, perf: share, request: share }),
    beforeSend: hook,
    redactUrl: hook,
    redactKeys: all(true, matcher),
    deviceContext: on,
    attributes: all(false, ['an attribute', (value) => toValue(value)], {}),
    timeout: number(100, 600000, 10000),
    // up to ten years
    maxAge: number(1000, 3e11, 86400000),
    keepAlive: on,
    updates: off,
  })
}

/**
 * Checks all options; says of each bad one, once, what is wrong with it, and goes on with the default.
 * @throws Error if `service` is missing; nothing else throws, whatever is given
 */
export function readOptions(options: unknown, warn: Warn): Config {
  const config = read(table(), { options }, 'options', '', warn)
  if (!config.service) throw new Error('mini-monitor: option "service" is required')
  const { collector, traceCollector = collector, endpoints, request } = config
  const at = (name: keyof Endpoints, base: string | undefined, path: string) => {
    if (base && !endpoints[name]) endpoints[name] = base.replace(/\/+$/, '') + path
  }
  at('logs', collector, '/v1/logs')
  at('metrics', collector, '/v1/metrics')
  at('traces', traceCollector, '/v1/traces')
  at('segments', traceCollector, '/v3/segments')
  at('keepAlive', traceCollector, '/v3/management/keepAlive')
  config.urlGroupRules = Object.keys(request.urlGroupRules).map((name) => [name, request.urlGroupRules[name]])
  // the table is the type
  return config as Config
}

/**
 * For the `start` that generated modules call: a configuration of a build plug-in with the functions of the app's own
 * module, which exports them by name, or all in a default export. What is none is refused, with its path.
 */
export function withGiven(
  config: Config,
  given: { [name: string]: unknown } = {},
  warn: Warn = (message) => console.warn('[mini-monitor] ' + message),
): Config {
  const all = Object.assign({}, given['default'], given)
  const result = Object.assign({}, config) as Config & { [name: string]: unknown }
  const take = (name: string, types: string, expected: string) => {
    const value = all[name]
    if (value === undefined) return
    if (value && types.indexOf(typeof value) >= 0) result[name] = value
    else warn('option "' + name + '" must be ' + expected)
  }
  take('beforeSend', 'function', 'a function')
  take('redactUrl', 'function', 'a function')
  take('headers', 'function object', 'a function or an object')
  return result
}
