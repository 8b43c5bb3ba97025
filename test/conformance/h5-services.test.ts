/** What the driver of web pages tells the kit, and does for it. */
import { describe, expect, test } from 'vitest'
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
  test('errors with the error itself, else the message; not what elements fire or fail to load', () => {
    const { window, platform } = openPage({ url: URL })
    const heard: unknown[] = []
    const undo = platform.on('error', (error) => void heard.push(error))
    const error = new window.Error('broken')
    window.dispatchEvent(new window.ErrorEvent('error', { error, message: 'Uncaught Error: broken' }))
    window.dispatchEvent(new window.ErrorEvent('error', { message: 'Script error.' }))
    const image = window.document.body.appendChild(window.document.createElement('img'))
    image.dispatchEvent(new window.Event('error'))
    image.dispatchEvent(new window.Event('error', { bubbles: true }))
    // that an element fires for its own listeners, and that bubbles up to the page
    for (const target of [image, window.document])
      for (const bubbles of [false, true])
        for (const more of [{ message: 'handled' }, { error }])
          target.dispatchEvent(new window.ErrorEvent('error', { bubbles, ...more }))
    image.dispatchEvent(Object.assign(new window.CustomEvent('error'), { message: 'handled' }))
    undo()
    window.dispatchEvent(new window.ErrorEvent('error', { error }))
    expect(heard).toEqual([error, 'Script error.'])
    expect(heard[0]).toBe(error)
  })

  test('resources that do not load, with their element and address; not what the page fires itself', async () => {
    const { window, platform } = openPage({ url: URL, loads: false })
    const heard: unknown[] = []
    const undo = platform.observeResources!((failed) => void heard.push(plain(failed)))
    const image = window.document.body.appendChild(window.document.createElement('img'))
    image.src = '/photo.png'
    for (const type of ['Event', 'ErrorEvent'])
      image.dispatchEvent(new window[type]('error', { bubbles: true }))
    window.dispatchEvent(new window.ErrorEvent('error', { message: 'broken' }))
    const miss = (href: string) => {
      const link = Object.assign(window.document.createElement('link'), { rel: 'stylesheet', href })
      window.document.head.append(link)
      return new Promise((resolve) => link.addEventListener('error', resolve))
    }
    await miss('theme.css?token=1')
    undo()
    await miss('other.css')
    expect(heard).toEqual([{ element: 'link', url: URL + 'theme.css?token=1' }])
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

  test('the network, by what the browser tells of it', () => {
    const { window, platform } = openPage({ url: URL })
    const heard: unknown[] = []
    const undo = platform.on('networkStatusChange', (told) => void heard.push(plain(told)))
    platform.on('memoryWarning', () => void heard.push('never'))()
    const turnTo = (onLine: boolean, connection?: object) => {
      for (const [name, value] of Object.entries({ onLine, connection }))
        Object.defineProperty(window.navigator, name, { value, configurable: true })
      window.dispatchEvent(new window.Event(onLine ? 'online' : 'offline'))
    }
    turnTo(false)
    turnTo(true, { effectiveType: '3g' })
    turnTo(true)
    undo()
    turnTo(false)
    expect(heard).toEqual(['none', '3g', ''].map((networkType) => ({ networkType })))
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
  ['https://shop.test/', '/'],
  ['https://shop.test/?utm=1', '/'],
  ['https://shop.test/app/#/', '/'],
  ['https://shop.test/app/#!/?tab=2', '/'],
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

test('a page in a sandbox has no origin that anything could share', () => {
  const { platform } = openPage({
    url: URL,
    prepare: (window) => Object.defineProperty(window, 'origin', { value: 'null' }),
  })
  expect(platform.sameOrigin!(URL)).toBe(false)
})
