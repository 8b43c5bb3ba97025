import vm from 'node:vm'
import { describe, expect, test } from 'vitest'
import { readOptions, withGiven } from './options.ts'
import type { Options } from './user-options.ts'

function read(given: unknown) {
  const warnings: string[] = []
  const config = readOptions(given, (warning) => warnings.push(warning))
  return { config, warnings }
}

function get(from: unknown, path: string) {
  return path.split('.').reduce((at, name) => (at as Record<string, unknown>)?.[name], from)
}

/** `{ service, …}` with a value at a path. */
function at(path: string, value: unknown): Record<string, unknown> {
  const [name, member] = path.split('.')
  return { service: 'shop', [name]: member ? { [member]: value } : value }
}

function throwing(names: string[]) {
  return names.reduce(
    (object, name) =>
      Object.defineProperty(object, name, {
        enumerable: true,
        get() {
          throw new Error('no')
        },
      }),
    {},
  )
}

describe('service', () => {
  test.each<[string, unknown]>([
    ['nothing at all', undefined],
    ['null', null],
    ['a text', 'shop'],
    ['a number', 5],
    ['a list', ['shop']],
    ['a function', () => {}],
    ['no service', {}],
    ['an empty one', { service: '' }],
    ['one that is no text', { service: 5 }],
    ['one that is null', { service: null }],
    ['one that throws', throwing(['service'])],
  ])('%s: an Error that names it', (_, given) => {
    expect(() => read(given)).toThrow(/"service"/)
  })
  test('one that is no text is not said to be missing', () => {
    for (const service of [123, true, ['shop'], { name: 'shop' }, () => 'shop'])
      expect(() => read({ service })).toThrow('option "service" must be a non-empty string')
  })

  test('a revoked proxy: the same', () => expect(() => read(revoked())).toThrow(/"service"/))
})

test('the defaults are the contract’s', () => {
  const { config, warnings } = read({ service: 'shop' })
  expect(warnings).toEqual([])
  expect(config).toMatchObject({
    service: 'shop',
    serviceVersion: 'v0.0.0',
    serviceInstance: undefined,
    enable: { error: true, perf: true, request: true, tracing: false },
    tracing: {
      sampleRate: 1,
      urlBlacklist: [],
      urlAllowlist: undefined,
      propagators: ['sw8'],
      exporter: 'skywalking',
    },
    urlGroupRules: [],
    maxQueue: 200,
    flushInterval: 5000,
    encoding: 'proto',
    debug: false,
    consent: 'granted',
    sampling: { session: 1, error: 1, perf: 1, request: 1 },
    deviceContext: true,
    attributes: {},
    maxQueueBytes: 262144,
    timeout: 10000,
    maxAge: 86400000,
    keepAlive: true,
    updates: false,
    lag: false,
  })
  expect(Object.values(config.endpoints).filter(Boolean)).toEqual([])
})

const NUMBERS: [path: string, bad: unknown[]][] = [
  ['tracing.sampleRate', [-0.1, 1.1]],
  ['tracing.componentId', [0, -1, 1.5, 2 ** 31]],
  ['sampling.session', [-1, 2]],
  ['sampling.error', [-1, 2]],
  ['sampling.perf', [-1, 2]],
  ['sampling.request', [-1, 2]],
  ['maxQueue', [0, -5, 10001]],
  ['maxQueueBytes', [0, 1023]],
  ['flushInterval', [0, 99, 3600001]],
  ['timeout', [0, 99]],
  ['maxAge', [0, 999, 1e15]],
]
const FLAGS = [
  'enable.error',
  'enable.perf',
  'enable.request',
  'enable.tracing',
  'debug',
  'deviceContext',
  'updates',
  'lag',
  'resources',
]
const TEXTS = ['serviceVersion', 'serviceInstance', 'platform']
const URLS = [
  'collector',
  'traceCollector',
  'endpoints.logs',
  'endpoints.metrics',
  'endpoints.traces',
  'endpoints.segments',
  'endpoints.keepAlive',
]
const GROUPS = [
  'enable',
  'tracing',
  'request',
  'sampling',
  'endpoints',
  'attributes',
  'request.urlGroupRules',
]
const LISTS = ['tracing.urlBlacklist', 'tracing.urlAllowlist', 'tracing.propagators', 'redactKeys']
const HOOKS = ['beforeSend', 'redactUrl']

const BAD: [path: string, value: unknown][] = [
  ...NUMBERS.flatMap(([path, values]) =>
    [...values, NaN, Infinity, -Infinity, '5', '', null, [], {}, true].map((v): [string, unknown] => [
      path,
      v,
    ]),
  ),
  ...FLAGS.flatMap((path) => [0, 1, 'true', '', null, [], {}].map((v): [string, unknown] => [path, v])),
  ...[0, 'BAIDU_MINI_PROGRAM', null, [], {}, { layer: '' }, { layer: 5 }].map((v): [string, unknown] => [
    'keepAlive',
    v,
  ]),
  ...TEXTS.flatMap((path) => [0, '', true, null, [], {}].map((v): [string, unknown] => [path, v])),
  ...URLS.flatMap((path) =>
    ['', 'collector:4318', 'ftp://c', 'http://', 'javascript:alert(1)', 5, null, [], {}].map(
      (v): [string, unknown] => [path, v],
    ),
  ),
  ...GROUPS.flatMap((path) => [null, [], 5, 'x', true, () => {}].map((v): [string, unknown] => [path, v])),
  ...LISTS.flatMap((path) => [null, {}, 5, 'x', /x/].map((v): [string, unknown] => [path, v])),
  ...HOOKS.flatMap((path) => [null, {}, [], 5, 'x', /x/].map((v): [string, unknown] => [path, v])),
  ...['headers'].flatMap((path) => [null, [], 5, 'x', true].map((v): [string, unknown] => [path, v])),
  ...['encoding', 'tracing.exporter'].flatMap((path) =>
    ['PROTO', '', 5, null, ['json'], {}].map((v): [string, unknown] => [path, v]),
  ),
]

describe('a bad value gives one message with its path, and the default', () => {
  const defaults = read({ service: 'shop' }).config
  test.each(BAD)('%s: %j', (path, value) => {
    const { config, warnings } = read(at(path, value))
    expect(warnings).toHaveLength(1)
    expect(warnings[0]).toContain(`"${path}"`)
    expect(get(config, path)).toEqual(get(defaults, path))
  })

  test('the same where reading it throws', () => {
    for (const [path] of BAD) {
      const [name, member] = path.split('.')
      const given = member
        ? { service: 'shop', [name]: throwing([member]) }
        : Object.assign(throwing([name]), {})
      const { config, warnings } = read(
        member ? given : Object.defineProperty(given, 'service', { value: 'shop' }),
      )
      expect(warnings).toHaveLength(1)
      expect(warnings[0]).toContain(`"${path}"`)
      expect(get(config, path)).toEqual(get(defaults, path))
    }
  })

  test.each<[path: string, value: unknown, bad: string[], good: unknown]>([
    ['tracing.urlBlacklist', ['/a', 5, /b/, '', null], ['[1]', '[3]', '[4]'], ['/a', /b/]],
    ['tracing.urlAllowlist', [{}], ['[0]'], []],
    ['tracing.propagators', ['w3c', 'jaeger', ['sw8']], ['[1]', '[2]'], ['w3c']],
    ['redactKeys', ['ssn', undefined], ['[1]'], ['ssn']],
    ['headers', { a: 'x', b: 5, c: null }, ['.b', '.c'], { a: 'x' }],
    ['attributes', { a: 1, b: () => {}, c: null }, ['.b', '.c'], { a: 1 }],
  ])('%s: its bad members each, by name', (path, value, wrong, good) => {
    const { config, warnings } = read(at(path, value))
    expect(warnings.map((w) => /"(.*?)"/.exec(w)![1])).toEqual(wrong.map((w) => path + w))
    expect(get(config, path)).toEqual(good)
  })
})

test('a layer is taken for what it is', () => {
  const { config, warnings } = read({ service: 'shop', keepAlive: { layer: 'BAIDU_MINI_PROGRAM', more: 1 } })
  expect([config.keepAlive, warnings]).toEqual([{ layer: 'BAIDU_MINI_PROGRAM' }, []])
})

test.each(['Granted', '', 0, true, {}])('a misspelt consent (%j) is no consent', (consent) => {
  const { config, warnings } = read({ service: 'shop', consent })
  expect(config.consent).toBe('pending')
  expect(warnings).toHaveLength(1)
  expect(warnings[0]).toContain('"consent"')
})

test('an unreadable consent gives one message', () => {
  for (const consent of [null, revoked()]) expect(read({ service: 'shop', consent }).warnings).toHaveLength(1)
})

test('url groups: in order, by regular expressions of any realm, without memory', () => {
  const foreign = vm.runInNewContext('/orders/gi') as RegExp
  const { config, warnings } = read({
    service: 'shop',
    request: { urlGroupRules: { z: /a/y, a: foreign, bad: '/x/', fake: { [Symbol.toStringTag]: 'RegExp' } } },
  })
  expect(config.urlGroupRules.map(([name, rule]) => [name, rule.source, rule.flags])).toEqual([
    ['z', 'a', ''],
    ['a', 'orders', 'i'],
  ])
  expect(warnings.map((w) => /"(.*?)"/.exec(w)![1])).toEqual([
    'request.urlGroupRules.bad',
    'request.urlGroupRules.fake',
  ])
})

describe('endpoints', () => {
  type Row = [Partial<Options>, Record<string, string | undefined>]
  test.each<Row>([
    [
      { collector: 'https://c.example///' },
      {
        logs: 'https://c.example/v1/logs',
        metrics: 'https://c.example/v1/metrics',
        segments: 'https://c.example/v3/segments',
      },
    ],
    [
      { collector: 'http://c:4318', traceCollector: 'http://sw:12800/' },
      {
        logs: 'http://c:4318/v1/logs',
        segments: 'http://sw:12800/v3/segments',
        traces: 'http://sw:12800/v1/traces',
      },
    ],
    [{ traceCollector: 'http://sw:12800' }, { logs: undefined, segments: 'http://sw:12800/v3/segments' }],
    [{ collector: '/' }, { logs: '/v1/logs' }],
    [
      { collector: 'https://c.example/base/?token=a/b&k=v#top' },
      {
        logs: 'https://c.example/base/v1/logs?token=a/b&k=v',
        segments: 'https://c.example/base/v3/segments?token=a/b&k=v',
      },
    ],
    ...['/v1/logs', '/v1/logs/', '/v1/metrics', '/v1/traces', '/v3/segments'].flatMap((end): Row[] => [
      [{ collector: 'https://c.example' + end }, { logs: 'https://c.example/v1/logs' }],
      [
        { collector: 'https://c.example/in' + end + '?k=1' },
        { metrics: 'https://c.example/in/v1/metrics?k=1' },
      ],
      [{ traceCollector: 'https://c.example' + end }, { segments: 'https://c.example/v3/segments' }],
    ]),
    [{ collector: 'https://c.example/v1/logs/in' }, { logs: 'https://c.example/v1/logs/in/v1/logs' }],
    [
      { collector: 'http://c', endpoints: { logs: 'https://logs.example/in/?k=1' } },
      { logs: 'https://logs.example/in/?k=1', metrics: 'http://c/v1/metrics' },
    ],
    [{ endpoints: { logs: 'https://logs.example/in/' } }, { logs: 'https://logs.example/in/' }],
  ])('%j', (options, endpoints) => {
    const { config, warnings } = read({ service: 'shop', ...options })
    expect(config.endpoints).toMatchObject(endpoints)
    expect(warnings).toEqual([])
  })
})

test('an option that nobody knows gets a word', () => {
  const { warnings } = read({
    service: 'shop',
    colector: 'http://c',
    enable: { perfs: true },
    urlGroupRules: {},
  })
  expect(warnings).toEqual([
    'there is no option "colector"',
    'there is no option "urlGroupRules"',
    'there is no option "enable.perfs"',
  ])
})

test('good options give no word, and the user’s objects are not written to', () => {
  const options = deepFreeze({
    service: 'shop',
    serviceVersion: '1.2',
    serviceInstance: 'store',
    collector: 'https://c/',
    traceCollector: 'https://t',
    platform: 'wechat',
    enable: { error: true, perf: false, request: true, tracing: true },
    tracing: {
      sampleRate: 0,
      urlBlacklist: ['a', /b/g],
      urlAllowlist: [],
      propagators: ['b3', 'w3c'],
      exporter: 'otlp',
      componentId: 10002,
    },
    request: { urlGroupRules: { a: /a/g } },
    maxQueue: 1,
    maxQueueBytes: 1024,
    flushInterval: 100,
    encoding: 'json',
    debug: true,
    headers: { authorization: 'x' },
    endpoints: { logs: 'https://l' },
    consent: 'pending',
    sampling: { session: 0.5, error: 0, perf: 1, request: 0.1 },
    beforeSend: (signal: unknown) => signal,
    redactUrl: (url: string) => url,
    redactKeys: [/x/],
    deviceContext: false,
    attributes: { shop: { id: 5 } },
    timeout: 100,
    maxAge: 1000,
    keepAlive: false,
    updates: true,
    lag: true,
  })
  const { config, warnings } = read(options)
  expect(warnings).toEqual([])
  expect(config.attributes).toEqual({ shop: { map: { id: 5 } } })
  expect(config.tracing.urlBlacklist[1]).not.toBe(options.tracing.urlBlacklist[1])
  config.attributes.own = 1
  expect(options.attributes).not.toHaveProperty('own')
})

test('members of a class and of a prototype count', () => {
  class Base {
    get service() {
      return 'shop'
    }
  }
  expect(read(new Base()).config.service).toBe('shop')
  expect(read(Object.create({ service: 'shop', maxQueue: 7 })).config.maxQueue).toBe(7)
})

test('a proxy that tells nobody its keys is read all the same', () => {
  const proxy = new Proxy(
    { service: 'shop', maxQueue: 7 },
    {
      ownKeys() {
        throw new Error('no')
      },
    },
  )
  expect(read(proxy).config.maxQueue).toBe(7)
})

function revoked(): object {
  const { proxy, revoke } = Proxy.revocable({}, {})
  revoke()
  return proxy
}

function deepFreeze<T extends object>(thing: T): T {
  if (!(thing instanceof RegExp))
    Object.values(thing).forEach((v) => v && typeof v === 'object' && deepFreeze(v))
  return Object.freeze(thing)
}

describe('functions of the app’s own module', () => {
  const config = readOptions({ service: 'shop' }, () => {})
  const given = (module?: { [name: string]: unknown }) => {
    const warnings: string[] = []
    return { config: withGiven(config, module, (warning) => warnings.push(warning)), warnings }
  }
  const hook = (signal: unknown) => signal

  test('by name, or all in a default export; the name wins', () => {
    expect(given({ beforeSend: hook, other: 1 }).config.beforeSend).toBe(hook)
    const { config: both } = given({ default: { beforeSend: 5, headers: { token: 'x' } }, beforeSend: hook })
    expect([both.beforeSend, both.headers]).toEqual([hook, { token: 'x' }])
  })

  test('none: the configuration as it was, and never the same object', () => {
    expect(given().config).toEqual(config)
    expect(given({}).warnings).toEqual([])
    given({ redactUrl: hook })
    expect(config.redactUrl).toBeUndefined()
  })

  test.each([
    ['beforeSend', 'yes', 'a function'],
    ['redactUrl', null, 'a function'],
    ['headers', 5, 'a function or an object'],
  ])('%s: %j is refused, with its path', (name, value, expected) => {
    const { config: result, warnings } = given({ [name]: value })
    expect(result).toEqual(config)
    expect(warnings).toEqual([`option "${name}" must be ${expected}`])
  })
})
