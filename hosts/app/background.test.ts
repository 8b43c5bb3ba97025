import { expect, test } from 'vitest'
import { fakeDevice, type Quirks, type ReplyHandler } from '../index.ts'

const APP = `
  const seen = (global.seen = [])
  App({ onShow() { seen.push('show') }, onHide() { seen.push('hide') } })
  Page({ onShow() { seen.push('page show') }, onHide() { seen.push('page hide') } })
  wx.onAppHide(() => seen.push('onAppHide'))
  wx.onAppShow(() => seen.push('onAppShow'))
  global.ask = (url) => wx.request({ url, success: () => seen.push('ok ' + url), fail: (e) => seen.push(e.errMsg) })`

function start(reply?: ReplyHandler, quirks?: Quirks) {
  const fake = fakeDevice('wechat', reply, { quirks })
  const runtime = fake.device.start()
  runtime.run(APP, 'pages/a.js')
  runtime.launch()
  runtime.globals.seen.length = 0
  return { ...fake, runtime, globals: runtime.globals, seen: () => [...runtime.globals.seen] }
}

test('the page hides before the app, the app shows before the page', async () => {
  const { runtime, seen } = start()
  runtime.hide()
  runtime.hide()
  runtime.show()
  expect(seen()).toEqual(['page hide', 'hide', 'onAppHide', 'show', 'onAppShow', 'page show'])
})

test('what is not finished in five seconds is interrupted, queued requests included', async () => {
  const { runtime, clock, globals, seen, network } = start(({ url }) =>
    url.endsWith('fast') ? { after: 4000 } : 'hang',
  )
  globals.ask('https://a.test/fast')
  for (let i = 0; i < 12; i++) globals.ask('https://a.test/slow')
  runtime.hide()
  await clock.advance(4999)
  expect(seen()).toEqual(['page hide', 'hide', 'onAppHide', 'ok https://a.test/fast'])
  const reached = network.requests.length
  await clock.advance(1)
  expect(seen().slice(4)).toEqual(Array(12).fill('request:fail interrupted'))
  expect(network.requests.length).toBe(reached)
})

test('suspended JavaScript runs nothing; on the way back it shows first and then catches up', async () => {
  const { runtime, clock, globals, seen } = start()
  let ticks = 0
  globals.setInterval(() => ticks++, 1000)
  globals.setTimeout(() => globals.seen.push('timer'), 8000)
  runtime.hide()
  await clock.advance(60_000)
  expect([ticks, runtime.suspended]).toEqual([4, true])
  runtime.show()
  expect(seen()).toEqual([
    ...['page hide', 'hide', 'onAppHide'],
    ...['show', 'onAppShow', 'page show'],
    'timer',
  ])
  expect([ticks, runtime.suspended]).toEqual([5, false])
  await clock.advance(1000)
  expect(ticks).toBe(6)
})

test('a version that lets late timers run before onShow', async () => {
  const { runtime, clock, globals, seen } = start(undefined, { timersBeforeShow: true })
  globals.setTimeout(() => globals.seen.push('timer'), 8000)
  runtime.hide()
  await clock.advance(10_000)
  runtime.show()
  expect(seen().slice(3)).toEqual(['timer', 'show', 'onAppShow', 'page show'])
})

test('a version that tells of the interruption on the way back', async () => {
  const { runtime, clock, globals, seen } = start(() => 'hang', { interrupted: 'on-show' })
  globals.ask('https://a.test/')
  runtime.hide()
  await clock.advance(10_000)
  expect(seen().length).toBe(3)
  runtime.show()
  expect(seen().slice(3)).toEqual(['show', 'onAppShow', 'page show', 'request:fail interrupted'])
})

test('back within five seconds: nothing happened', async () => {
  const { runtime, clock, globals, seen } = start(() => ({ after: 8000 }))
  globals.ask('https://a.test/')
  runtime.hide()
  await clock.advance(4000)
  runtime.show()
  await clock.advance(4000)
  expect(seen().pop()).toBe('ok https://a.test/')
})

test('a kill in the background leaves nothing that runs', async () => {
  const { runtime, clock, globals } = start()
  let ran = 0
  globals.setInterval(() => ran++, 100)
  runtime.hide()
  runtime.kill()
  await clock.advance(60_000)
  runtime.show()
  expect([ran, runtime.alive, clock.pending]).toEqual([0, false, 0])
})
