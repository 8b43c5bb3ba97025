import { expect, test } from 'vitest'
import { fakeDevice, type DeviceOptions, type Quirks } from './index.ts'

function start(quirks: Quirks = {}, options: Partial<DeviceOptions> = {}) {
  const fake = fakeDevice('wechat', undefined, { ...options, quirks })
  return { ...fake, runtime: fake.device.start() }
}

function evaluate(quirks: Quirks, expression: string) {
  return start(quirks).runtime.run(`module.exports = ${expression}`)
}

test('a mini program has no browser around it', () => {
  const names =
    'window document fetch XMLHttpRequest localStorage Blob TextEncoder URL crypto performance process'
  for (const name of names.split(' '))
    expect([name, evaluate({}, `typeof ${name}`)]).toEqual([name, 'undefined'])
})

test('code from strings is refused unless a device allows it', () => {
  expect(() => evaluate({}, `new Function('return 1')()`)).toThrow('Code generation from strings')
  expect(() => evaluate({}, `eval('1')`)).toThrow('Code generation from strings')
  expect(evaluate({ codeFromStrings: true }, `new Function('return 1')()`)).toBe(1)
})

test('built-ins can be missing or present', () => {
  const missing = ['globalThis', 'Promise.allSettled', 'Proxy', 'BigInt']
  expect(
    evaluate(
      { missing },
      `[typeof globalThis, typeof Promise.allSettled, typeof Proxy, typeof BigInt].join()`,
    ),
  ).toBe('undefined,undefined,undefined,undefined')
  expect(
    evaluate(
      { present: ['URL', 'TextEncoder'] },
      `new URL('https://a.test/x').pathname + typeof TextEncoder`,
    ),
  ).toBe('/xfunction')
  expect(evaluate({ present: ['performance'] }, `performance.now()`)).toBe(0)
})

test('accessors: an assignment does nothing, or throws in strict code; defineProperty works unless fixed', () => {
  const assign = `wx.request = 1; module.exports = typeof wx.request`
  expect(start({ accessors: {} }).runtime.run(assign)).toBe('function')
  expect(() => start({ accessors: {} }).runtime.run(`'use strict'; ${assign}`)).toThrow('has only a getter')
  const define = `Object.defineProperty(wx, 'request', { value: 1 }); module.exports = wx.request`
  expect(start({ accessors: {} }).runtime.run(define)).toBe(1)
  expect(() => start({ accessors: { configurable: false } }).runtime.run(define)).toThrow('redefine')
  expect(
    evaluate(
      { accessors: { names: ['getStorage'] } },
      `!!Object.getOwnPropertyDescriptor(wx, 'getStorage').get`,
    ),
  ).toBe(true)
})

test('a frozen platform object', () => {
  expect(start({ frozenApi: true }).runtime.run(`wx.request = 1; module.exports = typeof wx.request`)).toBe(
    'function',
  )
})

test('the platform object as a global or as a parameter', () => {
  expect(evaluate({}, `[typeof wx, typeof globalThis.wx, typeof globalThis.App].join()`)).toBe(
    'object,object,function',
  )
  expect(
    evaluate(
      { apiAsParameter: true },
      `[typeof wx, typeof App, typeof globalThis.wx, typeof globalThis.App].join()`,
    ),
  ).toBe('object,function,undefined,undefined')
})

test('a Promise whose jobs are timers', async () => {
  const { runtime, clock } = start({ timerPromise: true })
  runtime.run(`global.seen = []
    Promise.resolve(1).then((v) => { seen.push(v); return new Promise((r) => setTimeout(r, 10, 'later')) }).then((v) => seen.push(v))
    Promise.reject(2).catch((v) => seen.push(v))
    Promise.all([3, Promise.resolve(4)]).then((v) => seen.push(...v))`)
  await clock.idle()
  expect(runtime.globals.seen.length).toBe(0)
  await clock.advance(50)
  expect([...runtime.globals.seen]).toEqual([1, 2, 3, 4, 'later'])
})

test('the device’s clock and random source are the app’s', async () => {
  const { runtime, clock, device } = start({}, { random: () => 0.25 })
  const read = () => runtime.run(`module.exports = [Date.now(), new Date().getTime(), Math.random()]`)
  expect([...read()]).toEqual([clock.now(), clock.now(), 0.25])
  device.clock.step(-3_600_000)
  await clock.advance(1000)
  expect(read()[0]).toBe(Date.UTC(2024, 0, 1) - 3_600_000 + 1000)
  expect(runtime.run(`module.exports = new Date(0) instanceof Date && new Date(2020, 1, 2).getMonth()`)).toBe(
    1,
  )
})

test('a clock that is set again and again, until the host ends', async () => {
  const { runtime, clock } = start({ clockJumps: { every: 1000, by: [-5000, 60_000] } })
  await clock.advance(2500)
  expect(clock.now()).toBe(Date.UTC(2024, 0, 1) + 2500 + 55_000)
  runtime.kill()
  await clock.advance(2500)
  expect(clock.now()).toBe(Date.UTC(2024, 0, 1) + 5000 + 55_000)
})

test('a slow device takes its time', async () => {
  const { runtime, clock } = start({ slow: 100 })
  let done = false
  runtime.api.setStorage({ key: 'k', data: 1, success: () => (done = true) })
  await clock.advance(99)
  expect(done).toBe(false)
  await clock.advance(1)
  expect(done).toBe(true)
})

test('callbacks get no this, or the options', async () => {
  for (const [callbackThis, expected] of [
    ['undefined', 'no'],
    ['options', 'options'],
  ] as const) {
    const { runtime, clock } = start({ callbackThis })
    runtime.run(`'use strict'; const o = { success() { global.self = this === o ? 'options' : this === undefined ? 'no' : '?' } }
      wx.getNetworkType(o)`)
    await clock.advance(5)
    expect(runtime.globals.self).toBe(expected)
  }
})

test('calls are counted', () => {
  const { runtime } = start()
  runtime.api.getSystemInfoSync()
  runtime.api.getSystemInfoSync()
  expect(runtime.calls.getSystemInfoSync).toBe(2)
})

test('console lines are kept with their level', () => {
  const { runtime } = start()
  runtime.run(`console.warn('careful', { a: 1 })`)
  expect(runtime.log.map(({ level, text }) => [level, text])).toEqual([['warn', 'careful { a: 1 }']])
})

test('in our own realm nothing is isolated but time and the platform', async () => {
  const { device, clock } = start()
  const runtime = device.start({ realm: 'node' })
  const seen =
    runtime.run(`const seen = []; setTimeout(() => seen.push(Date.now()), 10); module.exports = seen
    App({ onLaunch() { seen.push('launch') } }); Page({ onLoad() { seen.push(getCurrentPages()[0] === this) } })`)
  runtime.launch()
  await clock.advance(20)
  expect(seen).toEqual(['launch', true, Date.UTC(2024, 0, 1) + 10])
  expect(seen).toBeInstanceOf(Array)
})
