// @vitest-environment jsdom
import { mount } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { createApp, defineComponent, h, nextTick, ref, type App } from 'vue'
import { current, preset, type Config } from '../../core/index.ts'
import type { Any } from '../../core/internal/guard.ts'
import { fakeUni, type FakeUni } from '../../test/fakes/uni.ts'
import { start } from './auto.ts'
import {
  createMonitor,
  MONITOR,
  registerInterceptor,
  useMonitor,
  usePagePerformance,
  type Monitor,
  type Options,
} from './index.ts'
import MonitorProvider from './MonitorProvider.vue'
import { targetDrivers } from './drivers.ts'

const options: Options = { service: 'shop', collector: 'https://collector.example', encoding: 'json' }

/** A `wx` that answers at once; what the kit sends is kept. */
function fakeWx(sent: [url: string, body: string][]): Any {
  const done = ({ success }: Any) => success?.({})
  return {
    request({ url, data, success }: Any) {
      sent.push([url, data])
      void Promise.resolve().then(() => success?.({ statusCode: 200, data: '', header: {} }))
      return { abort() {} }
    },
    uploadFile() {},
    downloadFile() {},
    getStorage: ({ fail }: Any) => fail({ errMsg: 'getStorage:fail data not found' }),
    setStorage: done,
    removeStorage: done,
    setStorageSync() {},
    getStorageInfo: ({ success }: Any) => success({ keys: [] }),
    getDeviceInfo: () => ({}),
    getAppBaseInfo: () => ({}),
    getNetworkType: ({ success }: Any) => success({ networkType: 'wifi' }),
  }
}

let sent: [url: string, body: string][]
let wx: Any
let host: FakeUni
let warn: ReturnType<typeof vi.spyOn>

function warnings() {
  return warn.mock.calls.map(String)
}

let apps: App[]

beforeEach(() => {
  sent = []
  apps = []
  wx = fakeWx(sent)
  host = fakeUni()
  vi.stubGlobal('wx', wx)
  vi.stubGlobal('uni', host.uni)
  vi.stubGlobal('getCurrentPages', () => [{ route: 'pages/a' }])
  vi.stubEnv('UNI_PLATFORM', 'mp-weixin')
  warn = vi.spyOn(console, 'warn').mockImplementation(() => {})
})
afterEach(async () => {
  apps.forEach((app) => app.unmount())
  await current()?.shutdown()
  vi.unstubAllGlobals()
  vi.unstubAllEnvs()
  warn.mockRestore()
})

/** All logs that arrived. */
async function logs(): Promise<Any[]> {
  await current()!.flush()
  return sent
    .filter(([url]) => url.endsWith('/v1/logs'))
    .flatMap(([, body]) => JSON.parse(body).resourceLogs)
    .flatMap((each: Any) => each.scopeLogs)
    .flatMap((each: Any) => each.logRecords)
}

async function bodies() {
  return (await logs()).map(({ body }) => body.stringValue)
}

/** Repeats are merged before they are sent, so they are counted as they are taken in. */
function taken() {
  return current()!.diagnostics().taken.log
}

function attribute(log: Any, key: string) {
  return log.attributes.find((each: Any) => each.key === key)?.value.stringValue
}

const Broken = defineComponent({ name: 'Broken', props: { text: { type: String, default: 'boom' } }, render() { throw new Error(this.text) } }) // prettier-ignore

/** As mini programs have it: uni-app's handler is there before ours. */
function appOf(root: object = { render: () => null }): App {
  const app = createApp(root)
  apps.push(app)
  app.config.errorHandler = () => {}
  return app
}

function show(app: App) {
  return app.mount(document.createElement('div'))
}

describe('app.use(createMonitor())', () => {
  test('starts, and provides the monitor', () => {
    let found: Monitor | undefined
    const app = appOf({
      setup() {
        found = useMonitor()
        return () => null
      },
    })
    app.use(createMonitor(options))
    show(app)
    expect(found).toBe(current())
    expect(found!.diagnostics()).toMatchObject({ state: 'running', platform: 'wechat', framework: 'uni-app' })
    expect(warnings()).toEqual([])
  })

  test('an error in a component: one log, with the components it went through, and the app’s handler is called once', async () => {
    const handler = vi.fn()
    const app = appOf({ name: 'Shop', render: () => h(Broken) })
    app.config.errorHandler = handler
    app.use(createMonitor(options))
    show(app)
    const [log, ...more] = await logs()
    expect(more).toEqual([])
    expect(log.body.stringValue).toBe('boom')
    expect(attribute(log, 'exception.type')).toBe('js')
    expect(attribute(log, 'miniprogram.page.path')).toBe('pages/a')
    expect(attribute(log, 'exception.component_stack')).toBe('in Broken\nin Shop')
    expect(handler).toHaveBeenCalledTimes(1)
  })

  test('a handler that the app sets afterwards is called, too', async () => {
    const handler = vi.fn()
    const app = appOf({ render: () => h(Broken) })
    app.use(createMonitor(options))
    app.config.errorHandler = handler
    show(app)
    expect(await bodies()).toEqual(['boom'])
    expect(taken()).toBe(1)
    expect(handler).toHaveBeenCalledTimes(1)
  })

  test('without a service it throws an Error that names it', () => {
    expect(() => appOf().use(createMonitor({} as Options))).toThrow(/"service"/)
  })

  test('Vue 2 is told apart: what was found, what is supported, where to read on', () => {
    // Vue.use(plugin) of Vue 2 calls install(Vue)
    const Vue2 = Object.assign(function () {}, { version: '2.7.16', mixin() {}, config: {}, use() {} })
    expect(() => createMonitor(options).install(Vue2 as never)).not.toThrow()
    const found = 'nothing is monitored: found Vue 2.7.16, supported is Vue 3 (docs/uni-app.md#versions)'
    expect(warnings()).toEqual([expect.stringContaining(found)])
    expect(current()).toBeUndefined()
  })
})

describe('who starts', () => {
  test('what the app started ends with it; what another started goes on', async () => {
    const first = appOf()
    first.use(createMonitor(options))
    show(first)
    const monitor = current()!
    first.unmount()
    await nextTick()
    await nextTick()
    expect(monitor.diagnostics().state).toBe('stopped')

    const started = registerInterceptor(options)
    const second = appOf()
    second.use(createMonitor(options))
    show(second)
    second.unmount()
    await nextTick()
    await nextTick()
    expect(started.diagnostics().state).toBe('running')
  })

  test('a second app adopts what runs, with one warning, and nothing counts twice', async () => {
    const first = appOf()
    first.use(createMonitor(options))
    const monitor = current()
    const second = appOf({ render: () => h(Broken) })
    second.use(createMonitor({ ...options, service: 'other' }))
    expect(current()).toBe(monitor)
    expect(warnings()).toEqual([expect.stringContaining('a monitor is running already')])
    show(second)
    expect(await bodies()).toEqual(['boom'])
    expect(taken()).toBe(1)
  })

  test('an app of another bundle on the page does so too: its errors and requests count once', async () => {
    const first = appOf()
    first.use(createMonitor(options))
    const monitor = current()!
    vi.resetModules()
    const other = await import('./index.ts')
    expect(other.createMonitor).not.toBe(createMonitor)
    const second = appOf({ render: () => h(Broken) })
    second.use(other.createMonitor({ ...options, service: 'other' }))
    show(second)
    wx.request({ url: 'https://shop.example/x' })
    await monitor.flush()
    expect(await bodies()).toEqual(['boom'])
    const counts = sent.filter(([url]) => url.endsWith('/v1/metrics')).map(([, body]) => body)
    expect(counts.join().match(/"count":"\d+"/g)).toEqual(['"count":"1"'])
    second.unmount()
    await nextTick()
    await nextTick()
    expect(monitor.diagnostics().state).toBe('running')
  })

  test('the same app twice: seen once', async () => {
    const app = appOf({ render: () => h(Broken) })
    app.use(createMonitor(options))
    app.use(createMonitor(options))
    show(app)
    expect(await bodies()).toEqual(['boom'])
    expect(taken()).toBe(1)
  })

  // Together, since `uni.onCreateVueApp` is asked once in a process.
  test('the build plug-in: each app that uni-app makes; with all the rest besides: one of each', async () => {
    start(preset, options as unknown as Config, targetDrivers())
    const bare = appOf({ render: () => h(Broken) })
    host.createApp(bare)
    show(bare)
    expect([await bodies(), taken(), warnings()]).toEqual([['boom'], 1, []])

    registerInterceptor(options)
    const app = appOf({ render: () => h(Broken, { text: 'bang' }) })
    host.createApp(app)
    app.use(createMonitor(options))
    show(app)
    expect([await bodies(), taken()]).toEqual([['boom', 'bang'], 2])
    expect(host.interceptors()).toMatchObject({ navigateTo: 1 })
  })

  test('registerInterceptor(): requests, and no Vue app', () => {
    const monitor = registerInterceptor(options)
    expect(monitor).toBe(current())
    expect(monitor.diagnostics().state).toBe('running')
  })

  test('after shutdown the app is as before', async () => {
    const app = appOf()
    const handler = app.config.errorHandler
    const { request: before } = wx
    app.use(createMonitor(options))
    await current()!.shutdown()
    expect(app.config.errorHandler).toBe(handler)
    expect(Object.getOwnPropertyDescriptor(app.config, 'errorHandler')).toMatchObject({ writable: true })
    expect(wx.request).toBe(before)
    expect(host.interceptors()).toEqual({})
  })
})

describe('useMonitor()', () => {
  test('without a monitor: one that does nothing, and one warning', () => {
    const found: Monitor[] = []
    const using = (render: () => Any) => ({
      setup() {
        found.push(useMonitor())
        return render
      },
    })
    const Child = using(() => null)
    mount(using(() => [h(Child), h(Child)]))
    expect(found[2]).toBe(found[0])
    expect(found[0].diagnostics().state).toBe('inactive')
    expect(() => found[0].captureError(new Error('x'))).not.toThrow()
    expect(warnings()).toEqual([expect.stringContaining('useMonitor() found no monitor')])
  })

  test('outside of setup: what runs', () => {
    registerInterceptor(options)
    expect(useMonitor()).toBe(current())
  })

  test('one that a test provides', () => {
    const mine = { count: vi.fn() } as unknown as Monitor
    const Page = {
      setup() {
        useMonitor().count('clicks')
        return () => null
      },
    }
    mount(Page, { global: { provide: { [MONITOR as symbol]: mine } } })
    expect(mine.count).toHaveBeenCalledWith('clicks')
  })
})

test('usePagePerformance(): ms since setup, or of a step, with the page', () => {
  const mine = { gauge: vi.fn() } as unknown as Monitor
  const now = vi.spyOn(performance, 'now').mockReturnValue(1000)
  let page!: ReturnType<typeof usePagePerformance>
  mount(
    {
      setup() {
        page = usePagePerformance()
        return () => null
      },
    },
    { global: { provide: { [MONITOR as symbol]: mine } } },
  )
  now.mockReturnValue(1250.4)
  page.mark('goods.shown')
  const done = page.time('goods.load')
  now.mockReturnValue(1300)
  done()
  const onPage = { 'miniprogram.page.path': 'pages/a' }
  expect(vi.mocked(mine.gauge).mock.calls).toEqual([
    ['goods.shown', 250, onPage, 'ms'],
    ['goods.load', 50, onPage, 'ms'],
  ])
  now.mockRestore()
})

describe('<MonitorProvider>', () => {
  /** Not by test-utils, which throws what goes wrong while it mounts. */
  function provide(slots: Record<string, () => unknown>, props: object = {}) {
    const handler = vi.fn()
    const app = appOf({ name: 'Page', render: () => h(MonitorProvider, props, slots) })
    app.config.errorHandler = handler
    app.use(createMonitor(options))
    const root = document.createElement('div')
    app.mount(root)
    return { root, handler, html: () => root.innerHTML.replace(/<!--.*?-->/g, '') }
  }
  const fallback = () => h('p', 'sorry')

  test('shows what it holds', () => {
    expect(provide({ default: () => h('p', 'fine') }).html()).toBe('<p>fine</p>')
  })

  test('an error in its slot: one log, the fallback in its place, and the app hears of it', async () => {
    const told: unknown[] = []
    const page = provide(
      { default: () => h(Broken), fallback },
      { onError: (e: unknown) => void told.push(e) },
    )
    await nextTick()
    expect(page.html()).toBe('<p>sorry</p>')
    const [log, ...more] = await logs()
    expect(more).toEqual([])
    expect(attribute(log, 'exception.component_stack')).toBe('in Broken\nin MonitorProvider\nin Page')
    expect(told).toEqual([expect.objectContaining({ message: 'boom' })])
    expect(page.handler).toHaveBeenCalledTimes(1)
  })

  test('without a fallback what it holds stays', async () => {
    const n = ref(0)
    const fail = () => {
      n.value++
      throw new Error('tap')
    }
    const page = provide({ default: () => h('button', { onClick: fail }, String(n.value)) })
    page.root.querySelector('button')!.click()
    await nextTick()
    expect(page.html()).toBe('<button>1</button>')
    expect(await bodies()).toEqual(['tap'])
  })

  test('reset() tries once more', async () => {
    let good = false
    const provider = ref<{ reset(): void }>()
    const page = provide({ default: () => (good ? h('p', 'fine') : h(Broken)), fallback }, { ref: provider })
    await nextTick()
    good = true
    provider.value!.reset()
    await nextTick()
    expect(page.html()).toBe('<p>fine</p>')
  })
})

// The last one: what does nothing stays the monitor of this process.
test('on a platform without a driver it does nothing, and says so', () => {
  vi.stubEnv('UNI_PLATFORM', 'quickapp-webview')
  const app = appOf()
  const { errorHandler } = app.config
  app.use(createMonitor(options))
  expect(() => show(app)).not.toThrow()
  expect(app.config.errorHandler).toBe(errorHandler)
  expect(warnings()).toEqual([expect.stringContaining('nothing is monitored')])
})
