import { expect, test } from 'vitest'
import { REQUEST_TYPES } from './definitions.ts'
import {
  histogram,
  log,
  logs,
  metrics,
  post,
  PROTOBUF_TYPE,
  RESOURCE,
  SCOPE,
  segment,
  startSink,
  text,
} from './fixtures.ts'

test('decodes a log in JSON and gives every field', async () => {
  const sink = await startSink()
  const answer = await post(sink, '/v1/logs', logs(log('a')))
  expect(answer.status).toBe(200)
  expect(answer.headers.get('content-type')).toBe('application/json')
  expect(await answer.json()).toEqual({ partialSuccess: {} })
  expect(sink.received.logs).toEqual([
    {
      time: 1700000000123.456,
      timeUnixNano: '1700000000123456789',
      observedTimeUnixNano: '0',
      severity: 17,
      severityText: 'ERROR',
      body: 'boom',
      bodyType: 'string',
      traceId: '0af7651916cd43dd8448eb211c80319c',
      spanId: 'b7ad6b7169203331',
      flags: 0,
      attributes: { 'log.record.uid': 'a' },
      types: { 'log.record.uid': 'string' },
      resource: { 'service.name': 'shop', 'miniprogram.platform': 'wechat' },
      resourceTypes: { 'service.name': 'string', 'miniprogram.platform': 'string' },
      duplicates: [],
      scope: SCOPE,
      encoding: 'json',
      request: 1,
    },
  ])
})

test('protobuf and JSON of the same message normalise to the same record', async () => {
  const sink = await startSink()
  const value = {
    kvlistValue: {
      values: [
        { key: 'int', value: { intValue: '-9223372036854775808' } },
        { key: 'small', value: { intValue: '-7' } },
        { key: 'double', value: { doubleValue: 0 } },
        { key: 'bool', value: { boolValue: false } },
        { key: 'empty', value: { stringValue: '' } },
        { key: 'bytes', value: { bytesValue: 'AP8=' } },
        { key: 'list', value: { arrayValue: { values: [{ stringValue: '中文😀' }, {}] } } },
        { key: '__proto__', value: { intValue: 1 } },
      ],
    },
  }
  const ids = { traceId: Buffer.from(log('').traceId, 'hex'), spanId: Buffer.from(log('').spanId, 'hex') }
  const attributes = [{ key: 'v', value }]
  const type = REQUEST_TYPES.logs
  const bytes = type.encode(type.fromObject(logs(log('a', { attributes, ...ids })))).finish()
  await post(sink, '/v1/logs', logs(log('a', { attributes })))
  const answer = await post(sink, '/v1/logs', bytes, PROTOBUF_TYPE)
  expect(answer.headers.get('content-type')).toBe('application/x-protobuf')
  expect((await answer.arrayBuffer()).byteLength).toBe(0)
  const [fromJson, fromProtobuf] = sink.received.logs
  expect(fromProtobuf).toEqual({ ...fromJson, encoding: 'protobuf', request: 2 })
  expect(fromJson!.attributes.v).toEqual({
    int: '-9223372036854775808',
    small: -7,
    double: 0,
    bool: false,
    empty: '',
    bytes: '00ff',
    list: ['中文😀', null],
    ['__proto__']: 1,
  })
  expect(fromJson!.types.v).toBe(
    'kvlist{int:int,small:int,double:double,bool:bool,empty:string,bytes:bytes,list:array[string,empty],__proto__:int}',
  )
})

test('gives the points of every metric type', async () => {
  const sink = await startSink()
  const at = { timeUnixNano: '2000000', startTimeUnixNano: '1000000' }
  await post(
    sink,
    '/v1/metrics',
    metrics(
      histogram({ min: 1, max: 60, attributes: [text('server.address', 'api')] }),
      { name: 'g', gauge: { dataPoints: [{ ...at, asDouble: 1.5 }] } },
      {
        name: 's',
        sum: { aggregationTemporality: 2, isMonotonic: true, dataPoints: [{ ...at, asInt: '5' }] },
      },
      {
        name: 'e',
        exponentialHistogram: {
          aggregationTemporality: 1,
          dataPoints: [
            { ...at, count: 3, scale: 2, zeroCount: 1, positive: { offset: -1, bucketCounts: [2] } },
          ],
        },
      },
      {
        name: 'q',
        summary: { dataPoints: [{ ...at, count: 1, sum: 2, quantileValues: [{ quantile: 0.5, value: 2 }] }] },
      },
    ),
  )
  const found = Object.fromEntries(sink.received.metrics.map((point) => [point.name, point]))
  expect(found['miniprogram.request.duration']).toMatchObject({
    type: 'histogram',
    temporality: 'delta',
    unit: 'ms',
    count: 3,
    sum: 70,
    min: 1,
    max: 60,
    bounds: [10, 50],
    buckets: [1, 1, 1],
    startTimeUnixNano: '1000000',
    time: 2,
  })
  expect(found.g).toMatchObject({ type: 'gauge', value: 1.5, valueType: 'double' })
  expect(found.s).toMatchObject({
    type: 'sum',
    value: 5,
    valueType: 'int',
    monotonic: true,
    temporality: 'cumulative',
  })
  expect(found.e!.exponential).toEqual({
    scale: 2,
    zeroCount: 1,
    positive: { offset: -1, buckets: [2] },
    negative: { offset: 0, buckets: [] },
  })
  expect(found.q).toMatchObject({ type: 'summary', quantiles: [{ quantile: 0.5, value: 2 }] })
})

test('gives spans with their events', async () => {
  const sink = await startSink()
  const span = {
    traceId: log('').traceId,
    spanId: log('').spanId,
    name: 'GET /a',
    kind: 3,
    startTimeUnixNano: '1000000',
    endTimeUnixNano: '2500000',
    status: { code: 2, message: 'no' },
    events: [{ timeUnixNano: '1500000', name: 'e', attributes: [text('a', 'b')] }],
  }
  await post(sink, '/v1/traces', {
    resourceSpans: [{ resource: RESOURCE, scopeSpans: [{ scope: SCOPE, spans: [span] }] }],
  })
  expect(sink.received.spans).toMatchObject([
    { name: 'GET /a', spanKind: 3, start: 1, end: 2.5, status: { code: 2, message: 'no' }, parentSpanId: '' },
  ])
  expect(sink.received.spans[0]!.events).toEqual([
    { time: 1.5, name: 'e', attributes: { a: 'b' }, types: { a: 'string' } },
  ])
})

test('takes segments and keep-alives', async () => {
  const sink = await startSink()
  expect((await post(sink, '/v3/segments', [segment()])).status).toBe(200)
  const ping = { service: 'shop', serviceInstance: '-', layer: 'WECHAT_MINI_PROGRAM' }
  expect((await post(sink, '/v3/management/keepAlive', ping)).status).toBe(200)
  expect(sink.received.segments).toEqual([{ ...segment(), encoding: 'json', request: 1 }])
  expect(sink.received.keepAlives).toEqual([{ ...ping, request: 2 }])
  for (const bad of [{}, [{}], [{ ...segment(), spans: [] }], [{ ...segment(), spans: [{ spanId: 'x' }] }]])
    expect((await post(sink, '/v3/segments', bad)).status).toBe(400)
})

test('notes what is wrong with what it takes', async () => {
  const sink = await startSink()
  const attributes = [text('k', '1'), text('k', '2')]
  await post(sink, '/v1/logs', logs(log('a', { attributes, traceId: '00', spanId: '' })))
  await post(sink, '/v1/metrics', metrics(histogram({ count: '9', startTimeUnixNano: '3000000' })))
  await post(sink, '/v3/segments', [{ ...segment(), spans: [{ ...segment().spans[0], peer: '' }] }])
  expect(sink.violations.map(({ request, rule }) => [request, rule])).toEqual([
    [1, 'duplicate attribute key'],
    [1, 'trace id'],
    [2, 'bucket sum'],
    [2, 'start after end'],
    [3, 'exit without peer'],
  ])
  expect(sink.received.logs[0]!.duplicates).toEqual(['attributes:k'])
})
