/** Any page of any origin, and anybody on the network, can send the sink a request. */
import { expect, test } from 'vitest'
import { JSON_TYPE, log, logs, post, PROTOBUF_TYPE, segment, startSink, text } from './fixtures.ts'
import { createStore } from './store/store.ts'

const SPAN = segment().spans[0]!

function segmentWith(span: object) {
  return [{ ...segment(), spans: [{ ...SPAN, ...span }] }]
}

/** As OTLP has a map. */
function map(key: string, ...inner: object[]) {
  return { key, value: { kvlistValue: { values: inner } } }
}

const TO_STRING = text('toString', 'x')

function metric(...attributes: object[]) {
  const histogram = {
    aggregationTemporality: 1,
    dataPoints: [{ count: 1, explicitBounds: [1], bucketCounts: [1, 0], attributes }],
  }
  const metrics = [{ name: 'miniprogram.request.duration', histogram }]
  return { resourceMetrics: [{ scopeMetrics: [{ metrics }] }] }
}

function logOf(resource: object[], ...attributes: object[]) {
  return {
    resourceLogs: [
      { resource: { attributes: resource }, scopeLogs: [{ logRecords: [{ ...log('a'), attributes }] }] },
    ],
  }
}

const ODD: [what: string, status: number, path: string, body: unknown, headers?: Record<string, string>][] = [
  ['a tag that is null', 400, '/v3/segments', segmentWith({ tags: [null] })],
  ['a tag that is a number', 400, '/v3/segments', segmentWith({ tags: [1] })],
  ['a tag whose value is an object', 400, '/v3/segments', segmentWith({ tags: [{ key: 'a', value: {} }] })],
  ['a reference that is null', 400, '/v3/segments', segmentWith({ refs: [null] })],
  ['a log that is null', 400, '/v3/segments', segmentWith({ logs: [null] })],
  ['a peer that is an object', 400, '/v3/segments', segmentWith({ peer: { markup: '<b>' } })],
  ['a span type that is an object', 400, '/v3/segments', segmentWith({ spanType: { toString: 1 } })],
  ['a component that is a text', 400, '/v3/segments', segmentWith({ componentId: '__proto__' })],
  ['a span id that is no number', 400, '/v3/segments', segmentWith({ spanId: 1e400 })],
  ['a time that no clock has', 400, '/v3/segments', segmentWith({ startTime: 1e300 })],
  ['a number as the body', 400, '/v3/segments', '5'],
  ['null in the place of a segment', 400, '/v3/segments', '[null]'],
  ['a number as the body of logs', 400, '/v1/logs', '5'],
  ['null as the body of logs', 400, '/v1/logs', 'null'],
  ['null as the ping', 400, '/v3/management/keepAlive', 'null'],
  ['a layer that is an object', 400, '/v3/management/keepAlive', { ...segment(), layer: {} }],
  ['a map that has toString as an attribute', 200, '/v1/logs', logOf([map('service.name', TO_STRING)])],
  ['a page that is such a map', 200, '/v1/metrics', metric(map('miniprogram.page.path', TO_STRING))],
  ['a status that is such a map', 200, '/v1/metrics', metric(map('http.response.status_code', TO_STRING))],
  [
    'a count that is such a map',
    200,
    '/v1/logs',
    logOf([], text('exception.type', 'js'), map('exception.count', TO_STRING)),
  ],
  ['a type that is such a map', 200, '/v1/logs', logOf([], map('exception.type', TO_STRING))],
  [
    'attributes named after what objects have',
    200,
    '/v1/logs',
    logOf([text('__proto__', 'a')], text('constructor', 'b')),
  ],
  [
    'members named after what objects have',
    200,
    '/v1/logs',
    '{"__proto__":{"resourceLogs":1},"hasOwnProperty":1}',
  ],
  ['an array that is as deep as it is long', 400, '/v1/logs', '['.repeat(200_000)],
  [
    'a map that is as deep as it is long',
    400,
    '/v1/logs',
    `{"resourceLogs":${'['.repeat(50_000)}${']'.repeat(50_000)}}`,
  ],
  ['a value that is as deep as it is long', 400, '/v1/logs', deepLog(2000)],
  ['a group without an end', 400, '/v1/logs', Buffer.alloc(100_000, 0x0b), PROTOBUF_TYPE],
  ['lengths that lie', 400, '/v1/logs', Buffer.alloc(1000, 0xff), PROTOBUF_TYPE],
  ['a path with line feeds', 404, '/v1/logs%0d%0aset-cookie:%20a=b', '{}'],
  ['a path that is no URL', 404, '/v1/%E0%A4%A', '{}'],
  [
    'a fault with line feeds',
    400,
    '/control',
    { plan: { kind: 'status', status: 503, retryAfter: '1\r\na: b' } },
  ],
  ['a fault of no known kind', 400, '/control', { plan: { kind: '__proto__' } }],
  ['a fault that waits for ever', 400, '/control', { plan: { kind: 'slow', delayMs: 1e300 } }],
  [
    'a date that no calendar has',
    400,
    '/control',
    { plan: { kind: 'status', status: 429, retryAfter: 1e300, retryAfterAs: 'date' } },
  ],
  ['more faults than there are requests', 400, '/control', { plan: Array(5000).fill({ kind: 'hang' }) }],
  ['a number as an order', 400, '/control', '5'],
  ['null as an order', 400, '/control', 'null'],
  ['null as a report', 400, '/devices', '[null]'],
  [
    'an account that is null',
    400,
    '/devices',
    { device: 'd', diagnostics: { account: { signals: { log: null } } } },
  ],
  ['an account of texts', 400, '/devices', { device: 'd', diagnostics: { taken: { log: 'many' } } }],
]

function deepLog(depth: number) {
  const open = '{"arrayValue":{"values":['.repeat(depth)
  const body = `${open}{"intValue":1}${']}}'.repeat(depth)}`
  return `{"resourceLogs":[{"scopeLogs":[{"logRecords":[{"timeUnixNano":"1","body":${body}}]}]}]}`
}

test.each(ODD)(
  '%s is answered with %i, and the next request is taken in',
  async (_, status, path, body, headers) => {
    const sink = await startSink()
    const store = createStore({ sink })
    const answer = await post(sink, path, body, headers ?? JSON_TYPE)
    expect([answer.status, answer.status < 300 || (await answer.text()).length > 10]).toEqual([status, true])
    expect(() => JSON.stringify(store.snapshot())).not.toThrow()
    expect((await post(sink, '/v1/logs', logs(log('next')))).status).toBe(200)
    expect(sink.received.logs.at(-1)!.attributes['log.record.uid']).toBe('next')
    expect(({} as { taken?: number }).taken).toBe(undefined)
  },
)
