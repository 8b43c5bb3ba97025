/** The kit’s own requests on a web page. */
import { describe, expect, test } from 'vitest'
import type { OwnRequest } from '../../core/platform.ts'
import { settle } from '../fakes/settle.ts'
import { openPage } from '../fakes/web.ts'
import { plain } from './device.ts'

// eslint-disable-next-line @typescript-eslint/no-explicit-any
type Any = any

const URL = 'https://shop.test/app/'

describe('own requests', () => {
  const own = (more: Partial<OwnRequest> = {}): OwnRequest => ({
    url: 'https://collector.test/v1/logs',
    body: '{}',
    header: { 'Content-Type': 'application/json' },
    timeout: 3000,
    ...more,
  })

  function page({ answer, abort = true, fetch = true }: Any = {}) {
    const calls: Any[][] = []
    const world = openPage({
      url: URL,
      prepare(window) {
        const { Headers, Promise: Theirs } = window
        const headers = new Headers({ 'Retry-After': '7' })
        const usual = {
          status: 202,
          headers,
          text: () => Theirs.resolve('hello'),
          arrayBuffer: () => Theirs.resolve(new ArrayBuffer(3)),
        }
        if (fetch)
          window.fetch = (...args: Any[]) => {
            calls.push(args)
            return answer ? answer(Theirs, usual) : Theirs.resolve(usual)
          }
        if (!abort) delete window.AbortController
      },
    })
    /** On a page that stays. */
    const requested = async (request: OwnRequest) => {
      const done = world.platform.request(request)
      await settle()
      world.clock.advance(0)
      return done
    }
    return { ...world, calls, requested }
  }

  test('by fetch: the answer, its headers in any case, its text or bytes', async () => {
    const { platform, calls, clock } = page()
    const result = await platform.request(own())
    expect([result.status, result.body, result.error]).toEqual([202, 'hello', undefined])
    expect([result.header('retry-after'), result.header('date')]).toEqual(['7', ''])
    expect(calls[0][0]).toBe(own().url)
    expect(plain(calls[0][1])).toMatchObject({ method: 'POST', body: '{}', headers: own().header })
    const bytes = new ArrayBuffer(8)
    const { body } = await platform.request(own({ body: bytes }))
    expect(calls[1][1].body).toBe(bytes)
    expect((body as ArrayBuffer).byteLength).toBe(3)
    expect(clock.waiting).toBe(0)
  })

  test.each([
    [
      'a rejection',
      (P: Any) => P.reject(new TypeError('Failed to fetch')),
      { status: 0, error: 'Failed to fetch' },
    ],
    [
      'a throw',
      () => {
        throw new Error('blocked')
      },
      { status: 0, error: 'blocked' },
    ],
    ['nothing', () => undefined, { status: 0, error: expect.any(String) }],
    [
      'an answer whose body breaks off',
      (P: Any, usual: Any) => P.resolve({ ...usual, text: () => P.reject(new Error('x')) }),
      { status: 202 },
    ],
  ])('fetch that ends with %s: no rejection', async (_, answer, expected) => {
    expect(plain(await page({ answer }).requested(own()))).toMatchObject(expected)
  })

  test('one under way when the page is left, which no timer outlives, is not said to have failed', async () => {
    const { platform, clock } = page({ answer: (P: Any) => P.reject(new TypeError('Failed to fetch')) })
    const results: Any[] = []
    void platform.request(own()).then((result) => results.push(result))
    await settle()
    expect(results).toEqual([])
    clock.advance(0)
    await settle()
    expect(results).toHaveLength(1)
  })

  test('a page without any fetch: told, not thrown', async () => {
    expect((await page({ fetch: false }).platform.request(own())).status).toBe(0)
  })

  test.each([true, false])(
    'one that hangs is given up in time, and ended where that can be: %s',
    async (abort) => {
      const { platform, calls, clock } = page({ abort, answer: (P: Any) => new P(() => {}) })
      let result: Any
      const done = platform.request(own({ timeout: 800 })).then((it) => (result = it))
      clock.advance(799)
      await Promise.resolve()
      expect(result).toBe(undefined)
      clock.advance(1)
      await done
      expect([result.status, result.error]).toEqual([0, 'timeout'])
      expect(calls[0][1].signal?.aborted).toBe(abort || undefined)
    },
  )

  test('one that is not worth its slot any more is ended before its time', async () => {
    const { platform, calls, clock } = page({ answer: (P: Any) => new P(() => {}) })
    let stop = () => {}
    const done = platform.request(own({ onStart: (it) => void (stop = it) }))
    stop()
    expect(plain(await done)).toMatchObject({ status: 0, error: 'timeout' })
    expect(calls[0][1].signal.aborted).toBe(true)
    expect(clock.waiting).toBe(0)
  })

  describe('a POST that is redirected is no delivery: told, and kept', () => {
    const to = (res: Any) => (P: Any, usual: Any) => P.resolve({ ...usual, status: 200, ...res })
    const moved = { status: 0, error: 'redirected' }

    test('nothing is followed where the browser can be told so', async () => {
      const answer = to({ type: 'opaqueredirect', status: 0, url: own().url })
      const { platform, calls } = page({ answer })
      expect(plain(await platform.request(own()))).toMatchObject(moved)
      await platform.request(own({ leaving: true }))
      expect(calls.map(([, init]) => init.redirect)).toEqual(['manual', 'manual'])
    })

    test.each([
      ['says so', { redirected: true }],
      ['tells where it ended', { url: 'https://collector.test/elsewhere' }],
    ])('a browser that follows all the same, and %s', async (_, res) => {
      expect(plain(await page({ answer: to(res) }).platform.request(own()))).toMatchObject(moved)
    })

    test.each([
      ['the same address', { redirected: false, url: own().url, type: 'cors' }],
      ['one with a fragment', { url: own().url + '#x' }],
      ['none, as polyfills do', { url: '' }],
    ])('an answer from %s is one', async (_, res) => {
      expect((await page({ answer: to(res) }).platform.request(own())).status).toBe(200)
    })

    test('a service worker may answer from elsewhere, where redirects are told', async () => {
      const { platform, window } = page({
        answer: to({ url: 'https://collector.test/cached', redirected: false }),
      })
      window.Request = class {
        get redirect() {
          return 'manual'
        }
      }
      expect((await platform.request(own())).status).toBe(200)
    })
  })

  describe('keepalive, since the page may be left while a request is under way', () => {
    const flags = (calls: Any[][]) => calls.map(([, init]) => init.keepalive)
    const never = (P: Any) => new P(() => {})

    test('unless the body is too large for the browser, in bytes', async () => {
      const { platform, calls } = page()
      const bodies = ['x'.repeat(59000), 'x'.repeat(70000), new ArrayBuffer(59000), '中'.repeat(25000)]
      for (const body of bodies) await platform.request(own({ leaving: true, body }))
      expect(flags(calls)).toEqual([true, false, true, false])
    })

    test('half of its room is kept for the moment when the page is left', async () => {
      const { platform, calls } = page({ answer: never })
      for (const body of ['a'.repeat(29000), 'b'.repeat(2000)]) void platform.request(own({ body }))
      expect(platform.lasting!()).toBe(31000)
      void platform.request(own({ body: 'c'.repeat(30000), leaving: true }))
      void platform.request(own({ body: 'd'.repeat(1000), leaving: true }))
      expect(flags(calls)).toEqual([true, false, true, false])
    })

    test('what has come back makes room again', async () => {
      const { platform, calls } = page()
      for (let i = 0; i < 3; i++) await platform.request(own({ body: 'x'.repeat(20000) }))
      expect(flags(calls)).toEqual([true, true, true])
      expect(platform.lasting!()).toBe(60000)
    })

    test('a browser that refuses it gets the next ones without, but for the last chance', async () => {
      const { calls, requested } = page({ answer: (P: Any) => P.reject(new TypeError('Preflight request')) })
      for (const leaving of [false, false, true]) await requested(own({ leaving }))
      expect(flags(calls)).toEqual([true, false, true])
    })
  })

  test('ours are not seen by our own patch', async () => {
    const { platform } = page()
    let seen = 0
    platform.observeRequests!(() => void seen++)
    await platform.request(own())
    expect(seen).toBe(0)
  })
})
