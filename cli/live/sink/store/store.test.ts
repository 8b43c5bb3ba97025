import { afterEach, expect, test } from 'vitest'
import { createSink } from '../sink.ts'
import type { Sink } from '../sink.ts'
import { createStore } from './store.ts'
import type { Store } from './store.ts'

const OPEN: Sink[] = []
afterEach(async () => {
  await Promise.all(OPEN.splice(0).map((sink) => sink.close()))
})

async function start() {
  const clock = { time: 1_700_000_000_000 }
  const now = () => clock.time
  const sink = await createSink({ ports: [], now })
  OPEN.push(sink)
  const store = createStore({ sink, now })
  return { clock, sink, store }
}

function send(sink: Sink, path: string, body: unknown) {
  return sink.receive({
    method: 'POST',
    path,
    headers: { 'content-type': 'application/json' },
    body: Buffer.from(JSON.stringify(body)),
  })
}

function text(key: string, stringValue: string) {
  return { key, value: { stringValue } }
}

function attributes(object: { [key: string]: string }) {
  return Object.entries(object).map(([k, v]) => text(k, v))
}

function resourceOf(service: string, platform: string) {
  return {
    attributes: attributes({
      'service.name': service,
      'service.version': '1.2',
      'miniprogram.platform': platform,
      'miniprogram.framework': 'native',
    }),
  }
}

function durations(service: string, platform: string, point: { [key: string]: string }, buckets: number[]) {
  return {
    resourceMetrics: [
      {
        resource: resourceOf(service, platform),
        scopeMetrics: [
          {
            metrics: [
              {
                name: 'miniprogram.request.duration',
                histogram: {
                  aggregationTemporality: 1,
                  dataPoints: [
                    {
                      attributes: attributes(point),
                      startTimeUnixNano: '1',
                      timeUnixNano: '2',
                      count: buckets.reduce((sum, each) => sum + each, 0),
                      sum: 1,
                      explicitBounds: [100, 200],
                      bucketCounts: buckets,
                    },
                  ],
                },
              },
            ],
          },
        ],
      },
    ],
  }
}

function gauge(name: string, page: string, values: number[]) {
  return {
    resourceMetrics: [
      {
        resource: resourceOf('shop', 'wechat'),
        scopeMetrics: [
          {
            metrics: values.map((asInt, at) => ({
              name,
              unit: 'ms',
              gauge: {
                dataPoints: [
                  { timeUnixNano: 5 + at, asInt, attributes: [text('miniprogram.page.path', page)] },
                ],
              },
            })),
          },
        ],
      },
    ],
  }
}

function logs(...records: { body: string; attributes: { [key: string]: string } }[]) {
  return {
    resourceLogs: [
      {
        resource: resourceOf('shop', 'wechat'),
        scopeLogs: [
          {
            logRecords: records.map((record) => ({
              timeUnixNano: '1',
              severityText: 'ERROR',
              body: { stringValue: record.body },
              attributes: attributes(record.attributes),
            })),
          },
        ],
      },
    ],
  }
}

const point = { 'server.address': 'api', 'http.response.status_code': '200', 'miniprogram.page.path': 'p' }

test('adds up requests by every dimension, and filters', async () => {
  const { sink, store } = await start()
  send(sink, '/v1/metrics', durations('shop', 'wechat', point, [1, 3, 0]))
  send(
    sink,
    '/v1/metrics',
    durations('shop', 'alipay', { ...point, 'http.response.status_code': '0' }, [0, 0, 2]),
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
  expect(services.map(({ platform, requests: count, version }) => [platform, count, version])).toEqual([
    ['wechat', 4, '1.2'],
    ['alipay', 2, '1.2'],
  ])
  const wechat = store.snapshot({ platform: 'wechat' })
  expect(wechat.durations).toMatchObject({ failed: 0, histogram: { count: 4 } })
  expect(wechat.services).toHaveLength(2)
})

test('rates count the last minute by arrival, and old bins are forgotten', async () => {
  const { clock, sink, store } = await start()
  clock.time += 60_000
  send(sink, '/v1/metrics', durations('shop', 'wechat', point, [6, 0, 0]))
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
  send(sink, '/v1/metrics', durations('shop', 'wechat', point, [1, 0, 0]))
  expect(store.snapshot().timeline.bins.reduce((sum, bin) => sum + bin.requests, 0)).toBe(1)
  expect(store.snapshot().totals.requests).toBe(7)
})

test('gauges by page, exact percentiles', async () => {
  const { sink, store } = await start()
  send(sink, '/v1/metrics', gauge('miniprogram.first_render.duration', 'pages/a', [10, 20, 30, 40]))
  send(sink, '/v1/metrics', gauge('miniprogram.app_launch.duration', 'pages/a', [500]))
  const { pages, vitals, metrics } = store.snapshot()
  expect(pages).toMatchObject([
    { page: 'pages/a', vitals: { first_render: { count: 4, p50: 20, p75: 30, p99: 40 } } },
  ])
  expect(vitals.app_launch).toMatchObject({ count: 1, p50: 500, last: 500 })
  expect(metrics.map(({ name, points }) => [name, points])).toEqual([
    ['miniprogram.app_launch.duration', 1],
    ['miniprogram.first_render.duration', 4],
  ])
})

test('groups errors whose message differs in numbers only, with the newest as the sample', async () => {
  const { sink, store } = await start()
  const ajax = { 'exception.type': 'ajax', 'miniprogram.page.path': 'p' }
  send(
    sink,
    '/v1/logs',
    logs(
      { body: 'GET https://h/a/1 failed: 500', attributes: ajax },
      {
        body: 'GET https://h/a/22 failed: 500',
        attributes: { ...ajax, 'sw8.trace_id': 't', 'exception.stacktrace': 's' },
      },
      { body: 'x is not a function', attributes: { 'exception.type': 'js', 'exception.count': '5' } },
      { body: 'hello', attributes: {} },
    ),
  )
  const { errors, totals, logs: others } = store.snapshot()
  expect(errors).toMatchObject([
    { type: 'js', count: 5 },
    {
      type: 'ajax',
      message: 'GET https://h/a/22 failed: 500',
      count: 2,
      stack: 's',
      traceId: 't',
      pages: [{ page: 'p', count: 2 }],
      attributes: { 'miniprogram.platform': 'wechat' },
    },
  ])
  expect(errors[1]!.spark.at(-1)).toBe(2)
  expect(totals.errors).toBe(7)
  expect(others).toMatchObject([{ body: 'hello', severity: 'ERROR' }])
})

test('puts segments and OTLP spans of one trace together, parents first', async () => {
  const { sink, store } = await start()
  const id = '0af7651916cd43dd8448eb211c80319c'
  const span = (spanId: string, parentSpanId: string, start: string, end: string) => ({
    traceId: id,
    spanId,
    parentSpanId,
    name: spanId,
    startTimeUnixNano: start,
    endTimeUnixNano: end,
  })
  const spans = [
    span('b7ad6b7169203332', 'b7ad6b7169203331', '3000000', '4000000'),
    span('b7ad6b7169203331', '', '2000000', '9000000'),
  ]
  send(sink, '/v1/traces', {
    resourceSpans: [{ resource: resourceOf('shop', 'h5'), scopeSpans: [{ spans }] }],
  })
  send(sink, '/v3/segments', [
    {
      traceId: id,
      traceSegmentId: 's',
      service: 'shop',
      serviceInstance: '-',
      spans: [
        {
          spanId: 0,
          parentSpanId: -1,
          startTime: 5,
          endTime: 12,
          operationName: 'page',
          isError: true,
          tags: [{ key: 'miniprogram.platform', value: 'wechat' }],
        },
      ],
    },
  ])
  const [trace] = store.snapshot().traces
  expect(trace).toMatchObject({ id, start: 2, end: 12, error: true })
  expect(trace!.spans.map((each) => each.name)).toEqual(['b7ad6b7169203331', 'b7ad6b7169203332', 'page'])
  expect(store.trace(id)).toEqual(trace)
  expect(store.snapshot({ platform: 'alipay' }).traces).toEqual([])
  expect(store.snapshot({ platform: 'wechat' }).traces).toHaveLength(1)
})

test('a sender that only traced joins its service once the framework is known', async () => {
  const { sink, store } = await start()
  const tags = [{ key: 'miniprogram.platform', value: 'wechat' }]
  const spans = [{ spanId: 0, parentSpanId: -1, startTime: 5, endTime: 12, operationName: 'page', tags }]
  send(sink, '/v3/segments', [
    { traceId: 't', traceSegmentId: 's', service: 'shop', serviceInstance: '-', spans },
  ])
  expect(store.snapshot().services.map((row) => row.framework)).toEqual([''])
  send(sink, '/v1/metrics', durations('shop', 'wechat', point, [1, 0, 0]))
  expect(store.snapshot().services.map((row) => row.framework)).toEqual(['native'])
})

test('shows payloads decoded, whatever they are', async () => {
  const { sink, store } = await start()
  send(sink, '/v1/logs', logs({ body: 'hello', attributes: {} }))
  send(sink, '/v1/logs', 'nonsense')
  const { inspector } = store.snapshot()
  expect(inspector.map(({ id, status, records }) => [id, status, records])).toEqual([
    [2, 400, 0],
    [1, 200, 1],
  ])
  expect(store.payload(1)!.decoded).toContain('"stringValue": "hello"')
  expect(store.payload(1)!.hex).toContain('7b 22 72 65 73 6f')
  expect(store.payload(2)!.decoded).toBe('"nonsense"')
  expect(store.payload(3)).toBe(undefined)
})

test('the account of the devices, hidden until there is one', async () => {
  const { sink, store } = await start()
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

function size(store: Store) {
  return JSON.stringify(store.snapshot()).length
}

test('stays bounded under names without end', async () => {
  const { sink, store } = await start()
  for (let at = 0; at < 300; at++) {
    send(
      sink,
      '/v1/metrics',
      durations('shop', 'wechat', { ...point, 'server.address': `h${at}` }, [1, 0, 0]),
    )
    send(sink, '/v1/logs', logs({ body: `e${'x'.repeat(at)}`, attributes: { 'exception.type': 'js' } }))
  }
  const before = size(store)
  expect(store.snapshot().requests.host[0]).toMatchObject({ name: '…', count: 100 })
  expect(store.snapshot().requests.host).toHaveLength(30)
  expect(store.snapshot().errors).toHaveLength(40)
  expect(before).toBeLessThan(200_000)
})

test('begins anew when the sink is cleared, and lets go when closed', async () => {
  const { sink, store } = await start()
  send(sink, '/v1/metrics', durations('shop', 'wechat', point, [1, 0, 0]))
  sink.clear()
  expect(store.snapshot()).toMatchObject({
    services: [],
    totals: { requests: 0, payloads: 0 },
    inspector: [],
  })
  store.close()
  const { version } = store
  send(sink, '/v1/metrics', durations('shop', 'wechat', point, [1, 0, 0]))
  expect(store.version).toBe(version)
})
