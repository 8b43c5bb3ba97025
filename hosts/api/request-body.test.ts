import { expect, test } from 'vitest'
import { fakeDevice, type PlatformName, type ReplyHandler } from '../index.ts'

function start(platform: PlatformName, reply?: ReplyHandler) {
  const fake = fakeDevice(platform, reply)
  const runtime = fake.device.start()
  return { ...fake, runtime, api: runtime.api }
}

function text(bytes?: Uint8Array) {
  return new TextDecoder().decode(bytes)
}

test('bodies: query of a GET, JSON, form, text, bytes', async () => {
  const { clock, network, api, runtime } = start('wechat')
  const url = 'https://a.test/'
  const form = { 'Content-Type': 'application/x-www-form-urlencoded' }
  const buffer = runtime.run('module.exports = new Uint8Array([0, 255, 10]).buffer')
  api.request({ url, data: { a: 1, b: 'ü' } })
  api.request({ url, method: 'post', data: { a: [1] } })
  api.request({ url, method: 'POST', header: form, data: { a: 1, b: '&' } })
  api.request({ url, method: 'POST', data: 'plain' })
  api.request({ url, method: 'POST', data: buffer, responseType: 'arraybuffer' })
  await clock.advance(50)
  expect(network.requests.map((each) => [each.method, each.url, text(each.body)])).toEqual([
    ['GET', 'https://a.test/?a=1&b=%C3%BC', ''],
    ['POST', url, '{"a":[1]}'],
    ['POST', url, 'a=1&b=%26'],
    ['POST', url, 'plain'],
    ['POST', url, text(new Uint8Array([0, 255, 10]))],
  ])
  expect([...network.requests[4].body!]).toEqual([0, 255, 10])
})

test('responses: JSON, text that is not JSON, an ArrayBuffer of the app’s world', async () => {
  const { clock, runtime } = start('wechat', ({ url }) => ({
    body: url.endsWith('json') ? '{"a":1}' : 'no json',
  }))
  runtime.run(`global.seen = []
    const get = (url, more) => wx.request({ url: 'https://a.test/' + url, ...more, success: (r) => seen.push(r.data) })
    get('json'); get('text'); get('json', { dataType: 'other' }); get('text', { responseType: 'arraybuffer' })`)
  await clock.advance(50)
  const { seen, ArrayBuffer: TheirBuffer } = runtime.globals
  expect(seen.slice(0, 3)).toEqual([{ a: 1 }, 'no json', '{"a":1}'])
  expect(seen[3]).toBeInstanceOf(TheirBuffer)
})

test('an upload carries the file, a download leaves one; both tell how far they are', async () => {
  const { clock, api, network, device } = start('wechat', ({ kind }) => ({
    body: kind === 'download' ? new Uint8Array([1, 2, 255]) : 'stored',
  }))
  device.files.set('wxfile://a/photo.png', new Uint8Array([137, 80, 0]))
  const seen: unknown[] = []
  const upload = api.uploadFile({
    url: 'https://a.test/u',
    filePath: 'wxfile://a/photo.png',
    name: 'photo',
    formData: { user: 'x' },
    success: (r: { data: string }) => seen.push(r.data),
  })
  upload.onProgressUpdate((event: { progress: number }) => seen.push(event.progress))
  const download = api.downloadFile({
    url: 'https://a.test/d',
    success: (r: { tempFilePath: string }) => seen.push([...device.files.get(r.tempFilePath)!]),
  })
  download.onHeadersReceived((event: { statusCode: number }) => seen.push(event.statusCode))
  await clock.advance(50)
  expect(seen).toEqual([100, 'stored', 200, [1, 2, 255]])
  const body = Buffer.from(network.requests[0].body!).toString('latin1')
  expect(body).toContain('name="photo"; filename="photo.png"')
  expect(body).toContain('\x89P\0')
  expect(body).toContain('name="user"\r\n\r\nx')
  let missing = ''
  api.uploadFile({
    url: 'https://a.test/u',
    filePath: 'none',
    name: 'x',
    fail: (r: { errMsg: string }) => (missing = r.errMsg),
  })
  await clock.advance(5)
  expect(missing).toBe("uploadFile:fail file doesn't exist")
})
