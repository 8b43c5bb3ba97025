import { toAttributes } from './attributes.ts'
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

type Checked<T> = T | undefined
/** The value to go on with, or undefined for a bad one. */
type Check = (value: unknown, path: string) => Checked<unknown>

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
// `instanceof` fails on what another realm made
const isRegExp = (value: unknown): value is RegExp =>
  Object.prototype.toString.call(value) === '[object RegExp]'
/** One without `g` and `y`, which would remember where the last test ended. */
const copyOf = (rule: RegExp) => new RegExp(rule.source, rule.flags.replace(/[gy]/g, ''))

const text: Check = (value) => (typeof value === 'string' && value ? value : undefined)
const flag: Check = (value) => (typeof value === 'boolean' ? value : undefined)
const callable: Check = (value) => (typeof value === 'function' ? value : undefined)
const oneOf =
  (...choices: string[]): Check =>
  (value) =>
    choices.indexOf(value as string) < 0 ? undefined : value
const numberFrom =
  (min: number, max: number): Check =>
  (value) =>
    typeof value === 'number' && value >= min && value <= max ? value : undefined
const url: Check = (value) =>
  typeof value === 'string' && /^(https?:)?\/\/[^/]|^\/(?!\/)/i.test(value)
    ? value.replace(/\/+$/, '')
    : undefined

const TEN_YEARS = 3e11
const SHARE = 'a number from 0 to 1'
const URL_TEXT = 'a URL that starts with http:// or https://'
const rate = numberFrom(0, 1)

/** Checks all options; says of each bad one, once, what is wrong with it, and goes on with the default. */
export function readOptions(options: unknown, warn: (message: string) => void): Config {
  const given = isObject(options) ? options : {}
  if (!text(given.service, 'service')) {
    throw new Error('mini-monitor: option "service" is required: the name under which this app is to be seen')
  }

  function bad(path: string, expected: string): undefined {
    warn('option "' + path + '" must be ' + expected + '; it is ignored')
    return undefined
  }
  function pick(
    from: Record<string, unknown>,
    path: string,
    check: Check,
    expected: string,
    fallback?: unknown,
  ) {
    const value = from[path.slice(path.lastIndexOf('.') + 1)]
    if (value === undefined) return fallback
    const checked = check(value, path)
    return checked === undefined ? (bad(path, expected), fallback) : checked
  }
  function group(path: string): Record<string, unknown> {
    return pick(given, path, (value) => (isObject(value) ? value : undefined), 'an object', {}) as Record<
      string,
      unknown
    >
  }
  const matchers: Check = (value, path) =>
    Array.isArray(value)
      ? value
          .map((item, i) =>
            typeof item === 'string' && item
              ? item
              : isRegExp(item)
                ? copyOf(item)
                : bad(path + '[' + i + ']', 'a non-empty string or a RegExp'),
          )
          .filter((item) => item !== undefined)
      : undefined
  const rules: Check = (value, path) =>
    isObject(value)
      ? Object.keys(value)
          .filter((name) => isRegExp(value[name]) || bad(path + '.' + name, 'a RegExp'))
          .map((name) => [name, copyOf(value[name] as RegExp)])
      : undefined
  const known: Check = (value, path) => {
    if (!Array.isArray(value)) return undefined
    return value.filter(
      (name, i) => /^(sw8|w3c|b3)$/.test(String(name)) || bad(path + '[' + i + ']', '"sw8", "w3c" or "b3"'),
    )
  }
  const headers: Check = (value) => (typeof value === 'function' || isObject(value) ? value : undefined)

  const enable = group('enable')
  const tracing = group('tracing')
  const sampling = group('sampling')
  const request = group('request')
  const on = (name: string, fallback: boolean) =>
    pick(enable, 'enable.' + name, flag, 'true or false', fallback)
  const share = (name: string) => pick(sampling, 'sampling.' + name, rate, SHARE, 1)
  const config = {
    service: given.service,
    serviceVersion: pick(given, 'serviceVersion', text, 'a non-empty string', 'v0.0.0'),
    serviceInstance: pick(given, 'serviceInstance', text, 'a non-empty string'),
    platform: pick(given, 'platform', text, 'the name of a platform'),
    enable: {
      error: on('error', true),
      perf: on('perf', true),
      request: on('request', true),
      tracing: on('tracing', false),
    },
    tracing: {
      sampleRate: pick(tracing, 'tracing.sampleRate', rate, SHARE, 1),
      urlBlacklist: pick(tracing, 'tracing.urlBlacklist', matchers, 'an array of strings and RegExps', []),
      urlAllowlist: pick(tracing, 'tracing.urlAllowlist', matchers, 'an array of strings and RegExps'),
      propagators: pick(tracing, 'tracing.propagators', known, 'an array of "sw8", "w3c" and "b3"', ['sw8']),
      exporter: pick(
        tracing,
        'tracing.exporter',
        oneOf('skywalking', 'otlp'),
        '"skywalking" or "otlp"',
        'skywalking',
      ),
      componentId: pick(tracing, 'tracing.componentId', numberFrom(1, 0x7fffffff), 'a positive number'),
    },
    urlGroupRules: pick(request, 'request.urlGroupRules', rules, 'an object of RegExps', []),
    maxQueue: pick(given, 'maxQueue', numberFrom(1, 10000), 'a number from 1 to 10000', 200),
    maxQueueBytes: pick(
      given,
      'maxQueueBytes',
      numberFrom(1024, 1e8),
      'a number of bytes, 1024 or more',
      262144,
    ),
    flushInterval: pick(given, 'flushInterval', numberFrom(100, 3600000), 'ms, from 100 to 3600000', 5000),
    encoding: pick(given, 'encoding', oneOf('proto', 'json'), '"proto" or "json"', 'proto'),
    debug: pick(given, 'debug', flag, 'true or false', false),
    headers: pick(given, 'headers', headers, 'an object or a function'),
    endpoints: {} as Endpoints,
    consent: pick(
      given,
      'consent',
      oneOf('granted', 'pending', 'denied'),
      '"granted", "pending" or "denied"',
      // a misspelt consent is no consent
      given.consent === undefined ? 'granted' : 'pending',
    ),
    sampling: {
      session: share('session'),
      error: share('error'),
      perf: share('perf'),
      request: share('request'),
    },
    beforeSend: pick(given, 'beforeSend', callable, 'a function'),
    redactUrl: pick(given, 'redactUrl', callable, 'a function'),
    redactKeys: pick(given, 'redactKeys', matchers, 'an array of strings and RegExps'),
    deviceContext: pick(given, 'deviceContext', flag, 'true or false', true),
    attributes: toAttributes(group('attributes')),
    timeout: pick(given, 'timeout', numberFrom(100, 600000), 'ms, from 100 to 600000', 10000),
    maxAge: pick(given, 'maxAge', numberFrom(1000, TEN_YEARS), 'ms, 1000 or more', 86400000),
    keepAlive: pick(given, 'keepAlive', flag, 'true or false', true),
    updates: pick(given, 'updates', flag, 'true or false', false),
  }

  const collector = pick(given, 'collector', url, URL_TEXT) as string | undefined
  const traceCollector = pick(given, 'traceCollector', url, URL_TEXT, collector) as string | undefined
  const endpoints = group('endpoints')
  const at = (name: keyof Endpoints, base: string | undefined, path: string) => {
    config.endpoints[name] = pick(
      endpoints,
      'endpoints.' + name,
      url,
      URL_TEXT,
      base && base + path,
    ) as string
  }
  at('logs', collector, '/v1/logs')
  at('metrics', collector, '/v1/metrics')
  at('traces', traceCollector, '/v1/traces')
  at('segments', traceCollector, '/v3/segments')
  at('keepAlive', traceCollector, '/v3/management/keepAlive')

  const expected = Object.keys(config).concat('collector', 'traceCollector', 'request')
  Object.keys(given).forEach((name) => {
    if (expected.indexOf(name) < 0) warn('there is no option "' + name + '"')
  })
  return config as unknown as Config
}
