import { connect } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { createSink } from '../sink/index.ts'
import type { Snapshot } from '../sink/index.ts'
import { servePage } from './serve.ts'

const OPEN: { close(): Promise<void> }[] = []
afterEach(async () => {
  for (const each of OPEN.splice(0).reverse()) await each.close()
})

async function start() {
  const sink = await createSink({ ports: [0] })
  OPEN.push(sink)
  const page = await servePage({ sink, port: 0, interval: 5 })
  OPEN.push(page)
  const send = (service: string) =>
    fetch(`${sink.urls[0]}/v3/segments`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify([
        {
          traceId: `trace.${service}`,
          traceSegmentId: 's',
          service,
          serviceInstance: '-',
          spans: [{ spanId: 0, parentSpanId: -1, startTime: 1, endTime: 2, operationName: 'p' }],
        },
      ]),
    })
  return { sink, page, send }
}

test('serves the page whole: nothing from elsewhere', async () => {
  const { page } = await start()
  const answer = await fetch(page.url)
  const html = await answer.text()
  for (const [, path] of html.matchAll(/(?:src|href)="(\/[^"]+)"/g)) {
    const part = await fetch(page.url + path)
    expect([path, part.status]).toEqual([path, 200])
    expect((await part.text()).length).toBeGreaterThan(1000)
  }
  expect(html.match(/(?:src|href)="https?:/)).toBe(null)
  expect((await fetch(`${page.url}/else`)).status).toBe(404)
  expect((await fetch(page.url, { method: 'POST' })).status).toBe(405)
  expect((await fetch(page.url, { method: 'HEAD' })).status).toBe(200)
})

test('no other page lays it over, sends a form from it or changes where it leads; nothing foreign runs in it', async () => {
  const { page } = await start()
  for (const path of ['/', '/main.js', '/api/snapshot', '/events', '/else']) {
    const stop = new AbortController()
    const { headers } = await fetch(page.url + path, { signal: stop.signal })
    stop.abort()
    const policy = headers.get('content-security-policy')
    for (const each of ['default-src', 'base-uri', 'form-action', 'frame-ancestors'])
      expect([path, policy]).toEqual([path, expect.stringContaining(`${each} 'none'`)])
    expect(policy).toContain("script-src 'self';")
    expect(headers.get('cross-origin-resource-policy')).toBe('same-origin')
  }
})

test('a page that has its name point here reads nothing', async () => {
  const { page } = await start()
  const socket = connect(Number(new URL(page.url).port), '127.0.0.1')
  socket.end('GET /api/snapshot HTTP/1.1\r\nhost: evil.example\r\nconnection: close\r\n\r\n')
  expect(Buffer.concat(await socket.toArray()).toString()).toMatch(/^HTTP\/1\.1 403 /)
})

test('gives snapshots, payloads and traces as JSON, filtered', async () => {
  const { page, send } = await start()
  await send('shop')
  await send('club')
  const json = async (path: string) => (await (await fetch(page.url + path)).json()) as Snapshot
  expect((await json('/api/snapshot')).traces).toHaveLength(2)
  const { traces, services } = await json('/api/snapshot?service=shop')
  expect([traces.length, services.length]).toEqual([1, 2])
  expect(await json('/api/requests/1')).toMatchObject({ path: '/v3/segments', status: 200 })
  expect(await json('/api/traces/trace.shop')).toMatchObject({ id: 'trace.shop' })
  expect((await fetch(`${page.url}/api/traces/none`)).status).toBe(404)
})

test('pushes a snapshot at once, and another when something comes', async () => {
  const { page, send } = await start()
  const stop = new AbortController()
  const answer = await fetch(`${page.url}/events?service=shop`, { signal: stop.signal })
  expect(answer.headers.get('content-type')).toBe('text/event-stream')
  const reader = answer.body!.pipeThrough(new TextDecoderStream()).getReader()
  let text = ''
  const until = async (predicate: (snapshot: Snapshot) => boolean): Promise<void> => {
    for (;;) {
      for (const [, data] of text.matchAll(/data: (.*)\n\n/g))
        if (predicate(JSON.parse(data!) as Snapshot)) return
      const { value, done } = await reader.read()
      if (done) throw new Error('the stream ended')
      text += value
    }
  }
  await until((snapshot) => snapshot.traces.length === 0)
  await send('shop')
  await until((snapshot) => snapshot.traces.length === 1)
  stop.abort()
  await reader.closed.catch(() => undefined)
})

test('names a port that is in use', async () => {
  const { sink, page } = await start()
  const port = Number(new URL(page.url).port)
  await expect(servePage({ sink, port })).rejects.toThrow(`Port ${port} on 127.0.0.1 is in use`)
})
