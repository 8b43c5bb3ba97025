import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, test } from 'vitest'
import { createDevice, scriptedNetwork, virtualClock, type PlatformName, type Quirks } from './index.ts'

function boot(platform: PlatformName, files: Record<string, string>, quirks: Quirks = {}) {
  const clock = virtualClock()
  const network = scriptedNetwork(
    (request) => ({ body: { path: new URL(request.url).pathname }, after: 20 }),
    clock,
  )
  const device = createDevice({ platform, clock, network, quirks })
  return { clock, network, device, runtime: device.start({ files }) }
}

/** An app of two pages, which notes what it is told. */
const APP: Record<string, string> = {
  'app.json': JSON.stringify({ pages: ['pages/index/index', 'pages/item/item'] }),
  'app.js': `const { hello } = require('greeter')
    App({ trace: [hello], onLaunch(o) { this.trace.push('launch ' + o.path) }, onShow() { this.trace.push('show') },
      onError(text) { this.trace.push(text.split('\\n').slice(0, 2).join('|')) },
      onUnhandledRejection(e) { this.trace.push('rejected ' + e.reason.message) } })`,
  'miniprogram_npm/greeter/index.js': `exports.hello = 'hello'`,
  'pages/index/index.js': `const { trace } = getApp()
    Page({ data: { list: [] },
      onLoad() { trace.push('index load'); wx.request({ url: 'https://api.test/list', success: (r) => {
        this.setData({ 'list[0]': r.data }, () => trace.push('set ' + this.data.list[0].path)) } }) },
      onShow() { trace.push('index show') }, onReady() { trace.push('index ready') }, onHide() { trace.push('index hide') },
      open() { wx.navigateTo({ url: '../item/item?id=7' }) } })`,
  'pages/item/item.js': `const { trace } = getApp()
    Component({ properties: { id: String }, lifetimes: { attached() { trace.push('item attached ' + this.data.id) } },
      pageLifetimes: { show() { trace.push('item shown') } },
      methods: { onLoad(q) { trace.push('item load ' + q.id) }, onUnload() { trace.push('item unload') },
        crash() { undefinedFunction() }, reject() { Promise.reject(new Error('nobody')) } } })`,
}

test('a WeChat app from a folder boots, requests, navigates and fails as on the platform', async () => {
  const dir = mkdtempSync(path.join(tmpdir(), 'wechat-app-'))
  for (const [file, text] of Object.entries(APP)) {
    mkdirSync(path.dirname(path.join(dir, file)), { recursive: true })
    writeFileSync(path.join(dir, file), text)
  }
  try {
    const clock = virtualClock()
    const network = scriptedNetwork(() => ({ body: { path: '/list' }, after: 20 }), clock)
    const runtime = createDevice({ platform: 'wechat', clock, network }).start({ dir })
    runtime.launch()
    await clock.advance(100)
    runtime.tap('open')
    await clock.advance(100)
    runtime.tap('crash')
    runtime.tap('reject')
    await clock.idle()
    runtime.navigateBack()
    expect([...runtime.app.trace]).toEqual([
      ...['hello', 'launch pages/index/index', 'show'],
      ...['index load', 'index show', 'set /list', 'index ready', 'index hide'],
      ...['item attached 7', 'item load 7', 'item shown'],
      ...['MiniProgramError|undefinedFunction is not defined', 'rejected nobody'],
      ...['item unload', 'index show'],
    ])
    expect(runtime.errors.map((each) => each.source)).toEqual(['Page.crash', 'rejection'])
    expect(runtime.requests).toMatchObject([
      { url: 'https://api.test/list', outcome: 'success', status: 200 },
    ])
  } finally {
    rmSync(dir, { recursive: true })
  }
})

test('an Alipay app gets its platform object as a parameter, headers and status', async () => {
  const { clock, runtime } = boot('alipay', {
    'app.json': JSON.stringify({ pages: ['pages/index/index'] }),
    'app.js': `const pkg = require('lib'); App({ onLaunch() { this.seen = [pkg.name, typeof my, typeof globalThis.my] },
      onError(message, stack) { this.failed = [message, typeof stack] } })`,
    'node_modules/lib/package.json': JSON.stringify({
      exports: { '.': { import: './esm.js', require: './cjs.js' } },
    }),
    'node_modules/lib/cjs.js': `exports.name = 'lib'`,
    'pages/index/index.js': `Page({ async onLoad() { this.answer = await my.request({ url: 'https://a.test/x' }) },
      crash() { throw new TypeError('no') } })`,
  })
  runtime.launch()
  await clock.advance(50)
  runtime.tap('crash')
  expect([...runtime.app.seen]).toEqual(['lib', 'object', 'undefined'])
  expect(runtime.pages[0].answer).toMatchObject({ status: 200, statusCode: 200, data: { path: '/x' } })
  expect([...runtime.app.failed]).toEqual(['no', 'string'])
})
