import { describe, expect, test } from 'vitest'
import { fakeClock } from '../../../test/fakes/clock.ts'
import { testContext } from '../../../test/fakes/context.ts'
import type { FakeFramework } from '../../../test/fakes/framework.ts'
import { aCall, fakePlatform } from '../../../test/fakes/platform.ts'
import { spansOf } from '../../../test/fakes/signals.ts'
import type { Context } from '../../context.ts'
import type { PageEvent } from '../../framework.ts'
import { startSpan } from '../../monitor/span.ts'
import { sw8 } from '../../propagators/sw8.ts'
import { w3c } from '../../propagators/w3c.ts'
import { ratioSampler } from '../../samplers/ratio.ts'
import { createClaims } from '../request/claims.ts'
import { requestInstrumentation } from '../request/index.ts'
import { tracer } from '../request/tracing.ts'
import { viewsInstrumentation } from './index.ts'
import { loadInstrumentation } from './load.ts'

function start({
  rate = 1,
  updates = false,
  given = {},
}: { rate?: number; updates?: boolean; given?: Pick<Partial<Context>, 'consent'> } = {}) {
  const platform = fakePlatform()
  const clock = fakeClock()
  const t = testContext({ platform, clock, ...given })
  const framework = t.framework as FakeFramework
  const sampler = ratioSampler(rate)
  const trace = tracer({ sampler, propagators: [sw8(), w3c()], deny: ['denied'] })
  const undoViews = viewsInstrumentation().install(t.context)
  const undo = loadInstrumentation(sampler, updates).install(t.context)
  requestInstrumentation({
    errors: true,
    metrics: true,
    urlGroupRules: [],
    own: [],
    trace,
    claims: createClaims,
  }).install(t.context)
  const page = (phase: PageEvent['phase'], path: string, more: Partial<PageEvent> = {}) => {
    if (phase === 'load' || phase === 'show') platform.page = path
    framework.onPage({ phase, path, ...more })
  }
  const zero = clock.now()
  return {
    ...t,
    framework,
    platform,
    clock,
    page,
    undo() {
      undo()
      undoViews()
    },
    own: (name: string) => startSpan(t.context, sampler, name),
    call: (url = 'https://api.example.com/items') => platform.call(aCall({ url }))!,
    spans: () => spansOf(t.emitted),
    /** Name, from, to, whose child; in ms since the start. */
    lines() {
      const spans = spansOf(t.emitted)
      return spans.map(({ name, start, end, parentSpanId, traceId }) => {
        const parent = spans.find((s) => s.spanId === parentSpanId && s.traceId === traceId)
        const whose = parentSpanId ? ' < ' + (parent?.name ?? '?') : ''
        return `${name} ${+start - zero} ${+end - zero}${whose}`
      })
    },
  }
}

test('launch, route, requests, own spans and updates of the first page are one tree', () => {
  const t = start({ updates: true })
  t.framework.onApp('launch')
  t.clock.advance(50)
  t.page('load', 'pages/a')
  const call = t.call()
  t.page('show', 'pages/a')
  const own = t.own('prepare')
  t.clock.advance(30)
  own.end()
  t.page('ready', 'pages/a')
  t.clock.advance(20)
  call.end({ status: 200 })
  t.framework.onUpdate({ path: 'pages/a', duration: 15, bytes: 100, keys: 2 })
  t.clock.advance(99)
  expect(t.spans().some(({ name }) => name === 'pages/a')).toBe(false)
  t.clock.advance(1)
  expect(t.lines()).toEqual([
    'launch 0 50 < pages/a',
    'prepare 50 80 < pages/a',
    'route 50 80 < pages/a',
    'GET 50 100 < pages/a',
    'setData 85 100 < pages/a',
    'pages/a 0 100',
  ])
  const root = t.spans().slice(-1)[0]
  expect(root).toMatchObject({
    spanKind: 1,
    page: 'pages/a',
    attributes: {
      'miniprogram.page.opening': 'launch',
      'miniprogram.page.view_id': expect.stringMatching(/^[0-9a-f]{16}$/),
    },
  })
  expect(root.spanId).toBe(root.traceId.slice(16))
  expect(new Set(t.spans().map(({ traceId }) => traceId)).size).toBe(1)
  expect(new Set(t.spans().map(({ spanId }) => spanId)).size).toBe(6)
})

test('the headers of a request name its own span, in the trace of the page', () => {
  const t = start()
  t.page('load', 'pages/a')
  const call = t.call()
  call.end({ status: 500 })
  const [, request] = t.spans()
  expect(call.header!.traceparent).toBe(`00-${request.traceId}-${request.spanId}-01`)
  const [, trace, segment] = call.header!.sw8.split('-').map((part) => Buffer.from(part, 'base64').toString())
  expect([trace, segment]).toEqual([request.traceId, request.traceId + request.spanId])
  expect(t.reports[0].attributes!['sw8.segment_id']).toBe(segment)
  expect(request.parentSpanId).toBe(request.traceId.slice(16))
})

test('a later page begins with its route', () => {
  const t = start()
  t.page('load', 'pages/a')
  t.page('show', 'pages/a')
  t.page('ready', 'pages/a')
  t.clock.advance(5000)
  t.page('navigate', 'pages/b', { opening: 'navigate' })
  t.clock.advance(40)
  t.page('hide', 'pages/a')
  t.page('load', 'pages/b')
  t.page('show', 'pages/b')
  t.clock.advance(60)
  t.page('ready', 'pages/b')
  t.clock.advance(100)
  expect(t.lines().slice(-2)).toEqual(['route 5000 5100 < pages/b', 'pages/b 5000 5100'])
})

describe('loading ends', () => {
  function loading() {
    const t = start()
    t.page('load', 'pages/a')
    t.page('show', 'pages/a')
    return t
  }

  test('with hide, whatever is under way, which stays a child', () => {
    const t = loading()
    const call = t.call()
    t.clock.advance(500)
    t.page('hide', 'pages/a')
    t.clock.advance(500)
    call.end({ status: 200 })
    expect(t.lines().slice(1)).toEqual(['pages/a 0 500', 'GET 0 1000 < pages/a'])
  })

  test('when the app goes to the background, also before the page is shown', () => {
    for (const shown of [true, false]) {
      const t = start()
      t.page('load', 'pages/a')
      if (shown) t.page('show', 'pages/a')
      else t.call()
      t.clock.advance(200)
      t.platform.fire('hide')
      expect(t.lines().slice(1)).toEqual(['pages/a 0 200'])
    }
  })

  test('after 30 s', () => {
    const t = loading()
    t.call()
    t.page('ready', 'pages/a')
    t.clock.advance(29999)
    expect(t.lines().slice(-1)).toEqual(['route 0 0 < ?'])
    t.clock.advance(1)
    expect(t.lines().slice(-1)).toEqual(['pages/a 0 30000'])
  })

  test('not while something begins within 100 ms', () => {
    const t = loading()
    t.page('ready', 'pages/a')
    for (let i = 0; i < 5; i++) {
      t.clock.advance(90)
      t.call().end({ status: 200 })
    }
    t.clock.advance(100)
    expect(t.lines().slice(-1)).toEqual(['pages/a 0 450'])
  })

  test('when the monitor ends', () => {
    const t = loading()
    t.clock.advance(70)
    t.undo()
    expect(t.lines().slice(-1)).toEqual(['pages/a 0 70'])
    expect(t.context.loads).toBe(undefined)
  })

  test('and is told once', () => {
    const t = loading()
    t.page('ready', 'pages/a')
    t.clock.advance(100)
    t.page('hide', 'pages/a')
    t.clock.advance(60000)
    expect(t.lines().filter((line) => line.startsWith('pages/a'))).toHaveLength(1)
  })
})

test('what comes later starts traces of its own, with the id of the view', () => {
  const t = start()
  t.page('load', 'pages/a')
  t.page('show', 'pages/a')
  t.page('ready', 'pages/a')
  t.clock.advance(100)
  t.call().end({ status: 200 })
  t.own('later').end()
  const [root, request, own] = t.spans().slice(-3)
  const view = root.attributes['miniprogram.page.view_id']
  expect([request, own].map(({ attributes }) => attributes['miniprogram.page.view_id'])).toEqual([view, view])
  expect([request.parentSpanId, own.parentSpanId]).toEqual([undefined, undefined])
  expect(new Set([root, request, own].map(({ traceId }) => traceId)).size).toBe(3)
})

test('what begins on no page, or on another, is no part of it', () => {
  const t = start()
  t.call('https://a.example/before').end({ status: 200 })
  t.page('load', 'pages/b')
  t.platform.page = 'pages/a'
  t.call('https://a.example/other').end({ status: 200 })
  expect(t.spans().map(({ name, parentSpanId }) => [name, parentSpanId])).toEqual([
    ['GET', undefined],
    ['launch', t.spans()[1].traceId.slice(16)],
    ['GET', undefined],
  ])
})

test('a parent that the app names is the parent', () => {
  const t = start()
  t.page('load', 'pages/a')
  const other = { traceId: 'e'.repeat(32), spanId: 'f'.repeat(16), segmentId: '', sampled: true }
  startSpan(t.context, ratioSampler(1), 'own', { parent: other }).end()
  expect(t.spans().slice(-1)[0]).toMatchObject({ traceId: other.traceId, parentSpanId: other.spanId })
})

test('a redirect on the way has a root only for what it asked', () => {
  const t = start()
  t.page('load', 'pages/guard')
  t.page('unload', 'pages/guard')
  t.page('load', 'pages/login')
  t.page('show', 'pages/login')
  t.page('hide', 'pages/login')
  t.page('load', 'pages/guard')
  t.call().end({ status: 401 })
  t.page('unload', 'pages/guard')
  const roots = t.spans().filter(({ parentSpanId }) => !parentSpanId)
  expect(roots.map(({ name, attributes }) => [name, 'miniprogram.page.view_id' in attributes])).toEqual([
    ['pages/login', true],
    ['pages/guard', false],
  ])
})

test('a page that is shown before it loads', () => {
  const t = start()
  const page = {}
  t.page('show', 'pages/a', { page })
  t.page('load', 'pages/a', { page })
  t.clock.advance(20)
  t.page('ready', 'pages/a', { page })
  t.clock.advance(100)
  expect(t.lines()).toEqual(['launch 0 0 < pages/a', 'route 0 20 < pages/a', 'pages/a 0 20'])
  expect(t.spans()[2].attributes).toHaveProperty(['miniprogram.page.view_id'])
})

test('a page that is shown again does not load', () => {
  const t = start()
  t.page('load', 'pages/a')
  t.page('show', 'pages/a')
  t.page('load', 'pages/b')
  t.page('show', 'pages/b')
  t.page('unload', 'pages/b')
  t.page('show', 'pages/a')
  t.call().end({ status: 200 })
  expect(t.spans().slice(-1)[0].parentSpanId).toBe(undefined)
})

describe('not sampled', () => {
  test('requests of a loading page start no traces, and nothing is told of it', () => {
    const t = start({ rate: 0 })
    t.page('load', 'pages/a')
    t.page('show', 'pages/a')
    expect(t.call().header).toBe(undefined)
    expect(t.own('own').context.sampled).toBe(false)
    t.page('ready', 'pages/a')
    t.page('hide', 'pages/a')
    expect(t.spans()).toEqual([])
  })

  test('one decision a page: all of it or nothing', () => {
    const t = start({ rate: 0.5 })
    const seen = new Set<string>()
    for (let i = 0; i < 40; i++) {
      t.emitted.length = 0
      t.page('load', 'pages/a')
      t.page('show', 'pages/a')
      const headers = [t.call(), t.call(), t.call()].filter(({ header }) => header).length
      t.page('hide', 'pages/a')
      seen.add(headers + ' ' + t.spans().filter(({ name }) => name === 'pages/a').length)
    }
    expect([...seen].sort()).toEqual(['0 0', '3 1'])
  })
})

test('a denied request has no header and no span, and the page waits for it', () => {
  const t = start()
  t.page('load', 'pages/a')
  t.page('show', 'pages/a')
  t.page('ready', 'pages/a')
  const call = t.call('https://denied.example/')
  expect(call.header).toBe(undefined)
  t.clock.advance(300)
  call.end({ status: 200 })
  t.clock.advance(100)
  expect(t.lines().slice(-1)).toEqual(['pages/a 0 300'])
})

test('without consent no page is traced', () => {
  const t = start({ given: { consent: () => 'pending' } })
  t.page('load', 'pages/a')
  expect(t.call().header).toBe(undefined)
  t.page('show', 'pages/a')
  t.page('hide', 'pages/a')
  expect(t.spans()).toEqual([])
})

test('at most 20 updates; none where they are not measured, or of another page', () => {
  for (const updates of [true, false]) {
    const t = start({ updates })
    t.page('load', 'pages/a')
    t.framework.onUpdate({ path: 'pages/b', duration: 1, bytes: 1, keys: 1 })
    for (let i = 0; i < 30; i++) t.framework.onUpdate({ path: 'pages/a', duration: 1, bytes: 1, keys: 1 })
    expect(t.spans().filter(({ name }) => name === 'setData')).toHaveLength(updates ? 20 : 0)
  }
})

test('a clock that was set back gives no root, and a count', () => {
  const t = start()
  t.page('load', 'pages/a')
  t.page('show', 'pages/a')
  t.clock.step(-60000)
  t.page('hide', 'pages/a')
  expect(t.spans().filter(({ name }) => name === 'pages/a')).toHaveLength(0)
  expect(t.drops).toEqual(['span clock'])
})
