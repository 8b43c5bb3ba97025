import type { PlatformName } from '../../core/platforms/names.ts'
import { platforms as hosts, type PlatformName as HostName } from '../../hosts/index.ts'
import { COLLECTOR, startApp, type SampleApp } from './app.ts'
import { linesOf } from './flatten.ts'
import { sentOfUpdates } from './updates.ts'
import { startWebPage } from './web-page.ts'

/* Runs of the kit in which everything happens that it knows of. */

export interface Observed {
  /** By platform; see flatten.ts. */
  lines: Map<PlatformName, Set<string>>
  /** Headers that the app's own requests got. */
  appHeaders: Set<string>
  /** Headers of the kit's requests. */
  ownHeaders: Set<string>
}

const EVERYTHING = `
  enable: { tracing: true },
  serviceInstance: 'release',
  request: { urlGroupRules: { goods: /\\/goods\\// } },
  updates: true,
  lag: true,`

/** Each sort of error twice, so that there is a summary, and once with more text than is sent; what two hooks tell alike is one. */
const ERRORS = `
  const long = 'x'.repeat(9000)
  const crash = () => { throw new Error('the cart is broken') }
  const refuse = () => { Promise.reject(new Error('nobody waits')) }
  const call = (path) => api.request({ url: 'https://api.example.com' + path, success() {}, fail() {} })
  for (const at of [1, 2]) {
    setTimeout(crash, at)
    setTimeout(refuse, at)
    call('/goods/status/500')
  }
  setTimeout(() => { throw new Error(long) }, 3)
  Promise.reject(new Error('y' + long))
  call('/status/404/' + long)
  call('/reset')
  monitor.captureError(new Error('no price'), { componentStack: 'in Price' })`

const REQUESTS = `
  api.request({ url: 'https://api.example.com/goods/1?token=1', success() {} })
  api.uploadFile({ url: 'https://api.example.com/photos', filePath: 'f', name: 'photo', success() {}, fail() {} })
  api.downloadFile({ url: 'https://cdn.example.com/manual.pdf', success() {}, fail() {} })`

const OWN = `
  monitor.log('paid', { 'cart.size': 2 })
  monitor.log('x'.repeat(9000), {}, 'fatal')
  monitor.gauge('cart.size', 2)
  monitor.count('cart.opened')
  monitor.histogram('cart.price', 12.5, {}, { unit: 'CNY', bounds: [10, 100] })
  const parent = monitor.startSpan('checkout')
  const child = monitor.startSpan('checkout.pay', { parent: parent.context })
  child.setError(new Error('declined'))
  child.end()
  parent.setAttribute('cart.size', 2)
  parent.setAttribute('cart.note', 'x'.repeat(9000))
  parent.end()`

const MANY_SERIES = `
  for (let i = 0; i < 110; i++) api.request({ url: 'https://h' + i + '.example.com/', success() {} })`

/** More than there are series for; the last has a name that is too long. */
const MANY_PAGES = Array.from({ length: 110 }, (_, i) => `pages/many/${i < 109 ? i : 'x'.repeat(9000)}`)

const MANY_ADDRESSES = `
  for (let i = 0; i < 110; i++) history.pushState(null, '', '/many/' + i)`

/** ms that each of them blocks; in the end long enough for a log. */
const BLOCKS = MANY_PAGES.map((_, i) => (i < 109 ? 300 : 3000))

async function live(app: SampleApp): Promise<void> {
  await app.run(`monitor.setUser('u-1')`)
  await app.run(ERRORS, 2000)
  for (const path of ['pages/gone', 'pages/gone', 'x'.repeat(9000)]) app.runtime.openUnknownPage(path)
  await app.run(REQUESTS + OWN, 6000)
  for (const subpackage of [['sale'], ['sale'], ['x'.repeat(9000)]])
    app.runtime.emit('LazyLoadError', {
      type: 'subpackage',
      subpackage,
      errMsg: 'loadSubpackage:fail timeout',
    })
  app.runtime.navigateTo('/pages/cart/cart')
  await app.run(MANY_SERIES, 20000)
  for (const path of MANY_PAGES) app.runtime.redirectTo('/' + path)
  for (const [i, path] of MANY_PAGES.entries()) {
    app.runtime.redirectTo('/' + path)
    app.clock.elapse(BLOCKS[i])
    await app.clock.advance(300)
  }
  // The summary of equal errors comes when the minute is over, the losses at most once a minute.
  await app.run('', 61000)
  await app.run(`monitor.log('still here')`, 10000)
  app.runtime.hide()
  await app.clock.advance(4000)
}

function note(observed: Observed, app: Pick<SampleApp, 'sent' | 'own'>, platform: PlatformName): void {
  const lines = observed.lines.get(platform) ?? new Set()
  observed.lines.set(platform, lines)
  for (const request of app.sent) {
    for (const name of Object.keys(request.headers)) observed.ownHeaders.add(name)
    for (const line of linesOf(request)) lines.add(line)
  }
  for (const { headers } of app.own) for (const name of Object.keys(headers)) observed.appHeaders.add(name)
}

/** How each platform is tried: what a browser sends of spans, say, is not what a mini program does. */
const WAYS = [
  `${EVERYTHING} tracing: { propagators: ['sw8', 'w3c', 'b3'] }`,
  `${EVERYTHING} encoding: 'json', tracing: { exporter: 'otlp' }`,
  // all that blocks in one flush
  `${EVERYTHING} enable: { perf: false }, flushInterval: 600000`,
  `${EVERYTHING} collector: '', traceCollector: '${COLLECTOR}', keepAlive: { layer: 'SHOPS' }`,
]

/** Plain apps on all platforms. */
export async function observe(): Promise<Observed> {
  const observed: Observed = { lines: new Map(), appHeaders: new Set(), ownHeaders: new Set() }
  for (const platform of Object.keys(hosts) as HostName[])
    for (const options of WAYS) {
      const app = await startApp({ platform, options, morePages: MANY_PAGES })
      await live(app)
      note(observed, app, platform)
    }
  for (const options of WAYS)
    note(
      observed,
      await startWebPage(options, OWN + MANY_SERIES + MANY_ADDRESSES, { paths: MANY_PAGES, blocks: BLOCKS }),
      'h5',
    )
  return observed
}

/** What the kit sends of updates that a framework tells of. */
export async function observeUpdates(): Promise<Set<string>> {
  return new Set((await sentOfUpdates('wechat')).flatMap(linesOf))
}

/** Functions of the platform that the kit calls while consent is pending, and from then on. */
export async function observeCalls(): Promise<{ before: Set<string>; after: Set<string> }> {
  const before = new Set<string>()
  const after = new Set<string>()
  const called = ({ runtime }: SampleApp) => Object.keys(runtime.calls).filter((name) => runtime.calls[name])
  for (const platform of Object.keys(hosts) as HostName[])
    for (const oldBaseLibrary of [false, true]) {
      const app = await startApp({
        platform,
        options: `consent: 'pending'`,
        quirks: { oldBaseLibrary, routeEvents: !oldBaseLibrary },
      })
      await app.run(`monitor.captureError(new Error('no price'))`, 10000)
      for (const name of called(app)) before.add(name)
      await app.run(`monitor.setConsent(true); monitor.captureError(new Error('no name'))`, 10000)
      app.runtime.hide()
      await app.clock.advance(1000)
      app.runtime.show()
      await app.run(`monitor.setConsent(false); void monitor.shutdown()`, 10000)
      for (const name of called(app)) after.add(name)
    }
  return { before, after }
}
