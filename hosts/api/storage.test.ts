import { expect, test } from 'vitest'
import { fakeDevice, type PlatformName, type Quirks, type StorageFault } from '../index.ts'

function start(platform: PlatformName, quirks?: Quirks) {
  const fake = fakeDevice(platform, undefined, { quirks })
  const { api, storage, globals } = fake.device.start()
  return { ...fake, api, storage, globals }
}

test('WeChat: values by key, an empty string or a failure for what is not there', async () => {
  const { clock, api, storage } = start('wechat')
  api.setStorageSync('text', 'x')
  api.setStorageSync('value', { list: [1, null] })
  expect(api.getStorageSync('text')).toBe('x')
  expect(api.getStorageSync('value')).toEqual({ list: [1, null] })
  expect(api.getStorageSync('nothing')).toBe('')
  expect(api.getStorageInfoSync()).toEqual({ keys: ['text', 'value'], currentSize: 1, limitSize: 10240 })
  const seen: unknown[] = []
  api.getStorage({ key: 'value', success: (r: unknown) => seen.push(r) })
  api.getStorage({ key: 'nothing', fail: (r: unknown) => seen.push(r) })
  api.removeStorage({ key: 'text' })
  await clock.advance(5)
  expect(seen).toEqual([
    { data: { list: [1, null] }, errMsg: 'getStorage:ok' },
    { errMsg: 'getStorage:fail data not found' },
  ])
  expect(storage.keys()).toEqual(['value'])
})

test('WeChat: over the quota it throws, or fails', async () => {
  const { clock, api, globals } = start('wechat')
  const big = 'x'.repeat(1024 * 1024 + 1)
  let thrown: unknown
  try {
    api.setStorageSync('k', big)
  } catch (error) {
    thrown = error
  }
  expect(thrown).toBeInstanceOf(globals.Error)
  expect((thrown as Error).message).toContain('entry size limit')
  for (let i = 0; i < 10; i++) api.setStorageSync(`k${i}`, big.slice(1))
  const failed = api.setStorage({ key: 'one more', data: 'x' }).catch((reason: unknown) => reason)
  await clock.advance(5)
  expect(await failed).toEqual({ errMsg: 'setStorage:fail exceed storage max size 10Mb' })
})

test('Alipay: an envelope in and out, and no throw', () => {
  const { api } = start('alipay')
  expect(api.setStorageSync({ key: 'k', data: { a: 1 } })).toEqual({ success: true })
  expect(api.getStorageSync({ key: 'k' })).toEqual({ success: true, data: { a: 1 } })
  expect(api.getStorageSync({ key: 'none' }).data).toBe(null)
  expect(api.setStorageSync({ key: 'big', data: 'x'.repeat(200 * 1024 + 1) })).toMatchObject({
    success: false,
  })
  expect(api.getStorageSync({ key: 'big' }).data).toBe(null)
})

test('storage outlives the host; what was being written at a kill is not there', async () => {
  const { device, clock } = start('wechat')
  const first = device.start()
  first.api.setStorageSync('done', 1)
  first.api.setStorage({ key: 'begun', data: 2 })
  first.kill()
  await clock.advance(100)
  const second = device.start()
  expect(second.api.getStorageSync('done')).toBe(1)
  expect(second.api.getStorageSync('begun')).toBe('')
  expect(first.api.getStorageSync('done')).toBeUndefined()
})

test('the app may change its object after the call: what is written is what it was', async () => {
  const { clock, api, storage } = start('wechat')
  const data = { n: 1 }
  api.setStorage({ key: 'k', data })
  data.n = 2
  await clock.advance(5)
  expect(storage.get('k')).toEqual({ n: 1 })
})

test('faults: each kind spoils what it says', async () => {
  let fault: StorageFault | undefined
  const { clock, device } = start('wechat', {
    storageFault: ({ operation }) => (operation === 'set' ? fault : undefined),
  })
  let runtime = device.start()
  const attempt = async (next: StorageFault, sync: boolean) => {
    device.storage.clear()
    device.storage.set('k', 'old value')
    fault = next
    if (!runtime.alive) runtime = device.start()
    let said = ''
    try {
      if (sync) runtime.api.setStorageSync('k', 'new value')
      else
        runtime.api.setStorage({
          key: 'k',
          data: 'new value',
          success: () => (said = 'success'),
          fail: () => (said = 'fail'),
        })
    } catch (error) {
      said = (error as Error).message
    }
    await clock.advance(5)
    return [said, device.storage.get('k'), runtime.alive]
  }
  expect(await attempt('fail', false)).toEqual(['fail', 'old value', true])
  expect(await attempt('fail', true)).toEqual(['setStorageSync:fail write data failed', 'old value', true])
  expect(await attempt('throw', true)).toEqual(['storage is broken', 'old value', true])
  expect(await attempt('throw', false)).toEqual(['fail', 'old value', true])
  expect(await attempt('lost', false)).toEqual(['success', 'old value', true])
  expect(await attempt('hang', false)).toEqual(['', 'old value', true])
  expect(await attempt('half', false)).toEqual(['success', 'new ', true])
  expect(await attempt('corrupt', true)).toEqual(['', '\u0000\ufffd value', true])
  expect(await attempt('kill', true)).toEqual(['', 'old value', false])
  expect(await attempt('half-kill', false)).toEqual(['', 'new ', false])
})

test('half of a stored object reads as an empty string', () => {
  const { device } = start('wechat')
  device.storage.corrupt('k', '{"a":', true)
  expect(device.start().api.getStorageSync('k')).toBe('')
})
