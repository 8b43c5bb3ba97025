import { expect, test } from 'vitest'
import { fakeDevice, type PlatformName, type Quirks } from '../index.ts'

const HOOKS = ['onInit', 'onLoad', 'onShow', 'onReady', 'onHide', 'onUnload']

function page(name: string) {
  return `Page({ ${HOOKS.map((hook) => `${hook}() { getApp().seen.push('${name} ${hook}') }`).join(', ')} })`
}

function component(name: string) {
  return `Component({ lifetimes: { created() { getApp().seen.push('${name} created') }, attached() { getApp().seen.push('${name} attached') },
    ready() { getApp().seen.push('${name} ready') }, detached() { getApp().seen.push('${name} detached') } },
    methods: { ${HOOKS.map((hook) => `${hook}() { getApp().seen.push('${name} ${hook}') }`).join(', ')} } })`
}

const files = {
  'app.json': JSON.stringify({
    pages: ['a/a', 'b/b', 'tab1', 'tab2'],
    subPackages: [{ root: 'sub', pages: ['c'] }],
    tabBar: { list: [{ pagePath: 'tab1' }, { pagePath: 'tab2' }] },
  }),
  'app.js': `App({ seen: [], onPageNotFound(e) { this.seen.push('notFound ' + e.path + ' ' + e.isEntryPage) } })`,
  'a/a.js': page('a'),
  'b/b.js': component('b'),
  'tab1.js': page('tab1'),
  'tab2.js': page('tab2'),
  'sub/c.js': `getApp().seen.push('c evaluated'); ${page('c')}`,
}

function start(platform: PlatformName = 'wechat', quirks?: Quirks) {
  const fake = fakeDevice(platform, undefined, { quirks })
  const runtime = fake.device.start({ files })
  const seen = () => [...runtime.app.seen.splice(0)]
  return { ...fake, runtime, seen }
}

test('from page to page and back, Component() pages too', async () => {
  const { runtime, clock, seen } = start()
  runtime.launch()
  expect(seen()).toEqual(['a onLoad', 'a onShow'])
  await clock.advance(50)
  expect(seen()).toEqual(['a onReady'])
  expect(runtime.navigateTo('../b/b').ok).toBe(true)
  await clock.advance(50)
  expect(seen()).toEqual([
    ...['a onHide', 'b created', 'b attached', 'b onLoad', 'b onShow', 'b ready', 'b onReady'],
  ])
  expect(runtime.pages.map((each) => each.route)).toEqual(['a/a', 'b/b'])
  runtime.navigateBack()
  expect(seen()).toEqual(['b onUnload', 'b detached', 'a onShow'])
  runtime.redirectTo('/sub/c')
  expect(seen()).toEqual(['a onUnload', 'c evaluated', 'c onLoad', 'c onShow'])
})

test('Baidu: onInit first; a Component() page is shown before it loads', async () => {
  const { runtime, seen } = start('baidu')
  runtime.launch()
  runtime.navigateTo('/b/b')
  expect(seen()).toEqual([
    ...['a onInit', 'a onLoad', 'a onShow', 'a onHide'],
    ...['b created', 'b attached', 'b onShow', 'b onLoad'],
  ])
})

test('tab pages live on; everything else on the stack goes', () => {
  const { runtime, seen } = start()
  runtime.launch({ path: 'tab1' })
  runtime.navigateTo('/a/a')
  seen()
  runtime.switchTab('/tab2')
  expect(seen()).toEqual(['a onUnload', 'tab2 onLoad', 'tab2 onShow'])
  runtime.switchTab('/tab1')
  expect(seen()).toEqual(['tab2 onHide', 'tab1 onShow'])
  runtime.switchTab('/tab1')
  expect(seen()).toEqual([])
  runtime.reLaunch('/a/a')
  expect(seen().sort()).toEqual(['a onLoad', 'a onShow', 'tab1 onUnload', 'tab2 onUnload'])
  expect(runtime.pages.length).toBe(1)
})

test('what cannot be opened fails in words', async () => {
  const { runtime, clock } = start()
  runtime.launch()
  expect(runtime.navigateTo('/x/x').errMsg).toBe('navigateTo:fail page "x/x" is not found')
  expect(runtime.navigateTo('/tab1').errMsg).toBe('navigateTo:fail can not navigateTo a tabbar page')
  expect(runtime.switchTab('/a/a').errMsg).toBe('switchTab:fail can not switch to no-tabBar page')
  expect(runtime.navigateBack().errMsg).toContain('first page')
  for (let i = 0; i < 9; i++) runtime.navigateTo('/a/a')
  expect(runtime.navigateTo('/a/a').errMsg).toBe('navigateTo:fail webview count limit exceed')
  const seen: string[] = []
  runtime.api.navigateTo({ url: '/x/x', fail: (r: { errMsg: string }) => seen.push(r.errMsg) })
  runtime.api.reLaunch({ url: '/a/a', success: () => seen.push('ok') })
  await clock.advance(5)
  expect(seen).toEqual(['navigateTo:fail page "x/x" is not found', 'ok'])
})

test('an unknown page at a start and later reaches onPageNotFound', () => {
  const { runtime, seen } = start()
  const heard: string[] = []
  runtime.api.onPageNotFound((event: { path: string }) => heard.push(event.path))
  runtime.launch({ path: 'gone', query: { a: '1' } })
  runtime.openUnknownPage('gone/too')
  expect(seen()).toEqual(['notFound gone true', 'notFound gone/too false'])
  expect(heard).toEqual(['gone', 'gone/too'])
})

test('a page that is gone before it is ready never gets ready', async () => {
  const { runtime, clock, seen } = start()
  runtime.launch()
  runtime.redirectTo('/b/b')
  await clock.advance(100)
  expect(seen()).not.toContain('a onReady')
})

test('the query comes as it is, and to the properties of a Component()', () => {
  const { runtime } = start()
  runtime.launch()
  runtime.run(`Component({ properties: { id: Number, name: { type: String, value: 'none' } } })`, 'b/b.js')
  runtime.navigateTo('/b/b?id=7&x=%20')
  expect(runtime.pages[1].options).toEqual({ id: '7', x: '%20' })
  expect(runtime.pages[1].data).toEqual({ id: '7', name: 'none' })
})

test('setData: path keys, and a callback that comes later', async () => {
  const { runtime, clock } = start()
  runtime.launch()
  const { instance } = { instance: runtime.pages[0] }
  let called = false
  instance.setData(
    { 'list[1].name': 'x', 'a.b': 1, 'root.cn.[0].v': 'taro', 'swan.0.v': 2 },
    () => (called = true),
  )
  expect(instance.data).toMatchObject({
    list: [undefined, { name: 'x' }],
    a: { b: 1 },
    root: { cn: [{ v: 'taro' }] },
    swan: [{ v: 2 }],
  })
  expect(called).toBe(false)
  await clock.advance(10)
  expect(called).toBe(true)
})

test('route events where the base library has them', async () => {
  const { runtime, clock } = start('wechat', { routeEvents: true })
  const seen: string[] = []
  for (const name of ['BeforeAppRoute', 'AppRoute', 'AppRouteDone'])
    runtime.api[`on${name}`]((event: { path: string; openType: string }) =>
      seen.push(`${name} ${event.openType} ${event.path}`),
    )
  runtime.launch()
  await clock.advance(50)
  expect(seen).toEqual([
    'BeforeAppRoute appLaunch a/a',
    'AppRoute appLaunch a/a',
    'AppRouteDone appLaunch a/a',
  ])
  expect(start().runtime.api.onAppRoute).toBeUndefined()
})
