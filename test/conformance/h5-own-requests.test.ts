/** The kit’s own requests on a web page. */
import { describe, expect, test } from 'vitest'
import type { OwnRequest } from '../../core/platform.ts'
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
    return { ...world, calls }
  }

  test('by fetch: the answer, its headers in any case, its text or bytes', async () => {
    const { platform, calls, clock } = page()
    const result = await platform.request(own())
    expect([result.status, result.body, result.error]).toEqual([202, 'hello', undefined])
    expect([result.header('retry-after'), result.header('date')]).toEqual(['7', ''])
    expect(calls[0][0]).toBe(own().url)
    expect(plain(calls[0][1])).toMatchObject({ method: 'POST', body: '{}', headers: own().header })
    expect(calls[0][1].keepalive).toBe(undefined)
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
    expect(plain(await page({ answer }).platform.request(own()))).toMatchObject(expected)
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

  test('while the page goes away: keepalive, unless it is too large', async () => {
    const { platform, calls } = page()
    await platform.request(own({ leaving: true }))
    await platform.request(own({ leaving: true, body: 'x'.repeat(70000) }))
    await platform.request(own({ leaving: true, body: new ArrayBuffer(59000) }))
    expect(calls.map(([, init]) => !!init.keepalive)).toEqual([true, false, true])
  })

  test('ours are not seen by our own patch', async () => {
    const { platform } = page()
    let seen = 0
    platform.observeRequests!(() => void seen++)
    await platform.request(own())
    expect(seen).toBe(0)
  })
})
