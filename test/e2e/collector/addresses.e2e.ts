/** Addresses that are wrong in their several ways, over real HTTP: what the kit says of each, and what becomes of data. */
import { readFileSync } from 'node:fs'
import http, { type RequestListener, type Server } from 'node:http'
import https from 'node:https'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import type { Diagnostics } from '../../../core/monitor/api.ts'
import type { PlatformName } from '../../../hosts/index.ts'
import { startSmallApp } from './small-app.ts'

const SERVERS: Server[] = []
afterAll(() => SERVERS.forEach((server) => server.close().closeAllConnections()))

async function listening(server: Server, protocol = 'http'): Promise<string> {
  SERVERS.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return `${protocol}://127.0.0.1:${(server.address() as AddressInfo).port}`
}

function serving(answer: RequestListener) {
  return listening(http.createServer(answer))
}

function pem() {
  return readFileSync(join(import.meta.dirname, 'self-signed.pem'))
}

function html(status: number): RequestListener {
  const head = { 'Content-Type': 'text/html; charset=utf-8' }
  return (_, response) => response.writeHead(status, head).end('<!doctype html><title>Sign in</title>')
}

/** What is at the address, what the kit says of it; whatever it is, the data is kept. */
interface Case {
  name: string
  address: () => Promise<string>
  last: RegExp
  hint: RegExp
}

const CASES: Case[] = [
  {
    name: 'a host that does not exist',
    address: () => Promise.resolve('http://collector.invalid'),
    last: /^retryable: .*(NAME_NOT_RESOLVED|unknown host)/,
    hint: /no such host, or its domain is not on the list/,
  },
  {
    name: 'a server without such a path',
    address: () => serving((_, response) => response.writeHead(404).end('not found')),
    last: /^refused: HTTP 404$/,
    hint: /no receiver at this path/,
  },
  {
    name: 'plain HTTP that redirects to HTTPS',
    address: () =>
      serving((request, response) =>
        response.writeHead(301, { Location: 'https://collector.example.com' + request.url }).end(),
      ),
    last: /^retryable: HTTP 301$/,
    hint: /redirects to https:\/\/collector\.example\.com\/v1\/logs/,
  },
  {
    name: 'a login page with status 200',
    address: () => serving(html(200)),
    last: /^retryable: HTTP 200 with a web page$/,
    hint: /a login, or another server/,
  },
  {
    name: 'a proxy that refuses in HTML',
    address: () => serving(html(403)),
    last: /^retryable: HTTP 403 with a web page$/,
    hint: /does it want a token/,
  },
  {
    name: 'a certificate that nobody vouches for',
    address: () => listening(https.createServer({ key: pem(), cert: pem() }), 'https'),
    last: /^retryable: .*(CERT_AUTHORITY_INVALID|certificate)/,
    hint: /is its certificate complete/,
  },
  {
    name: 'HTTPS asked of a server of plain HTTP',
    address: async () => (await serving(html(200))).replace('http:', 'https:'),
    last: /^retryable: .*(CERT_AUTHORITY_INVALID|certificate)/,
    hint: /is its certificate complete/,
  },
]

/** Sends one log and another, and says what came of it. */
async function sentTo(
  platform: PlatformName,
  collector: string,
): Promise<Diagnostics & { console: string[] }> {
  const { runtime, monitor } = startSmallApp(platform, `{ service: 'shop', collector: '${collector}' }`)
  monitor.log('one')
  await monitor.flush()
  monitor.log('two')
  await monitor.flush()
  const found = JSON.parse(JSON.stringify(monitor.diagnostics())) as Diagnostics
  const console = runtime.log.filter(({ level }) => level === 'warn').map(({ text }) => text)
  runtime.kill()
  return { ...found, console }
}

describe.each(['wechat', 'alipay'] as const)('on %s', (platform) => {
  test.each(CASES)('$name', async ({ address, last, hint }) => {
    const { collector, console, dropped, pending, warnings } = await sentTo(platform, await address())
    const logs = collector.find(({ name }) => name === 'otlp-logs')!
    expect(logs.last).toMatch(last)
    const told = warnings.filter((warning) => warning.startsWith(logs.url!))
    expect(told).toEqual([expect.stringMatching(hint)])
    expect(console.filter((line) => line.includes(told[0]!))).toHaveLength(1)
    expect(pending.log ?? 0).toBe(2)
    expect(dropped.log ?? {}).toEqual({})
  })

  test('no two of them are told in the same words', async () => {
    const seen: string[] = []
    for (const { address } of CASES.slice(0, 6)) {
      const { collector } = await sentTo(platform, await address())
      seen.push(collector.find(({ name }) => name === 'otlp-logs')!.last!)
    }
    expect(new Set(seen).size).toBe(6)
  })
})
