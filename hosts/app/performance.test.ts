import { expect, test } from 'vitest'
import { fakeDevice, type PlatformName, type Quirks } from '../index.ts'

const files = {
  'app.json': JSON.stringify({ pages: ['pages/a/a', 'pages/b/b'] }),
  'pages/a/a.js': `Page({})`,
  'pages/b/b.js': `Component({})`,
}

function start(platform: PlatformName, app: string, quirks?: Quirks) {
  const fake = fakeDevice(platform, undefined, { quirks })
  const runtime = fake.device.start({ files: { ...files, 'app.js': `${app}; App({})` } })
  return { ...fake, runtime }
}

function observe(api: string, types: string[], read: string) {
  return `global.seen = []
  ${api}.getPerformance().createObserver((list) => seen.push(...${read})).observe({ entryTypes: ${JSON.stringify(types)} })`
}

test('WeChat: entries of every type, at a launch and a navigation', async () => {
  const types = ['navigation', 'render', 'script', 'loadPackage']
  const { runtime, clock } = start('wechat', observe('wx', types, 'list.getEntries()'))
  runtime.launch()
  await clock.advance(100)
  const { seen } = runtime.globals
  const began = Date.UTC(2024, 0, 1)
  expect(seen.map((each: { entryType: string; name: string }) => `${each.entryType} ${each.name}`)).toEqual([
    ...['loadPackage downloadPackage', 'script evaluateScript', 'navigation appLaunch', 'render firstRender'],
    ...['render firstPaint', 'render firstContentfulPaint', 'render largestContentfulPaint'],
  ])
  expect(seen[2]).toMatchObject({
    path: 'pages/a/a',
    startTime: began,
    duration: 35,
    navigationStart: began - 20,
  })
  expect(seen[4]).toMatchObject({ startTime: began + 35, path: 'pages/a/a' })
  expect(seen[4].duration).toBeUndefined()
  seen.length = 0
  runtime.navigateTo('/pages/b/b?x=1')
  await clock.advance(100)
  expect(seen[0]).toMatchObject({
    name: 'route',
    navigationType: 'navigateTo',
    path: 'pages/b/b',
    referrerPath: 'pages/a/a',
    duration: 30,
  })
})

test('an unknown entry type throws', () => {
  const { runtime } = start('wechat', '')
  const observer = runtime.api.getPerformance().createObserver(() => {})
  expect(() => observer.observe({ entryTypes: ['render', 'longtask'] })).toThrow('longtask')
})

test('nothing is delivered after disconnect, nor inside the call that caused it', async () => {
  const { runtime, clock } = start('wechat', '')
  let calls = 0
  const observer = runtime.api.getPerformance().createObserver(() => calls++)
  observer.observe({ entryTypes: ['script', 'render'] })
  runtime.launch()
  expect(calls).toBe(0)
  await clock.advance(10)
  expect(calls).toBe(1)
  observer.disconnect()
  await clock.advance(100)
  expect(calls).toBe(1)
})

test('ByteDance: a bare array, its own names, and a property', async () => {
  const { runtime, clock } = start(
    'bytedance',
    observe('tt', ['launch', 'navigation', 'paint', 'resource', 'evaluate'], 'list'),
  )
  runtime.launch()
  await clock.advance(100)
  expect(runtime.globals.seen.map((each: { name: string }) => each.name)).toEqual([
    ...['miniprogram-package', 'app-service', 'app-click', 'navigation'],
    ...['first-paint', 'first-contentful-paint', 'largest-contentful-paint'],
  ])
  expect(runtime.api.performance).toBe(runtime.api.getPerformance())
})

test('elsewhere, and in an old base library, there are none', () => {
  for (const platform of ['alipay', 'baidu', 'qq', 'jd', 'kuaishou', 'xiaohongshu'] as const)
    expect(start(platform, '').runtime.api.getPerformance).toBeUndefined()
  expect(start('wechat', '', { oldBaseLibrary: true }).runtime.api.getPerformance).toBeUndefined()
})
