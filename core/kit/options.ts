import { all, readMembers, type Check, type Rule, type Rules, type Warn } from './rules.ts'
import type { Matcher } from '../internal/match.ts'
import { toValue } from '../monitor/attributes.ts'
import type { Attributes, Signal } from '../signal.ts'

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

const TEXT: Check = [
  'a non-empty string',
  (value) => (typeof value === 'string' && value ? value : undefined),
]

const HOOK: Check = ['a function', (value) => (typeof value === 'function' ? value : undefined)]

const URL: Check = [
  'an http(s) URL',
  (value) => (typeof value === 'string' && /^(https?:)?\/\/[^/]|^\/(?!\/)/i.test(value) ? value : undefined),
]

const REG_EXP: Check = [
  'a RegExp',
  (value) =>
    // `instanceof` fails on what another realm made; `g` and `y` would remember where the last test ended
    Object.prototype.toString.call(value) === '[object RegExp]'
      ? new RegExp(value.source, value.flags.replace(/[gy]/g, ''))
      : undefined,
]

/** What either of two takes. */
function either(one: Check, other: Check): Check {
  return [
    one[0] + ' or ' + other[0],
    (value, path, warn) => one[1](value, path, warn) || other[1](value, path, warn),
  ]
}

const MATCHERS = /* @__PURE__ */ all(true, /* @__PURE__ */ either(TEXT, REG_EXP))
const SHARE: Rule = [[0, 1], 1]
const ON: Rule = [[true, false], true]
const OFF: Rule = [ON[0], false]

/** All options: what each may be, and its default. */
const RULES: Rules = {
  service: [TEXT],
  serviceVersion: [TEXT, 'v0.0.0'],
  serviceInstance: [TEXT],
  platform: [TEXT],
  enable: { error: ON, perf: ON, request: ON, tracing: OFF },
  tracing: {
    sampleRate: SHARE,
    urlBlacklist: [MATCHERS, []],
    urlAllowlist: [MATCHERS],
    propagators: [/* @__PURE__ */ all(true, ['sw8', 'w3c', 'b3']), ['sw8']],
    exporter: [['skywalking', 'otlp'], 'skywalking'],
    componentId: [['a whole number', (value) => (value > 0 && value === (value | 0) ? value : undefined)]],
  },
  request: { urlGroupRules: [/* @__PURE__ */ all(false, REG_EXP), {}] },
  maxQueue: [[1, 10000], 200],
  maxQueueBytes: [[1024, 1e8], 262144],
  flushInterval: [[100, 3600000], 5000],
  encoding: [['proto', 'json'], 'proto'],
  debug: OFF,
  collector: [URL],
  traceCollector: [URL],
  headers: [/* @__PURE__ */ either(HOOK, /* @__PURE__ */ all(false, TEXT))],
  endpoints: { logs: [URL], metrics: [URL], traces: [URL], segments: [URL], keepAlive: [URL] },
  // a misspelt one is no consent
  consent: [['granted', 'pending', 'denied'], 'granted', 'pending'],
  sampling: { session: SHARE, error: SHARE, perf: SHARE, request: SHARE },
  beforeSend: [HOOK],
  redactUrl: [HOOK],
  redactKeys: [MATCHERS],
  deviceContext: ON,
  attributes: [/* @__PURE__ */ all(false, ['an attribute', (value) => toValue(value)]), {}],
  timeout: [[100, 600000], 10000],
  // up to ten years
  maxAge: [[1000, 3e11], 86400000],
  keepAlive: ON,
  updates: OFF,
}

/**
 * Checks all options; says of each bad one, once, what is wrong with it, and goes on with the default.
 * @throws Error if `service` is missing; nothing else throws, whatever is given
 */
export function readOptions(options: unknown, warn: Warn): Config {
  const config = readMembers(RULES, { options }, 'options', '', warn)
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
