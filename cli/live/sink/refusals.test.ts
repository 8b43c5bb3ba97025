import { connect } from 'node:net'
import { deflateRawSync, deflateSync, gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { histogram, JSON_TYPE, log, logs, metrics, post, PROTOBUF_TYPE, startSink, text } from './fixtures.ts'

test('refuses as a receiver does', async () => {
  const sink = await startSink()
  const status = async (...args: [string, unknown, Record<string, string>?]) =>
    (await post(sink, ...args)).status
  expect(await status('/v1/logs', '{}', { 'content-type': 'text/plain' })).toBe(415)
  expect(await status('/v3/segments', '', PROTOBUF_TYPE)).toBe(415)
  expect(await status('/v1/logs', '{}', { ...JSON_TYPE, 'content-encoding': 'br' })).toBe(415)
  expect(await status('/v1/logs', 'not gzip', { ...JSON_TYPE, 'content-encoding': 'gzip' })).toBe(400)
  expect(await status('/v1/nothing', '{}')).toBe(404)
  expect(await status('/v1/logs', '{"resourceLogs":')).toBe(400)
  expect(await status('/v1/logs', logs(log('a', { timeUnixNano: 'soon' })))).toBe(400)
  expect(await status('/v1/logs', logs(log('a', { timeUnixNano: '-1' })))).toBe(400)
  expect(await status('/v1/logs', logs(log('a', { traceId: 'xyz' })))).toBe(400)
  expect(await status('/v1/logs', logs(log('a', { body: { stringValue: 5 } })))).toBe(400)
  expect(await status('/v1/logs', logs(log('a', { body: { stringValue: '\ud800' } })))).toBe(400)
  expect(await status('/v1/logs', logs(log('a', { unknownField: 1 })))).toBe(200)
  expect(await status('/v1/logs', Uint8Array.of(0x0a, 0xff), PROTOBUF_TYPE)).toBe(400)
  const got = await fetch(`${sink.urls[0]}/v1/logs`)
  expect([got.status, got.headers.get('allow')]).toEqual([405, 'POST'])
  const refusal = await post(sink, '/v1/logs', Uint8Array.of(0x0a, 0xff), PROTOBUF_TYPE)
  expect(refusal.headers.get('content-type')).toBe('application/x-protobuf')
  const bytes = new Uint8Array(await refusal.arrayBuffer())
  expect([...bytes.subarray(0, 3)]).toEqual([8, 3, 18])
  expect(sink.requests.at(-1)).toMatchObject({ status: 400, encoding: 'protobuf', records: 0 })
  expect(sink.requests.at(-1)!.error).toContain('cannot decode logs')
  expect(sink.received.logs).toHaveLength(1)
})

test('refuses protobuf strings that are not UTF-8', async () => {
  const sink = await startSink()
  // ResourceLogs.schema_url = a lone surrogate as CESU-8 would have it.
  const body = Uint8Array.of(0x0a, 5, 0x1a, 3, 0xed, 0xa0, 0x80)
  expect((await post(sink, '/v1/logs', body, PROTOBUF_TYPE)).status).toBe(400)
})

test('unpacks gzip and deflate, both kinds', async () => {
  const sink = await startSink()
  const body = Buffer.from(JSON.stringify(logs(log('a'))))
  for (const [name, packed] of [
    ['gzip', gzipSync(body)],
    ['deflate', deflateSync(body)],
    ['deflate', deflateRawSync(body)],
  ] as const)
    expect((await post(sink, '/v1/logs', packed, { ...JSON_TYPE, 'content-encoding': name })).status).toBe(
      200,
    )
  expect(sink.received.logs).toHaveLength(3)
})

test('limits bodies, also those that unpack to more', async () => {
  const sink = await startSink({ strict: true })
  const big = Buffer.alloc(10 * 1024 * 1024 + 1, 32)
  expect((await post(sink, '/v1/logs', big)).status).toBe(413)
  expect(
    (await post(sink, '/v1/logs', gzipSync(big), { ...JSON_TYPE, 'content-encoding': 'gzip' })).status,
  ).toBe(413)
  expect(sink.requests[0]).toMatchObject({ status: 413, bytes: big.length })
})

test('strict: poison is 500, what OAP does not read is dropped, no CORS, no Zipkin', async () => {
  const sink = await startSink({ strict: true })
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
  const headers = { ...JSON_TYPE, origin: 'https://shop.example' }
  expect((await post(sink, '/v1/logs', {}, headers)).headers.get('access-control-allow-origin')).toBe(null)
  expect((await post(sink, '/v1/logs', {}, { ...JSON_TYPE, long: 'x'.repeat(9000) })).status).toBe(431)
})

test('answers CORS, preflight and beacon included', async () => {
  const sink = await startSink()
  const headers = { origin: 'https://shop.example', 'access-control-request-headers': 'content-type,sw8' }
  const asked = await fetch(`${sink.urls[0]}/v1/logs`, { method: 'OPTIONS', headers })
  expect(asked.status).toBe(204)
  expect(asked.headers.get('access-control-allow-headers')).toBe('content-type,sw8')
  const answer = await post(sink, '/v1/logs', {}, { ...JSON_TYPE, origin: headers.origin })
  expect(answer.headers.get('access-control-allow-origin')).toBe(headers.origin)
  expect(answer.headers.get('access-control-allow-credentials')).toBe('true')
})

test('answers a client that names no host', async () => {
  const sink = await startSink()
  const { hostname, port } = new URL(sink.urls[0]!)
  const socket = connect(Number(port), hostname)
  socket.end('POST /v1/nothing HTTP/1.0\r\ncontent-length: 0\r\n\r\n')
  const text = Buffer.concat(await socket.toArray()).toString()
  expect(text).toMatch(/^HTTP\/1\.1 404 /)
  expect(text).toContain('no /v1/nothing here')
})
