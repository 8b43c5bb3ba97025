import vm from 'node:vm'
import { describe, expect, test } from 'vitest'
import type { Any } from '../../core/internal/guard.ts'
import type { Platform } from '../../core/platform.ts'
import { createStore } from '../../hosts/index.ts'
import { bundle, startDevice } from './device.ts'
import { MINI_DRIVERS, type MiniDriver } from './drivers.ts'

/* Importing a driver touches nothing; the platform is found by free names, and by what stands for them. */

const modules = [...MINI_DRIVERS.map(({ name }) => name), 'h5', 'detect'] as string[]

/** What the language itself brings. */
const INTRINSICS = /^(Object|Array|Promise|WeakMap|Symbol|RegExp|undefined|module|exports|require)$/

/** Evaluates a module in an empty world without code generation; gives its exports and the free names it read. */
function evaluate(source: string, globals: Record<string, unknown> = {}) {
  const context = vm.createContext({}, { codeGeneration: { strings: false, wasm: false } })
  const read: string[] = []
  const scope = new Proxy(globals, {
    has(target, name) {
      if (name in target) return true
      if (typeof name === 'string' && !INTRINSICS.test(name)) read.push(name)
      return false
    },
    get: (target, name) => (name === Symbol.unscopables ? undefined : target[name as string]),
  })
  // the inner function keeps the module's own names out of the scope's sight
  const text = `(function (scope, module, exports) { with (scope) { (function () { ${source}\n })() } })`
  const run = vm.runInContext(text, context)
  const module = { exports: {} as Record<string, (...args: unknown[]) => unknown> }
  run(scope, module, module.exports)
  return { exports: module.exports, read }
}

function withTools(lines: string) {
  return bundle(`${lines}
    export { createGuard } from './core/internal/guard.ts'
    export { createDiag } from './core/internal/diag.ts'
    export { systemClock } from './core/internal/clock.ts'`)
}

describe.each(modules)('%s', (name) => {
  test('imports in an empty world and reads nothing', () => {
    const source = bundle(`export * from './core/platforms/${name}.ts'`)
    const { exports, read } = evaluate(source)
    expect(read).toEqual([])
    expect(Object.keys(exports)).toEqual(name === 'detect' ? ['detectPlatform'] : [name])
  })
})

const detection = withTools(`export { detectPlatform } from './core/platforms/detect.ts'`)

function detect(globals: Record<string, unknown>, name?: string) {
  const { exports, read } = evaluate(detection, globals)
  const diag = exports.createDiag(false, {})
  const env = { diag, guard: exports.createGuard(diag), clock: exports.systemClock() }
  const found = exports.detectPlatform(env, name) as Platform | undefined
  const { warnings } = diag as { warnings: string[] }
  return { name: found?.name, api: found?.api, read, warnings }
}

function browser() {
  const listen = { addEventListener() {} }
  class XMLHttpRequest {}
  const navigator = { userAgent: '', onLine: true }
  const window = { ...listen, XMLHttpRequest, navigator, fetch() {} }
  return { window, document: listen, XMLHttpRequest, navigator, location: {} }
}

describe('detection', () => {
  const api = () => ({ request() {} })

  test.each(MINI_DRIVERS)('$global is $name, whatever else is there', (driver) => {
    expect(detect({ [driver.global]: api() }).name).toBe(driver.name)
    // Taro's own window and document; QQ and others bring a wx as well
    expect(detect({ [driver.global]: api(), window: {}, document: {}, navigator: {} }).name).toBe(driver.name)
    expect(detect({ wx: api(), [driver.global]: api() }).name).toBe(driver.name)
  })

  test('DingTalk’s dd, with its own name for requests', () => {
    expect(detect({ dd: { httpRequest() {} } }).name).toBe('alipay')
  })

  test('a web page, also inside an app whose web SDK is named like its platform object', () => {
    expect(detect(browser()).name).toBe('h5')
    expect(
      detect({ ...browser(), wx: { config() {}, miniProgram: {} }, my: { postMessage() {} } }).name,
    ).toBe('h5')
    expect(detect({ ...browser(), uni: {} }).name).toBe('h5')
  })

  test.each([
    ['an empty world', {}],
    ['a server or a worker', { fetch() {}, setTimeout() {} }],
    [
      'a mini program of an unknown platform, with Taro’s window',
      { window: {}, document: {}, navigator: {} },
    ],
    ['names that stand for nothing', { wx: undefined, my: null, tt: 0 }],
    ['something hostile', { wx: new Proxy({}, { get: () => JSON.parse('no') }) }],
  ])('nothing in %s', (_, globals) => {
    expect(detect(globals).name).toBe(undefined)
  })

  test('by name: the driver if its object is there; otherwise a warning, and what is found', () => {
    const named = detect({ wx: api(), tt: api() }, 'wechat')
    expect([named.name, named.warnings]).toEqual(['wechat', []])
    expect(detect(browser(), 'h5').name).toBe('h5')
    for (const name of ['alipay', 'toString', 'tizen']) {
      const { name: found, warnings } = detect({ wx: api() }, name)
      expect([found, warnings]).toEqual(['wechat', [expect.stringContaining(`"${name}"`)]])
      expect(detect({}, name).name).toBe(undefined)
    }
  })

  test('goes by names: no global object is read', () => {
    const { read } = detect({})
    expect(read.filter((name) => /^(globalThis|global|self|Function|eval)$/.test(name))).toEqual([])
  })
})

describe('what an app or a library calls like a platform object', () => {
  const NAMES = [...MINI_DRIVERS.map(({ global }) => global), 'dd']

  /** Free names beside the device's own, of which they are made. */
  function detectOn(driver: MiniDriver, beside: (api: Any) => Record<string, unknown>) {
    const prepare = (api: Any, globals: Any) => void Object.assign(globals, beside(api))
    const { runtime } = startDevice(driver, { prepare, storage: createStore() })
    const kit = runtime.run(detection)
    const diag = kit.createDiag(false, {})
    const found = kit.detectPlatform({ diag, guard: kit.createGuard(diag), clock: kit.systemClock() })
    return [found.name, diag.warnings.length]
  }

  test.each(MINI_DRIVERS)('$name stays $name beside objects that can send requests', (driver) => {
    const stub = () => ({ request() {}, httpRequest() {}, canIUse: () => false, showToast() {} })
    for (const name of NAMES.filter((each) => each !== driver.global))
      expect(
        detectOn(driver, () => ({ [name]: stub() })),
        name,
      ).toEqual([driver.name, 0])
    const all = Object.fromEntries(
      NAMES.filter((each) => each !== driver.global).map((each) => [each, stub()]),
    )
    expect(detectOn(driver, () => all)).toEqual([driver.name, 0])
  })

  test('WeChat stays WeChat, whatever other names its object has', () => {
    const wechat = MINI_DRIVERS[0]
    for (const name of NAMES)
      expect(
        detectOn(wechat, (api) => ({ [name]: api })),
        name,
      ).toEqual(['wechat', 0])
    expect(detectOn(wechat, (api) => ({ my: { request() {} }, dd: api }))).toEqual(['wechat', 0])
  })

  test.each(MINI_DRIVERS)('$name stays $name where its object is also wx, my or dd', (driver) => {
    for (const name of ['wx', 'my', 'dd'])
      expect(
        detectOn(driver, (api) => ({ [name]: api })),
        name,
      ).toEqual([driver.name, 0])
  })

  test('an object of WeChat’s shape, however small, is no Alipay for being called dd', () => {
    const wx = { request() {}, getStorage() {}, getStorageSync: () => '', setStorageSync() {} }
    expect(detect({ wx, dd: wx }).name).toBe('wechat')
    expect(detect({ wx, my: wx }).name).toBe('wechat')
  })

  test('DingTalk: a my that a library made is not asked to store', () => {
    const dd = { httpRequest() {}, getStorage() {} }
    for (const my of [{ request() {} }, dd]) expect(detect({ dd, my }).api).toBe(dd)
    const my = { request() {}, getStorage() {} }
    expect(detect({ my, dd: { request() {} } }).api).toBe(my)
  })

  test('a web page stays one beside a wx for code that it shares with mini programs', () => {
    const store = { getStorage() {}, setStorage() {}, getStorageSync() {}, setStorageSync() {} }
    const wx = { request() {}, ...store, getNetworkType() {}, getSystemInfoSync() {} }
    expect(detect({ ...browser(), wx, my: wx }).name).toBe('h5')
  })

  test.each(MINI_DRIVERS)('$name stays $name with a DOM that a framework brings', (driver) => {
    expect(detectOn(driver, browser)).toEqual([driver.name, 0])
  })
})

describe('a platform object that only modules can name', () => {
  test.each(MINI_DRIVERS)('$name', (driver) => {
    const { platform } = startDevice(driver, { quirks: { apiAsParameter: true }, storage: createStore() })
    expect(platform.name).toBe(driver.name)
  })
})
