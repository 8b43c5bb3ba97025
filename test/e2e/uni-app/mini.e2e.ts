/** The sample app, built by uni-app for seven mini programs, on the simulated platforms. */
import { beforeAll, describe, expect, test } from 'vitest'
import { againstSignals, namedInPrivacy, none, touchedByKit } from '../documents.ts'
import { buildApp, TARGETS, type Start } from './builds.ts'
import {
  behaviour,
  checkAttributes,
  errors,
  errorsOf,
  pages,
  requests,
  requestsOf,
  segments,
  segmentsOf,
  timings,
  timingsOf,
  views,
  viewsOf,
  updatesOf,
  pageTraces,
} from './expected.ts'
import { pageTracesOf } from '../page-traces.ts'
import { runMini, type Evidence } from './mini.ts'

describe.each(TARGETS)('%s', (target, platform) => {
  const kind = platform === 'wechat' || platform === 'bytedance' ? platform : 'lifecycle'
  let with_: Evidence
  let without: Evidence
  beforeAll(async () => {
    with_ = await runMini((await buildApp(target, 'plugin')).folder, platform)
    without = await runMini((await buildApp(target, 'none')).folder, platform)
  })

  test('requests, by method, status, page and group', () => expect(requestsOf(with_)).toEqual(requests()))
  test('errors, by type, text and page', () => expect(errorsOf(with_)).toEqual(errors()))
  test('a segment for each request, on its page', () => expect(segmentsOf(with_)).toEqual(segments()))
  test('each page that loads is a trace, with its requests', () => {
    expect(pageTracesOf(with_.received)).toEqual(pageTraces)
  })
  test('launches, renderings and routes', () => expect(timingsOf(with_)).toEqual(timings(kind)))

  test('views, and the stays that they end with', () => {
    expect(viewsOf(with_, 'views')).toEqual(views())
    expect(viewsOf(with_, 'stay.duration')).toEqual(views({ ended: true }))
  })

  test('what setData costs, on each page', () => expect(updatesOf(with_)).toEqual(pages))

  test('it sends what docs/signals.md lists for there, and nothing else', () => {
    const place = { framework: 'uni-app', platform } as const
    // a platform that SkyWalking has a layer for is told of, since segments go elsewhere than logs
    const alive = ['wechat', 'alipay'].includes(platform) ? (['nothing but segments'] as const) : []
    const had = [
      'updates',
      'a user before a page',
      'a request of a loaded page',
      'equal errors',
      'a request that fails on the way',
      ...alive,
    ] as const
    expect(againstSignals(place, with_.requests, had)).toEqual(none)
  })

  test('of the platform it calls what docs/privacy.md names, and replaces the functions that make requests', () => {
    const { called, replaced } = touchedByKit(with_.touched!, without.touched!)
    expect(called.filter((name) => !namedInPrivacy('uni-app').includes(name))).toEqual([])
    // uni-app gives its own modules a copy of `wx`, and there the copy's functions are replaced
    expect(replaced).toEqual(platform === 'wechat' ? [] : ['downloadFile', 'request', 'uploadFile'])
  })

  test("the app's own numbers", () => {
    const own = (name: string) => with_.received.metrics.filter((each) => each.name === name)
    expect(own('shop.product.views')).toMatchObject([{ value: 1, attributes: { 'shop.category': 'mugs' } }])
    expect(own('shop.cart.checkout')).toMatchObject([
      { type: 'gauge', attributes: { 'miniprogram.page.path': 'pages/cart/cart' } },
    ])
  })

  test('attributes are those of the contract, and no receiver would refuse anything', () => {
    checkAttributes(with_, platform)
    expect(with_.violations).toEqual([])
    expect(with_.warnings).toEqual([])
  })

  test('an error names the components that it went through', () => {
    const stacks = with_.received.logs.map(({ attributes }) => attributes['exception.component_stack'] ?? '')
    // ByteDance's components do not know their parents
    const provider = platform === 'bytedance' ? '' : '\nin MonitorProvider\nin pages/detail/detail'
    expect(stacks).toContain(`in SpecList${provider}`)
    expect(stacks).toContain('in pages/detail/detail')
  })

  test('the app is what it is without the kit: tree, requests but for headers, errors, hooks', () => {
    expect(behaviour(with_)).toEqual(behaviour(without))
    expect(without.received.logs).toEqual([])
  })

  test("uni's getSystemInfoSync, which makes and stores a device id, is never called", () => {
    expect(with_.stored.filter((key) => /DC_STAT/.test(key))).toEqual([])
  })
})

describe.each<Start>(['use', 'interceptor', 'all'])('mp-weixin, started by: %s', (start) => {
  const vue = start !== 'interceptor'
  let evidence: Evidence
  beforeAll(async () => {
    evidence = await runMini((await buildApp('mp-weixin', start)).folder, 'wechat')
  })

  test('each request once', () => expect(requestsOf(evidence)).toEqual(requests()))
  test('each error once', () => expect(errorsOf(evidence)).toEqual(errors({ vue })))
  test('each segment once', () => expect(segmentsOf(evidence)).toEqual(segments()))
  test('each timing once', () => expect(timingsOf(evidence)).toEqual(timings('wechat')))

  test('who comes second is told that its options are ignored', () => {
    const adopted = evidence.warnings.filter((line) => line.includes('running already'))
    expect(evidence.warnings).toEqual(adopted)
    // the plug-in first, then registerInterceptor(), then app.use()
    expect(adopted).toHaveLength(start === 'all' ? 2 : 0)
  })
})

/** Others patch `wx.request`, too: before uni-app's runtime copies it, or afterwards. */
const FOREIGN = `wx.request = (function (request) {
  return function () { console.debug('foreign'); return request.apply(this, arguments) }
})(wx.request);`

describe.each([
  ['a global', false],
  ['a parameter of each module', true],
])('wx is %s', (_, apiAsParameter) => {
  let folder: string
  beforeAll(async () => {
    folder = (await buildApp('mp-weixin', 'plugin')).folder
  })

  test.each([
    ['before', (source: string) => FOREIGN + source],
    ['after', (source: string) => source + ';' + FOREIGN],
  ])('and somebody else patches it %s uni-app is there: each request once', async (_, around) => {
    const transform = (source: string, file: string) => (file === 'app.js' ? around(source) : source)
    const evidence = await runMini(folder, 'wechat', { quirks: { apiAsParameter }, transform })
    expect(requestsOf(evidence)).toEqual(requests())
    expect(segmentsOf(evidence)).toEqual(segments())
  })
})
