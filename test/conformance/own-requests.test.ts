import { describe, expect, test } from 'vitest'
import type { OwnRequest } from '../../core/platform.ts'
import { plain, startDevice } from './device.ts'
import { MINI_DRIVERS } from './drivers.ts'

function own(more: Partial<OwnRequest> = {}): OwnRequest {
  return {
    url: 'https://collector.test/v1/logs',
    body: '{"a":1}',
    header: { 'Content-Type': 'application/json', authorization: 'x' },
    timeout: 3000,
    ...more,
  }
}

describe.each(MINI_DRIVERS)('$name', (driver) => {
  test('a request of ours: method, headers, body and the answer, unparsed', async () => {
    const { platform, clock, network } = startDevice(driver, {
      reply: () => ({
        status: 202,
        headers: { 'retry-AFTER': '7' },
        body: '{"partialSuccess":{}}',
        after: 20,
      }),
    })
    const promise = platform.request(own())
    await clock.advance(50)
    const result = await promise
    expect([result.status, result.body, result.error]).toEqual([202, '{"partialSuccess":{}}', undefined])
    expect(['Retry-After', 'RETRY-AFTER', 'content-type'].map((name) => result.header(name))).toEqual([
      '7',
      '7',
      '',
    ])
    const [sent] = network.requests
    expect([sent.method, sent.url, Buffer.from(sent.body!).toString()]).toEqual([
      'POST',
      own().url,
      '{"a":1}',
    ])
    expect(sent.headers).toMatchObject({ 'Content-Type': 'application/json', authorization: 'x' })
    expect(clock.pending).toBe(0)
  })

  test('an HTTP error keeps its status, and Retry-After where the platform tells it', async () => {
    const { platform, clock } = startDevice(driver, {
      reply: () => ({ status: 429, headers: { 'Retry-After': '30' }, body: 'slow down' }),
    })
    const promise = platform.request(own())
    await clock.advance(50)
    const result = await promise
    expect([result.status, result.header('retry-after')]).toEqual([429, '30'])
  })

  test('no connection: status 0 and the platform’s words, no rejection', async () => {
    const { platform, clock } = startDevice(driver, { reply: () => ({ fail: 'refused' as const }) })
    const promise = platform.request(own())
    await clock.advance(50)
    const result = await promise
    expect([result.status, result.header('date'), result.body]).toEqual([0, '', undefined])
    expect(result.error).toMatch(/refused/i)
  })

  test('an answer that the platform has parsed against our wish is read all the same', async () => {
    const { platform, clock } = startDevice(driver, {
      reply: () => ({ body: '{"partialSuccess":{"rejectedLogRecords":"1"}}', after: 20 }),
      prepare(api) {
        const { request } = api
        api.request = (options: object) =>
          request(Object.assign({}, options, { dataType: 'json', responseType: 'text' }))
      },
    })
    const promise = platform.request(own())
    await clock.advance(50)
    expect((await promise).body).toBe('{"partialSuccess":{"rejectedLogRecords":"1"}}')
  })

  test('a platform that never answers is given up after the time-out, and the request ended', async () => {
    const { platform, clock, network } = startDevice(driver, {
      reply: () => 'hang',
      // some know no time-out of their own
      prepare(api) {
        const { request } = api
        api.request = (options: { timeout: number }) => {
          expect(options.timeout).toBe(800)
          return request(Object.assign({}, options, { timeout: 60000 }))
        }
      },
    })
    let result: unknown
    void platform.request(own({ timeout: 800 })).then((it) => (result = it))
    await clock.advance(799)
    expect([result, network.active]).toEqual([undefined, 1])
    await clock.advance(10)
    expect(plain(result)).toMatchObject({ status: 0, error: 'timeout' })
    expect(network.active).toBe(0)
  })

  test.each([
    ['throws', () => () => void JSON.parse('no')],
    ['is missing', () => undefined],
    ['calls nobody back and gives nothing', () => () => undefined],
  ])('a request function that %s', async (_, make) => {
    const { platform, clock } = startDevice(driver, { prepare: (api) => (api.request = make()) })
    let result: unknown
    void platform.request(own({ timeout: 100 })).then((it) => (result = it))
    await clock.advance(200)
    expect(plain(result)).toMatchObject({ status: 0, error: expect.any(String) })
  })

  test('ours are not seen by our own patch, nor by what comes on top', async () => {
    const { platform, api, clock, seen, observe } = startDevice(driver)
    observe()
    let passed = 0
    const ours = api.request
    api.request = (options: unknown) => {
      passed++
      return ours(options)
    }
    void platform.request(own())
    await clock.advance(50)
    expect([seen.length, passed]).toEqual([0, 0])
  })
})

describe.each(MINI_DRIVERS.filter(({ binary }) => binary))('$name', (driver) => {
  test('bytes there and back', async () => {
    const bytes = Uint8Array.from({ length: 256 }, (_, i) => i)
    const { platform, clock, network } = startDevice(driver, {
      reply: () => ({
        body: Uint8Array.of(10, 0, 255, 200),
        headers: { 'content-type': 'application/x-protobuf' },
      }),
    })
    expect(platform.binary).toBe(true)
    const promise = platform.request(
      own({ body: bytes.buffer, header: { 'content-type': 'application/x-protobuf' } }),
    )
    await clock.advance(50)
    const { body } = await promise
    expect([...network.requests[0].body!]).toEqual([...bytes])
    expect([...new Uint8Array(body as ArrayBuffer)]).toEqual([10, 0, 255, 200])
  })
})
