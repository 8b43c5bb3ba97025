/** DNS rebinding: a page whose name was made to point here after it had loaded is of one origin with what answers. */
import { request } from 'node:http'
import { networkInterfaces } from 'node:os'
import { expect, test } from 'vitest'
import { startSink } from './fixtures.ts'
import { isNamed } from './hosts.ts'
import type { Sink } from './sink.ts'

const PATHS = ['/v1/logs', '/v3/segments', '/control', '/received', '/devices', '/else']

function ask(sink: Sink, path: string, host: string, method = 'GET') {
  return new Promise<[number, string]>((resolve, reject) => {
    const asking = request(sink.urls[0] + path, { method, headers: { host } }, (answer) => {
      let text = ''
      answer.on('data', (part) => (text += String(part)))
      answer.on('end', () => resolve([answer.statusCode!, text]))
    })
    asking.on('error', reject)
    asking.end()
  })
}

test.each([
  'evil.example',
  'evil.example:4318',
  'localhost.evil.example',
  '127.0.0.1.evil.example',
  '10.0.0.1',
])('a page that calls this machine %s reads nothing and orders nothing, whatever the path', async (host) => {
  const sink = await startSink()
  for (const path of PATHS)
    for (const method of ['GET', 'POST', 'OPTIONS'])
      expect([path, ...(await ask(sink, path, host, method))]).toEqual([
        path,
        403,
        expect.stringContaining('name'),
      ])
  expect(sink.requests).toEqual([])
})

test.each(['localhost', 'LOCALHOST:4318', '127.0.0.1', '127.1.2.3:80', '[::1]:4318'])(
  'this machine may be called %s',
  async (host) => {
    expect((await ask(await startSink(), '/control', host))[0]).toBe(200)
  },
)

test('the address in the local network is a name of the place where that was asked for, and only there', () => {
  expect(isNamed('192.168.7.9:4318', '192.168.7.9')).toBe(true)
  expect(isNamed('192.168.7.9:4318', '127.0.0.1')).toBe(false)
  const own = Object.values(networkInterfaces()).flatMap((each) => each ?? [])
  for (const { address, family } of own) {
    const name = family === 'IPv6' ? `[${address}]` : address
    for (const every of ['0.0.0.0', '::']) expect(isNamed(`${name}:4318`, every)).toBe(true)
  }
  expect(isNamed('evil.example', '0.0.0.0')).toBe(false)
  expect(isNamed('evil.example', 'fe80::1')).toBe(false)
  expect(isNamed('[fe80::1]:1', 'fe80::1')).toBe(true)
})
