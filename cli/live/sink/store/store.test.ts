import { expect, test } from 'vitest'
import { durations, gauge, logs, POINT, send, startStore } from './fixtures.ts'
import type { Store } from './store.ts'

function size(store: Store) {
  return JSON.stringify(store.snapshot()).length
}

test('adds up requests by every dimension, and filters', async () => {
  const { sink, store } = await startStore()
  send(sink, '/v1/metrics', durations('shop', 'wechat', POINT, [1, 3, 0]))
  send(
    sink,
    '/v1/metrics',
    durations('shop', 'alipay', { ...POINT, 'http.response.status_code': '0' }, [0, 0, 2]),
  )
  const { requests, durations: all, totals, services } = store.snapshot()
  expect(all).toMatchObject({ failed: 2, histogram: { count: 6, buckets: [1, 3, 2] } })
  expect(requests.host).toMatchObject([
    { name: 'api', count: 6, failed: 2, percentiles: { p50: expect.closeTo(166.667, 2) } },
  ])
  expect(requests.status.map(({ name, count }) => [name, count])).toEqual([
    ['200', 4],
    ['0', 2],
  ])
  expect(totals).toMatchObject({ signals: 2, requests: 6, failed: 2, payloads: 2 })
  expect(services.map(({ platform, requests: count, versions }) => [platform, count, versions])).toEqual([
    ['wechat', 4, ['1.2']],
    ['alipay', 2, ['1.2']],
  ])
  const wechat = store.snapshot({ platform: 'wechat' })
  expect(wechat.durations).toMatchObject({ failed: 0, histogram: { count: 4 } })
  expect(wechat.services).toHaveLength(2)
})

test('rates count the last minute by arrival, and old bins are forgotten', async () => {
  const { clock, sink, store } = await startStore()
  clock.time += 60_000
  send(sink, '/v1/metrics', durations('shop', 'wechat', POINT, [6, 0, 0]))
  clock.time += 5_000
  expect(store.snapshot().totals.requestsPerMinute).toBe(6)
  expect(store.snapshot().timeline.bins.at(-2)).toMatchObject({ requests: 6, status: { '2xx': 6 } })
  const known = store.snapshot().timeline.bins.map((bin) => bin.percentiles !== undefined)
  expect(known.slice(-3)).toEqual([false, true, true])
  clock.time += 60_000
  const { timeline } = store.snapshot()
  expect(timeline.bins.filter((bin) => bin.percentiles)).toHaveLength(6)
  expect(store.snapshot().totals.requestsPerMinute).toBe(0)
  clock.time += 600_000
  send(sink, '/v1/metrics', durations('shop', 'wechat', POINT, [1, 0, 0]))
  expect(store.snapshot({ range: '5m' }).timeline.bins.reduce((sum, bin) => sum + bin.requests, 0)).toBe(1)
  expect(store.snapshot().totals.requests).toBe(7)
})

test('gauges by page, exact percentiles', async () => {
  const { sink, store } = await startStore()
  send(sink, '/v1/metrics', gauge('miniprogram.first_render.duration', 'pages/a', [10, 20, 30, 40]))
  send(sink, '/v1/metrics', gauge('miniprogram.app_launch.duration', 'pages/a', [500]))
  const { pages, vitals, metrics } = store.snapshot()
  expect(pages).toMatchObject([
    { page: 'pages/a', vitals: { first_render: { count: 4, p50: 20, p75: 30, p99: 40 } } },
  ])
  expect(vitals).toMatchObject([
    { platform: 'wechat', vitals: { app_launch: { count: 1, p50: 500, last: 500 } } },
  ])
  expect(metrics.map(({ name, points }) => [name, points])).toEqual([
    ['miniprogram.app_launch.duration', 1],
    ['miniprogram.first_render.duration', 4],
  ])
})

test('the account of the devices, hidden until there is one', async () => {
  const { sink, store } = await startStore()
  expect(store.snapshot().account).toBe(undefined)
  const diagnostics = { taken: 5, delivered: 3, pending: 1, dropped: { queue: 1 } }
  sink.report([
    { device: 'a', platform: 'wechat', diagnostics },
    { device: 'b', platform: 'alipay', diagnostics: { ...diagnostics, taken: 6 } },
  ])
  const { account } = store.snapshot()
  expect(account).toMatchObject({
    count: 2,
    missing: 1,
    total: { taken: 11, delivered: 6, dropped: { queue: 2 } },
  })
  expect(account!.devices.map(({ device }) => device)).toEqual(['b', 'a'])
  expect(store.snapshot({ platform: 'wechat' }).account).toMatchObject({ count: 1, missing: 0 })
})

test('stays bounded under names without end', async () => {
  const { sink, store } = await startStore()
  for (let at = 0; at < 300; at++) {
    send(
      sink,
      '/v1/metrics',
      durations('shop', 'wechat', { ...POINT, 'server.address': `h${at}` }, [1, 0, 0]),
    )
    send(sink, '/v1/logs', logs({ body: `e${'x'.repeat(at)}`, attributes: { 'exception.type': 'js' } }))
  }
  const before = size(store)
  expect(store.snapshot().requests.host[0]).toMatchObject({ name: '…', count: 200 })
  expect(store.snapshot().requests.host).toHaveLength(30)
  expect(store.snapshot().errors).toHaveLength(40)
  expect(before).toBeLessThan(200_000)
})

test('begins anew when the sink is cleared, and lets go when closed', async () => {
  const { sink, store } = await startStore()
  send(sink, '/v1/metrics', durations('shop', 'wechat', POINT, [1, 0, 0]))
  sink.clear()
  expect(store.snapshot()).toMatchObject({
    services: [],
    totals: { requests: 0, payloads: 0 },
    inspector: [],
  })
  store.close()
  const { version } = store
  send(sink, '/v1/metrics', durations('shop', 'wechat', POINT, [1, 0, 0]))
  expect(store.version).toBe(version)
})
