/** A receiver in trouble, as its operator sees it: what arrives, and in how many requests. */
import { describe, expect, test } from 'vitest'
import { balanceOf } from '../../test/fakes/balance.ts'
import { fakeClock } from '../../test/fakes/clock.ts'
import { testMonitor } from '../../test/fakes/monitor.ts'
import { fakePlatform, type FakePlatform } from '../../test/fakes/platform.ts'
import { seeded } from '../../test/fakes/random.ts'
import type { Address } from '../exporters/http.ts'
import { otlpHttp } from '../exporters/otlp-http.ts'
import type { OwnRequest, OwnResult } from '../platform.ts'
import { inTime, resulting } from '../platforms/calls/own.ts'

const MINUTE = 60000
const scope = { name: 'kit', version: '1' }
const HTML = { 'Content-Type': 'text/html' }

/** `delay`: ms until the answer is there; `hang`: it never is. */
type Reply = Partial<OwnResult> & { headers?: Record<string, string>; delay?: number; hang?: boolean }
/** What the receiver says to a request with these logs. */
type Receiver = (logs: string[], request: OwnRequest) => Reply | number

interface Post {
  path: string
  logs: string[]
  at: number
  status: number
}

/** An app with a lane for logs and one for metrics, and a receiver that answers as `shop.receiver` says. */
async function openShop(
  receiver: Receiver,
  more: {
    platform?: FakePlatform
    options?: Record<string, unknown>
    headers?: Address['headers']
    seed?: number
    encoding?: 'proto'
  } = {},
) {
  const clock = fakeClock()
  const posts: Post[] = []
  const arrived: string[] = []
  let open = 0
  const platform = more.platform ?? fakePlatform()
  const url = (signal: string) => 'https://collector.test/v1/' + signal
  platform.request = (request) => {
    const logs = [...String(request.body).matchAll(/"body":\{"stringValue":"([^"]*)"/g)].map(
      ([, body]) => body,
    )
    const reply = shop.receiver(logs, request)
    const {
      delay = 0,
      hang,
      headers,
      ...result
    } = typeof reply === 'number' ? { status: reply } : { status: 200, ...reply }
    posts.push({ path: request.url.slice(-7), logs, at: clock.now(), status: result.status })
    if (result.status === 200 && !result.body) arrived.push(...logs)
    open++
    shop.peak = Math.max(shop.peak, open)
    const answer = resulting(
      inTime(
        clock,
        request.timeout,
        (success, fail) => {
          const res = { status: result.status, data: result.body, headers }
          const end = () => (result.status ? success(res) : fail(result.error))
          if (delay) clock.after(delay, end)
          else if (!hang) end()
        },
        request.onStart,
      ),
    )
    void answer.then(() => open--)
    return answer
  }
  const exporters = (['logs', 'metrics'] as const).map((signal) =>
    otlpHttp({ signal, url: url(signal), scope, headers: more.headers, encoding: more.encoding ?? 'json' }),
  )
  const t = testMonitor({ platform, clock, seed: more.seed, options: more.options, parts: { exporters } })
  const shop = {
    ...t,
    receiver,
    posts,
    arrived,
    /** The most requests that were under way at once. */
    peak: 0,
    async pass(ms: number) {
      await clock.pass(ms)
      const balance = balanceOf(t.monitor)
      expect(balance.in).toBe(balance.out)
    },
    /** So many logs at once, in one batch. */
    async log(...bodies: string[]) {
      bodies.forEach((body) => t.monitor.log(body))
      await t.clock.pass(5000)
    },
    dropped: () => t.monitor.diagnostics().dropped,
    warnings: () => t.monitor.diagnostics().warnings,
  }
  await clock.pass(300)
  return shop
}

type Shop = Awaited<ReturnType<typeof openShop>>

function numbered(n: number, name = 'log') {
  return Array.from({ length: n }, (_, i) => `${name} ${i}`)
}

function refusing(words: RegExp, reply: Reply | number): Receiver {
  return (logs) => (logs.some((log) => words.test(log)) ? reply : 200)
}

/** Good ones, a request each. */
async function trickle(shop: Shop, n: number, name = 'later') {
  for (const body of numbered(n, name)) await shop.log(body)
}

describe('a status that says nothing of our data', () => {
  const SAYS_NOTHING: [string, Reply | number][] = [
    ...[408, 425, 429, 500, 501, 502, 503, 504, 505, 506, 507, 508, 509, 511, 520, 530, 599].map(
      (status): [string, number] => [String(status), status],
    ),
    ['no answer', { status: 0, error: 'request:fail timeout' }],
    ['401, nothing was ever accepted', 401],
    ['403, nothing was ever accepted', 403],
    ['407, nothing was ever accepted', 407],
    ['a login page', { body: '<!doctype html>', headers: HTML }],
    ['403 with a web page', { status: 403, body: '<html>', headers: HTML }],
    ['500 and Retry-After: 0', { status: 500, headers: { 'Retry-After': '0' } }],
  ]

  test.each(SAYS_NOTHING)('%s: one error survives ten seconds of it', async (_, reply) => {
    const shop = await openShop(() => reply)
    shop.monitor.captureError(new Error('boom'))
    await shop.pass(10000)
    shop.receiver = () => 200
    await shop.pass(MINUTE)
    expect(shop.arrived).toEqual(['boom'])
    expect(shop.dropped()).toEqual({})
  })

  test.each(SAYS_NOTHING)(
    '%s for five minutes: none of 51 signals is lost, few requests, one warning',
    async (_, reply) => {
      const shop = await openShop(() => reply)
      for (let i = 0; i < 17; i++) {
        shop.monitor.captureError(new Error('error ' + i))
        shop.monitor.log('log ' + i)
        shop.monitor.gauge('size', i)
        await shop.pass((5 * MINUTE) / 17)
      }
      expect(shop.dropped()).toEqual({})
      for (const path of ['v1/logs', 'metrics'])
        expect(shop.posts.filter((post) => post.path === path).length).toBeLessThan(16)
      expect(shop.warnings().length).toBeLessThanOrEqual(2)
      const tried = shop.posts.length
      shop.receiver = () => 200
      await shop.pass(6 * MINUTE)
      expect(new Set(shop.arrived).size).toBe(34)
      expect(shop.arrived).toHaveLength(34)
      expect(shop.monitor.diagnostics()).toMatchObject({ delivered: { log: 34, metric: 17 }, dropped: {} })
      expect(shop.posts.length - tried).toBeLessThan(20)
    },
  )

  test('500 for an hour, then a restart into 500: what was stored goes out once it is over', async () => {
    const platform = fakePlatform()
    const first = await openShop(() => 500, { platform })
    await first.log(...numbered(10))
    await first.pass(60 * MINUTE)
    first.receiver = () => ({ status: 0 })
    const second = await openShop(() => 500, { platform, seed: 2 })
    await second.pass(10 * MINUTE)
    expect(second.dropped()).toEqual({})
    second.receiver = () => 200
    await second.pass(6 * MINUTE)
    expect(second.arrived.sort()).toEqual(numbered(10).sort())
  })

  test('401 until a token is renewed: nothing is lost, though others were taken before', async () => {
    let token = 'old'
    let valid = 'old'
    const shop = await openShop((_, { header }) => (header.authorization === valid ? 200 : 401), {
      headers: () => ({ authorization: token }),
    })
    await shop.log('before')
    valid = 'new'
    await shop.log(...numbered(5))
    for (let i = 0; i < 10; i++) await shop.log('more ' + i)
    expect(shop.posts.length).toBeLessThan(30)
    token = 'new'
    await shop.pass(6 * MINUTE)
    expect(new Set(shop.arrived).size).toBe(16)
    expect(shop.dropped()).toEqual({})
    expect(shop.warnings()).toEqual([expect.stringContaining('HTTP 401; does it want a token')])
  })

  test('401 though a fixed token was good before: kept, and sent when it is good again', async () => {
    const shop = await openShop(() => 200)
    await shop.log('before')
    shop.receiver = () => 401
    await shop.log(...numbered(5))
    await shop.pass(30 * MINUTE)
    shop.receiver = () => 200
    await shop.pass(6 * MINUTE)
    expect(shop.arrived.sort()).toEqual(['before', ...numbered(5)].sort())
  })

  test.each([400, 404, 405, 415, 422])('%d to everything: kept until somebody mends it', async (status) => {
    const shop = await openShop(() => status)
    for (let i = 0; i < 30; i++) await shop.log('log ' + i)
    await shop.pass(60 * MINUTE)
    expect(shop.posts.length).toBeLessThan(50)
    expect(shop.dropped()).toEqual({})
    const tried = shop.posts.length
    shop.receiver = () => 200
    await shop.pass(6 * MINUTE)
    expect(new Set(shop.arrived).size).toBe(30)
    expect(shop.posts.length - tried).toBeLessThan(15)
  })

  test('what wears off is said once each time that it comes', async () => {
    const shop = await openShop(() => 200)
    for (let spell = 0; spell < 3; spell++) {
      shop.receiver = () => ({ status: [500, 503, 408][shop.posts.length % 3] })
      await shop.log('log ' + spell)
      await shop.pass(20 * MINUTE)
      expect(shop.warnings().length).toBeLessThanOrEqual(spell + 1)
      shop.receiver = () => 200
      await shop.pass(6 * MINUTE)
    }
    expect(shop.warnings()[0]).toMatch(/takes nothing: HTTP \d+\. Trying again, more slowly\.$/)
  })
})

const REFUSALS: [string, Reply | number][] = [
  ['400', { status: 400, body: '{"code":3,"message":"bad"}' }],
  ['403 of a firewall', { status: 403, body: '<html>blocked</html>', headers: HTML }],
  ['404', 404],
  ['405', 405],
  ['422', 422],
  ['500', 500],
  ['503', 503],
  ['401', 401],
  ['a web page', { status: 200, body: '<html>blocked</html>', headers: HTML }],
  ['no answer', { status: 0, error: 'request:fail reset' }],
]

describe('one refused record does not take its batch with it', () => {
  test.each(REFUSALS)('%s, wherever it stands, however many there are', async (_, reply) => {
    for (const n of [1, 2, 3, 10, 51])
      for (const at of new Set([0, n >> 1, n - 1])) {
        const shop = await openShop(() => 200)
        shop.receiver = (logs) => (logs.includes('culprit') ? reply : 200)
        await shop.log(...numbered(n).map((body, i) => (i === at ? 'culprit' : body)))
        await shop.pass(MINUTE)
        // others that come later are not held up either
        await shop.log('good')
        await shop.pass(MINUTE)
        const good = shop.arrived.filter((body) => body !== 'culprit')
        expect(good).toContain('good')
        expect(good.sort()).toEqual([...numbered(n).filter((__, i) => i !== at), 'good'].sort())
        expect(shop.posts.length).toBeLessThan(45)
      }
  })

  test.each([
    ['in both halves', [2, 7], 10],
    ['side by side', [3, 4, 5], 10],
    ['the first four', [0, 1, 2, 3], 10],
    ['every other', [0, 2, 4, 6, 8, 10, 12, 14], 16],
    ['all but one', [0, 1, 2, 3, 5, 6, 7], 8],
  ])('several: %s', async (_, culprits, n) => {
    for (const status of [400, 500]) {
      const shop = await openShop(refusing(/bad/, status))
      await shop.log(...numbered(n).map((body, i) => (culprits.includes(i) ? 'bad ' + i : body)))
      await shop.pass(15 * MINUTE)
      expect(shop.arrived.sort()).toEqual(
        numbered(n)
          .filter((__, i) => !culprits.includes(i))
          .sort(),
      )
    }
  })

  test('one in each lane', async () => {
    const shop = await openShop((_, { body, url }) =>
      /bad/.test(String(body)) && /logs|metrics/.test(url) ? 400 : 200,
    )
    for (const name of ['a', 'bad', 'c']) {
      shop.monitor.log(name)
      shop.monitor.gauge(name, 1)
    }
    await shop.pass(MINUTE)
    expect(shop.monitor.diagnostics()).toMatchObject({
      delivered: { log: 2, metric: 2 },
      pending: { log: 1, metric: 1 },
    })
  })

  test.each([400, 403, 404])(
    '%d: dropped as poison when it was refused alone three times while others were taken',
    async (status) => {
      const shop = await openShop(refusing(/bad/, status))
      await shop.log('a', 'bad', 'c')
      await shop.pass(MINUTE)
      await trickle(shop, 60)
      await shop.pass(MINUTE)
      expect(shop.dropped()).toEqual({ log: { poison: 1 } })
      expect(shop.posts.filter(({ logs }) => logs.join() === 'bad').length).toBeLessThan(13)
      expect(shop.monitor.diagnostics().delivered.log).toBe(62)
      expect(shop.warnings().slice(-1)).toEqual([expect.stringMatching(/one record alone.*HTTP 4/)])
    },
  )

  test('500: the same, but others have to be taken again and again in between', async () => {
    const shop = await openShop(refusing(/bad/, 500))
    await shop.log('a', 'bad', 'c')
    await shop.pass(MINUTE)
    await trickle(shop, 100)
    expect(shop.dropped()).toEqual({ log: { poison: 1 } })
  })

  test.each([400, 403, 500, 503])('%d: in an app in use it costs few requests more', async (status) => {
    for (let seed = 1; seed <= 30; seed++) {
      const shop = await openShop(refusing(/bad/, status), { seed })
      await trickle(shop, 5, 'before')
      await shop.log('bad', ...numbered(4))
      await trickle(shop, 24)
      expect(shop.posts.filter(({ logs }) => logs.includes('bad')).length).toBeLessThan(20)
    }
  })

  test.each([503, 429])('%d is no reason to drop anything: it waits behind the others', async (status) => {
    const shop = await openShop(refusing(/bad/, status))
    await shop.log('a', 'bad', 'c')
    await trickle(shop, 200)
    expect(shop.dropped()).toEqual({})
    expect(shop.arrived).toHaveLength(202)
    // hardly more than one each for the others
    expect(shop.posts.length).toBeLessThan(250)
  })

  test.each([400, 500])('%d to the only record: it waits until it is too old', async (status) => {
    const shop = await openShop(() => status, { options: { maxAge: 60 * MINUTE } })
    await shop.log('bad')
    await shop.pass(59 * MINUTE)
    expect(shop.dropped()).toEqual({})
    expect(shop.posts.length).toBeLessThan(40)
    await shop.pass(7 * MINUTE)
    expect(shop.dropped()).toEqual({ log: { expired: 1 } })
  })

  test('a culprit that was alone for long does not hold up the next', async () => {
    const shop = await openShop(refusing(/bad/, 400))
    await shop.log('bad')
    await shop.pass(30 * MINUTE)
    await shop.log('good')
    await shop.pass(3000)
    expect(shop.arrived).toEqual(['good'])
  })

  test.each([200, 500])(
    'a receiver that takes every other request loses nothing, %d first',
    async (first) => {
      let n = 0
      const shop = await openShop(() => (n++ % 2 ? 700 - first : first))
      for (let i = 0; i < 100; i++) await shop.log('log ' + i)
      await shop.pass(30 * MINUTE)
      expect(shop.dropped()).toEqual({})
      expect(new Set(shop.arrived).size).toBe(100)
    },
  )

  test('nor does one that says 500 to half of them by chance', async () => {
    for (let seed = 1; seed <= 20; seed++) {
      const random = seeded(seed)
      const shop = await openShop(() => (random() < 0.5 ? 500 : 200), { seed })
      for (let i = 0; i < 60; i++) await shop.log('log ' + i)
      shop.receiver = () => 200
      await shop.pass(10 * MINUTE)
      expect(shop.dropped()).toEqual({})
      expect(new Set(shop.arrived).size).toBe(60)
    }
  })

  test('never more requests than the back-off allows, whatever becomes of the receiver', async () => {
    for (const reply of [400, 500, 503, { status: 500, headers: { 'Retry-After': '0' } }]) {
      const shop = await openShop(refusing(/bad/, 400))
      await shop.log('a', 'bad', 'c', 'd', 'bad', 'f')
      shop.receiver = () => reply
      const before = shop.posts.length
      for (let i = 0; i < 60; i++) await shop.log('log ' + i)
      expect(shop.posts.length - before).toBeLessThan(20)
    }
  })
})

describe('answers slower than `timeout`', () => {
  const late = (delay: number): Receiver => (() => ({ delay })) as Receiver
  const count = (shop: Shop, body: string) => shop.arrived.filter((each) => each === body).length

  test.each([11000, 12000, 19000, 25000, 45000, 59000])(
    'an answer after %d ms counts: delivered, not sent again, though others come meanwhile',
    async (delay) => {
      const shop = await openShop(late(delay))
      shop.monitor.log('slow')
      await shop.pass(6000)
      shop.receiver = () => 200
      for (let i = 0; i < 14; i++) await shop.log('log ' + i)
      expect(count(shop, 'slow')).toBe(1)
      expect(shop.monitor.diagnostics()).toMatchObject({ delivered: { log: 15 }, dropped: {}, pending: {} })
      expect(shop.peak).toBeLessThanOrEqual(2)
    },
  )

  test.each([12000, 25000, 40000, 55000])(
    'always after %d ms: all is delivered, hardly anything is sent twice, and diagnostics() say so',
    async (delay) => {
      const shop = await openShop(late(delay))
      for (let i = 0; i < 60; i++) {
        shop.monitor.gauge('size', i)
        await shop.log('log ' + i)
      }
      await shop.pass(30 * MINUTE)
      expect(new Set(shop.arrived).size).toBe(60)
      expect(shop.arrived.length).toBeLessThan(60 * 1.5)
      expect(Math.max(...numbered(60).map((body) => count(shop, body)))).toBeLessThanOrEqual(3)
      expect(shop.monitor.diagnostics()).toMatchObject({
        delivered: { log: 60, metric: 60 },
        dropped: {},
        pending: {},
      })
      expect(shop.monitor.diagnostics().collector[0].patience).toBeGreaterThan(20000)
      expect(shop.peak).toBeLessThanOrEqual(2)
    },
  )

  test('a receiver that is quick again is given no more than the usual', async () => {
    const shop = await openShop(late(30000))
    await shop.log(...numbered(100))
    await shop.pass(MINUTE)
    expect(shop.monitor.diagnostics().collector[0]).toMatchObject({ patience: 60000, batch: 50 })
    shop.receiver = () => 200
    for (let i = 0; i < 3; i++) await shop.log('log ' + i)
    const [logs] = shop.monitor.diagnostics().collector
    expect([logs.patience, logs.batch]).toEqual([undefined, undefined])
  })

  test('flush() resolves after `timeout`, though the answer is still to come', async () => {
    const shop = await openShop(late(30000))
    shop.monitor.log('slow')
    let done = false
    void shop.monitor.flush().then(() => (done = true))
    await shop.pass(10000)
    expect(done).toBe(true)
    await shop.pass(20000)
    expect(shop.monitor.diagnostics().delivered.log).toBe(1)
  })

  test('the requests are given the longer time-out, since hosts end them themselves', async () => {
    const timeouts: number[] = []
    const shop = await openShop((_, { timeout }) => {
      timeouts.push(timeout)
      return 200
    })
    await shop.log('one')
    const patient = await openShop(shop.receiver, { options: { timeout: 100000 } })
    await patient.log('one')
    expect(timeouts).toEqual([60000, 100000])
  })

  test('one that hangs for ever holds up neither its lane nor another one', async () => {
    const shop = await openShop((logs) => (logs.includes('culprit') ? { hang: true } : 200))
    await shop.log('culprit')
    for (let i = 0; i < 60; i++) {
      shop.monitor.gauge('size', i)
      await shop.log('log ' + i)
    }
    expect(new Set(shop.arrived).size).toBe(61)
    expect(shop.monitor.diagnostics()).toMatchObject({
      delivered: { log: 60, metric: 60 },
      pending: { log: 1 },
    })
    expect(shop.peak).toBeLessThanOrEqual(2)
  })

  test('a receiver that hangs for minutes, then is well: no more requests than the back-off allows', async () => {
    const shop = await openShop(() => ({ hang: true }))
    for (let i = 0; i < 60; i++) {
      shop.monitor.gauge('size', i)
      await shop.log('log ' + i)
    }
    expect(shop.posts.length).toBeLessThan(25)
    expect(shop.peak).toBe(2)
    shop.receiver = () => 200
    await shop.pass(6 * MINUTE)
    expect(shop.monitor.diagnostics()).toMatchObject({ delivered: { log: 60, metric: 60 }, dropped: {} })
  })

  test('a late refusal is one: the others go on', async () => {
    const shop = await openShop((logs) => ({ delay: 12000, status: logs.includes('bad') ? 400 : 200 }))
    await shop.log('a', 'bad', 'c')
    await shop.pass(5 * MINUTE)
    expect(shop.arrived.sort()).toEqual(['a', 'c'])
  })

  test('consent that is withdrawn meanwhile: what was on the wire counts, and is not sent again', async () => {
    for (const status of [200, 500]) {
      const shop = await openShop(() => ({ delay: 12000, status }))
      shop.monitor.log('late')
      await shop.pass(15000)
      shop.monitor.setConsent(false)
      await shop.pass(MINUTE)
      const { delivered, dropped } = shop.monitor.diagnostics()
      expect([delivered.log, dropped.log]).toEqual(
        status === 200 ? [1, undefined] : [undefined, { consent_denied: 1 }],
      )
      expect(shop.posts).toHaveLength(1)
    }
  })

  test('after shutdown() a late answer still takes it out of storage', async () => {
    const platform = fakePlatform()
    const shop = await openShop(late(20000), { platform })
    await shop.log('late')
    void shop.monitor.shutdown()
    await shop.pass(12000)
    expect([...platform.stored.values()].join()).toContain('late')
    await shop.pass(12000)
    expect([...platform.stored.values()].join()).not.toContain('late')
  })
})

describe('bytes that the host spoils on the way', () => {
  const spoilt: Receiver = (_, { body }) => (typeof body === 'string' ? 200 : 400)

  test('arrive as JSON, before anything is taken apart; it is told once, and diagnostics() say so', async () => {
    const shop = await openShop(spoilt, { encoding: 'proto' })
    await shop.log(...numbered(10))
    await shop.log('more')
    expect(shop.arrived).toEqual([...numbered(10), 'more'])
    expect(shop.posts.map(({ status }) => status)).toEqual([400, 200, 200])
    expect(shop.warnings()).toEqual([expect.stringContaining('v1/logs refuses the bytes, takes JSON')])
    expect(shop.monitor.diagnostics().collector[0].note).toMatch(/JSON/)
  })

  test('by a receiver that refuses JSON, too: kept, and no more requests than the back-off allows', async () => {
    const shop = await openShop(() => 400, { encoding: 'proto' })
    await shop.log(...numbered(10))
    await shop.pass(5 * MINUTE)
    expect(shop.posts.length).toBeLessThan(16)
    expect(shop.dropped()).toEqual({})
  })
})
