import { deflateRawSync, deflateSync, gzipSync } from 'node:zlib'
import { afterEach, expect, test } from 'vitest'
import { requestTypes, responseTypes } from './definitions.ts'
import { createSink } from './sink.ts'
import type { Sink, SinkOptions } from './sink.ts'

const OPEN: Sink[] = []

async function start(options: SinkOptions = {}): Promise<Sink> {
  const sink = await createSink({ ports: [0], ...options })
  OPEN.push(sink)
  return sink
}

afterEach(async () => {
  await Promise.all(OPEN.splice(0).map((sink) => sink.close()))
})

const json = { 'content-type': 'application/json' }
const protobuf = { 'content-type': 'application/x-protobuf' }

function post(
  sink: Sink,
  path: string,
  body: unknown,
  headers: Record<string, string> = json,
): Promise<Response> {
  return fetch(sink.urls[0] + path, {
    method: 'POST',
    headers,
    body: (body instanceof Uint8Array || typeof body === 'string' ? body : JSON.stringify(body)) as BodyInit,
  })
}

function text(key: string, value: string) {
  return { key, value: { stringValue: value } }
}

const resource = { attributes: [text('service.name', 'shop'), text('miniprogram.platform', 'wechat')] }
const scope = { name: 'kit', version: '1' }

function log(uid: string, extra: object = {}) {
  return {
    timeUnixNano: '1700000000123456789',
    severityNumber: 17,
    severityText: 'ERROR',
    body: { stringValue: 'boom' },
    attributes: [text('log.record.uid', uid)],
    traceId: '0af7651916cd43dd8448eb211c80319c',
    spanId: 'b7ad6b7169203331',
    ...extra,
  }
}

function logs(...logRecords: object[]) {
  return {
    resourceLogs: [{ resource, scopeLogs: [{ scope, logRecords }] }],
  }
}

function metrics(...list: object[]) {
  return {
    resourceMetrics: [{ resource, scopeMetrics: [{ scope, metrics: list }] }],
  }
}

function histogram(point: object = {}) {
  return {
    name: 'miniprogram.request.duration',
    unit: 'ms',
    histogram: {
      aggregationTemporality: 1,
      dataPoints: [
        {
          startTimeUnixNano: '1000000',
          timeUnixNano: '2000000',
          count: '3',
          sum: 70,
          explicitBounds: [10, 50],
          bucketCounts: ['1', '1', '1'],
          ...point,
        },
      ],
    },
  }
}

function segment(id = 'seg-1') {
  return {
    traceId: 't',
    traceSegmentId: id,
    service: 'shop',
    serviceInstance: '-',
    spans: [
      {
        spanId: 0,
        parentSpanId: -1,
        startTime: 1,
        endTime: 2,
        operationName: 'p',
        peer: 'h:1',
        spanType: 'Exit',
      },
    ],
  }
}

test('decodes a log in JSON and gives every field', async () => {
  const sink = await start()
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
      scope,
      encoding: 'json',
      request: 1,
    },
  ])
})

test('protobuf and JSON of the same message normalise to the same record', async () => {
  const sink = await start()
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
  const type = requestTypes.logs
  const bytes = type.encode(type.fromObject(logs(log('a', { attributes, ...ids })))).finish()
  await post(sink, '/v1/logs', logs(log('a', { attributes })))
  const answer = await post(sink, '/v1/logs', bytes, protobuf)
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

test('gives the points of every metric type, and spans', async () => {
  const sink = await start()
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
  await post(sink, '/v1/traces', { resourceSpans: [{ resource, scopeSpans: [{ scope, spans: [span] }] }] })
  expect(sink.received.spans).toMatchObject([
    { name: 'GET /a', spanKind: 3, start: 1, end: 2.5, status: { code: 2, message: 'no' }, parentSpanId: '' },
  ])
  expect(sink.received.spans[0]!.events).toEqual([
    { time: 1.5, name: 'e', attributes: { a: 'b' }, types: { a: 'string' } },
  ])
})

test('takes segments and keep-alives', async () => {
  const sink = await start()
  expect((await post(sink, '/v3/segments', [segment()])).status).toBe(200)
  const ping = { service: 'shop', serviceInstance: '-', layer: 'WECHAT_MINI_PROGRAM' }
  expect((await post(sink, '/v3/management/keepAlive', ping)).status).toBe(200)
  expect(sink.received.segments).toEqual([{ ...segment(), encoding: 'json', request: 1 }])
  expect(sink.received.keepAlives).toEqual([{ ...ping, request: 2 }])
  for (const bad of [{}, [{}], [{ ...segment(), spans: [] }], [{ ...segment(), spans: [{ spanId: 'x' }] }]])
    expect((await post(sink, '/v3/segments', bad)).status).toBe(400)
})

test('refuses as a receiver does', async () => {
  const sink = await start()
  const status = async (...args: [string, unknown, Record<string, string>?]) =>
    (await post(sink, ...args)).status
  expect(await status('/v1/logs', '{}', { 'content-type': 'text/plain' })).toBe(415)
  expect(await status('/v3/segments', '', protobuf)).toBe(415)
  expect(await status('/v1/logs', '{}', { ...json, 'content-encoding': 'br' })).toBe(415)
  expect(await status('/v1/logs', 'not gzip', { ...json, 'content-encoding': 'gzip' })).toBe(400)
  expect(await status('/v1/nothing', '{}')).toBe(404)
  expect(await status('/v1/logs', '{"resourceLogs":')).toBe(400)
  expect(await status('/v1/logs', logs(log('a', { timeUnixNano: 'soon' })))).toBe(400)
  expect(await status('/v1/logs', logs(log('a', { timeUnixNano: '-1' })))).toBe(400)
  expect(await status('/v1/logs', logs(log('a', { traceId: 'xyz' })))).toBe(400)
  expect(await status('/v1/logs', logs(log('a', { body: { stringValue: 5 } })))).toBe(400)
  expect(await status('/v1/logs', logs(log('a', { body: { stringValue: '\ud800' } })))).toBe(400)
  expect(await status('/v1/logs', logs(log('a', { unknownField: 1 })))).toBe(200)
  expect(await status('/v1/logs', Uint8Array.of(0x0a, 0xff), protobuf)).toBe(400)
  const got = await fetch(`${sink.urls[0]}/v1/logs`)
  expect([got.status, got.headers.get('allow')]).toEqual([405, 'POST'])
  const refusal = await post(sink, '/v1/logs', Uint8Array.of(0x0a, 0xff), protobuf)
  expect(refusal.headers.get('content-type')).toBe('application/x-protobuf')
  const bytes = new Uint8Array(await refusal.arrayBuffer())
  expect([...bytes.subarray(0, 3)]).toEqual([8, 3, 18])
  expect(sink.requests.at(-1)).toMatchObject({ status: 400, encoding: 'protobuf', records: 0 })
  expect(sink.requests.at(-1)!.error).toContain('cannot decode logs')
  expect(sink.received.logs).toHaveLength(1)
})

test('refuses protobuf strings that are not UTF-8', async () => {
  const sink = await start()
  // ResourceLogs.schema_url = a lone surrogate as CESU-8 would have it.
  const body = Uint8Array.of(0x0a, 5, 0x1a, 3, 0xed, 0xa0, 0x80)
  expect((await post(sink, '/v1/logs', body, protobuf)).status).toBe(400)
})

test('unpacks gzip and deflate, both kinds', async () => {
  const sink = await start()
  const body = Buffer.from(JSON.stringify(logs(log('a'))))
  for (const [name, packed] of [
    ['gzip', gzipSync(body)],
    ['deflate', deflateSync(body)],
    ['deflate', deflateRawSync(body)],
  ] as const)
    expect((await post(sink, '/v1/logs', packed, { ...json, 'content-encoding': name })).status).toBe(200)
  expect(sink.received.logs).toHaveLength(3)
})

test('limits bodies, also those that unpack to more', async () => {
  const sink = await start({ strict: true })
  const big = Buffer.alloc(10 * 1024 * 1024 + 1, 32)
  expect((await post(sink, '/v1/logs', big)).status).toBe(413)
  expect((await post(sink, '/v1/logs', gzipSync(big), { ...json, 'content-encoding': 'gzip' })).status).toBe(
    413,
  )
  expect(sink.requests[0]).toMatchObject({ status: 413, bytes: big.length })
})

test('strict: poison is 500, what OAP does not read is dropped, no CORS, no Zipkin', async () => {
  const sink = await start({ strict: true })
  const status = async (path: string, body: unknown) => (await post(sink, path, body)).status
  expect(await status('/v1/metrics', metrics({ name: 'empty' }))).toBe(500)
  expect(await status('/v1/metrics', metrics({ name: 'none', gauge: { dataPoints: [] } }))).toBe(500)
  expect(await status('/v1/metrics', metrics(histogram({ bucketCounts: ['1', '2'] })))).toBe(500)
  const twice = { resource: { attributes: [text('a', 'b'), text('a', 'c')] } }
  expect(
    await status('/v1/logs', { resourceLogs: [{ ...twice, scopeLogs: [{ logRecords: [log('a')] }] }] }),
  ).toBe(500)
  expect(await status('/v1/traces', {})).toBe(500)
  expect(await status('/v1/logs', { resourceLogs: [{ scopeLogs: [{ logRecords: [log('a')] }] }] })).toBe(200)
  expect(sink.received.logs).toHaveLength(0)
  expect(await status('/v1/metrics', metrics(histogram()))).toBe(200)
  const headers = { ...json, origin: 'https://shop.example' }
  expect((await post(sink, '/v1/logs', {}, headers)).headers.get('access-control-allow-origin')).toBe(null)
  expect((await post(sink, '/v1/logs', {}, { ...json, long: 'x'.repeat(9000) })).status).toBe(431)
})

test('notes what is wrong with what it takes', async () => {
  const sink = await start()
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

test('answers CORS, preflight and beacon included', async () => {
  const sink = await start()
  const headers = { origin: 'https://shop.example', 'access-control-request-headers': 'content-type,sw8' }
  const asked = await fetch(`${sink.urls[0]}/v1/logs`, { method: 'OPTIONS', headers })
  expect(asked.status).toBe(204)
  expect(asked.headers.get('access-control-allow-headers')).toBe('content-type,sw8')
  const answer = await post(sink, '/v1/logs', {}, { ...json, origin: headers.origin })
  expect(answer.headers.get('access-control-allow-origin')).toBe(headers.origin)
  expect(answer.headers.get('access-control-allow-credentials')).toBe('true')
})

test('tells repeats by uid, segment id and metric times', async () => {
  const sink = await start()
  for (let round = 0; round < 2; round++) {
    await post(sink, '/v1/logs', logs(log('same'), log(`own-${round}`)))
    await post(sink, '/v1/metrics', metrics(histogram()))
    await post(sink, '/v3/segments', [segment()])
  }
  expect(sink.repeats.map(({ kind, count, requests }) => [kind, count, requests])).toEqual([
    ['log', 2, [1, 4]],
    ['metric', 2, [2, 5]],
    ['segment', 2, [3, 6]],
  ])
  expect(sink.repeats[0]!.key).toBe('same')
})

test('fails as planned, for one signal and so many times', async () => {
  const now = Date.UTC(2026, 0, 1)
  const sink = await start({ now: () => now })
  sink.plan([
    { kind: 'status', status: 429, retryAfter: 3, signal: 'logs', times: 1 },
    { kind: 'status', status: 503, retryAfter: 60, retryAfterAs: 'date', signal: 'logs', times: 1 },
    { kind: 'login', signal: 'logs', times: 1 },
    { kind: 'partial', rejected: 2, signal: 'logs', times: 1 },
  ])
  expect((await post(sink, '/v1/metrics', {})).status).toBe(200)
  const first = await post(sink, '/v1/logs', {})
  expect([first.status, first.headers.get('retry-after')]).toEqual([429, '3'])
  const second = await post(sink, '/v1/logs', {})
  expect([second.status, second.headers.get('retry-after')]).toEqual([503, 'Thu, 01 Jan 2026 00:01:00 GMT'])
  const login = await post(sink, '/v1/logs', logs(log('a')))
  expect([login.status, await login.text()]).toEqual([200, expect.stringContaining('sign in')])
  const partial = await post(sink, '/v1/logs', logs(log('a'), log('b'), log('c')))
  expect(await partial.json()).toMatchObject({ partialSuccess: { rejectedLogRecords: '2' } })
  expect(sink.received.logs.map((each) => each.attributes['log.record.uid'])).toEqual(['a'])
  expect(sink.faults()).toEqual([])
})

test('partial success in protobuf', async () => {
  const sink = await start()
  sink.plan({ kind: 'partial', rejected: 1, message: 'no' })
  const type = requestTypes.metrics
  const answer = await post(
    sink,
    '/v1/metrics',
    type.encode(type.fromObject(metrics(histogram()))).finish(),
    protobuf,
  )
  const body = responseTypes.metrics
  const decoded = body.toObject(body.decode(new Uint8Array(await answer.arrayBuffer())), { longs: String })
  expect(decoded).toEqual({ partialSuccess: { rejectedDataPoints: '1', errorMessage: 'no' } })
})

test('cuts, hangs, loses the answer and is slow', async () => {
  const delays: number[] = []
  const sink = await start({
    delay: (ms, then) => {
      delays.push(ms)
      then()
    },
  })
  sink.plan({ kind: 'reset', times: 1 })
  await expect(post(sink, '/v1/logs', logs(log('reset')))).rejects.toThrow()
  sink.plan({ kind: 'lose', times: 1 })
  await expect(post(sink, '/v1/logs', logs(log('lost')))).rejects.toThrow()
  sink.plan({ kind: 'slow', delayMs: 700, times: 1 })
  expect((await post(sink, '/v1/logs', logs(log('slow')))).status).toBe(200)
  sink.plan({ kind: 'hang', times: 1 })
  const hanging = post(sink, '/v1/logs', logs(log('hung')))
  await sink.waitFor(() => sink.requests.length === 4)
  const closed = expect(hanging).rejects.toThrow()
  await sink.close()
  await closed
  expect(delays).toEqual([700])
  expect(sink.received.logs.map((each) => each.attributes['log.record.uid'])).toEqual(['lost', 'slow'])
  expect(sink.requests.map((each) => [each.status, each.fault])).toEqual([
    [0, 'reset'],
    [0, 'lose'],
    [200, 'slow'],
    [0, 'hang'],
  ])
})

test('takes orders over HTTP, as JSON only and only where it may', async () => {
  const sink = await start()
  const plan = { kind: 'status', status: 503, times: 1 }
  const answer = await post(sink, '/control', { plan })
  expect(await answer.json()).toMatchObject({ faults: [{ fault: plan, left: 1 }], requests: 0 })
  expect((await post(sink, '/v1/logs', logs(log('a')))).status).toBe(503)
  expect((await post(sink, '/v1/logs', logs(log('a')))).status).toBe(200)
  expect((await post(sink, '/control', { plan: { kind: 'explode' } })).status).toBe(400)
  expect((await post(sink, '/control', { plan }, { 'content-type': 'text/plain' })).status).toBe(415)
  const seen = (await (await fetch(`${sink.urls[0]}/received`)).json()) as { logs: unknown[] }
  expect(seen.logs).toHaveLength(1)
  expect((await post(sink, '/control', { clear: 'all' })).status).toBe(200)
  expect([sink.received.logs, sink.requests]).toEqual([[], []])
  const closed = await start({ allowControl: false })
  expect((await post(closed, '/control', { plan })).status).toBe(404)
})

test('takes the devices’ accounts', async () => {
  const sink = await start()
  const told: number[] = []
  sink.on('devices', (devices) => told.push(devices[0]!.missing))
  const report = {
    device: 'd1',
    service: 'shop',
    diagnostics: {
      taken: { log: 3 },
      delivered: { log: 1 },
      dropped: { log: { queue: 1 } },
      pending: { log: 1 },
    },
  }
  expect((await post(sink, '/devices', [report])).status).toBe(200)
  expect(sink.devices).toMatchObject([{ device: 'd1', service: 'shop', missing: 0 }])
  expect(told).toEqual([0])
  expect((await post(sink, '/devices', [{ device: 'd1' }])).status).toBe(400)
})

test('waits for what is asked, or says what came instead', async () => {
  const sink = await start()
  const waiting = sink.waitFor((each) => each.received.logs[1])
  await post(sink, '/v1/logs', logs(log('a'), log('b')))
  expect((await waiting).attributes['log.record.uid']).toBe('b')
  await expect(sink.waitFor(() => false, { timeoutMs: 1, what: 'the moon' })).rejects.toThrow(
    /the moon did not come within 1 ms.*"logs":2/,
  )
})

test('keeps only the newest where it is told to', async () => {
  const sink = await start({ keep: 10 })
  await post(sink, '/v1/logs', logs(...Array.from({ length: 40 }, (_, at) => log(`u${at}`))))
  expect(sink.received.logs.map((each) => each.attributes['log.record.uid']).at(0)).toBe('u30')
})

test('names a port that is in use, and leaves none open', async () => {
  const first = await start()
  const free = await createSink({ ports: [0] })
  const [used, spare] = [first, free].map((sink) => Number(new URL(sink.urls[0]!).port))
  await free.close()
  await expect(createSink({ ports: [spare!, used!] })).rejects.toThrow(`Port ${used} on 127.0.0.1 is in use`)
  expect((await start({ ports: [spare!] })).urls).toHaveLength(1)
})

test('two ports serve the same', async () => {
  const sink = await start({ ports: [0, 0] })
  for (const url of sink.urls) await fetch(`${url}/v1/logs`, { method: 'POST', headers: json, body: '{}' })
  expect(sink.requests).toHaveLength(2)
})
