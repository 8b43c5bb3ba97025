import { describe, expect, test } from 'vitest'
import type { OwnRequest, PerformanceEntry } from '../../core/platform.ts'
import { openPage } from '../fakes/web.ts'
import { plain } from './device.ts'

// eslint-disable-next-line @typescript-eslint/no-explicit-any
type Any = any

const URL = 'https://shop.test/app/'

test('states what it is; what the browser lacks is a missing member', () => {
  const { platform } = openPage({ url: URL })
  expect([platform.name, platform.componentId, platform.binary, platform.layer]).toEqual([
    'h5',
    10001,
    true,
    undefined,
  ])
  expect([platform.observePerformance, platform.measures]).toEqual([undefined, undefined])
})

describe('events', () => {
  test('errors with the error itself, else the message; not resources that fail to load', () => {
    const { window, platform } = openPage({ url: URL })
    const heard: unknown[] = []
    const undo = platform.on('error', (error) => void heard.push(error))
    const error = new window.Error('broken')
    window.dispatchEvent(new window.ErrorEvent('error', { error, message: 'Uncaught Error: broken' }))
    window.dispatchEvent(new window.ErrorEvent('error', { message: 'Script error.' }))
    const image = window.document.body.appendChild(window.document.createElement('img'))
    image.dispatchEvent(new window.Event('error'))
    image.dispatchEvent(new window.Event('error', { bubbles: true }))
    undo()
    window.dispatchEvent(new window.ErrorEvent('error', { error }))
    expect(heard).toEqual([error, 'Script error.'])
    expect(heard[0]).toBe(error)
  })

  test('rejections with their reason; there is no page not found', () => {
    const { window, platform } = openPage({ url: URL })
    const heard: unknown[] = []
    platform.on('rejection', (reason) => void heard.push(reason))
    platform.on('pageNotFound', () => void heard.push('never'))()
    const reason = { errMsg: 'request:fail' }
    window.dispatchEvent(Object.assign(new window.Event('unhandledrejection'), { reason }))
    expect(heard).toEqual([reason])
    expect(heard[0]).toBe(reason)
  })

  function turn(window: Any, state: 'visible' | 'hidden') {
    Object.defineProperty(window.document, 'visibilityState', { value: state, configurable: true })
    window.document.dispatchEvent(new window.Event('visibilitychange'))
  }

  test('hide once for a change of visibility and for leaving, show for coming back', () => {
    const { window, platform } = openPage({
      url: URL,
      prepare: (window) =>
        Object.defineProperty(window.document, 'visibilityState', { value: 'visible', configurable: true }),
    })
    const heard: string[] = []
    const undos = (['hide', 'show'] as const).map((event) => platform.on(event, () => void heard.push(event)))
    const fire = (type: string) => window.dispatchEvent(new window.Event(type))
    fire('pageshow')
    turn(window, 'hidden')
    fire('pagehide')
    turn(window, 'visible')
    fire('pageshow')
    fire('pagehide')
    fire('pageshow')
    expect(heard).toEqual(['hide', 'show', 'hide', 'show'])
    for (const undo of undos) undo()
    turn(window, 'hidden')
    expect(heard).toHaveLength(4)
  })

  test('a page that opens in the background is hidden from the start', () => {
    const { window, platform } = openPage({
      url: URL,
      prepare: (window) =>
        Object.defineProperty(window.document, 'visibilityState', { value: 'hidden', configurable: true }),
    })
    const heard: string[] = []
    platform.on('hide', () => void heard.push('hide'))
    platform.on('show', () => void heard.push('show'))
    window.dispatchEvent(new window.Event('pagehide'))
    turn(window, 'visible')
    expect(heard).toEqual(['show'])
  })

  test('a listener that throws stays with us', () => {
    const { window, platform, diag } = openPage({ url: URL })
    let errors = 0
    window.addEventListener('error', () => errors++)
    platform.on('hide', () => {
      throw new Error('ours')
    })
    Object.defineProperty(window.document, 'visibilityState', { value: 'visible', configurable: true })
    window.document.dispatchEvent(new window.Event('visibilitychange'))
    window.dispatchEvent(new window.Event('pagehide'))
    expect([errors, diag.errors.map(({ message }) => message)]).toEqual([0, ['ours']])
  })
})

test.each([
  ['https://shop.test/', ''],
  ['https://shop.test/pages/item/item?id=1', 'pages/item/item'],
  ['https://shop.test/app/#/pages/cart/cart?stamp=17', 'pages/cart/cart'],
  ['https://shop.test/app/#!/pages/cart/cart', 'pages/cart/cart'],
  ['https://shop.test/help#chapter-2', 'help'],
])('the current page of %s is %j', (url, page) => {
  expect(openPage({ url }).platform.currentPage()).toBe(page)
})

test('the current page follows history and hash', () => {
  const { window, platform } = openPage({ url: URL })
  window.history.pushState({}, '', '/pages/a?x=1')
  expect(platform.currentPage()).toBe('pages/a')
  window.location.hash = '#/pages/b'
  expect(platform.currentPage()).toBe('pages/b')
})

describe('storage', () => {
  test('set, get, keys, remove, at once', async () => {
    const { window, platform } = openPage({ url: URL })
    const { storage } = platform
    await storage.set('mm/1', 'a𝄞')
    storage.setNow('mm/2', 'b')
    await storage.set('other', '')
    expect([await storage.get('mm/1'), await storage.get('other'), await storage.get('never')]).toEqual([
      'a𝄞',
      '',
      undefined,
    ])
    expect([...(await storage.keys('mm/'))].sort()).toEqual(['mm/1', 'mm/2'])
    await storage.remove('mm/1')
    expect(Object.keys(window.localStorage).sort()).toEqual(['mm/2', 'other'])
  })

  test('full: rejects, throws at once', async () => {
    const { storage } = openPage({ url: URL }).platform
    const tooLarge = 'x'.repeat(6e6)
    await expect(storage.set('a', tooLarge)).rejects.toBeTruthy()
    expect(() => storage.setNow('a', tooLarge)).toThrow()
  })

  test('forbidden by the browser: rejects, and nothing is thrown before', async () => {
    const { storage } = openPage({
      url: URL,
      prepare: (window) =>
        Object.defineProperty(window, 'localStorage', {
          get() {
            throw new Error('SecurityError')
          },
        }),
    }).platform
    const calls = [storage.get('a'), storage.set('a', 'b'), storage.remove('a'), storage.keys('a')]
    expect((await Promise.allSettled(calls)).map(({ status }) => status)).toEqual(Array(4).fill('rejected'))
  })
})

describe('device and network', () => {
  test.each([
    ['Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605', 'iOS'],
    ['Mozilla/5.0 (iPad; CPU OS 16_0 like Mac OS X)', 'iOS'],
    ['Mozilla/5.0 (Linux; Android 12; ALN-AL00) AppleWebKit/537.36', 'Android'],
    ['Mozilla/5.0 (Windows NT 10.0; Win64; x64)', 'Windows'],
    ['Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)', 'macOS'],
    ['Mozilla/5.0 (X11; Linux x86_64)', 'Linux'],
  ])('%s: only the system’s name, %s', (userAgent, name) => {
    const { platform } = openPage({
      url: URL,
      prepare: (window) => Object.defineProperty(window.navigator, 'userAgent', { value: userAgent }),
    })
    expect(plain(platform.device!())).toEqual({ 'os.name': name })
  })

  test.each([
    [{ onLine: false, connection: { type: 'wifi' } }, 'none'],
    [{ onLine: true, connection: { type: 'wifi', effectiveType: '4g' } }, 'wifi'],
    [{ onLine: true, connection: { effectiveType: '3g' } }, '3g'],
    [{ onLine: true }, ''],
  ])('a connection %j is %j', async (values, type) => {
    const { platform } = openPage({
      url: URL,
      prepare(window) {
        for (const [name, value] of Object.entries(values))
          Object.defineProperty(window.navigator, name, { value })
      },
    })
    expect(await platform.network!()).toBe(type)
  })
})

test.each([
  ['/api', true],
  ['api?x=https://evil.test', true],
  ['https://shop.test/x', true],
  ['//shop.test/x', true],
  ['https://shop.test.evil.test/x', false],
  ['http://shop.test/x', false],
  ['https://shop.test:8443/x', false],
  ['https://api.shop.test/x', false],
])('%s is of the same origin: %s', (other, same) => {
  expect(openPage({ url: URL }).platform.sameOrigin!(other)).toBe(same)
})

describe('tabs', () => {
  const prefix = 'mm/'
  const shard = `${prefix}log:1~gone`
  const none = { leave() {}, enter() {} }

  test('what a tab that is gone has left is taken under the lock of the storage', async () => {
    const seen: unknown[] = []
    const { window, platform, clock } = openPage({
      url: URL,
      prepare: (window) =>
        Object.defineProperty(window.navigator, 'locks', {
          value: {
            request: async (name: string, task: () => Promise<unknown>) => {
              const stored = () => Object.keys(window.localStorage)
              seen.push(name, stored())
              const result = await task()
              seen.push(stored())
              return result
            },
          },
        }),
    })
    window.localStorage.setItem(shard, 'left behind')
    const tenancy = platform.tenancy!({ prefix, owner: 'me', clock, ...none })
    expect(await tenancy.get(shard)).toBe('left behind')
    expect(seen).toEqual([prefix, [shard], [`${prefix}log:1~me`]])
    // ours by now: no lock needed, and the same name
    expect(await tenancy.get(shard)).toBe('left behind')
    expect(seen).toHaveLength(3)
    await tenancy.remove(shard)
    expect(window.localStorage).toHaveLength(0)
  })

  test('without locks as well as it goes; what another has taken meanwhile is theirs', async () => {
    const { window, platform, clock } = openPage({ url: URL })
    const open = (owner: string) => platform.tenancy!({ prefix, owner, clock, ...none })
    const [first, second] = [open('a'), open('b')]
    window.localStorage.setItem(shard, 'left behind')
    expect(await first.get(shard)).toBe('left behind')
    await expect(second.get(shard)).rejects.toBe(undefined)
  })

  test('a tab that says so is alive to the others, until it leaves', async () => {
    const { window, platform, clock } = openPage({ url: URL })
    const open = (owner: string) => platform.tenancy!({ prefix, owner, clock, ...none })
    const [first, second] = [open('a'), open('b')]
    window.localStorage.setItem(shard, 'left behind')
    await first.set(`${prefix}log:2`, 'of the first')
    second.setNow(`${prefix}log:3`, 'of the second')
    expect(await first.keys(prefix)).toEqual([shard, `${prefix}log:3~b`])
    expect(await second.keys(prefix)).toEqual([shard])
    // to erase what there is
    expect((await second.keys(prefix, true)).sort()).toEqual([shard, `${prefix}log:2~a`])
    await first.leave()
    expect((await second.keys(prefix)).sort()).toEqual([shard, `${prefix}log:2~a`])
    expect(await second.get(`${prefix}log:3`)).toBe('of the second')
  })

  test('a tab that is hidden for long leaves what it has, and finds it anew when it is shown', () => {
    const { platform, clock } = openPage({ url: URL })
    const told: string[] = []
    const tenancy = platform.tenancy!({
      prefix,
      owner: 'me',
      clock,
      leave: () => told.push('leave'),
      enter: () => told.push('enter'),
    })
    tenancy.hide()
    clock.advance(11000)
    tenancy.show()
    clock.advance(60000)
    expect(told).toEqual([])
    tenancy.hide()
    clock.advance(12000)
    expect(told).toEqual(['leave'])
    tenancy.show()
    expect(told).toEqual(['leave', 'leave', 'enter'])
  })
})

describe('performance', () => {
  type Entry = Record<string, unknown>

  /** `before` us and what comes after: of the first, browsers that buffer tell again. */
  function observed(before: Entry[], entries = before) {
    const later: (() => void)[] = []
    const asked: unknown[] = []
    let disconnected = 0
    const { platform, diag } = openPage({
      url: URL,
      prepare(window) {
        window.PerformanceObserver = class {
          constructor(public callback: (list: unknown) => void) {}
          observe(options: { entryTypes: string[] }) {
            asked.push(options)
            if (options.entryTypes[0] === 'navigation' && entries.length === 0)
              throw new TypeError('unknown type')
            const own = entries.filter((each) => each.entryType === options.entryTypes[0])
            later.push(() => this.callback({ getEntries: () => own }))
          }
          disconnect() {
            disconnected++
          }
        }
        Object.defineProperty(window.performance, 'timeOrigin', { value: 1.7e12 })
        window.performance.getEntries = () => before
      },
    })
    const found: PerformanceEntry[] = []
    const undo = platform.observePerformance!((entry) => void found.push(entry))
    for (const tell of later) tell()
    return { platform, found, asked, undo, diag, disconnected: () => disconnected }
  }

  test('navigation and paint, also what was before us, in the kit’s terms', () => {
    const loading = { entryType: 'navigation', name: URL, startTime: 0, duration: 0 }
    const paints = [
      { entryType: 'paint', name: 'first-paint', startTime: 300.6, duration: 0 },
      { entryType: 'paint', name: 'first-contentful-paint', startTime: 350.2, duration: 0 },
      { entryType: 'paint', name: 'something-new', startTime: 1, duration: 0 },
    ]
    const { found, asked, undo, disconnected } = observed(
      [loading, paints[0]],
      [{ ...loading, duration: 812.4 }, ...paints],
    )
    expect(plain(found)).toEqual([
      { name: 'first_paint', value: 1.7e12 + 301 },
      { name: 'app_launch', value: 812 },
      { name: 'first_render', value: 350 },
    ])
    expect(plain(asked)).toEqual([{ entryTypes: ['navigation'] }, { entryTypes: ['paint'] }])
    undo()
    expect(disconnected()).toBe(2)
  })

  test('it says what it tells of', () => {
    expect(plain(observed([]).platform.measures)).toEqual(['app_launch', 'first_render', 'first_paint'])
  })

  test('impossible numbers and loads that are not over are dropped; an unknown type costs nothing else', () => {
    const odd = [0, -5, NaN, 3600001].map((duration) => ({ entryType: 'navigation', startTime: 0, duration }))
    expect(observed(odd).found).toEqual([])
    const { asked, diag } = observed([])
    expect([asked.length, diag.errors.length]).toEqual([2, 1])
  })
})

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
