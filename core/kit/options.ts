import type { Fn } from '../internal/guard.ts'
import { toValue } from '../monitor/attributes.ts'
import type { PlatformName } from '../platforms/names.ts'
import { fillEndpoints } from './endpoints.ts'
import { either, membersOf, readMembers, type Check, type Rule, type Rules, type Warn } from './rules.ts'
import type { Options } from './user-options.ts'

/** What has a default is there. `Unset` has none, and may be missing. */
type Filled<T, Unset extends keyof T = never> = Required<Omit<T, Unset>> & Pick<T, Unset>

/** A member of `Options` that has members of its own. */
type Group<Name extends 'enable' | 'tracing' | 'request' | 'endpoints' | 'sampling'> = Required<Options>[Name]

/** Options as they are read by the rules. */
interface Read extends Filled<
  Options,
  | 'serviceInstance'
  | 'platform'
  | 'collector'
  | 'traceCollector'
  | 'headers'
  | 'beforeSend'
  | 'redactUrl'
  | 'redactKeys'
> {
  enable: Filled<Group<'enable'>>
  tracing: Filled<Group<'tracing'>, 'urlAllowlist' | 'componentId'>
  request: Filled<Group<'request'>>
  sampling: Filled<Group<'sampling'>>
  breadcrumbs: { max: number; console: boolean }
}

/** Validated: every member is there and in range, but those that have no default. */
export interface Config extends Omit<Read, 'request' | 'collector' | 'traceCollector'> {
  /** `request.urlGroupRules` in the order in which they are tried. */
  urlGroupRules: [group: string, rule: RegExp][]
}

const TEXT: Check<string> = [
  'a non-empty string',
  (value) => (typeof value === 'string' && value ? value : undefined),
]

const HOOK: Check<Fn> = ['a function', (value) => (typeof value === 'function' ? (value as Fn) : undefined)]

const HTTP_URL: Check<string> = [
  'an http(s) URL',
  (value) => (typeof value === 'string' && /^(https?:)?\/\/[^/]|^\/(?!\/)/i.test(value) ? value : undefined),
]

const HOST: Check<string> = [
  'a host, such as "m.example.com"',
  (value) => (typeof value === 'string' && /^[^\s/?#@\\]+$/.test(value) ? value.toLowerCase() : undefined),
]

const REG_EXP: Check<RegExp> = [
  'a RegExp',
  // `g` and `y` would remember where the last test ended
  (value) => (isRegExp(value) ? new RegExp(value.source, value.flags.replace(/[gy]/g, '')) : undefined),
]

const COMPONENT_ID: Check<number> = [
  'a whole number',
  (value) => (typeof value === 'number' && value > 0 && value === (value | 0) ? value : undefined),
]

const KEEP_ALIVE: Check<boolean | { layer: string }> = [
  'true, false or { layer }',
  (value) => {
    if (value === true || value === false) return value
    const { layer } = Object(value)
    return layer && typeof layer === 'string' ? { layer } : undefined
  },
]

const MAX_CRUMBS = 30

const BREADCRUMBS: Check<Config['breadcrumbs']> = [
  'a number from 0 to 100 or { max, console }',
  (value, path, warn) => {
    const given = typeof value === 'number' ? { max: value } : value
    return Object(given) === given
      ? readMembers<Config['breadcrumbs']>(CRUMBS, { given }, 'given', path, warn)
      : undefined
  },
]

const MATCHERS = /* @__PURE__ */ membersOf(true, /* @__PURE__ */ either(TEXT, REG_EXP))
const SHARE: Rule<number> = [[0, 1], 1]
const ON: Rule<boolean> = [[true, false], true]
const OFF: Rule<boolean> = [ON[0], false]

const CRUMBS: Rules<Config['breadcrumbs']> = { max: [[0, 100], MAX_CRUMBS], console: OFF }

/** All options: what each may be, and its default. */
const RULES: Rules<Read> = {
  // an empty name is none
  service: [TEXT, ''],
  serviceVersion: [TEXT, 'v0.0.0'],
  serviceInstance: [TEXT],
  // whether it is there is for the drivers to say
  platform: [TEXT as Check<PlatformName>],
  enable: { error: ON, perf: ON, request: ON, page: ON, session: ON, tracing: OFF },
  tracing: {
    sampleRate: SHARE,
    urlBlacklist: [MATCHERS, []],
    urlAllowlist: [MATCHERS],
    propagators: [/* @__PURE__ */ membersOf(true, ['sw8', 'w3c', 'b3']), ['sw8']],
    exporter: [['skywalking', 'otlp'], 'skywalking'],
    componentId: [COMPONENT_ID],
    pages: ON,
  },
  request: { urlGroupRules: [/* @__PURE__ */ membersOf(false, REG_EXP), {}] },
  maxQueue: [[1, 10000], 200],
  maxQueueBytes: [[1024, 1e8], 262144],
  flushInterval: [[100, 3600000], 5000],
  encoding: [['proto', 'json'], 'proto'],
  debug: OFF,
  collector: [HTTP_URL],
  traceCollector: [HTTP_URL],
  headers: [/* @__PURE__ */ either(HOOK, /* @__PURE__ */ membersOf(false, TEXT))],
  endpoints: {
    logs: [HTTP_URL],
    metrics: [HTTP_URL],
    traces: [HTTP_URL],
    segments: [HTTP_URL],
    keepAlive: [HTTP_URL],
  },
  // a misspelt one is no consent
  consent: [['granted', 'pending', 'denied'], 'granted', 'pending'],
  sampling: { session: SHARE, error: SHARE, perf: SHARE, request: SHARE },
  beforeSend: [HOOK],
  redactUrl: [HOOK],
  redactKeys: [MATCHERS],
  ignoreErrors: [MATCHERS, []],
  deviceContext: ON,
  attributes: [/* @__PURE__ */ membersOf(false, ['an attribute', (value) => toValue(value)]), {}],
  timeout: [[100, 600000], 10000],
  // up to ten years
  maxAge: [[1000, 3e11], 86400000],
  keepAlive: [KEEP_ALIVE, true],
  events: ON,
  breadcrumbs: [BREADCRUMBS, { max: MAX_CRUMBS, console: false }],
  webViews: [/* @__PURE__ */ membersOf(true, HOST), []],
  updates: OFF,
  lag: OFF,
  resources: OFF,
}

/**
 * Checks all options; says of each bad one, once, what is wrong with it, and goes on with the default.
 * @throws Error if `service` is missing; nothing else throws, whatever is given
 */
export function readOptions(options: unknown, warn: Warn): Config {
  let lack = 'option "service" is required'
  const read = readMembers(RULES, { options }, 'options', '', (message) => {
    if (message.indexOf('option "service" ')) warn(message)
    else lack = message
  })
  const { collector, service, endpoints, request, traceCollector = collector } = read
  if (!service) throw new Error('mini-monitor: ' + lack)
  fillEndpoints(endpoints, collector, traceCollector)
  const { urlGroupRules } = request
  return Object.assign(read, {
    urlGroupRules: Object.keys(urlGroupRules).map((name): [string, RegExp] => [name, urlGroupRules[name]]),
  })
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
  const named: { [name: string]: unknown } = Object.assign({}, given['default'], given)
  const taken: { [name: string]: unknown } = {}
  const take = (name: string, types: string, expected: string) => {
    const value = named[name]
    if (value === undefined) return
    if (value && types.indexOf(typeof value) >= 0) taken[name] = value
    else warn('option "' + name + '" must be ' + expected)
  }
  take('beforeSend', 'function', 'a function')
  take('redactUrl', 'function', 'a function')
  take('headers', 'function object', 'a function or an object')
  return Object.assign({}, config, taken)
}

/** `instanceof` fails on what another realm made. */
function isRegExp(value: unknown): value is RegExp {
  return Object.prototype.toString.call(value) === '[object RegExp]'
}
