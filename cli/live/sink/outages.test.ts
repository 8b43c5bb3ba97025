import { expect, test } from 'vitest'
import { REQUEST_TYPES, RESPONSE_TYPES } from './definitions.ts'
import { histogram, log, logs, metrics, post, PROTOBUF_TYPE, startSink } from './fixtures.ts'

test('fails as planned, for one signal and so many times', async () => {
  const now = Date.UTC(2026, 0, 1)
  const sink = await startSink({ now: () => now })
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
  const sink = await startSink()
  sink.plan({ kind: 'partial', rejected: 1, message: 'no' })
  const type = REQUEST_TYPES.metrics
  const answer = await post(
    sink,
    '/v1/metrics',
    type.encode(type.fromObject(metrics(histogram()))).finish(),
    PROTOBUF_TYPE,
  )
  const body = RESPONSE_TYPES.metrics
  const decoded = body.toObject(body.decode(new Uint8Array(await answer.arrayBuffer())), { longs: String })
  expect(decoded).toEqual({ partialSuccess: { rejectedDataPoints: '1', errorMessage: 'no' } })
})

test('cuts, hangs, loses the answer and is slow', async () => {
  const delays: number[] = []
  const sink = await startSink({
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
