/** deploy/nginx/edge.conf: what of what anybody may send gets to what stands behind it. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { missingNginx, startEdge, type Edge } from './nginx.ts'

const missing = missingNginx()
if (missing) console.log(`· the edge's configuration is not tried: ${missing}`)

const JSON_TYPE = { 'content-type': 'application/json' }
const PATHS = ['/v1/logs', '/v1/metrics', '/v1/traces', '/v3/segments', '/v3/management/keepAlive']
const WRITTEN = [
  '/v1//logs',
  '/v1/%6cogs',
  '/else/../v1/logs',
  '/v1/./logs',
  '/v1/logs?tenant=1&a=../x',
  '/v1/logs%0a',
]
const FOREIGN = [
  ...[
    '/',
    '/v1/logs/',
    '/v1/logs/more',
    '/v1/logs;a',
    '/v1/logs%2f',
    '/v1/logs%00',
    '/v1/logs%0d%0aa',
    '/v1',
  ],
  ...['/status', '/debug/config/dump', '/v3/management/reportProperties', '/graphql'],
]

describe.skipIf(missing)('the edge', () => {
  let edge: Edge
  beforeAll(async () => {
    edge = await startEdge()
  })
  afterAll(() => edge?.close())

  const last = () => edge.passed.at(-1)!

  test('passes on what the kit sends, each to its place, bytes as they were', async () => {
    for (const path of PATHS) {
      const headers = { ...JSON_TYPE, 'content-encoding': 'identity' }
      expect((await edge.ask('POST', path, headers, '[1]')).status).toBe(200)
      const to = path.startsWith('/v1') ? 'collector' : 'oap'
      expect(last()).toMatchObject({ to, method: 'POST', url: path, body: '[1]' })
      expect(last().headers).toMatchObject(headers)
    }
  })

  test('nobody chooses a tenant, an address, a session or a host for what stands behind it', async () => {
    const headers = {
      ...{ ...JSON_TYPE, host: 'evil.example', cookie: 'a=b', 'x-scope-orgid': 'other' },
      ...{ 'x-forwarded-for': '1.2.3.4', forwarded: 'for=1.2.3.4', 'x-real-ip': '1.2.3.4' },
      ...{ 'x-forwarded-host': 'evil', 'x-anything': '1' },
    }
    const known = ['connection', 'content-length', 'content-type', 'host']
    for (const path of PATHS) {
      await edge.ask('POST', path, headers, '{}')
      expect(Object.keys(last().headers).filter((name) => !known.includes(name))).toEqual([])
      expect(last().headers.host).not.toContain('evil')
    }
  })

  test('takes POST, and answers OPTIONS itself; nothing else gets through', async () => {
    const before = edge.passed.length
    for (const method of ['GET', 'HEAD', 'PUT', 'DELETE', 'PATCH', 'PROPFIND'])
      for (const path of PATHS) expect([method, (await edge.ask(method, path)).status]).toEqual([method, 405])
    for (const path of PATHS) expect((await edge.ask('OPTIONS', path)).status).toBe(204)
    expect((await edge.ask('GET', '/v1/logs')).headers.allow).toBe('POST, OPTIONS')
    expect(edge.passed.length).toBe(before)
  })

  test('a path is passed on as it is meant, not as it was written', async () => {
    for (const path of WRITTEN)
      if ((await edge.ask('POST', path, JSON_TYPE, '{}')).status === 200)
        expect([path, last().url]).toEqual([path, '/v1/logs'])
    const before = edge.passed.length
    for (const path of FOREIGN) {
      const { status } = await edge.ask('POST', path, JSON_TYPE, '{}')
      expect([path, [400, 404].includes(status)]).toEqual([path, true])
    }
    expect(edge.passed.length).toBe(before)
  })

  test('a page of the origin that it names may send, no other; nobody gets a cookie', async () => {
    const origin = 'https://m.example.com'
    const own = await edge.ask('POST', '/v1/logs', { ...JSON_TYPE, origin }, '{}')
    expect(own.headers['access-control-allow-origin']).toBe(origin)
    expect(own.headers['set-cookie']).toBe(undefined)
    const asked = await edge.ask('OPTIONS', '/v1/logs', { origin, 'access-control-request-method': 'POST' })
    expect(asked.headers['access-control-allow-origin']).toBe(origin)
    expect(asked.headers['access-control-allow-methods']).toBe('POST')
    const foreign = await edge.ask('POST', '/v1/logs', { ...JSON_TYPE, origin: 'https://evil.example' }, '{}')
    expect(foreign.headers['access-control-allow-origin']).toBe(undefined)
  })

  test('a body beyond 1 MB is 413, which the kit sends in halves', async () => {
    const body = ' '.repeat(1024 * 1024 + 1)
    expect((await edge.ask('POST', '/v1/logs', JSON_TYPE, body)).status).toBe(413)
  })
})

describe.skipIf(missing)('the limit for one address', () => {
  /** How many of so many requests at once were taken, each said to be of another address. */
  async function taken(change?: (conf: string) => string): Promise<number> {
    const edge = await startEdge(change)
    const ask = (_: unknown, at: number) =>
      edge.ask('POST', '/v1/logs', { ...JSON_TYPE, 'x-forwarded-for': `10.1.${at >> 8}.${at & 255}` }, '{}')
    try {
      const answers = await Promise.all(Array.from({ length: 400 }, ask))
      for (const { status, headers } of answers) if (status === 429) expect(headers['retry-after']).toBe('30')
      return answers.filter(({ status }) => status === 200).length
    } finally {
      await edge.close()
    }
  }

  test('holds, whatever address a device says that it has', async () => {
    expect(await taken()).toBeLessThan(400)
  })

  test('behind a proxy that is named with set_real_ip_from each device has its own', async () => {
    const uncommented = (conf: string) =>
      conf
        .replace(/# *(set_real_ip_from) [^;]+;/, '$1 127.0.0.1;')
        .replace(/# *(real_ip_header [^;]+;)/, '$1')
        .replace(/# *(real_ip_recursive [^;]+;)/, '$1')
    expect(await taken(uncommented)).toBe(400)
  })
})
