import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { init, shutdown } from '../../../adapters/native/index.ts'
import { stubApi } from '../../../test/fakes/stub-api.ts'
import type { Any } from '../../internal/guard.ts'

let wx: Any
const warn = vi.spyOn(console, 'warn').mockImplementation(() => {})

beforeEach(() => {
  vi.useFakeTimers()
  warn.mockClear()
  wx = stubApi({ returns: 'task', outcome: 'success', sync: false, callbackThis: 'undefined' }).api
  wx.setStorageSync ??= () => {}
  vi.stubGlobal('wx', wx)
})
afterEach(async () => {
  await shutdown()
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

/** As Mpx's `usePromise` and `promisifyAll(wx, wx.p)` make them: the platform's functions as they were. */
function promisified(target: Any = {}): Any {
  for (const name of Object.keys(wx)) {
    const original = wx[name]
    target[name] = (options: Any) =>
      new Promise((success, fail) => original(Object.assign({}, options, { success, fail })))
  }
  return target
}

/** What the kit says when the first page is there; of the lines on the console those on missed requests. */
function start(meanwhile = () => {}) {
  const monitor = init({ service: 'shop', platform: 'wechat' })
  meanwhile()
  vi.advanceTimersByTime(3000)
  const { patched, warnings } = monitor.diagnostics()
  const said = warn.mock.calls.map(String).filter((line) => line.includes('missed'))
  return { missed: Object.keys(patched).filter((name) => !patched[name]), warnings, said }
}

describe('a framework had copied the platform’s functions before init()', () => {
  test.each([
    [
      'a framework that is a function',
      () =>
        vi.stubGlobal(
          '__mpx',
          promisified(() => {}),
        ),
      '__mpx',
    ],
    ['a plain copy', () => vi.stubGlobal('api', Object.assign({}, wx)), 'api'],
    [
      'an object with nothing but the very function',
      () => vi.stubGlobal('http', { request: wx.request }),
      'http',
    ],
    ['promises beside the platform’s own', () => void (wx.p = promisified()), 'wx.p'],
  ])('%s: diagnostics() and one warning say that requests are likely to be missed', (_, copy, name) => {
    copy()
    const { missed, warnings, said } = start()
    expect(missed).toEqual([`${name}.request`])
    expect(said).toHaveLength(1)
    expect(said[0]).toContain('requests are likely to be missed')
    expect(warnings.filter((line) => said[0]!.includes(line))).toHaveLength(1)
  })

  test('several are one warning', () => {
    vi.stubGlobal('api', Object.assign({}, wx))
    wx.p = promisified()
    const { missed, said } = start()
    expect(missed).toEqual(['api.request', 'wx.p.request'])
    expect(said).toHaveLength(1)
  })
})

test('the start reads no member of the platform’s, of which there are a thousand', () => {
  const read: string[] = []
  const looking = new Proxy(wx, {
    getOwnPropertyDescriptor: (api, name) => {
      read.push(String(name))
      return Reflect.getOwnPropertyDescriptor(api, name)
    },
  })
  vi.stubGlobal('wx', looking)
  wx.p = promisified()
  init({ service: 'shop', platform: 'wechat' })
  expect(read).not.toContain('p')
  vi.advanceTimersByTime(3000)
  expect(read).toContain('p')
})

describe('nothing is said', () => {
  test.each([
    ['of an app without any', () => {}],
    [
      'of helpers of the app’s own',
      () => vi.stubGlobal('http', { request: (url: string) => wx.request({ url }) }),
    ],
    ['of the runtime’s other names', () => vi.stubGlobal('dd', promisified())],
    [
      'of accessors, which are not called',
      () => Object.defineProperty(wx, 'p', { get: () => expect.fail(), configurable: true }),
    ],
    ['of objects that defend themselves', () => vi.stubGlobal('odd', hostile())],
  ])('%s', (_, prepare) => {
    prepare()
    expect(start()).toEqual({ missed: [], warnings: [], said: [] })
  })

  test('where the kit came first, and the copies have its functions', () => {
    const later = () => {
      vi.stubGlobal('api', promisified())
      wx.p = promisified()
    }
    expect(start(later)).toEqual({ missed: [], warnings: [], said: [] })
  })

  test('by a kit that was stopped before it looked', async () => {
    vi.stubGlobal('api', Object.assign({}, wx))
    init({ service: 'shop', platform: 'wechat' })
    await shutdown()
    vi.advanceTimersByTime(3000)
    expect(warn.mock.calls).toEqual([])
  })
})

function hostile() {
  const refuse = () => {
    throw new Error('no')
  }
  return new Proxy({}, { get: refuse, getOwnPropertyDescriptor: refuse, has: refuse, ownKeys: refuse })
}
