import { expect, test } from 'vitest'
import { fakeDevice, platforms, type PlatformName } from '../index.ts'

const names = Object.keys(platforms) as PlatformName[]
const objects: Record<PlatformName, string> = {
  wechat: 'wx',
  alipay: 'my',
  bytedance: 'tt',
  baidu: 'swan',
  qq: 'qq',
  jd: 'jd',
  kuaishou: 'ks',
  xiaohongshu: 'xhs',
}

test.each(names)('%s: an app launches, requests, stores, fails and goes to the background', async (name) => {
  const api = objects[name]
  const { device, clock } = fakeDevice(name, () => ({ body: { ok: true }, headers: { A: 'b' } }))
  const runtime = device.start({
    files: {
      'app.json': JSON.stringify({ pages: ['pages/a'] }),
      'app.js': `App({ seen: [], onLaunch() { this.seen.push('launch') }, onShow() { this.seen.push('show') },
        onHide() { this.seen.push('hide') }, onError() { this.seen.push('error') } })`,
      'pages/a.js': `const { seen } = getApp()
        Page({ onLoad() { ${api}.request({ url: 'https://a.test/', success: (r) => seen.push(r.data.ok) })
          ${api}.setStorage({ key: 'k', data: 1, success: () => seen.push('stored') }) },
          onReady() { seen.push('ready') }, fail() { throw 1 } })`,
    },
  })
  runtime.launch()
  await clock.advance(100)
  runtime.tap('fail')
  runtime.hide()
  expect([...runtime.app.seen]).toEqual(['launch', 'show', 'stored', true, 'ready', 'error', 'hide'])
})

test('the platform object is a global or a parameter, and no other platform’s is there', () => {
  for (const name of names) {
    const runtime = fakeDevice(name).device.start()
    const types = Object.values(objects).map((each) => [each, runtime.run(`module.exports = typeof ${each}`)])
    expect(types.filter(([, type]) => type === 'object')).toEqual([[objects[name], 'object']])
    expect(runtime.run(`module.exports = typeof globalThis.${objects[name]}`)).toBe(
      name === 'alipay' || name === 'bytedance' ? 'undefined' : 'object',
    )
  }
})

test('results name status and headers as the platform does', async () => {
  for (const name of names) {
    const { device, clock } = fakeDevice(name, () => ({ headers: { A: 'b' } }))
    let keys: string[] = []
    device
      .start()
      .api.request({ url: 'https://a.test/', success: (result: object) => (keys = Object.keys(result)) })
    await clock.advance(50)
    expect([name, keys]).toEqual([
      name,
      expect.arrayContaining(name === 'alipay' ? ['status', 'headers', 'header'] : ['statusCode', 'header']),
    ])
    expect(keys.includes('profile')).toBe(name === 'wechat')
  }
})

test('the newer system calls are WeChat’s; each platform names its host', () => {
  expect(fakeDevice('wechat').device.start().api.getDeviceInfo()).toMatchObject({
    brand: 'HUAWEI',
    system: 'Android 12',
  })
  expect(fakeDevice('wechat').device.start().api.getAppBaseInfo()).toMatchObject({ SDKVersion: '3.8.10' })
  expect(fakeDevice('alipay').device.start().api.getDeviceInfo).toBeUndefined()
  const { api } = fakeDevice('alipay', undefined, { info: { brand: 'Xiaomi' } }).device.start()
  expect(api.getSystemInfoSync()).toMatchObject({ brand: 'Xiaomi', app: 'alipay' })
})

test('network changes are heard, and told when asked', async () => {
  const { device, clock } = fakeDevice('wechat')
  const { api } = device.start()
  const seen: unknown[] = []
  api.onNetworkStatusChange((event: unknown) => seen.push(event))
  device.setNetworkType('none')
  api.getNetworkType({ success: (r: { networkType: string }) => seen.push(r.networkType) })
  await clock.advance(5)
  expect(seen).toEqual([{ isConnected: false, networkType: 'none' }, 'none'])
})
