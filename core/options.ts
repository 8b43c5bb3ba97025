import { toValue } from './attributes.ts'
import {
  baseUrl,
  callable,
  createChecker,
  flag,
  isObject,
  numberFrom,
  oneOf,
  regExp,
  text,
  url,
  type Check,
} from './internal/check.ts'
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

const TEN_YEARS = 3e11
const NAME = 'a non-empty string'
const YES_NO = 'true or false'
const SHARE = 'a number from 0 to 1'
const URL_TEXT = 'a URL that starts with http:// or https://'
const MATCHERS = 'an array of strings and RegExps'
const rate = numberFrom(0, 1)
const object: Check = (value) => (isObject(value) ? value : undefined)

/**
 * Checks all options; says of each bad one, once, what is wrong with it, and goes on with the default.
 * @throws Error if `service` is missing; nothing else throws, whatever is given
 */
export function readOptions(options: unknown, warn: (message: string) => void): Config {
  const { pick, list, members, refuseUnknown } = createChecker(warn)
  const given = pick({ options }, 'options', object, 'an object', {})
  const service = pick(given, 'service', text, NAME)
  if (!service) {
    throw new Error('mini-monitor: option "service" is required: the name under which this app is to be seen')
  }
  const matchers = list((value, path) => regExp(value, path) || text(value, path), NAME + ' or a RegExp')
  const rules: Check = (value, path) => {
    const good = members(regExp, 'a RegExp')(value, path) as Record<string, RegExp> | undefined
    return good && Object.keys(good).map((name) => [name, good[name]])
  }
  const headers: Check = (value, path) => callable(value, path) || members(text, NAME)(value, path)
  /** A misspelt consent is no consent. */
  const consent: Check = (value, path) => {
    const good = oneOf('granted', 'pending', 'denied')(value, path)
    if (!good) warn('option "consent" must be "granted", "pending" or "denied"; it is taken for "pending"')
    return good || 'pending'
  }

  const group = (name: string) => pick(given, name, object, 'an object', {})
  const enable = group('enable')
  const tracing = group('tracing')
  const request = group('request')
  const sampling = group('sampling')
  const endpoints = group('endpoints')
  const at = (name: string, base: string | undefined, path: string) =>
    pick(endpoints, 'endpoints.' + name, url, URL_TEXT, base === undefined ? base : base + path)
  const on = (name: string, fallback: boolean) => pick(enable, 'enable.' + name, flag, YES_NO, fallback)
  const share = (name: string) => pick(sampling, 'sampling.' + name, rate, SHARE, 1)
  const collector = pick(given, 'collector', baseUrl, URL_TEXT)
  const traceCollector = pick(given, 'traceCollector', baseUrl, URL_TEXT, collector)

  const config: Config = {
    service,
    serviceVersion: pick(given, 'serviceVersion', text, NAME, 'v0.0.0'),
    serviceInstance: pick(given, 'serviceInstance', text, NAME),
    platform: pick(given, 'platform', text, 'the name of a platform'),
    enable: {
      error: on('error', true),
      perf: on('perf', true),
      request: on('request', true),
      tracing: on('tracing', false),
    },
    tracing: {
      sampleRate: pick(tracing, 'tracing.sampleRate', rate, SHARE, 1),
      urlBlacklist: pick(tracing, 'tracing.urlBlacklist', matchers, MATCHERS, []),
      urlAllowlist: pick(tracing, 'tracing.urlAllowlist', matchers, MATCHERS),
      propagators: pick(
        tracing,
        'tracing.propagators',
        list(oneOf('sw8', 'w3c', 'b3'), '"sw8", "w3c" or "b3"'),
        'an array of "sw8", "w3c" and "b3"',
        ['sw8'],
      ),
      exporter: pick(
        tracing,
        'tracing.exporter',
        oneOf('skywalking', 'otlp'),
        '"skywalking" or "otlp"',
        'skywalking',
      ),
      componentId: pick(
        tracing,
        'tracing.componentId',
        numberFrom(1, 0x7fffffff, 1),
        'a positive whole number',
      ),
    },
    urlGroupRules: pick(request, 'request.urlGroupRules', rules, 'an object of RegExps', []),
    maxQueue: pick(given, 'maxQueue', numberFrom(1, 10000), 'a number from 1 to 10000', 200),
    maxQueueBytes: pick(given, 'maxQueueBytes', numberFrom(1024, 1e8), 'bytes, 1024 or more', 262144),
    flushInterval: pick(given, 'flushInterval', numberFrom(100, 3600000), 'ms, from 100 to 3600000', 5000),
    encoding: pick(given, 'encoding', oneOf('proto', 'json'), '"proto" or "json"', 'proto'),
    debug: pick(given, 'debug', flag, YES_NO, false),
    headers: pick(given, 'headers', headers, 'an object or a function'),
    endpoints: {
      logs: at('logs', collector, '/v1/logs'),
      metrics: at('metrics', collector, '/v1/metrics'),
      traces: at('traces', traceCollector, '/v1/traces'),
      segments: at('segments', traceCollector, '/v3/segments'),
      keepAlive: at('keepAlive', traceCollector, '/v3/management/keepAlive'),
    },
    consent: pick(given, 'consent', consent, '', 'granted'),
    sampling: {
      session: share('session'),
      error: share('error'),
      perf: share('perf'),
      request: share('request'),
    },
    beforeSend: pick(given, 'beforeSend', callable, 'a function'),
    redactUrl: pick(given, 'redactUrl', callable, 'a function'),
    redactKeys: pick(given, 'redactKeys', matchers, MATCHERS),
    deviceContext: pick(given, 'deviceContext', flag, YES_NO, true),
    attributes: pick(
      given,
      'attributes',
      members((v) => toValue(v), 'what an attribute can be'),
      'an object',
      {},
    ),
    timeout: pick(given, 'timeout', numberFrom(100, 600000), 'ms, from 100 to 600000', 10000),
    maxAge: pick(given, 'maxAge', numberFrom(1000, TEN_YEARS), 'ms, 1000 or more', 86400000),
    keepAlive: pick(given, 'keepAlive', flag, YES_NO, true),
    updates: pick(given, 'updates', flag, YES_NO, false),
  }
  refuseUnknown(given, '')
  refuseUnknown(enable, 'enable.')
  refuseUnknown(tracing, 'tracing.')
  refuseUnknown(request, 'request.')
  refuseUnknown(sampling, 'sampling.')
  refuseUnknown(endpoints, 'endpoints.')
  return config
}
