import { expect, test } from 'vitest'
import { log, logs, post, startSink } from './fixtures.ts'

test('takes orders over HTTP, as JSON only and only where it may', async () => {
  const sink = await startSink()
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
  const closed = await startSink({ allowControl: false })
  expect((await post(closed, '/control', { plan })).status).toBe(404)
})

test('takes the devices’ accounts', async () => {
  const sink = await startSink()
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

test('says what is wrong with an order, and does none of it', async () => {
  const sink = await startSink()
  await post(sink, '/v1/logs', logs(log('a')))
  const refusal = async (path: string, body: unknown) => {
    const answer = await post(sink, path, body)
    return [answer.status, ((await answer.json()) as { error: string }).error]
  }
  const plan = [{ kind: 'hang' }, { kind: 'status', status: 42 }]
  expect(await refusal('/control', { clear: 'all', plan })).toEqual([
    400,
    'order.plan.1.status: a status code from 200 to 599 expected, found 42',
  ])
  expect(await refusal('/control', { clear: 'everything' })).toEqual([
    400,
    'order.clear: "all" | "data" | "faults" expected, found "everything"',
  ])
  expect(await refusal('/control', {})).toEqual([400, 'give plan, clear or both'])
  expect(await refusal('/control', '{')).toEqual([400, expect.stringContaining('JSON')])
  expect(await refusal('/devices', { device: 1 })).toEqual([
    400,
    'report.device: string expected, found 1; report.diagnostics: missing',
  ])
  expect([sink.faults(), sink.received.logs.length]).toEqual([[], 1])
})

test('refuses orders that are too long, and methods that give none', async () => {
  const sink = await startSink()
  expect((await post(sink, '/control', ' '.repeat(4 * 1024 * 1024 + 1))).status).toBe(413)
  for (const [method, path] of [
    ['DELETE', '/control'],
    ['OPTIONS', '/control'],
    ['POST', '/received'],
    ['GET', '/devices'],
  ] as const)
    expect([path, (await fetch(sink.urls[0] + path, { method })).status]).toEqual([path, 405])
  expect(sink.requests).toEqual([])
})
