// @ts-expect-error it brings no types
import { JSDOM, ResourceLoader } from 'jsdom'
import { virtualClock, type NetRequest, type VirtualClock } from '../../hosts/index.ts'
import { COLLECTOR, kit, seeded } from './app.ts'

/* A web page that uses the kit, without a browser: what jsdom lacks (fetch, performance entries) is played here. */

// The window of a page, which is of no type that we have.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
type Any = any

const ENTRIES = [
  { entryType: 'navigation', name: 'https://shop.example.com/', startTime: 0, duration: 812 },
  { entryType: 'paint', name: 'first-paint', startTime: 240, duration: 0 },
  { entryType: 'paint', name: 'first-contentful-paint', startTime: 310, duration: 0 },
  { entryType: 'largest-contentful-paint', name: '', startTime: 420, duration: 0 },
  { entryType: 'layout-shift', name: '', startTime: 500, duration: 0, value: 0.05 },
  { entryType: 'event', name: 'click', startTime: 900, duration: 72, interactionId: 7 },
]

/** Nothing loads. */
class Offline extends ResourceLoader {
  constructor() {
    super({ userAgent: 'Mozilla/5.0 (Linux; Android 14)' })
  }
  fetch() {
    return Promise.reject(new Error('offline'))
  }
}

/** What the page needs of a browser. `requests` is told of each. */
function openWindow(clock: VirtualClock, requests: NetRequest[]): Any {
  const { window } = new JSDOM('', {
    url: 'https://shop.example.com/cart',
    runScripts: 'outside-only',
    resources: new Offline(),
  }) as Any
  // what did not load is told to the page's listeners alone
  window._virtualConsole.removeAllListeners()
  Object.assign(window, {
    setTimeout: clock.setTimeout,
    clearTimeout: clock.clearTimeout,
    fetch(url: string, init: Any = {}) {
      const headers = init.headers?.forEach ? Object.fromEntries(init.headers.entries()) : init.headers
      const body =
        typeof init.body === 'string' ? new TextEncoder().encode(init.body) : new Uint8Array(init.body ?? [])
      requests.push({ kind: 'request', method: init.method ?? 'GET', url, headers: headers ?? {}, body })
      if (/\/reset/.test(url)) return Promise.reject(new TypeError('Failed to fetch'))
      return Promise.resolve(new Response('', { status: /status/.test(url) ? 500 : 200 }))
    },
    Headers,
    AbortController,
    PerformanceObserver: class {
      static supportedEntryTypes: string[] = ENTRIES.map(({ entryType }) => entryType)
      private readonly callback: Any
      constructor(callback: Any) {
        this.callback = callback
      }
      takeRecords = () => []
      observe({ type, entryTypes = [type!] }: { type?: string; entryTypes?: string[] }) {
        const found = ENTRIES.filter((entry) => entryTypes.includes(entry.entryType))
        clock.setTimeout(() => this.callback({ getEntries: () => found }), 1)
      }
      disconnect() {}
    },
  })
  window.navigator.connection = { effectiveType: '4g' }
  window.Date.now = () => clock.now()
  window.Math.random = seeded(1)
  window.performance.now = clock.monotonic
  return window
}

/**
 * Opens the page, lets it make requests and fail, and leaves it.
 * @param options source of more options of `init`
 * @param own lines of the page's code; `api.request({ url })` asks a server
 * @param many other paths that are opened, and for how many ms each blocks
 */
export async function startWebPage(
  options = '',
  own = '',
  many: { paths: string[]; blocks: number[] } = { paths: [], blocks: [] },
): Promise<{ sent: NetRequest[]; own: NetRequest[] }> {
  const clock = virtualClock({ start: Date.UTC(2024, 5, 1, 8) })
  const requests: NetRequest[] = []
  const window = openWindow(clock, requests)
  window.eval(
    `(() => { 'use strict'; const module = { exports: {} }; ${kit()}; window.kit = module.exports })()`,
  )
  window.eval(`window.monitor = kit.init({ service: 'shop', collector: '${COLLECTOR}',
    enable: { tracing: true }, resources: true, ${options} })
    monitor.setUser('u-1')`)
  await clock.advance(1000)
  window.eval(`
    const tell = (error) => window.dispatchEvent(new ErrorEvent('error', { error }))
    const refuse = (reason) =>
      window.dispatchEvent(Object.assign(new Event('unhandledrejection'), { reason, promise: Promise.resolve() }))
    const long = 'x'.repeat(9000)
    for (const at of [1, 2]) {
      setTimeout(() => tell(new Error('the cart is broken')), at)
      setTimeout(() => refuse(new Error('nobody waits')), at)
      void fetch('https://shop.example.com/goods/status/500')
    }
    setTimeout(() => tell(new Error(long)), 3)
    setTimeout(() => refuse(new Error('y' + long)), 3)
    void fetch('https://shop.example.com/status/500/' + long)
    void fetch('https://shop.example.com/goods/1')
    fetch('https://shop.example.com/reset').catch(() => {})
    monitor.captureError(new Error('no price'), { componentStack: 'in Price' })`)
  for (const name of ['cart', 'cart', 'x'.repeat(9000)])
    await miss(window, `https://cdn.example.com/${name}.css`)
  await clock.advance(2000)
  window.eval(`{
    const api = { request: ({ url }) => fetch(url), uploadFile() {}, downloadFile() {} }
    ${own} }`)
  for (const [i, path] of many.paths.entries()) {
    window.history.pushState(null, '', '/' + path)
    clock.elapse(many.blocks[i])
    await clock.advance(300)
  }
  // Merged errors are told of in the account, once a minute.
  await clock.advance(70000)
  window.monitor.log('still here')
  await clock.advance(10000)
  await window.monitor.shutdown()
  window.close()
  const isOwn = ({ url }: NetRequest) => url.startsWith(COLLECTOR)
  return { sent: requests.filter(isOwn), own: requests.filter((request) => !isOwn(request)) }
}

/** A style sheet that does not load. */
function miss({ document }: Any, href: string): Promise<void> {
  const link = Object.assign(document.createElement('link'), { rel: 'stylesheet', href })
  document.head.append(link)
  return new Promise((resolve) => link.addEventListener('error', resolve))
}
