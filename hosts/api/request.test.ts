import { expect, test } from 'vitest'
import { fakeDevice, type PlatformName, type Quirks, type ReplyHandler } from '../index.ts'

function start(platform: PlatformName, reply?: ReplyHandler, quirks?: Quirks) {
  const fake = fakeDevice(platform, reply, { quirks })
  const runtime = fake.device.start()
  const seen: string[] = []
  const callbacks = {
    success: () => seen.push('success'),
    fail: (result: { errMsg?: string; errorMessage?: string }) =>
      seen.push(`fail ${result.errMsg ?? result.errorMessage}`),
    complete: () => seen.push('complete'),
  }
  return { ...fake, runtime, api: runtime.api, seen, callbacks }
}

function text(bytes?: Uint8Array) {
  return new TextDecoder().decode(bytes)
}

test('success and complete get the same object; the options arrive by identity', async () => {
  const { clock, api, runtime } = start('wechat', () => ({
    status: 404,
    headers: { 'X-A': '1', 'Set-Cookie': 'a=b' },
    body: { ok: 1 },
  }))
  const results: unknown[] = []
  const options = {
    url: 'https://a.test/x',
    success: (result: unknown) => results.push(result),
    complete: (result: unknown) => results.push(result),
  }
  const task = api.request(options)
  expect(typeof task.abort).toBe('function')
  await clock.advance(50)
  expect(results[0]).toBe(results[1])
  expect(results[0]).toBe(runtime.requests[0].result)
  expect(runtime.requests[0].options).toBe(options)
  expect(results[0]).toMatchObject({
    statusCode: 404,
    data: { ok: 1 },
    header: { 'X-A': '1' },
    cookies: ['a=b'],
    errMsg: 'request:ok',
  })
  const { profile } = results[0] as { profile: Record<string, number> }
  expect(profile.responseEnd - profile.fetchStart).toBe(20)
})

test('an abort is told later, once, and frees the slot', async () => {
  const { clock, api, seen, callbacks, runtime } = start('wechat', () => 'hang')
  const task = api.request({ url: 'https://a.test/', ...callbacks })
  await clock.advance(5)
  task.abort()
  task.abort()
  expect(seen).toEqual([])
  await clock.advance(5)
  expect(seen).toEqual(['fail request:fail abort', 'complete'])
  expect(runtime.slots.active).toBe(0)
})

test('request, upload and download share ten slots; the rest waits in order', async () => {
  const { clock, api, network, device, runtime, seen, callbacks } = start('wechat', () => ({ after: 100 }))
  device.files.set('f', new Uint8Array(3))
  for (let i = 0; i < 5; i++) api.request({ url: `https://a.test/r${i}` })
  for (let i = 0; i < 5; i++) api.uploadFile({ url: `https://a.test/u${i}`, filePath: 'f', name: 'f' })
  for (let i = 0; i < 3; i++) api.downloadFile({ url: `https://a.test/d${i}` })
  const waiting = api.request({ url: 'https://a.test/never', ...callbacks })
  await clock.advance(50)
  expect([network.requests.length, runtime.slots.active, runtime.slots.queued]).toEqual([10, 10, 4])
  waiting.abort()
  await clock.advance(60)
  expect(network.requests.slice(10).map((each) => each.url)).toEqual(
    [0, 1, 2].map((i) => `https://a.test/d${i}`),
  )
  await clock.advance(200)
  expect(seen).toEqual(['fail request:fail abort', 'complete'])
  expect([runtime.slots.active, runtime.slots.peak]).toEqual([0, 10])
})

test('time-out, wrong domain, no network, and what the network says', async () => {
  const { clock, api, seen, callbacks, device, network } = start(
    'wechat',
    ({ url }) => (url.endsWith('dns') ? { fail: 'dns' } : 'hang'),
    { domains: ['a.test'] },
  )
  api.request({ url: 'https://a.test/', timeout: 500, ...callbacks })
  await clock.advance(499)
  expect(seen).toEqual([])
  await clock.advance(1)
  expect(network.active).toBe(0)
  api.request({ url: 'https://user@b.test/', ...callbacks })
  api.request({ url: 'https://a.test/dns', ...callbacks })
  await clock.advance(50)
  device.setNetworkType('none')
  api.request({ url: 'https://a.test/', ...callbacks })
  await clock.advance(5)
  expect(seen.filter((each) => each !== 'complete')).toEqual([
    'fail request:fail timeout',
    'fail request:fail url not in domain list',
    'fail request:fail errcode:-105 cronet_error_code:-105 error_msg:net::ERR_NAME_NOT_RESOLVED',
    'fail request:fail errcode:-106 cronet_error_code:-106 error_msg:net::ERR_INTERNET_DISCONNECTED',
  ])
})

test('wrong arguments fail, on WeChat before the call returns', async () => {
  const { api, seen, callbacks } = start('wechat')
  api.request({ ...callbacks })
  expect(seen).toEqual([
    'fail request:fail parameter error: parameter.url should be String instead of Undefined;',
    'complete',
  ])
  expect(typeof api.request().abort).toBe('function')
  const other = start('qq')
  other.api.request({ url: 'no url', ...other.callbacks })
  expect(other.seen).toEqual([])
  await other.clock.advance(5)
  expect(other.seen).toEqual(['fail request:fail invalid url', 'complete'])
})

test('promises: on WeChat not from tasks, on Alipay from those too, on QQ from nothing', async () => {
  const wechat = start('wechat')
  expect(wechat.api.request({ url: 'https://a.test/' }).then).toBeUndefined()
  expect(typeof wechat.api.getNetworkType().then).toBe('function')
  expect(wechat.api.getNetworkType({ success() {} })).toBeUndefined()
  const alipay = start('alipay')
  const promised = alipay.api.request({ url: 'https://a.test/' })
  expect(typeof promised.abort).toBe('function')
  await alipay.clock.advance(30)
  expect(await promised).toMatchObject({ status: 200, statusCode: 200 })
  expect(alipay.api.request({ url: 'https://a.test/', complete() {} }).then).toBeUndefined()
  expect(start('qq').api.getNetworkType()).toBeUndefined()
  expect(start('wechat', undefined, { oldBaseLibrary: true }).api.getNetworkType()).toBeUndefined()
})

test('Alipay: an answer that is not 2xx fails with error 19, unless this version does otherwise', async () => {
  const reply: ReplyHandler = () => ({ status: 503, body: 'busy' })
  const fails = start('alipay', reply)
  const results: unknown[] = []
  const options = {
    url: 'https://a.test/',
    headers: { a: 1 },
    fail: (r: unknown) => results.push(r),
    success: (r: unknown) => results.push(r),
  }
  fails.api.request(options)
  await fails.clock.advance(50)
  const succeeds = start('alipay', reply, { httpErrors: 'success' })
  succeeds.api.request({ ...options, dataType: 'text' })
  await succeeds.clock.advance(50)
  expect(results[0]).toMatchObject({ error: 19, status: 503 })
  expect(results[1]).toMatchObject({ status: 503, data: 'busy' })
  expect(fails.network.requests[0].headers).toMatchObject({ a: '1' })
})

test('an ArrayBuffer as body: Baidu refuses it, Xiaohongshu never answers', async () => {
  const data = new ArrayBuffer(8)
  const baidu = start('baidu')
  baidu.api.request({ url: 'https://a.test/', method: 'POST', data, ...baidu.callbacks })
  await baidu.clock.advance(100)
  expect(baidu.seen).toEqual(['fail parameter error: data should be String or Object', 'complete'])
  const xhs = start('xiaohongshu')
  xhs.api.request({ url: 'https://a.test/', method: 'POST', data, timeout: 10, ...xhs.callbacks })
  await xhs.clock.advance(120_000)
  expect([xhs.seen, xhs.network.requests.length]).toEqual([[], 0])
  const silly = start('wechat', undefined, { binaryBody: 'stringify' })
  silly.api.request({ url: 'https://a.test/', method: 'POST', data })
  await silly.clock.advance(100)
  expect(text(silly.network.requests[0].body)).toBe('{}')
})

test('a kill ends requests without a word', async () => {
  const { clock, api, network, runtime, seen, callbacks } = start('wechat')
  for (let i = 0; i < 12; i++) api.request({ url: 'https://a.test/', ...callbacks })
  runtime.kill()
  await clock.advance(1000)
  expect([seen, network.active, network.requests.length]).toEqual([[], 0, 10])
  expect(api.request({ url: 'https://a.test/', ...callbacks })).toBeUndefined()
  await clock.advance(1000)
  expect(network.requests.length).toBe(10)
})

test('errors in callbacks go to the hooks, and complete is called all the same', async () => {
  const { clock, runtime } = start('wechat')
  runtime.run(`App({ seen: [], onError(text) { this.seen.push(text.split('\\n')[1]) } })
    wx.request({ url: 'https://a.test/', success() { throw new Error('in success') }, complete() { getApp().seen.push('complete') } })`)
  await clock.advance(50)
  expect([...runtime.app.seen]).toEqual(['in success', 'complete'])
})
