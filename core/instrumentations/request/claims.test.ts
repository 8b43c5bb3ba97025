/** A request counts once, whoever sees it: the platform's patch, a framework's interceptor, or both. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { testContext } from '../../../test/fakes/context.ts'
import { testMonitor } from '../../../test/fakes/monitor.ts'
import { fakePlatform } from '../../../test/fakes/platform.ts'
import { settle } from '../../../test/fakes/settle.ts'
import { logsOf, pointsOf, spansOf } from '../../../test/fakes/signals.ts'
import type { Call } from '../../platform.ts'
import { sw8 } from '../../propagators/sw8.ts'
import { ratioSampler } from '../../samplers/ratio.ts'
import { createClaims } from './claims.ts'
import { requestInstrumentation } from './index.ts'
import { tracer, type Tracing } from './tracing.ts'

const NAME = 'miniprogram.request.duration'
const OPTIONS = {
  claims: createClaims,
  errors: true,
  metrics: true,
  urlGroupRules: [],
  own: ['https://c.example/v1/logs'],
}

function trace(more: Partial<Tracing> = {}) {
  return tracer({ sampler: ratioSampler(1), propagators: [sw8()], deny: [], ...more })
}

function start(options: { traced?: Partial<Tracing>; blind?: boolean; web?: boolean } = {}) {
  const instrumentation = requestInstrumentation({
    ...OPTIONS,
    trace: options.traced && trace(options.traced),
  })
  const t = testMonitor({
    platform: fakePlatform({
      ...(options.blind && { observeRequests: undefined }),
      ...(options.web && { sameOrigin: () => true }),
    }),
    parts: { instrumentations: [instrumentation] },
  })
  t.platform.page = 'pages/start'
  const sum = (key: 'count' | 'sum') => async () =>
    pointsOf(await t.flushed(), NAME).reduce((all, point) => all + Number(point[key]), 0)
  return { ...t, counted: sum('count'), time: sum('sum'), spans: async () => spansOf(await t.flushed()) }
}

type Test = ReturnType<typeof start>

/** The framework makes a request whose platform call is seen, inside or later. */
function both(t: Test, logical: Partial<Call>, wire: Partial<Call> = logical, inside = true) {
  const watch = t.framework.begin(logical)!
  const header = { ...wire.header, ...watch.header }
  const call = () => t.platform.call({ ...wire, header })!
  const early = inside ? call() : undefined
  watch.sent()
  return { watch, wire: early ?? call(), header }
}

describe('the platform’s call is the framework’s', () => {
  const other = { method: 'POST', url: 'https://rewritten.example/x' }
  const carrier = {}
  test.each<[string, Partial<Call>, Partial<Call>, boolean]>([
    ['made while the framework sends, whatever has become of it', { url: '/x' }, other, true],
    ['with the same options', { carrier, url: '/x' }, { carrier, ...other }, false],
    ['with the same method and URL', { url: 'https://a.example/x' }, { url: 'https://a.example/x' }, false],
    ['with a base before the URL', { url: '/x/1' }, { url: 'https://a.example/v1/x/1' }, false],
    ['with a query behind it', { url: 'x/1?a=1' }, { url: 'https://a.example/x/1?a=1&t=5' }, false],
  ])('%s', async (_, logical, wire, inside) => {
    const t = start()
    await settle()
    const seen = both(t, logical, wire, inside)
    t.clock.advance(50)
    seen.wire.end({ status: 503 })
    seen.watch.end({ status: 503 })
    expect(await t.counted()).toBe(1)
    expect(logsOf(t.exporter.signals)).toHaveLength(1)
  })

  test('with the trace headers that were given', async () => {
    const t = start({ traced: {} })
    await settle()
    const seen = both(t, { url: '/x' }, other, false)
    expect(seen.watch.header).toHaveProperty('sw8')
    // no second header
    expect(seen.wire.header).toEqual({})
    seen.wire.end({ status: 200 })
    seen.watch.end({ status: 200 })
    expect(await t.counted()).toBe(1)
    expect(await t.spans()).toHaveLength(1)
  })

  test.each([
    ['is looked for, if it is of the last hundred', 1, 101],
    ['is not found any more, if a hundred came after it', 0, 102],
  ])('one that has not ended yet %s', async (_, which, counts) => {
    const t = start()
    await settle()
    const watches = Array.from({ length: 101 }, (_, i) => t.framework.begin({ url: '/x/' + i })!)
    watches.forEach((watch) => watch.sent())
    t.platform.call({ url: 'https://a.example/x/' + which })!.end({ status: 200 })
    watches.forEach((watch) => watch.end({ status: 200 }))
    expect(await t.counted()).toBe(counts)
  })

  test('the framework knows the page, the platform the time and the final URL', async () => {
    const t = start()
    await settle()
    const watch = t.framework.begin({ url: '/x' })!
    watch.sent()
    t.platform.page = 'pages/later'
    t.clock.advance(1000)
    const wire = t.platform.call({ url: 'https://a.example/x' })!
    t.clock.advance(50)
    wire.end({ status: 200 })
    watch.end({ status: 200 })
    const [point] = pointsOf(await t.flushed(), NAME)
    expect(point).toMatchObject({ count: 1, sum: 50 })
    expect(point.attributes).toMatchObject({
      'miniprogram.page.path': 'pages/start',
      'server.address': 'a.example',
    })
  })

  test('though the framework hears of the end first, or alone', async () => {
    const t = start()
    const seen = both(t, {})
    seen.watch.end({ status: 0, aborted: true })
    expect(await t.counted()).toBe(0)
    seen.wire.end({ status: 0, aborted: true })
    expect(await t.counted()).toBe(1)
  })

  test.each<[string, Partial<Call>, Partial<Call>]>([
    ['another method', { method: 'POST', url: '/x' }, { url: '/x' }],
    ['another URL', { url: 'https://a.example/x' }, { url: 'https://a.example/x/2' }],
    ['only a host', { url: '/' }, { url: 'https://a.example/' }],
  ])('but not with %s', async (_, logical, wire) => {
    const t = start()
    const seen = both(t, logical, wire, false)
    seen.wire.end({ status: 200 })
    seen.watch.end({ status: 200 })
    expect(await t.counted()).toBe(2)
  })

  test('equal ones are told apart by their order', async () => {
    const t = start()
    const pages = ['pages/a', 'pages/b']
    const watches = pages.map((page) => {
      t.platform.page = page
      const watch = t.framework.begin({ url: '/x' })!
      watch.sent()
      return watch
    })
    const wires = pages.map(() => t.platform.call({ url: 'https://a.example/x' })!)
    wires[0].end({ status: 201 })
    wires[1].end({ status: 202 })
    watches.forEach((watch) => watch.end({ status: 200 }))
    const points = pointsOf(await t.flushed(), NAME).map(({ attributes: a, count }) => [
      a['miniprogram.page.path'],
      a['http.response.status_code'],
      count,
    ])
    expect(points).toEqual([
      ['pages/a', '201', 1],
      ['pages/b', '202', 1],
    ])
  })
})

describe('a framework whose calls the patch does not see', () => {
  test.each([true, false])('counts itself (the platform has no patch: %s)', async (blind) => {
    const t = start({ blind, traced: {} })
    await settle()
    const watch = t.framework.begin({ method: 'POST', url: 'https://a.example/x' })!
    expect(watch.header).toHaveProperty('sw8')
    watch.sent()
    t.clock.advance(70)
    watch.end({ status: 500 })
    watch.end({ status: 500 })
    expect([await t.counted(), await t.time()]).toEqual([1, 70])
    expect(await t.spans()).toHaveLength(1)
    expect(logsOf(t.exporter.signals)[0].body).toBe('POST https://a.example/x failed: 500')
  })

  test('beside calls of the app’s own that it sees', async () => {
    const t = start()
    for (let i = 0; i < 3; i++) {
      const watch = t.framework.begin({ url: '/framework' })!
      watch.sent()
      t.platform.call({ url: 'https://a.example/direct' })!.end({ status: 200 })
      watch.end({ status: 200 })
    }
    expect(await t.counted()).toBe(6)
  })
})

describe('once the patch has seen what the framework sends', () => {
  test('a request that never went out is none', async () => {
    const t = start()
    const seen = both(t, {})
    seen.wire.end({ status: 200 })
    seen.watch.end({ status: 200 })
    const cached = t.framework.begin({ url: '/cached' })!
    cached.sent()
    cached.end({ status: 200 })
    expect(await t.counted()).toBe(1)
    // what only looks alike proves nothing
    const late = start()
    const alike = both(late, { url: '/x' }, { url: '/x' }, false)
    alike.wire.end({ status: 200 })
    alike.watch.end({ status: 200 })
    late.framework.begin({ url: '/cached' })!.end({ status: 200 })
    expect(await late.counted()).toBe(2)
  })

  test('headers are the patch’s, which knows the final URL', async () => {
    const t = start({ traced: { deny: ['internal.'] } })
    await settle()
    const seen = both(t, { url: '/x' })
    seen.watch.end({ status: 200 })
    seen.wire.end({ status: 200 })
    const denied = both(t, { url: '/y' }, { url: 'https://internal.example/y' })
    expect([denied.watch.header, denied.wire.header]).toEqual([undefined, undefined])
    const next = both(t, { url: '/z' }, { url: 'https://a.example/z' })
    expect(next.watch.header).toBeUndefined()
    expect(next.wire.header).toHaveProperty('sw8')
    next.wire.end({ status: 200 })
    expect((await t.spans()).map((span) => span.attributes['url.full'])).toEqual([
      '/x',
      'https://a.example/z',
    ])
  })
})

describe('a retry by the app’s own interceptors', () => {
  test('is a request of its own, in the same trace, with its own span and header', async () => {
    const t = start({ traced: {} })
    await settle()
    const first = both(t, { url: '/x' })
    first.wire.end({ status: 500 })
    // the framework's options are sent again, with our header in them
    const retry = t.platform.call({ url: 'https://a.example/x', header: first.header })!
    expect(retry.header!.sw8).toMatch(/^1-/)
    expect(retry.header!.sw8).not.toBe(first.header.sw8)
    retry.end({ status: 200 })
    first.watch.end({ status: 200 })
    const spans = await t.spans()
    expect(await t.counted()).toBe(2)
    expect(spans.map(({ traceId }) => traceId === spans[0].traceId)).toEqual([true, true])
    expect(spans[0].spanId).not.toBe(spans[1].spanId)
  })

  test('a header of the app’s own stays its own', async () => {
    const t = start({ traced: {} })
    await settle()
    const seen = both(t, { url: '/x', header: { SW8: 'mine' } }, { url: '/x', header: { SW8: 'mine' } })
    expect(seen.watch.header).toEqual({})
    expect(seen.wire.header).toEqual({})
  })

  test('both views ask the sampler of one trace: no second chance', async () => {
    const asked: string[] = []
    const sampler = { shouldSample: ({ traceId }: { traceId: string }) => !asked.push(traceId) }
    const t = start({ traced: { sampler } })
    await settle()
    both(t, { url: '/x' }, { url: '/x' }, false)
    expect(asked).toEqual([asked[0], asked[0]])
  })
})

describe('the app’s requests under way', () => {
  test('are counted once', () => {
    const t = testContext()
    requestInstrumentation(OPTIONS).install(t.context)
    const watch = t.framework.begin({ url: '/x' })!
    expect(t.context.appRequests.active).toBe(1)
    const wire = t.platform.call({ url: '/x' })!
    watch.sent()
    expect(t.context.appRequests.active).toBe(1)
    watch.end({ status: 200 })
    expect(t.context.appRequests.active).toBe(1)
    wire.end({ status: 200 })
    expect(t.context.appRequests.active).toBe(0)
  })
})

describe('a socket that a framework opens', () => {
  const socket: Partial<Call> = { api: 'connectSocket', url: 'wss://a.example/x' }
  const ended = async (outcome: { status: number; error?: string }, more: Parameters<typeof start>[0]) => {
    const t = start(more)
    await settle()
    // the patch has proved that it sees the framework's requests
    both(t, {}).wire.end({ status: 200 })
    await t.flushed()
    t.exporter.signals.length = 0
    const watch = t.framework.begin(socket)!
    watch.sent()
    watch.end(outcome)
    return { t, watch, spans: (await t.spans()).map(({ attributes, status }) => ({ status, ...attributes })) }
  }

  test('carries the headers of a span; whether it opened that does not say', async () => {
    const { t, watch, spans } = await ended({ status: 101 }, { traced: {} })
    expect(watch.header).toHaveProperty('sw8')
    expect(spans).toMatchObject([{ status: 0, 'http.request.method': 'GET', 'url.full': socket.url }])
    expect(spans[0]).not.toHaveProperty('http.response.status_code')
    expect(await t.counted()).toBe(0)
  })

  test('that fails at once has a span that failed, and is no request', async () => {
    const { t, spans } = await ended({ status: 0, error: 'no' }, { traced: {} })
    expect(spans).toMatchObject([{ status: 2, 'error.message': 'no' }])
    expect(await t.counted()).toBe(0)
    expect(logsOf(t.exporter.signals)).toEqual([])
  })

  test('without tracing leaves nothing', async () => {
    const { t, watch } = await ended({ status: 0, error: 'no' }, {})
    expect(watch.header).toBeUndefined()
    expect(t.exporter.signals).toEqual([])
  })

  test('takes no headers in a web page', async () => {
    const t = start({ traced: { allow: ['a.example'] }, web: true })
    await settle()
    expect(t.framework.begin(socket)).toBeUndefined()
  })
})

describe('undo, with calls under way', () => {
  test('nobody is listening any more; what was begun ends without harm', () => {
    const t = testContext()
    const undo = requestInstrumentation(OPTIONS).install(t.context)
    const alone = t.framework.begin({ url: '/alone' })!
    const watch = t.framework.begin({ url: '/x' })!
    const wire = t.platform.call({ url: '/x' })!
    undo()
    expect([t.framework.listening('request'), t.platform.listening()]).toEqual([0, 0])
    expect(t.framework.begin({})).toBeUndefined()
    for (const each of [watch, alone]) {
      each.sent()
      each.end({ status: 200 })
    }
    wire.end({ status: 200 })
    expect(t.context.appRequests.active).toBe(0)
    expect(t.diag.errors).toEqual([])
  })

  test('after a shutdown they are counted as lost, not sent', async () => {
    const t = start()
    await settle()
    const seen = both(t, {})
    const alone = t.framework.begin({ url: '/alone' })!
    const done = t.monitor.shutdown()
    await t.clock.pass(0)
    await done
    seen.wire.end({ status: 500 })
    seen.watch.end({ status: 500 })
    alone.end({ status: 500 })
    expect(logsOf(t.exporter.signals)).toEqual([])
    expect(t.monitor.diagnostics().dropped.log).toMatchObject({ shutdown: expect.any(Number) })
  })
})

test('the kit’s own endpoints are no requests of the framework’s either', () => {
  const t = start()
  expect(t.framework.begin({ url: OPTIONS.own[0] })).toBeUndefined()
})

test.each([undefined, null, {}, { url: 5 }, { url: 'x', header: 5, carrier: undefined }])(
  'nothing is thrown at a framework that hands over %j',
  (call) => {
    const t = testContext()
    let begin: (call: Call) => unknown
    const framework = {
      ...t.framework,
      observeRequests(given: typeof begin) {
        begin = given
        return () => {}
      },
    }
    requestInstrumentation({ ...OPTIONS, trace: trace() }).install({ ...t.context, framework } as never)
    expect(() => {
      const watch = begin(call as never) as { sent(): void; end(outcome: unknown): void } | undefined
      t.platform.call({ url: 'https://a.example/' })?.end({ status: 200 })
      watch?.sent()
      watch?.end(undefined)
    }).not.toThrow()
  },
)

/*
 * Any mix: each request is one of the framework's or the app's own, with so many tries, inside the framework's call or
 * later, in any order of ends. The patch sees all of it, or nothing of the framework's.
 */
const request = fc.record({
  framework: fc.boolean(),
  tries: fc.integer({ min: 1, max: 3 }),
  inside: fc.boolean(),
  rewritten: fc.boolean(),
  keepsHeader: fc.boolean(),
  sameCarrier: fc.boolean(),
  status: fc.constantFrom(200, 404, 0),
})

test('in any mix each try counts once, each has one span, and nothing stays under way', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(request, { minLength: 1, maxLength: 12 }),
      fc.boolean(),
      fc.boolean(),
      async (requests, traced, seesFramework) => {
        const t = start({ traced: traced ? {} : undefined })
        await settle()
        let expected = 0
        const ends: (() => void)[] = []
        const headers: string[] = []
        requests.forEach((each, i) => {
          const carrier = {}
          // every URL is its own: what is equal may be told apart wrongly, but is counted rightly
          const logical = { url: `/items/${i}`, carrier }
          const url = `https://a.example${each.rewritten && each.inside ? '/v2/' : ''}/items/${i}`
          const watch = each.framework ? t.framework.begin(logical)! : undefined
          const seen = !each.framework || seesFramework
          expected += seen ? each.tries : 1
          const go = () => {
            for (let n = 0; seen && n < each.tries; n++) {
              const header = each.keepsHeader ? { ...watch?.header } : {}
              const wire = t.platform.call({ url, header, carrier: each.sameCarrier ? carrier : {} })!
              const sent: Record<string, string> = { ...header, ...wire.header }
              if (sent.sw8) headers.push(sent.sw8)
              ends.push(() => wire.end({ status: each.status }))
            }
          }
          if (each.inside) go()
          watch?.sent()
          if (!each.inside) go()
          if (watch) {
            if (!seen && watch.header) headers.push(watch.header.sw8)
            ends.push(() => watch.end({ status: each.status }))
          }
        })
        ends.forEach((end) => end())
        expect(await t.counted()).toBe(expected)
        expect(t.diag.errors).toEqual([])
        if (traced) {
          // no two calls with one header, none without, and a span for each
          expect(new Set(headers).size).toBe(expected)
          const told = (await t.spans()).map((span) => span.traceId + span.spanId)
          expect(new Set(told).size).toBe(expected)
        }
      },
    ),
    { numRuns: 300, seed: 7 },
  )
})
