/** What a user chooses on the page: time range, version, framework, a text. */
import { expect, test } from 'vitest'
import {
  attributes,
  durations,
  gauge,
  logs,
  POINT,
  resourceOf,
  segment,
  send,
  startStore,
} from './fixtures.ts'
import { countOf } from './counts.ts'
import type { Filter } from './filter.ts'
import type { Store } from './store.ts'

function requestsIn(store: Store, filter: Filter) {
  return store.snapshot(filter).totals.requests
}

test('a time range counts what came in it, in every number alike', async () => {
  const { clock, sink, store } = await startStore()
  const start = clock.time
  send(sink, '/v1/metrics', durations('shop', 'wechat', POINT, [4, 0, 0]))
  send(sink, '/v1/logs', logs({ body: 'old', attributes: { 'exception.type': 'js' } }))
  send(sink, '/v3/segments', [segment('t1', 5)])
  clock.time += 20 * 60_000
  send(sink, '/v1/metrics', durations('shop', 'wechat', { ...POINT, 'server.address': 'b' }, [1, 0, 0]))
  const minute = store.snapshot({ range: '1m' })
  expect(minute).toMatchObject({
    totals: { requests: 1, errors: 0, traces: 0, signals: 1 },
    errors: [],
    traces: [],
  })
  expect(minute.requests.host.map(({ name }) => name)).toEqual(['b'])
  expect(minute.services).toMatchObject([{ requests: 1, errors: 0 }])
  expect(minute.since).toBeGreaterThan(clock.time - 66_000)
  expect(minute.timeline).toMatchObject({ step: 5000, bins: { length: 12 } })
  expect(store.snapshot({ range: '15m' }).totals.requests).toBe(1)
  const hour = store.snapshot({ range: '1h' })
  expect(hour).toMatchObject({ since: start, totals: { requests: 5, errors: 1, traces: 1 } })
  expect(hour.timeline.bins.reduce((sum, bin) => sum + bin.requests, 0)).toBe(5)
  expect(requestsIn(store, {})).toBe(5)
})

test('after two hours the last one is kept by time, and all of it in sum', async () => {
  const { clock, sink, store } = await startStore()
  for (let minute = 0; minute < 120; minute++) {
    clock.time += 60_000
    send(sink, '/v1/metrics', durations('shop', 'wechat', POINT, [1, 0, 0]))
  }
  expect([
    requestsIn(store, {}),
    requestsIn(store, { range: '1h' }),
    requestsIn(store, { range: '5m' }),
  ]).toEqual([120, 61, 6])
})

test('versions are told apart, and one is shown alone', async () => {
  const { sink, store } = await startStore()
  for (const [version, count] of [
    ['1.2', 3],
    ['1.3', 5],
  ] as const)
    send(
      sink,
      '/v1/metrics',
      durations('shop', 'wechat', POINT, [count, 0, 0], resourceOf('shop', 'wechat', version)),
    )
  expect(store.snapshot().services).toMatchObject([{ versions: ['1.2', '1.3'], requests: 8 }])
  const { services, totals, metrics } = store.snapshot({ version: '1.3' })
  expect(services).toMatchObject([{ versions: ['1.2', '1.3'], requests: 5 }])
  expect([totals.requests, metrics[0]!.points]).toEqual([5, 1])
  expect(store.snapshot({ version: '9.9.9' }).totals.requests).toBe(0)
})

test('a launch is told by platform, since each measures another thing', async () => {
  const { sink, store } = await startStore()
  const launches = (values: number[], platform: string) =>
    send(sink, '/v1/metrics', gauge('miniprogram.app_launch.duration', 'p', values, platform))
  launches([100, 120, 140, 160], 'wechat')
  launches([11, 13, 15, 17], 'alipay')
  const { vitals, services, pages, timeline } = store.snapshot()
  const p75 = { wechat: 140, alipay: 15 }
  expect(Object.fromEntries(vitals.map((each) => [each.platform, each.vitals.app_launch?.p75]))).toEqual(p75)
  expect(Object.fromEntries(services.map((row) => [row.platform, row.launch]))).toEqual(p75)
  expect(Object.fromEntries(pages.map((row) => [row.platform, row.vitals.app_launch?.p75]))).toEqual(p75)
  expect(timeline.bins.at(-1)!.launch).toEqual(p75)
})

test('traces are counted, not those that are listed, and go by their start', async () => {
  const { sink, store } = await startStore()
  const starts = Array.from({ length: 90 }, (_, at) => (at * 37) % 90)
  for (const start of starts) send(sink, '/v3/segments', [segment(`t${start}`, start)])
  const { traces, totals } = store.snapshot()
  expect(totals.traces).toBe(90)
  expect(traces.map(({ start }) => start)).toEqual(Array.from({ length: 40 }, (_, at) => 89 - at))
})

test('segments count for the framework and version that they name', async () => {
  const { sink, store } = await startStore()
  for (const [version, framework] of [
    ['1.2', 'native'],
    ['2.0', 'taro'],
  ] as const)
    send(
      sink,
      '/v1/metrics',
      durations('shop', 'wechat', POINT, [1, 0, 0], resourceOf('shop', 'wechat', version, framework)),
    )
  send(sink, '/v3/segments', [
    segment('t1', 5, { 'miniprogram.framework': 'taro', 'service.version': '2.0' }),
  ])
  const signals = (filter: Filter) => store.snapshot(filter).totals.signals
  expect([signals({ framework: 'taro' }), signals({ framework: 'native' })]).toEqual([2, 1])
  expect(store.snapshot({ version: '1.2' }).traces).toEqual([])
  expect(store.snapshot({ framework: 'taro' }).traces).toHaveLength(1)
})

test('a segment that names no framework lands on the card of the one whose page it is, or on one of its own', async () => {
  const { sink, store } = await startStore()
  for (const [framework, page] of [
    ['native', 'pages/detail/detail'],
    ['taro', 'pages/detail/index'],
  ] as const) {
    const point = { ...POINT, 'miniprogram.page.path': page }
    const resource = resourceOf('shop', 'wechat', '1.2', framework)
    send(sink, '/v1/metrics', durations('shop', 'wechat', point, [1, 0, 0], resource))
  }
  const signals = () =>
    Object.fromEntries(
      store
        .snapshot()
        .services.map(({ framework }) => [framework, store.snapshot({ framework }).totals.signals]),
    )
  send(sink, '/v3/segments', [segment('t1', 5, { 'miniprogram.page.path': 'pages/detail/index' })])
  expect(signals()).toEqual({ native: 1, taro: 2 })
  send(sink, '/v3/segments', [segment('t2', 5, { 'miniprogram.page.path': 'pages/nobody/knows' })])
  expect(store.snapshot().services.map(({ framework }) => framework)).toEqual(['native', 'taro', ''])
  send(
    sink,
    '/v1/metrics',
    durations('shop', 'wechat', POINT, [1, 0, 0], resourceOf('shop', 'wechat', '1.3')),
  )
  expect(store.snapshot().services.map(({ framework }) => framework)).toContain('')
})

test('a text finds errors, logs, traces, requests and payloads, and leaves the numbers alone', async () => {
  const { sink, store } = await startStore()
  send(
    sink,
    '/v1/logs',
    logs({ body: 'Cart is empty', attributes: { 'exception.type': 'js' } }, { body: 'paid', attributes: {} }),
  )
  send(
    sink,
    '/v1/metrics',
    durations('shop', 'wechat', { ...POINT, 'server.address': 'cart.example' }, [1, 0, 0]),
  )
  send(sink, '/v1/metrics', durations('shop', 'wechat', POINT, [1, 0, 0]))
  send(sink, '/v3/segments', [segment('t1', 5, { url: 'https://api/CART/7' }), segment('t2', 6)])
  const { errors, logs: found, traces, requests, inspector, totals } = store.snapshot({ q: ' cart ' })
  expect([
    errors.length,
    found.length,
    traces.map(({ id }) => id),
    requests.host.map(({ name }) => name),
  ]).toEqual([1, 0, ['t1'], ['cart.example']])
  expect(inspector).toEqual([])
  expect(totals).toMatchObject({ requests: 2, traces: 2, errors: 1 })
  expect(store.snapshot({ q: 'PAID' }).logs).toHaveLength(1)
  expect(store.snapshot({ q: '/v3/seg' }).inspector).toHaveLength(1)
})

test('a rate says over what time it is counted', async () => {
  const { clock, sink, store } = await startStore()
  clock.time += 2_000
  send(sink, '/v1/metrics', durations('shop', 'wechat', POINT, [6, 0, 0]))
  expect(store.snapshot().totals).toMatchObject({ rateOver: 0, requestsPerMinute: 0 })
  clock.time += 13_000
  expect(store.snapshot().totals).toMatchObject({ rateOver: 15_000, requestsPerMinute: 24 })
  expect(store.snapshot().services).toMatchObject([{ requestsPerMinute: 24 }])
  expect(store.snapshot().requests.host).toMatchObject([{ perMinute: 24 }])
  clock.time += 300_000
  expect(store.snapshot().totals).toMatchObject({ rateOver: 60_000, requestsPerMinute: 0 })
})

test('the terminal and the page count alike', async () => {
  const { sink, store } = await startStore()
  const told = { signals: 0, errors: 0, requests: 0 }
  sink.on('data', (data) => {
    const counted = countOf(data)
    for (const key of Object.keys(told) as (keyof typeof told)[]) told[key] += counted[key]
  })
  const summary = { body: 'boom', attributes: { 'exception.type': 'js', 'exception.count': '7' } }
  send(sink, '/v1/logs', logs(summary, { body: 'an error by its severity alone', attributes: {} }))
  send(sink, '/v1/metrics', durations('shop', 'wechat', POINT, [1, 3, 0]))
  send(sink, '/v3/segments', [segment('t1', 5)])
  expect(told).toEqual({ signals: 4, errors: 7, requests: 4 })
  expect(store.snapshot().totals).toMatchObject(told)
})

test('what was wrong is counted in all, though the newest of it is kept', async () => {
  const { sink, store } = await startStore()
  const resource = { attributes: attributes({ 'service.name': 'shop' }) }
  const point = { timeUnixNano: '2', startTimeUnixNano: '1', asInt: '1' }
  const body = {
    resourceMetrics: [
      { resource, scopeMetrics: [{ metrics: [{ name: 'm', gauge: { dataPoints: [point] } }] }] },
    ],
  }
  for (let at = 0; at < 3; at++) send(sink, '/v1/metrics', body)
  expect(store.snapshot().totals.repeats).toBe(2)
  expect(store.snapshot().totals.violations).toBe(sink.violations.length)
})
