import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { Any } from '../../core/internal/guard.ts'
import { flush, init, record, shutdown, type Monitor, type Options } from './index.ts'

const COLLECTOR = 'https://collector.example'

/** A `wx` that answers at once, and notes what reaches it. */
function fakeWx() {
  const store = new Map<string, Any>()
  const requests: Any[] = []
  const listeners: Record<string, Set<Any>> = {}
  const hook = (name: string) => {
    listeners[name] = new Set()
    return {
      ['on' + name]: (l: Any) => listeners[name].add(l),
      ['off' + name]: (l: Any) => listeners[name].delete(l),
    }
  }
  const wx: Any = {
    request(options: Any) {
      requests.push(options)
      const res = { statusCode: 200, data: '', header: {}, errMsg: 'request:ok' }
      void Promise.resolve().then(() => {
        options.success?.(res)
        options.complete?.(res)
      })
      return { abort() {} }
    },
    uploadFile() {},
    downloadFile() {},
    getStorage: ({ key, success, fail }: Any) =>
      store.has(key) ? success({ data: store.get(key) }) : fail({ errMsg: 'getStorage:fail data not found' }),
    setStorage({ key, data, success }: Any) {
      store.set(key, data)
      success({})
    },
    removeStorage({ key, success }: Any) {
      store.delete(key)
      success({})
    },
    getStorageInfo: ({ success }: Any) => success({ keys: [...store.keys()] }),
    setStorageSync: (key: string, data: Any) => void store.set(key, data),
    getDeviceInfo: () => ({ brand: 'b', model: 'm', system: 'iOS 17.1' }),
    getAppBaseInfo: () => ({ version: '8', SDKVersion: '3.1.0' }),
    getNetworkType: ({ success }: Any) => success({ networkType: 'wifi' }),
    ...hook('Error'),
    ...hook('UnhandledRejection'),
    ...hook('PageNotFound'),
    ...hook('AppShow'),
    ...hook('AppHide'),
  }
  return { wx, requests, store, listeners }
}

let host: ReturnType<typeof fakeWx>
let warn: ReturnType<typeof vi.spyOn>
const options = {
  service: 'shop',
  collector: COLLECTOR,
  encoding: 'json',
  platform: 'wechat',
} satisfies Options
const free = globalThis as Any

function bodies() {
  return host.requests.filter((r) => r.url.startsWith(COLLECTOR)).map((r) => [r.url, JSON.parse(r.data)])
}

beforeEach(() => {
  host = fakeWx()
  warn = vi.spyOn(console, 'warn').mockImplementation(() => {})
  for (const name of ['App', 'Page', 'Component']) vi.stubGlobal(name, (given: Any) => given)
  vi.stubGlobal('wx', host.wx)
})
afterEach(async () => {
  await shutdown()
  warn.mockRestore()
  vi.unstubAllGlobals()
})

describe('init', () => {
  test.each([[undefined], [null], ['x'], [{}], [{ service: '' }], [{ service: 5 }]])(
    'without a service (%j) throws an Error that names it, and starts nothing',
    (given) => {
      const { request } = host.wx
      expect(() => init(given as never)).toThrow(/"service"/)
      expect(host.wx.request).toBe(request)
    },
  )

  test('a bad option gives a warning with its path, and nothing else', () => {
    init({ ...options, maxQueue: -1 })
    expect(warn.mock.calls.map(String)).toEqual([expect.stringContaining('"maxQueue"')])
  })

  test('on an unknown platform it warns, and the monitor does nothing', async () => {
    vi.unstubAllGlobals()
    const monitor = init({ service: 'shop' })
    expect(monitor.diagnostics().state).toBe('inactive')
    monitor.captureError(new Error('x'))
    const span = monitor.startSpan('x')
    span.end()
    record('log', {})
    await flush()
    expect(warn.mock.calls.map(String)).toEqual([expect.stringContaining('nothing is monitored')])
  })

  test('on a server `init` says so once, and is silent for the pages that it renders then', () => {
    const { wx } = globalThis as Record<string, unknown>
    vi.unstubAllGlobals()
    const debug = { service: 'shop', platform: 'wechat', maxQueue: -1, debug: true } satisfies Options
    init(debug)
    const said = warn.mock.calls.length
    for (let i = 0; i < 3; i++) {
      const monitor = init(debug)
      expect(monitor.diagnostics()).toMatchObject({ state: 'inactive', warnings: { length: 3 } })
    }
    expect(warn.mock.calls).toHaveLength(said)
    // where there is a platform, after all, all is said
    vi.stubGlobal('wx', wx)
    init({ ...options, maxQueue: -1 })
    expect(warn.mock.calls.map(String).slice(said)).toEqual([expect.stringContaining('"maxQueue"')])
  })

  test('a platform that is not here: a warning, and what is found', () => {
    // @ts-expect-error: TypeScript knows them all; JavaScript gets here
    expect(init({ ...options, platform: 'tizen' }).diagnostics().platform).toBe('wechat')
    expect(warn.mock.calls.map(String)).toEqual([expect.stringContaining('"platform"')])
  })

  test('an option whose part is not in here: a warning that says where it is', () => {
    init({ ...options, lag: true })
    expect(warn.mock.calls.map(String)).toEqual([expect.stringContaining('--features lag')])
  })

  test('called again: warns, stops the first, starts anew; pages of before go on telling', async () => {
    const first = init(options)
    free.Page({ onLoad() {} })
    const page = Object.assign(Object.create(free.Page({})), { route: 'pages/a' })
    const second = init({ ...options, serviceVersion: '2' })
    expect(warn.mock.calls.map(String)).toEqual([expect.stringContaining('called again')])
    expect([first.diagnostics().state, second.diagnostics().state]).toEqual(['stopped', 'running'])
    page.onLoad()
    page.onReady()
    await flush()
    const metrics = bodies().filter(([url]) => url.endsWith('/v1/metrics'))
    expect(JSON.stringify(metrics)).toContain('miniprogram.first_render.duration')
    expect(host.listeners.Error.size).toBe(1)
  })
})

describe('end to end', () => {
  test('errors, requests, raw records and the user’s own arrive', async () => {
    const monitor = init(options)
    host.listeners.Error.forEach((l) => l('MiniProgramError\nError: boom\n  at f (a.js:1:1)'))
    host.wx.request({ url: 'https://api.example/x?token=1' })
    record('log', { body: { stringValue: 'raw' } })
    monitor.count('clicks')
    await Promise.resolve()
    await flush()
    const text = JSON.stringify(bodies())
    for (const part of [
      'boom',
      'raw',
      'clicks',
      'miniprogram.request.duration',
      'api.example',
      'miniprogram.framework',
    ])
      expect(text).toContain(part)
    expect(text).not.toContain('token=1')
    const { taken, delivered } = monitor.diagnostics()
    expect(delivered).toEqual(taken)
  })

  test('its own requests are not measured', async () => {
    const monitor = init({ ...options, enable: { session: false } })
    monitor.log('x')
    await flush()
    await flush()
    expect(bodies()).toHaveLength(1)
  })
})

describe('shutdown', () => {
  test('everything is as before, by identity', async () => {
    const before = { ...host.wx, App: free.App, Page: free.Page, Component: free.Component }
    init(options)
    expect(host.wx.request).not.toBe(before.request)
    const done = shutdown()
    expect({ ...host.wx, App: free.App, Page: free.Page, Component: free.Component }).toEqual(before)
    for (const name of ['request', 'uploadFile', 'downloadFile'])
      expect(host.wx[name] === before[name as 'request']).toBe(true)
    expect(Object.values(host.listeners).map((set) => set.size)).toEqual([0, 0, 0, 0, 0])
    await done
  })

  test('without init nothing happens; afterwards neither', async () => {
    await flush()
    await shutdown()
    let monitor: Monitor | undefined = init(options)
    await shutdown()
    await shutdown()
    await flush()
    record('log', { body: { stringValue: 'late' } })
    expect(JSON.stringify(bodies())).not.toContain('late')
    monitor = init(options)
    monitor.log('again')
    await flush()
    expect(JSON.stringify(bodies())).toContain('again')
  })
})
