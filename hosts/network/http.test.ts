import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createDevice } from '../index.ts'

let server: Server
let origin: string

beforeAll(async () => {
  server = createServer((request, response) => {
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => parts.push(part))
    request.on('end', () => {
      if (request.url === '/moved') return response.writeHead(302, { Location: '/echo' }).end()
      if (request.url === '/kept') return response.writeHead(308, { Location: '/echo' }).end()
      if (request.url === '/reset') return request.socket.destroy()
      if (request.url === '/hang') return
      response.writeHead(200, { 'Content-Type': 'application/octet-stream', 'X-Method': request.method })
      response.end(Buffer.concat(parts))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => {
  server.closeAllConnections()
  server.close()
})

interface Result {
  data: ArrayBuffer
  header: Record<string, string>
  errMsg: string
}

function ask(options: object): Promise<Result> {
  const { api } = createDevice({ platform: 'wechat' }).start()
  return new Promise((resolve) => api.request({ ...options, success: resolve, fail: resolve }))
}

test('real HTTP: bytes out and back, header names as sent, redirects', async () => {
  const data = new Uint8Array([0, 255, 128, 10, 13]).buffer
  const echoed = await ask({ url: `${origin}/echo`, method: 'POST', data, responseType: 'arraybuffer' })
  expect([...new Uint8Array(echoed.data)]).toEqual([0, 255, 128, 10, 13])
  expect(echoed.header['X-Method']).toBe('POST')
  const moved = await ask({ url: `${origin}/moved`, responseType: 'arraybuffer' })
  expect(moved.header['X-Method']).toBe('GET')
})

test('real HTTP: a redirected POST goes on as a GET, but for 307 and 308; or is not followed', async () => {
  const post = { method: 'POST', data: 'text' }
  const moved = await ask({ ...post, url: `${origin}/moved`, responseType: 'text' })
  expect([moved.header['X-Method'], moved.data]).toEqual(['GET', ''])
  const kept = await ask({ ...post, url: `${origin}/kept`, responseType: 'text' })
  expect([kept.header['X-Method'], kept.data]).toEqual(['POST', 'text'])
  const manual = await ask({ ...post, url: `${origin}/moved`, redirect: 'manual' })
  expect(manual).toMatchObject({ statusCode: 302, header: { Location: '/echo' } })
})

test('real HTTP: failures in the platform’s words', async () => {
  expect((await ask({ url: `${origin}/reset` })).errMsg).toContain('ERR_CONNECTION_RESET')
  expect((await ask({ url: 'http://127.0.0.1:1/' })).errMsg).toContain('ERR_CONNECTION_REFUSED')
  expect((await ask({ url: 'http://name.invalid/' })).errMsg).toContain('ERR_NAME_NOT_RESOLVED')
  expect((await ask({ url: `${origin}/hang`, timeout: 20 })).errMsg).toBe('request:fail timeout')
  expect((await ask({ url: `${origin}/echo`, header: { 'bad\nname': 'x' } })).errMsg).toContain(
    'request:fail',
  )
})
