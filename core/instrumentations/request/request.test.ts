import { describe, expect, test } from 'vitest'
import { testContext } from '../../../test/fakes/context.ts'
import { testMonitor } from '../../../test/fakes/monitor.ts'
import { fakePlatform, type FakePlatform } from '../../../test/fakes/platform.ts'
import { settle } from '../../../test/fakes/settle.ts'
import { logsOf, pointsOf, spansOf } from '../../../test/fakes/signals.ts'
import type { Call, Outcome } from '../../platform.ts'
import type { Propagator } from '../../propagator.ts'
import type { Attributes } from '../../signal.ts'
import { requestInstrumentation } from './index.ts'
import { tracer, type Tracing } from './tracing.ts'

const NAME = 'miniprogram.request.duration'
/** Shows what a propagator is told, in two headers. */
const shown: Propagator = {
  name: 'shown',
  inject(span, { resource, page, peer }, set) {
    set('Trace', [span.traceId, span.segmentId, span.spanId, span.sampled].join())
    set('X-Where', [resource.service, page, peer].join())
  },
}

function tracing(more: Partial<Tracing> = {}) {
  return tracer({ sampler: { shouldSample: () => true }, propagators: [shown], deny: [], ...more })
}

function start(
  given: Partial<Parameters<typeof requestInstrumentation>[0]> = {},
  options = {},
  platform?: FakePlatform,
) {
  const t = testMonitor({
    platform,
    options,
    parts: {
      instrumentations: [
        requestInstrumentation({ errors: true, metrics: true, urlGroupRules: [], own: [], ...given }),
      ],
    },
  })
  t.platform.page = 'pages/start'
  const make = (call: Partial<Call>, outcome: Outcome, ms = 120) => {
    const watch = t.platform.call(call)
    t.clock.advance(ms)
    t.platform.page = 'pages/later'
    watch?.end(outcome)
    return watch
  }
  return { ...t, make, points: async () => pointsOf(await t.flushed(), NAME) }
}

describe('the duration', () => {
  test.each<[what: string, call: Partial<Call>, outcome: Outcome, attributes: Attributes]>([
    [
      'a request',
      { method: 'POST', url: 'https://me:pw@API.example.com:8443/items?q=1' },
      { status: 201 },
      {
        'http.request.method': 'POST',
        'http.response.status_code': '201',
        'server.address': 'api.example.com',
      },
    ],
    [
      'an upload',
      { api: 'uploadFile', method: 'UPLOAD', url: 'https://up.example.com/' },
      { status: 200 },
      {
        'http.request.method': 'UPLOAD',
        'http.response.status_code': '200',
        'server.address': 'up.example.com',
      },
    ],
    [
      'a download',
      { api: 'downloadFile', method: 'DOWNLOAD', url: 'https://d.example.com/x' },
      { status: 206 },
      {
        'http.request.method': 'DOWNLOAD',
        'http.response.status_code': '206',
        'server.address': 'd.example.com',
      },
    ],
    [
      'a failure',
      { url: 'https://a.example/' },
      { status: 0, error: 'request:fail timeout' },
      { 'http.request.method': 'GET', 'http.response.status_code': '0', 'server.address': 'a.example' },
    ],
    [
      'no host',
      { url: '/items' },
      { status: 200 },
      { 'http.request.method': 'GET', 'http.response.status_code': '200' },
    ],
  ])('of %s', async (_, call, outcome, attributes) => {
    const t = start()
    await settle()
    t.make(call, outcome)
    const [point] = await t.points()
    expect(point).toMatchObject({ count: 1, sum: 120 })
    // where it started, not where it ended
    expect(point.attributes).toEqual({ ...attributes, 'miniprogram.page.path': 'pages/start' })
  })

  test('before the first page there is no page', async () => {
    const t = start()
    t.platform.page = ''
    t.make({}, { status: 200 })
    expect((await t.points())[0].attributes).not.toHaveProperty(['miniprogram.page.path'])
  })

  test('url groups: the first rule that matches, in their order', async () => {
    const t = start({
      urlGroupRules: [
        ['items', /\/items/],
        ['all', /./],
        ['never', /items/],
      ],
    })
    t.make({ url: 'https://a.example/items/5' }, { status: 200 })
    t.make({ url: 'https://a.example/cart' }, { status: 200 })
    expect((await t.points()).map((p) => p.attributes['url.path.group'])).toEqual(['items', 'all'])
  })

  test('equal requests are one series, another status is another', async () => {
    const t = start()
    const statuses = [200, 200, 200, 500, 404, 404]
    statuses.forEach((status) => {
      t.platform.page = 'pages/start'
      t.make({}, { status })
    })
    expect((await t.points()).map((p) => [p.attributes['http.response.status_code'], p.count])).toEqual([
      ['200', 3],
      ['500', 1],
      ['404', 2],
    ])
  })

  test.each([
    ['back', -60000],
    ['forth, by hours', 7200000],
  ])('a clock that is set %s meanwhile: no number, a counted drop', async (_, ms) => {
    const t = start()
    const watch = t.platform.call({})!
    t.clock.step(ms)
    watch.end({ status: 200 })
    expect(await t.points()).toEqual([])
    expect(t.monitor.diagnostics().dropped.metric).toEqual({ clock: 1 })
  })

  test('the end is told once', async () => {
    const t = start({ trace: tracing() })
    const watch = t.platform.call({})!
    watch.end({ status: 500 })
    watch.end({ status: 500 })
    watch.end({ status: 0, error: 'abort', aborted: true })
    expect((await t.points())[0].count).toBe(1)
    expect(logsOf(t.exporter.signals)).toHaveLength(1)
    expect(spansOf(t.exporter.signals)).toHaveLength(1)
  })

  test('no metrics where they are switched off', async () => {
    const t = start({ metrics: false })
    t.make({}, { status: 500 })
    expect(await t.points()).toEqual([])
    expect(logsOf(t.exporter.signals)).toHaveLength(1)
  })
})

describe('the kit’s own endpoints', () => {
  const own = ['https://c.example/v1/logs']
  test('exactly these are left out', async () => {
    const t = start({ own })
    expect(t.platform.call({ url: own[0] })).toBeUndefined()
    for (const url of [
      own[0] + '/',
      own[0] + '2',
      own[0] + '?a=1',
      'https://c.example/v1',
      'https://c.example/',
    ])
      expect(t.platform.call({ url })).toBeDefined()
  })
})

describe('a failed request', () => {
  test.each<[what: string, call: Partial<Call>, outcome: Outcome, body: string, status: string]>([
    [
      'status 400 and above',
      { method: 'PUT', url: 'https://a.example/x?token=1#f' },
      { status: 400 },
      'PUT https://a.example/x failed: 400',
      '400',
    ],
    [
      'no answer',
      { url: 'https://u:p@a.example/x' },
      { status: 0, error: 'request:fail timeout' },
      'GET https://a.example/x failed: request:fail timeout',
      '0',
    ],
    ['no words', {}, { status: 0 }, 'GET https://api.example.com/items failed: request failed', '0'],
    ['a path', { url: '/items?phone=1' }, { status: 503 }, 'GET /items failed: 503', '503'],
    [
      'words with a URL in them',
      {},
      { status: 0, error: 'https://a.example/?token=1 not in domain list' },
      'GET https://api.example.com/items failed: https://a.example/ not in domain list',
      '0',
    ],
  ])('%s', async (_, call, outcome, body, status) => {
    const t = start()
    await settle()
    t.make(call, outcome)
    const [log] = logsOf(await t.flushed())
    expect(log).toMatchObject({ severity: 17, body })
    expect(log.attributes).toMatchObject({
      'exception.type': 'ajax',
      'http.request.method': call.method ?? 'GET',
      'http.response.status_code': status,
      'miniprogram.page.path': 'pages/start',
    })
    expect(log.traceId).toBeUndefined()
  })

  test.each<[string, Outcome]>([
    ['below 400', { status: 399 }],
    ['ended by the app itself', { status: 0, error: 'request:fail abort', aborted: true }],
  ])('%s is none', async (_, outcome) => {
    const t = start({ trace: tracing() })
    await settle()
    t.make({}, outcome)
    expect(logsOf(await t.flushed())).toEqual([])
    expect(spansOf(t.exporter.signals)[0].status).toBe(0)
    expect((await t.points())[0].count).toBe(1)
  })

  test('none where errors are switched off', async () => {
    const t = start({ errors: false })
    t.make({}, { status: 500 })
    expect(logsOf(await t.flushed())).toEqual([])
  })
})

describe('tracing', () => {
  test('ids are the same in header, span and log; the page is that of the start', async () => {
    const t = start({ trace: tracing() })
    await settle()
    const started = t.clock.now()
    const watch = t.make({ url: 'https://api.example.com/pay?card=1', method: 'POST' }, { status: 502 })!
    const [traceId, segmentId, spanId] = watch.header!.Trace.split(',')
    expect(watch.header!['X-Where']).toBe('shop,pages/start,api.example.com:443')
    expect(traceId).toMatch(/^[0-9a-f]{32}$/)
    expect([spanId, segmentId]).toEqual([traceId.slice(16), traceId])
    const signals = await t.flushed()
    expect(spansOf(signals)[0]).toMatchObject({
      traceId,
      spanId,
      name: 'POST',
      spanKind: 3,
      start: started,
      end: started + 120,
      status: 2,
      peer: 'api.example.com:443',
      page: 'pages/start',
      attributes: {
        'http.request.method': 'POST',
        'http.response.status_code': 502,
        'url.full': 'https://api.example.com/pay',
        'miniprogram.page.path': 'pages/start',
      },
    })
    expect(logsOf(signals)[0]).toMatchObject({
      traceId,
      spanId,
      attributes: { 'sw8.trace_id': traceId, 'sw8.segment_id': segmentId, 'sw8.span_id': '0' },
    })
  })

  test('a failure has its words', async () => {
    const t = start({ trace: tracing() })
    await settle()
    t.make({}, { status: 0, error: 'request:fail timeout' })
    expect(spansOf(await t.flushed())[0]).toMatchObject({
      status: 2,
      attributes: { 'http.response.status_code': 0, 'error.message': 'request:fail timeout' },
    })
  })

  const traced = (t: ReturnType<typeof start>, call: Partial<Call> = {}) => !!t.platform.call(call)!.header

  test.each<[string, Partial<Tracing>, string, boolean]>([
    ['on the deny list', { deny: ['/health'] }, 'https://a.example/health', false],
    ['matched by a rule of it', { deny: [/\.png$/] }, 'https://a.example/x.png', false],
    ['not on it', { deny: ['/health', /\.png$/] }, 'https://a.example/x', true],
    ['on the allow list', { allow: ['a.example'] }, 'https://a.example/x', true],
    ['not on it', { allow: [/^https:\/\/b\./] }, 'https://a.example/x', false],
    ['an empty allow list', { allow: [] }, 'https://a.example/x', false],
    ['on both', { allow: ['a.example'], deny: ['/x'] }, 'https://a.example/x', false],
    ['not sampled', { sampler: { shouldSample: () => false } }, 'https://a.example/x', false],
  ])('%s (%j): %s', async (_, given, url, is) => {
    const t = start({ trace: tracing(given) })
    await settle()
    const watch = t.platform.call({ url })!
    expect(!!watch.header).toBe(is)
    watch.end({ status: 500 })
    const signals = await t.flushed()
    expect(spansOf(signals)).toHaveLength(is ? 1 : 0)
    // metrics and errors all the same
    expect(pointsOf(signals, NAME)).toHaveLength(1)
    expect(logsOf(signals)[0].traceId === undefined).toBe(!is)
  })

  test('the sampler is asked with trace, session and URL', async () => {
    const asked: unknown[] = []
    const shouldSample = (trace: unknown) => !!asked.push(trace)
    const t = start({ trace: tracing({ sampler: { shouldSample } }) })
    traced(t, { url: 'https://a.example/x' })
    expect(asked).toEqual([
      {
        traceId: expect.stringMatching(/^[0-9a-f]{32}$/),
        session: expect.stringMatching(/^[0-9a-f]{32}$/),
        url: 'https://a.example/x',
      },
    ])
  })

  test('where there is an origin, only the same one is traced, unless the allow list says more', () => {
    const sameOrigin = (url: string) => url.startsWith('https://shop.example/')
    const web = () => fakePlatform({ sameOrigin })
    expect(traced(start({ trace: tracing() }, {}, web()), { url: 'https://shop.example/x' })).toBe(true)
    expect(traced(start({ trace: tracing() }, {}, web()), { url: 'https://api.example/x' })).toBe(false)
    expect(
      traced(start({ trace: tracing({ allow: ['api.'] }) }, {}, web()), { url: 'https://api.example/x' }),
    ).toBe(true)
  })

  test.each(['pending', 'denied'])('no header while consent is %s', (consent) => {
    expect(traced(start({ trace: tracing() }, { consent }))).toBe(false)
  })

  test('no header in a session that is not kept', () => {
    expect(traced(start({ trace: tracing() }, { sampling: { request: 0 } }))).toBe(false)
  })

  test('whoever got a header gets a span, though the session changes meanwhile', async () => {
    const t = start({ trace: tracing() }, { sampling: { request: 0.5 } })
    await settle()
    const watches = []
    for (let i = 0; i < 40; i++) {
      t.clock.advance(1900000)
      watches.push(t.platform.call({})!)
    }
    const headers = watches.filter((watch) => watch.header).length
    expect(headers).toBeGreaterThan(5)
    expect(headers).toBeLessThan(35)
    watches.forEach((watch) => watch.end({ status: 200 }))
    expect(spansOf(await t.flushed())).toHaveLength(headers)
  })

  test('what ends while consent is denied is not sent when it is given again, but counted', async () => {
    const t = start({ trace: tracing() })
    await settle()
    const watch = t.platform.call({})!
    t.monitor.setConsent(false)
    watch.end({ status: 200 })
    t.monitor.setConsent(true)
    await settle()
    expect(spansOf(await t.flushed())).toEqual([])
    expect(t.monitor.diagnostics().dropped).toMatchObject({ span: { consent_denied: 1 } })
  })

  test('what the app set itself stays, whatever the case of the name', () => {
    const t = start({ trace: tracing() })
    const watch = t.platform.call({ header: { TRACE: 'mine', other: 1 } })!
    expect(Object.keys(watch.header!)).toEqual(['X-Where'])
  })
})

describe('redactUrl', () => {
  test('has the last word on URLs, in log and span', async () => {
    const t = start({ trace: tracing() }, { redactUrl: (url: string) => url.replace(/\/\d+/, '/:id') })
    await settle()
    t.make({ url: 'https://a.example/users/13?x=1' }, { status: 500 })
    t.make({ url: '/users/13?x=1' }, { status: 500 })
    const signals = await t.flushed()
    expect(logsOf(signals).map((l) => l.body)).toEqual([
      'GET https://a.example/users/:id failed: 500',
      'GET /users/:id failed: 500',
    ])
    expect(spansOf(signals).map((s) => s.attributes['url.full'])).toEqual([
      'https://a.example/users/:id',
      '/users/:id',
    ])
  })

  test.each<[string, unknown]>([
    [
      'throws',
      () => {
        throw new Error('no')
      },
    ],
    ['returns no text', () => undefined],
  ])('that %s: log and span are dropped, counted; the metric stays', async (_, redactUrl) => {
    const t = start({ trace: tracing() }, { redactUrl })
    await settle()
    t.make({}, { status: 500 })
    const signals = await t.flushed()
    expect(signals.map((s) => s.kind)).toEqual(['metric'])
    expect(t.monitor.diagnostics().dropped).toEqual({ log: { before_send: 1 }, span: { before_send: 1 } })
    expect(t.diag.errors[0].where).toBe('redactUrl')
  })
})

describe('the app’s requests under way', () => {
  test('are counted, so that ours stand back', () => {
    const t = testContext()
    requestInstrumentation({ errors: true, metrics: true, urlGroupRules: [], own: [] }).install(t.context)
    const first = t.platform.call({})!
    const second = t.platform.call({})!
    expect(t.context.appRequests.active).toBe(2)
    first.end({ status: 200 })
    first.end({ status: 200 })
    expect(t.context.appRequests.active).toBe(1)
    second.end({ status: 0, aborted: true })
    expect(t.context.appRequests.active).toBe(0)
  })

  test('that never tell how they end are forgotten, longer than platforms wait for an answer', () => {
    const t = testContext()
    requestInstrumentation({ errors: true, metrics: true, urlGroupRules: [], own: [] }).install(t.context)
    for (let i = 0; i < 8; i++) t.platform.call({})
    t.clock.advance(61000)
    expect(t.context.appRequests.active).toBe(8)
    t.clock.advance(70000)
    expect(t.context.appRequests.active).toBe(0)
  })
})

test('says what could be patched, and takes it back', () => {
  const t = testContext()
  const undo = requestInstrumentation({ errors: true, metrics: true, urlGroupRules: [], own: [] }).install(
    t.context,
  )
  expect(t.context.patched).toEqual({ 'fake.request': true })
  undo()
  expect(t.platform.listening()).toBe(0)
})

test('a platform that lets no requests be seen is no trouble', () => {
  const t = testContext({ platform: fakePlatform({ observeRequests: undefined }) })
  const instrumentation = requestInstrumentation({ errors: true, metrics: true, urlGroupRules: [], own: [] })
  expect(() => instrumentation.install(t.context)()).not.toThrow()
})
