/**
 * The first law under fire: whatever an app, a platform or a user's hook does, nothing is thrown into the app, the
 * account stays even, and what is good is still delivered. Prints how much of it there was.
 */
import fc from 'fast-check'
import { describe, expect, test, vi } from 'vitest'
import { compose } from '../core/kit/compose.ts'
import { replace } from '../core/monitor/current.ts'
import type { Framework } from '../core/framework.ts'
import { inertMonitor } from '../core/monitor/inert.ts'
import { createDiag } from '../core/internal/diag.ts'
import { readError } from '../core/internal/error.ts'
import { createGuard, type Any } from '../core/internal/guard.ts'
import type { Monitor } from '../core/monitor/api.ts'
import { readOptions } from '../core/kit/options.ts'
import type { Platform } from '../core/platform.ts'
import { wechat } from '../core/platforms/wechat.ts'
import { preset } from '../core/kit/preset.ts'
import { record } from '../core/raw/record.ts'
import { nativeFramework } from '../adapters/native/framework.ts'
import { balanceOf } from './fakes/balance.ts'
import { fakeClock } from './fakes/clock.ts'
import { fakePlatform } from './fakes/platform.ts'
import { seeded } from './fakes/random.ts'
import { settle } from './fakes/settle.ts'

vi.setConfig({ testTimeout: 60000 })

const SEED = Number(process.env.FUZZ_SEED ?? 20240601)
const figures: Record<string, number> = {}

function count(what: string, n = 1) {
  return (figures[what] = (figures[what] ?? 0) + n)
}

function run(numRuns: number) {
  return { numRuns, seed: SEED }
}

function no(): never {
  throw new Error('hostile')
}

const TRAPS = [
  'get',
  'has',
  'ownKeys',
  'getOwnPropertyDescriptor',
  'getPrototypeOf',
  'set',
  'defineProperty',
  'apply',
]

/** Things that no code should have to meet; made anew each time, since some remember. */
const MONSTERS: [string, () => unknown][] = [
  [
    'a proxy that throws at everything',
    () => new Proxy(() => {}, Object.fromEntries(TRAPS.map((t) => [t, no]))),
  ],
  [
    'a revoked proxy',
    () => {
      const { proxy, revoke } = Proxy.revocable({}, {})
      revoke()
      return proxy
    },
  ],
  [
    'getters that throw',
    () =>
      [
        'message',
        'stack',
        'errMsg',
        'name',
        'url',
        'service',
        'body',
        'attributes',
        'statusCode',
        'data',
        'reason',
      ].reduce((o, k) => Object.defineProperty(o, k, { get: no, enumerable: true }), {}),
  ],
  [
    'a circle',
    () => {
      const o: Any = { list: [] }
      o.self = o
      o.list.push(o, o, o)
      return o
    },
  ],
  ['a deep thing', () => Array.from({ length: 3000 }).reduce((inner) => ({ inner }), {})],
  ['a wide thing', () => Object.fromEntries(Array.from({ length: 600 }, (_, i) => ['k' + i, i]))],
  ['a long text', () => 'https://u:p@x.example/?q='.repeat(3000)],
  ['lone surrogates', () => '\ud800x\udc00'],
  ['no text', () => ({ toString: () => ({}), valueOf: no, toJSON: no })],
  ['a thing without prototype', () => Object.assign(Object.create(null), { message: 5, stack: {} })],
  ['a name that sets prototypes', () => JSON.parse('{"__proto__":{"kind":"log"},"constructor":{"x":1}}')],
  ['a false RegExp', () => ({ [Symbol.toStringTag]: 'RegExp', source: '(', flags: 5 })],
  ['a big integer', () => 10n ** 30n],
  ['a symbol', () => Symbol('s')],
  ['a list with holes', () => new Array(50)],
  ['an endless list', () => ({ length: Infinity, 0: 'x' })],
  ['an invalid date', () => new Date(NaN)],
  ['a promise that rejects', () => ({ then: (_: Any, bad?: Any) => bad?.(new Error('x')) })],
  ['a then that throws', () => ({ then: no })],
  ['a function that throws', () => no],
]

/** How to make a value: the values themselves would be too much for fast-check. */
class Recipe {
  constructor(
    readonly make: () => unknown,
    readonly what?: string,
  ) {}
  [fc.toStringMethod]() {
    return this.what ?? fc.stringify(this.make())
  }
}
const anything = fc.anything({
  maxDepth: 3,
  withBigInt: true,
  withDate: true,
  withMap: true,
  withNullPrototype: true,
  withTypedArray: true,
})
const hostile: fc.Arbitrary<Recipe> = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...MONSTERS).map(([what, make]) => new Recipe(make, what)) },
  { weight: 2, arbitrary: anything.map((value) => new Recipe(() => value)) },
)

/** Lists and objects of recipes made real. */
function real(thing: unknown): Any {
  if (thing instanceof Recipe) return thing.make()
  if (Array.isArray(thing)) return thing.map(real)
  if (!thing || typeof thing !== 'object') return thing
  return Object.fromEntries(Object.entries(thing).map(([name, value]) => [name, real(value)]))
}

const silent = { warn() {}, log() {}, error() {} }
const framework: Framework = { name: 'fuzz', observePages: () => () => {}, observeErrors: () => () => {} }

/** The full kit on a device; `options` and `platform` as hostile as they come. */
function start(options: object, platform: Platform | undefined, clock = fakeClock()): Monitor {
  return compose(
    preset,
    { service: 'shop', ...options },
    {
      clock,
      random: seeded(SEED),
      diag: createDiag(false, silent),
      framework: () => framework,
      platform: () => platform,
    },
  )
}

const COLLECTOR = { collector: 'https://collector.example', encoding: 'json' as const }

/** After the storm: a good signal arrives, and the account is even. */
async function stillWorks(
  monitor: Monitor,
  clock: ReturnType<typeof fakeClock>,
  bodies: () => string,
): Promise<void> {
  // past time-outs, back-off and the rate limit
  await clock.pass(400000)
  monitor.log('good after the storm')
  await clock.pass(400000)
  if (!bodies().includes('good after the storm')) console.log(JSON.stringify(monitor.diagnostics(), null, 1))
  expect(bodies()).toContain('good after the storm')
  const { in: taken, out } = balanceOf(monitor as never)
  expect(out).toBe(taken)
  JSON.stringify(monitor.diagnostics())
}

test('options', () => {
  const names = Object.keys(readOptions({ service: 'shop' }, () => {})).concat(
    'collector',
    'traceCollector',
    'request',
  )
  const groups = ['enable', 'tracing', 'request', 'sampling', 'endpoints', 'attributes', 'headers']
  const members = [
    'error',
    'perf',
    'sampleRate',
    'urlBlacklist',
    'urlAllowlist',
    'propagators',
    'urlGroupRules',
    'session',
    'logs',
    'x',
  ]
  const value = fc.oneof(hostile, fc.array(hostile, { maxLength: 3 }))
  const options = fc.oneof(
    fc.dictionary(fc.constantFrom(...names), value, { maxKeys: 6 }),
    fc.dictionary(
      fc.constantFrom(...groups),
      fc.dictionary(fc.constantFrom(...members), value, { maxKeys: 4 }),
      { maxKeys: 4 },
    ),
    hostile,
  )
  fc.assert(
    fc.property(options, (recipe) => {
      count('options')
      const given = real(recipe)
      const warnings: unknown[] = []
      const read = (from: unknown) => readOptions(from, (warning) => warnings.push(warning))
      try {
        read(given)
      } catch (error) {
        expect(String(error)).toContain('"service"')
      }
      let whole: object = {}
      try {
        whole = Object.defineProperties({}, Object.getOwnPropertyDescriptors(given as object))
        Object.defineProperty(whole, 'service', { value: 'shop' })
      } catch (_) {
        whole = { service: 'shop' }
      }
      const config = read(whole)
      expect(config.maxQueue).toBeGreaterThan(0)
      expect(config.flushInterval).toBeGreaterThanOrEqual(100)
      expect(warnings.every((warning) => typeof warning === 'string')).toBe(true)
    }),
    run(2000),
  )
})

test('monitors start on any options, and work', async () => {
  const keep = {
    service: 'shop',
    ...COLLECTOR,
    consent: 'granted',
    sampling: undefined,
    beforeSend: undefined,
  }
  await fc.assert(
    fc.asyncProperty(
      fc.dictionary(
        fc.constantFrom(
          'headers',
          'attributes',
          'redactKeys',
          'redactUrl',
          'tracing',
          'request',
          'maxQueue',
          'enable',
          'deviceContext',
        ),
        hostile,
        { maxKeys: 4 },
      ),
      async (given) => {
        count('options of running monitors')
        const platform = fakePlatform()
        const clock = fakeClock()
        const monitor = start({ ...given, redactUrl: undefined, ...keep }, platform, clock)
        await stillWorks(monitor, clock, () => platform.sent.map((s) => s.body).join())
      },
    ),
    run(300),
  )
})

test('error objects', () => {
  fc.assert(
    fc.property(hostile, fc.option(hostile, { nil: undefined }), (error, stack) => {
      count('errors')
      const read = readError(real(error), real(stack))
      expect(typeof read.message).toBe('string')
      expect(typeof read.stack).toBe('string')
      expect(read.message).not.toBe('')
    }),
    run(2500),
  )
})

describe('the API and record', () => {
  type Call = (m: Monitor, a: Any, b: Any, c: Any) => void
  const calls: Record<string, Call> = {
    captureError: (m, a, b) => m.captureError(a, b),
    log: (m, a, b, c) => m.log(a, b, c),
    'log with attributes': (m, a, b) => m.log('x', { a, b, list: [a] }),
    gauge: (m, a, b, c) => m.gauge(a, b, c),
    count: (m, a, b, c) => m.count(a, b, c),
    'count with attributes': (m, a, b) => m.count('clicks', 1, { a, b }),
    histogram: (m, a, b, c) => m.histogram(a, b, c, a),
    'histogram with options': (m, a, b) => m.histogram('h', 5, a, b),
    startSpan(m, a, b, c) {
      const span = m.startSpan(a, b)
      span.setAttribute(b, c)
      span.setAttribute('x', a)
      span.setError(c)
      span.end()
    },
    emit: (m, a) => m.emit(a),
    'emit a kind': (m, a, b, c) =>
      m.emit({
        kind: ['log', 'metric', 'span', 'segment', 'keepAlive'][String(typeof a).length % 5],
        attributes: a,
        points: [b],
        segment: c,
        body: c,
      } as never),
    setAttributes: (m, a) => m.setAttributes(a),
    setUser: (m, a) => m.setUser(a),
    'record a log': (_, a, b) =>
      record('log', [a, { body: { stringValue: a }, attributes: [{ key: a, value: b }, b] }][1]),
    'record metrics': (_, a, b) =>
      record('metric', [a, { name: 'm', gauge: { dataPoints: [a, { asDouble: b, attributes: b }] } }]),
    'record a segment': (_, a, b) =>
      record('segment', { traceId: 't', traceSegmentId: 's', service: a, spans: [a, b] }),
    'record anything': (_, a, b) => record(a, b),
  }

  test('throw nothing; what is good is still delivered', async () => {
    const input = fc.tuple(fc.constantFrom(...Object.keys(calls)), hostile, hostile, hostile)
    await fc.assert(
      fc.asyncProperty(fc.array(input, { minLength: 5, maxLength: 40 }), async (inputs) => {
        const platform = fakePlatform()
        const clock = fakeClock()
        const monitor = start({ ...COLLECTOR, enable: { tracing: true } }, platform, clock)
        replace(() => monitor)
        for (const [name, ...recipes] of inputs) {
          count('API calls')
          const [a, b, c] = real(recipes)
          calls[name](monitor, a, b, c)
        }
        await stillWorks(monitor, clock, () => platform.sent.map((s) => s.body).join())
        replace(() => inertMonitor())
      }),
      run(200),
    )
  })
})

test('hooks of the user', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(hostile, { minLength: 1, maxLength: 20 }),
      fc.boolean(),
      async (answers, mutate) => {
        const platform = fakePlatform()
        const clock = fakeClock()
        let storm = true
        let i = 0
        const answer = () => {
          count('answers of hooks')
          const given = real(answers[i++ % answers.length])
          if (given === no) no()
          return given
        }
        const monitor = start(
          {
            ...COLLECTOR,
            beforeSend(signal: Any) {
              if (!storm) return signal
              if (!mutate) return answer()
              signal[['attributes', 'points', 'body', 'name', 'time', 'extra'][i % 6]] = answer()
              return signal
            },
            redactUrl: (url: string) => (storm ? answer() : url),
            headers: () => (storm ? answer() : {}),
          },
          platform,
          clock,
        )
        for (let k = 0; k < 12; k++) {
          monitor.log('see https://a.example/?q=' + k)
          monitor.captureError(new Error('e' + k))
          monitor.count('c', 1, { url: 'https://a.example/' + k })
        }
        await clock.pass(10000)
        storm = false
        await stillWorks(monitor, clock, () => platform.sent.map((s) => s.body).join())
      },
    ),
    run(150),
  )
})

describe('strange hosts', () => {
  test('a platform of our own contract', async () => {
    const members = [
      'currentPage',
      'device',
      'network',
      'on',
      'observeRequests',
      'observePerformance',
      'lock',
      'sameOrigin',
    ]
    await fc.assert(
      fc.asyncProperty(
        fc.dictionary(fc.constantFrom(...members), hostile, { minKeys: 1, maxKeys: 5 }),
        async (given) => {
          count('results of platforms')
          const platform = fakePlatform(
            Object.fromEntries(Object.entries(given).map(([name, recipe]) => [name, () => real(recipe)])),
          )
          const clock = fakeClock()
          const monitor = start({ ...COLLECTOR, enable: { tracing: true } }, platform, clock)
          monitor.captureError(new Error('x'))
          platform.fire('hide')
          platform.fire('show')
          await stillWorks(monitor, clock, () => platform.sent.map((s) => s.body).join())
        },
      ),
      run(400),
    )
  })

  const SCRIPTED = [
    'request',
    'getStorage',
    'setStorage',
    'removeStorage',
    'getStorageInfo',
    'setStorageSync',
  ]
  const QUERIED = ['getDeviceInfo', 'getAppBaseInfo', 'getNetworkType', 'onError', 'onAppHide', 'offError']

  test('a wx that returns, throws and calls back nonsense', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.constantFrom('return', 'throw', 'success', 'fail', 'never'), hostile), {
          minLength: 3,
          maxLength: 12,
        }),
        async (recipes) => {
          const script = recipes.map(([how, recipe]) => [how, real(recipe)] as const)
          let storm = true
          let i = 0
          const bodies: string[] = []
          const store = new Map<string, unknown>()
          const errors: Any[] = []
          const strange = (name: string) => (options: Any) => {
            if (!storm && SCRIPTED.includes(name)) return good(name, options)
            count('results of wx')
            const [how, what] = script[i++ % script.length]
            if (how === 'throw') throw what
            if (how === 'success' || how === 'fail') options?.[how]?.(what)
            if (name === 'onError') errors.push(options)
            return how === 'return' && !SCRIPTED.includes(name) && name !== 'getNetworkType'
              ? what
              : undefined
          }
          function good(name: string, options: Any): unknown {
            if (name === 'request') {
              bodies.push(String(options.data))
              return options.success({ statusCode: 200, data: '', header: {} })
            }
            if (name === 'getStorage')
              return store.has(options.key)
                ? options.success({ data: store.get(options.key) })
                : options.fail({ errMsg: 'data not found' })
            if (name === 'getStorageInfo') return options.success({ keys: [...store.keys()] })
            if (name === 'setStorage') store.set(options.key, options.data)
            if (name === 'removeStorage') store.delete(options.key)
            return options.success?.({})
          }
          const wx = Object.fromEntries(SCRIPTED.concat(QUERIED).map((name) => [name, strange(name)]))
          vi.stubGlobal('wx', wx)
          const clock = fakeClock()
          const diag = createDiag(false, silent)
          const env = { guard: createGuard(diag), clock, diag }
          const monitor = start(COLLECTOR, wechat(env), clock)
          for (const listener of errors) listener(script[0][1])
          for (let k = 0; k < 5; k++) {
            monitor.captureError(new Error('e' + k))
            monitor.log('n' + k)
            await clock.pass(2000)
          }
          // the app's own call ends as without us: in what this wx throws, or not
          try {
            ;(wx.request as Any)({ url: 'https://api.example/x', success() {}, fail() {} })
          } catch (error) {
            expect(script.some(([, what]) => what === error)).toBe(true)
          }
          storm = false
          await stillWorks(monitor, clock, () => bodies.join())
          vi.unstubAllGlobals()
        },
      ),
      run(250),
    )
  })

  test('an App, a Page and a Component of any kind', () => {
    const registered: Any[] = []
    for (const name of ['App', 'Page', 'Component'])
      vi.stubGlobal(name, (options: Any) => void registered.push(options))
    const diag = createDiag(false, silent)
    const glue = nativeFramework({ guard: createGuard(diag) })
    const undos = [
      glue.observePages(() => no()),
      glue.observeApp!(() => no()),
      glue.observeErrors(() => no()),
    ]
    const free = globalThis as Any
    const hooks = fc.constantFrom(
      'onLoad',
      'onShow',
      'onReady',
      'onHide',
      'onLaunch',
      'onError',
      'methods',
      'behaviors',
      'data',
    )
    fc.assert(
      fc.property(
        fc.constantFrom('App', 'Page', 'Component'),
        fc.oneof(
          hostile,
          fc.dictionary(hooks, fc.oneof(hostile, fc.constant(new Recipe(() => () => 'own'))), {
            maxKeys: 5,
          }),
        ),
        hostile,
        (name, recipe, second) => {
          const [options, argument] = real([recipe, second])
          count('registrations')
          free[name](options)
          const given = registered.pop()
          for (const hook of ['onLoad', 'onShow', 'onError', 'onUnhandledRejection']) {
            let own: unknown
            let fn: unknown
            try {
              own = options && (options as Any)[hook]
              fn = given && given[hook]
            } catch (_) {
              continue
            }
            if (typeof fn !== 'function' || fn === own) continue
            const call = (f: Any) => {
              try {
                return ['returned', f({ route: 'pages/a' })]
              } catch (error) {
                return ['threw', String(error)]
              }
            }
            const ours = call((self: object) => (fn as Any).call(self, argument, argument))
            const theirs = call((self: object) =>
              typeof own === 'function' ? Reflect.apply(own, self, []) : undefined,
            )
            expect(ours).toEqual(theirs)
          }
        },
      ),
      run(1500),
    )
    undos.forEach((undo) => undo())
    vi.unstubAllGlobals()
  })
})

test('errors that come through the doors of a running monitor', async () => {
  const platform = fakePlatform()
  const clock = fakeClock()
  const monitor = start(COLLECTOR, platform, clock)
  await settle()
  fc.assert(
    fc.property(hostile, hostile, (error, stack) => {
      count('events of the platform', 3)
      platform.fire('error', real(error), real(stack))
      platform.fire('rejection', real(error))
      monitor.captureError(real(error))
      clock.advance(500)
    }),
    run(700),
  )
  await stillWorks(monitor, clock, () => platform.sent.map((s) => s.body).join())
})

test('ten thousand in all, and more', () => {
  const total = Object.values(figures).reduce((a, b) => a + b, 0)
  const parts = Object.entries(figures).map(([what, n]) => `${n} ${what}`)
  console.log(
    `fuzzing, seed ${SEED}: ${total} hostile inputs (${parts.join(', ')}), nothing thrown into the app`,
  )
  expect(total).toBeGreaterThanOrEqual(10000)
})
