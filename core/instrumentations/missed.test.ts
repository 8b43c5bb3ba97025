import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { init, shutdown } from '../../adapters/native/index.ts'
import { stubApi } from '../../test/fakes/stub-api.ts'
import type { Any } from '../internal/guard.ts'

const TIMEOUT = 'request:fail timeout'
const warn = vi.spyOn(console, 'warn').mockImplementation(() => {})
/** `wx.request` as it was before the kit came, which a module of the app has kept. */
let kept: (options: Any) => Promise<unknown>
let rejected: (event: { reason: unknown }) => void

beforeEach(() => {
  warn.mockClear()
  const { api: wx } = stubApi({ returns: 'task', outcome: 'success', sync: false, callbackThis: 'undefined' })
  wx.request = ({ fail }: Any) => fail({ errMsg: TIMEOUT })
  wx.onUnhandledRejection = (listener: typeof rejected) => (rejected = listener)
  vi.stubGlobal('wx', wx)
  kept = promisified(wx.request)
})
afterEach(async () => {
  await shutdown()
  vi.unstubAllGlobals()
})

function promisified(request: Any) {
  return (options: Any) => new Promise((success, fail) => request({ ...options, success, fail }))
}

/** A request that nobody catches, as the platform tells of it. */
async function failing(request: typeof kept): Promise<unknown> {
  const reason = await request({ url: 'https://shop.example/goods' }).catch((error) => error)
  rejected({ reason })
  return reason
}

function said() {
  return warn.mock.calls.map(String).filter((line) => line.includes('missed'))
}

test('a closure kept wx.request from before init(): what it fails with betrays it, and one warning says so', async () => {
  const monitor = init({ service: 'shop', platform: 'wechat' })
  await failing(kept)
  await failing(kept)
  expect(said()).toEqual([expect.stringContaining('requests are likely to be missed')])
  expect(monitor.diagnostics().warnings).toEqual([expect.stringContaining('docs/mpx.md')])
})

test('one of three is measured: the other two are told of, though that one fails, too', async () => {
  init({ service: 'shop', platform: 'wechat' })
  await failing(promisified((globalThis as Any).wx.request))
  expect(said()).toEqual([])
  await failing(kept)
  expect(said()).toHaveLength(1)
})

test('nothing is said of requests that were seen, of one reason that comes twice, and of other words', async () => {
  init({ service: 'shop', platform: 'wechat' })
  const seen = promisified((globalThis as Any).wx.request)
  const reason = await failing(seen)
  rejected({ reason })
  for (const other of [
    new Error(TIMEOUT + ' of mine'),
    { errMsg: 'login:fail' },
    'coupon expired',
    null,
    undefined,
  ])
    rejected({ reason: other })
  await failing(seen)
  expect(said()).toEqual([])
})

test('nothing is said where requests are not observed', async () => {
  init({ service: 'shop', platform: 'wechat', enable: { request: false } })
  await failing(kept)
  expect(said()).toEqual([])
})
