/** The sample shops on simulated WeChat and Alipay, with the built package: what arrives against what was done. */
import { beforeAll, describe, expect, test } from 'vitest'
import type { RequestRecord } from '../../hosts/index.ts'
import { tourOf } from '../../playground/run/check.ts'
import { TOUR } from '../../playground/run/tour.ts'
import { verify, type Evidence } from '../../playground/run/verify.ts'

const DETAIL = 'pages/detail/detail'
const PROFILE = 'pages/profile/profile'
const CART = 'pages/cart/cart'

/** Which page of the app calls what, and the group that its rules make of it. */
const CALLERS: [path: RegExp, page: string, group?: string][] = [
  [/^\/api\/home$/, 'pages/index/index'],
  [/^\/api\/products$/, 'pages/list/list'],
  [/^\/api\/products\/\d+$/, DETAIL, '/products/{id}'],
  [/^\/api\/products\/\d+\/poster$/, DETAIL, '/products/{id}/poster'],
  [/^\/api\/recommendations$/, DETAIL],
  [/^\/api\/flash-sale$/, 'packages/promo/pages/flash/flash'],
  [/^\/api\/(orders|coupons)$/, CART],
  [/^\/api\/(profile|avatar)$/, PROFILE],
  [/^\/api\/invoices\/\w+$/, PROFILE, '/invoices/{id}'],
]

function callerOf(url: string) {
  const found = CALLERS.find(([path]) => path.test(new URL(url).pathname))
  if (!found) throw new Error(`the app has no page that calls ${url}`)
  return { page: found[1], group: found[2] ?? '' }
}

/** What the simulated platform was asked for by the app itself. */
function appRequests({ runs, env }: Evidence): RequestRecord[] {
  return runs.flatMap((run) => run.requests).filter(({ url }) => url.startsWith(env.api))
}

const verbs = { request: '', uploadFile: 'UPLOAD', downloadFile: 'DOWNLOAD' }

function statusOf({ status }: RequestRecord) {
  return status ?? 0
}

function countBy<T>(list: readonly T[], keyOf: (item: T) => string, weight: (item: T) => number = () => 1) {
  const counts: { [key: string]: number } = {}
  for (const item of list) counts[keyOf(item)] = (counts[keyOf(item)] ?? 0) + weight(item)
  return counts
}

/** Notes for each page what it is told and what it shows, in the app's console, behind the back of the kit. */
function spy(source: string, file: string) {
  if (!/pages\/.*\.js$/.test(file)) return source
  const wrap = (name: string) => `(function (original) {
    return function (options) {
      var methods = options.methods || options
      var load = methods.onLoad, ready = methods.onReady, show = methods.onShow
      methods.onShow = function () {
        console.debug('show ' + (this.route || this.__route__))
        return show && show.apply(this, arguments)
      }
      methods.onLoad = function (query) {
        var set = this.setData, route = this.route || this.__route__
        this.setData = function (patch) {
          console.debug('setData ' + route + ' ' + JSON.stringify(patch))
          return set.apply(this, arguments)
        }
        return load && load.apply(this, arguments)
      }
      methods.onReady = function () {
        console.debug('ready ' + (this.route || this.__route__))
        return ready && ready.apply(this, arguments)
      }
      return original(options)
    }
  })(${name})`
  return `(function (Page, Component) {${source}\n})(${wrap('Page')}, ${wrap('Component')})`
}

function noted({ runs }: Evidence, word: string): string[] {
  return runs
    .flatMap((run) => run.log)
    .filter(({ level, text }) => level === 'debug' && text.startsWith(`${word} `))
    .map(({ text }) => text.slice(word.length + 1))
}

const common = {
  apps: 'native',
  seed: 4,
  service: '珊瑚-shop',
  serviceVersion: 'v2.3.1',
  transform: spy,
} as const
const cases = (['wechat', 'alipay'] as const).flatMap((platform) =>
  (['proto', 'json'] as const).map((encoding) => ({ platform, encoding })),
)

describe.each(cases)('$platform, $encoding', ({ platform, encoding }) => {
  let evidence: Evidence
  beforeAll(async () => {
    // With an instance in one encoding, without one in the other.
    const serviceInstance = encoding === 'json' ? 'store-7' : undefined
    evidence = await tourOf({ ...common, platform, encoding, serviceInstance })
  })

  test('every signal arrives with its types and attributes', () => {
    const bad = verify(evidence).filter(({ state }) => state === 'bad')
    expect(bad.map(({ id, problems }) => `${id}: ${problems.join('; ')}`)).toEqual([])
  })

  test('requests: counted by method, status, page and group', () => {
    const done = appRequests(evidence)
    const wanted = countBy(done, (request) => {
      const { page, group } = callerOf(request.url)
      return [verbs[request.api] || request.method, statusOf(request), page, group].join(' ')
    })
    const points = evidence.received.metrics.filter(({ name }) => name === 'miniprogram.request.duration')
    const counted = countBy(
      points,
      ({ attributes }) =>
        [
          attributes['http.request.method'],
          attributes['http.response.status_code'],
          attributes['miniprogram.page.path'],
          attributes['url.path.group'] ?? '',
        ].join(' '),
      ({ count }) => Number(count),
    )
    expect(counted).toEqual(wanted)
    expect(done.length).toBeGreaterThan(15)
  })

  test('requests: durations are those of the device', () => {
    const waited = (requests: RequestRecord[]) =>
      requests.reduce((sum, { calledAt, endedAt }) => sum + (endedAt! - calledAt), 0)
    const points = evidence.received.metrics.filter(({ name }) => name === 'miniprogram.request.duration')
    const sum = points.reduce((total, point) => total + point.sum!, 0)
    const done = appRequests(evidence)
    // Each is measured a moment before and after the platform's own note.
    expect(Math.abs(sum - waited(done))).toBeLessThan(done.length * 5)
  })

  test('errors: each is there, by type', () => {
    const { logs } = evidence.received
    const thrown = evidence.runs.flatMap((run) => run.errors)
    const failed = appRequests(evidence).filter(
      (request) => statusOf(request) === 0 || statusOf(request) >= 400,
    )
    const times = (step: string) => TOUR.filter((stop) => stop.step === step).length
    const counted = countBy(
      logs.filter(({ attributes }) => 'exception.type' in attributes),
      ({ attributes }) => String(attributes['exception.type']),
      // A summary stands for those that were the same within a minute.
      ({ attributes }) => Number(attributes['exception.count'] ?? 1),
    )
    expect(counted).toEqual({
      js: thrown.filter(({ source }) => source !== 'rejection').length + times('brokenShare'),
      promise: thrown.filter(({ source }) => source === 'rejection').length,
      pageNotFound: times('unknownPage'),
      ajax: failed.length,
      ...(platform === 'wechat' ? { lazyLoad: times('lostPackage') } : {}),
    })
    expect(counted).toMatchObject({ js: 2, promise: 2, pageNotFound: 1, ajax: 2 })
  })

  test('traces: a segment for each request but those on the deny-list, on the page that made it', () => {
    const traced = appRequests(evidence).filter(({ url }) => !url.includes('/api/flash-sale'))
    const wanted = countBy(traced, (request) => {
      const url = request.url.replace(/\?.*/, '')
      return [verbs[request.api] || request.method, url, statusOf(request), callerOf(url).page].join(' ')
    })
    const spans = evidence.received.segments.flatMap((segment) => segment.spans)
    const counted = countBy(
      spans.filter(({ spanType }) => spanType === 'Exit'),
      ({ operationName, tags = [] }) => {
        const tag = (key: string) => tags.find((each) => each.key === key)?.value
        return [tag('http.method'), tag('url'), tag('http.status_code') ?? 0, operationName].join(' ')
      },
    )
    expect(counted).toEqual(wanted)
  })

  test('performance: a launch for each start, a rendering for each page', () => {
    const gauges = (name: string) => evidence.received.metrics.filter((point) => point.name === name)
    const pages = (name: string) =>
      countBy(gauges(name), ({ attributes }) => String(attributes['miniprogram.page.path']))
    expect(gauges('miniprogram.app_launch.duration')).toHaveLength(evidence.runs.length)
    expect(evidence.runs).toHaveLength(2)
    expect(pages('miniprogram.first_render.duration')).toEqual(countBy(noted(evidence, 'ready'), String))
  })

  test('views: one for each time that a page is shown; starts and sessions', () => {
    const counts = (name: string, key: string) =>
      countBy(
        evidence.received.metrics.filter((point) => point.name === `miniprogram.${name}`),
        ({ attributes }) => String(attributes[key]),
        ({ count, value }) => Number(count ?? value),
      )
    const shown = countBy(noted(evidence, 'show'), String)
    expect(counts('page.views', 'miniprogram.page.path')).toEqual(shown)
    expect(Object.values(shown).reduce((sum, n) => sum + n)).toBeGreaterThan(15)
    // all but the one that the restart cut off have ended
    const stays = counts('page.stay.duration', 'miniprogram.page.path')
    for (const [page, n] of Object.entries(shown)) expect(n - stays[page]!).toBeGreaterThanOrEqual(0)
    expect(counts('app.starts', 'miniprogram.start.type')).toEqual({ cold: 2, hot: 1 })
    expect(counts('sessions', '')).toEqual({ undefined: 1 })
  })

  test('one session over the restart, and one uid a log', () => {
    const { logs } = evidence.received
    expect(new Set(logs.map(({ attributes }) => attributes['session.id'])).size).toBe(1)
    expect(new Set(logs.map(({ attributes }) => attributes['log.record.uid'])).size).toBe(logs.length)
  })
})

/** In the place of the package: everything is there and does nothing. */
const NOTHING = `
  const span = () => ({ context: {}, setAttribute() {}, setError() {}, end() {} })
  const monitor = { captureError() {}, log() {}, gauge() {}, count() {}, histogram() {}, startSpan: span,
    setUser() {}, setAttributes() {}, setConsent() {}, emit() {}, flush: () => Promise.resolve(),
    shutdown: () => Promise.resolve(), diagnostics: () => ({ dropped: {}, errors: [], warnings: [] }) }
  module.exports = { init: () => monitor, record() {}, flush: monitor.flush, shutdown: monitor.shutdown }`

const places = {
  wechat: 'miniprogram_npm/mini-monitor/index.js',
  alipay: 'node_modules/mini-monitor/miniprogram/index.js',
}

describe.each(['wechat', 'alipay'] as const)('%s, with the kit and without', (platform) => {
  let with_: Evidence
  let without: Evidence
  beforeAll(async () => {
    const options = { ...common, platform, encoding: 'proto' } as const
    with_ = await tourOf(options)
    without = await tourOf({ ...options, files: { [places[platform]]: NOTHING } })
  })

  test('the kit was there, and was not', () => {
    expect(with_.received.logs).not.toEqual([])
    expect(without.requests).toEqual([])
  })

  test('the shop sees the same requests, but for the trace header', () => {
    // Two that set off together may arrive in either order.
    const seen = ({ shop }: Evidence) =>
      shop
        .map(({ headers: { sw8: _, host: __, ...headers }, time: ___, ...rest }) => ({ ...rest, headers }))
        .map((each) => JSON.stringify(each))
        .sort()
    expect(seen(with_)).toEqual(seen(without))
  })

  test('the same goes wrong, in the same places', () => {
    const seen = ({ runs }: Evidence) =>
      runs.map((run) => run.errors.map(({ error, source }) => [source, error?.message ?? { ...error }]))
    expect(seen(with_)).toEqual(seen(without))
    expect(with_.runs.map((run) => run.app.globalData)).toEqual(without.runs.map((run) => run.app.globalData))
  })

  test('the pages show the same', () => {
    const seen = (evidence: Evidence) => noted(evidence, 'setData').sort()
    expect(seen(with_)).toEqual(seen(without))
    expect(noted(with_, 'ready')).toEqual(noted(without, 'ready'))
    expect(seen(with_).length).toBeGreaterThan(20)
  })
})
