import { expect, test } from 'vitest'
import { fakeDevice, type ErrorForm, type PlatformName, type Quirks } from '../index.ts'

function start(platform: PlatformName, quirks?: Quirks) {
  const fake = fakeDevice(platform, undefined, { quirks })
  const runtime = fake.device.start()
  runtime.run(`const api = ${fake.device.spec.api}
    global.told = []
    App({ onError(...args) { told.push(args) }, onUnhandledRejection(e) { told.push(['app', e.reason]) } })
    api.onError?.((...args) => told.push(args))
    api.onUnhandledRejection?.((e) => told.push(['hook', e.reason, typeof e.promise.then]))`)
  return { ...fake, runtime, told: runtime.globals.told as unknown[][] }
}

const THROWING = `setTimeout(() => { throw new RangeError('too far') }, 1)`

test.each<[PlatformName, RegExp, number]>([
  ['wechat', /^MiniProgramError\ntoo far\nRangeError: too far\n\s+at /, 1],
  ['bytedance', /^too far\nRangeError: too far\n\s+at /, 1],
  ['alipay', /^too far$/, 2],
])('%s: onError of the app and of the platform hear it in its own form', async (platform, first, length) => {
  const { clock, runtime, told } = start(platform)
  runtime.run(THROWING, 'pages/a.js')
  await clock.advance(5)
  expect(told.length).toBe(2)
  for (const args of told) {
    expect(args[0]).toMatch(first)
    expect(args.length).toBe(length)
  }
  if (platform === 'alipay') expect(told[0][1]).toMatch(/^RangeError: too far\n\s+at .*pages\/a\.js:1:/)
})

test.each<[ErrorForm, unknown]>([
  ['typed', expect.stringMatching(/^thirdScriptError;too far\n/)],
  ['object', expect.objectContaining({ message: 'too far' })],
  ['message', 'too far'],
])('a version with errors as %s', async (errorForm, shape) => {
  const { clock, runtime, told } = start('wechat', { errorForm })
  runtime.run(THROWING)
  await clock.advance(5)
  expect(told).toEqual([[shape], [shape]])
})

test('what is no Error is told as well, and hostile values do no harm', async () => {
  const { clock, runtime, told } = start('alipay')
  for (const thrown of [`'text'`, `{ code: 7 }`, `undefined`, `{ get message() { throw 1 } }`])
    runtime.run(`setTimeout(() => { throw ${thrown} }, 1)`)
  await clock.advance(5)
  expect(told.filter((_, i) => i % 2).map((args) => args[0])).toEqual([
    ...['text', '{"code":7}', 'undefined', 'unknown error'],
  ])
})

test('unhandled rejections belong to the process whose promise it was; handled ones to nobody', async () => {
  const one = start('wechat')
  const two = start('alipay')
  one.runtime.run(
    `Promise.reject({ errMsg: 'request:fail' }); (async () => { throw 'two' })(); Promise.reject(3).catch(() => {})`,
  )
  await one.clock.idle()
  expect(one.told.map(([door, reason]) => [door, reason])).toEqual([
    ...[
      ['app', { errMsg: 'request:fail' }],
      ['hook', { errMsg: 'request:fail' }],
    ],
    ...[
      ['app', 'two'],
      ['hook', 'two'],
    ],
  ])
  expect(two.told).toEqual([])
  two.runtime.run(`my.request({ url: 'bad' })`)
  await two.clock.advance(5)
  expect(two.told[0]).toMatchObject(['app', { error: 2 }])
})

test('a stack ends where the platform begins', async () => {
  const { clock, runtime } = start('wechat')
  runtime.run(`setTimeout(function late() { [1].map(() => { throw new Error('x') }) }, 1)`, 'pages/a.js')
  await clock.advance(5)
  const frames = runtime.errors[0].error.stack.split('\n').slice(1)
  expect(frames.map((frame: string) => frame.trim().replace(/:\d+:\d+/, ''))).toEqual([
    ...['at pages/a.js', 'at Array.map (<anonymous>)', 'at late (pages/a.js)'],
  ])
})

test('after a kill nothing is told', async () => {
  const { clock, runtime, told } = start('wechat')
  runtime.run(`Promise.reject(1); setTimeout(() => { throw 2 }, 1)`)
  runtime.kill()
  await clock.advance(10)
  expect(told).toEqual([])
})

test('an error in an error hook is noted and does not come back to it', async () => {
  const { clock, runtime } = start('wechat')
  runtime.api.onError(() => {
    throw new Error('in the hook')
  })
  runtime.run(THROWING)
  await clock.advance(5)
  expect(runtime.errors.map(({ source }) => source)).toEqual(['setTimeout', 'onError'])
})

test('a listener that was taken off hears nothing; without an argument all are', async () => {
  const { runtime } = start('wechat')
  const seen: string[] = []
  const one = () => seen.push('one')
  runtime.api.onMemoryWarning(one)
  runtime.api.onMemoryWarning((event: { level: number }) => seen.push(`two ${event.level}`))
  runtime.api.offMemoryWarning(one)
  runtime.emit('MemoryWarning', { level: 10 })
  runtime.api.offMemoryWarning()
  runtime.emit('MemoryWarning', { level: 15 })
  expect(seen).toEqual(['two 10'])
})

test('a version without rejection hooks', async () => {
  const { clock, runtime, told } = start('wechat', { missing: ['onUnhandledRejection'] })
  expect(runtime.api.onUnhandledRejection).toBeUndefined()
  runtime.run(`Promise.reject(1)`)
  await clock.idle()
  expect(told).toEqual([])
  expect(runtime.errors.length).toBe(1)
})
