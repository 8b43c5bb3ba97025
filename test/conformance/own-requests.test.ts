import { describe, expect, test } from 'vitest'
import type { OwnRequest } from '../../core/platform.ts'
import type { ReplyHandler } from '../../hosts/index.ts'
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

// eslint-disable-next-line @typescript-eslint/no-explicit-any
type Any = any

/** As WeChat on Windows: docs/platforms/mini.md#json */
function serialisingTexts(api: Any) {
  const { request } = api
  api.request = (options: Any) => request(Object.assign({}, options, { data: JSON.stringify(options.data) }))
}

function spoilingObjects(api: Any) {
  const { request } = api
  api.request = (options: Any) =>
    request(
      Object.assign({}, options, {
        data: typeof options.data === 'string' ? options.data : '[object Object]',
      }),
    )
}

function textOf({ body }: { body?: Uint8Array }): string {
  return Buffer.from(body!).toString()
}

async function settle<T>(clock: { advance(ms: number): Promise<unknown> }, promise: Promise<T>): Promise<T> {
  await clock.advance(100)
  return promise
}

/** Answers by promises, whatever callbacks it is given. */
function promising(api: Any, { Promise: Theirs }: Any) {
  for (const name of ['request', 'getStorage', 'setStorage', 'removeStorage', 'getStorageInfo']) {
    const inner = api[name]
    api[name] = (options: object) =>
      new Theirs((success: unknown, fail: unknown) => void inner.call(api, { ...options, success, fail }))
  }
}

describe.each(MINI_DRIVERS)('$name', (driver) => {
  test.each([
    ['202', () => ({ status: 202, body: 'ok', after: 20 }), { status: 202, body: 'ok' }],
    ['no connection', () => ({ fail: 'refused', after: 20 }), { status: 0, error: expect.any(String) }],
  ] satisfies [string, ReplyHandler, object][])(
    'what a library made a promise of answers: %s',
    async (_, reply, expected) => {
      const { platform, clock } = startDevice(driver, { prepare: promising, reply })
      expect(plain(await settle(clock, platform.request(own())))).toMatchObject(expected)
    },
  )

  test('made async below us: the task is no answer', async () => {
    const { platform, clock } = startDevice(driver, {
      prepare(api, { Promise: Theirs }) {
        const inner = api.request
        api.request = (options: object) => Theirs.resolve(inner.call(api, options))
      },
      reply: () => ({ status: 202, after: 20 }),
    })
    expect((await settle(clock, platform.request(own()))).status).toBe(202)
  })

  test('storage that a library made promises of is read and written', async () => {
    const { platform, clock } = startDevice(driver, { prepare: promising })
    const { storage } = platform
    await settle(clock, storage.set('mm:a', 'text'))
    expect(await settle(clock, storage.get('mm:a'))).toBe('text')
    expect(plain(await settle(clock, storage.keys('mm:')))).toEqual(['mm:a'])
    await settle(clock, storage.remove('mm:a'))
    expect(plain(await settle(clock, storage.keys('mm:')))).toEqual([])
  })

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

  test('one that is not worth its slot any more is ended before its time', async () => {
    const { platform, clock, network } = startDevice(driver, { reply: () => 'hang' })
    let result: unknown
    let stop = () => {}
    const request = own({ onStart: (it) => void (stop = it) })
    void platform.request(request).then((it) => (result = it))
    await clock.advance(10)
    expect(network.active).toBe(1)
    stop()
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

  describe.each([
    ['segments', true, spoilingObjects],
    ['OTLP', undefined, serialisingTexts],
  ])('JSON: %s', (_, asObject, spoil) => {
    const bodies = ['[{"a":1}]', '{"a":2}', '{"a":3}']

    async function send(prepare: (api: Any) => void, reply: ReplyHandler) {
      const { platform, clock, network } = startDevice(driver, { prepare, reply })
      const statuses = []
      for (const body of bodies)
        statuses.push((await settle(clock, platform.request(own({ body, asObject })))).status)
      return { statuses, texts: network.requests.map(textOf) }
    }

    test('a host that spoils this form is found out by one refusal, and remembered', async () => {
      const { statuses, texts } = await send(spoil, (request) => ({
        status: bodies.includes(textOf(request)) ? 200 : 400,
      }))
      expect(statuses).toEqual([200, 200, 200])
      expect([texts.length, texts.slice(1)]).toEqual([4, bodies])
    })

    test('arrives as it is, whatever a host that spoils the other form does', async () => {
      const other = spoil === spoilingObjects ? serialisingTexts : spoilingObjects
      const { texts } = await send(other, () => ({ status: 200 }))
      expect(texts).toEqual(bodies)
    })

    test('a receiver that refuses both forms is asked in both by three requests, no more', async () => {
      const { platform, clock, network } = startDevice(driver, { reply: () => ({ status: 400 }) })
      for (let n = 0; n < 6; n++) await settle(clock, platform.request(own({ body: bodies[0], asObject })))
      expect(network.requests).toHaveLength(3 * 2 + 3)
    })

    test('once some was taken, a refusal costs no second request', async () => {
      const answers = [400, 400, 200, 400]
      const { statuses, texts } = await send(
        () => {},
        () => ({ status: answers.shift()! }),
      )
      expect([statuses, texts.length]).toEqual([[400, 200, 400], 4])
    })
  })

  test('httpRequest, which serialises nothing, is given texts', async () => {
    const { platform, clock, network } = startDevice(driver, {
      prepare(api) {
        spoilingObjects(api)
        api.httpRequest = api.request
        delete api.request
      },
    })
    await settle(clock, platform.request(own({ asObject: true })))
    expect(network.requests.map(textOf)).toEqual(['{"a":1}'])
  })

  // a number like a key, one that loses its sign, two of a name, an number with a zero too many, no JSON
  test.each(['{"b":1,"7":2}', '{"a":-0}', '{"a":1,"a":2}', '{"a":1.0}', 'no JSON'])(
    'what would not be written alike goes as text: %s',
    async (body) => {
      const { platform, clock, network } = startDevice(driver)
      await settle(clock, platform.request(own({ body, asObject: true })))
      expect(network.requests.map(textOf)).toEqual([body])
    },
  )

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
