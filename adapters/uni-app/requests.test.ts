import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { settle } from '../../test/fakes/settle.ts'
import { fakeUni, type FakeUni } from '../../test/fakes/uni.ts'
import type { Call, Outcome } from '../../core/index.ts'
import { createDiag } from '../../core/internal/diag.ts'
import { createGuard, type Any } from '../../core/internal/guard.ts'
import { observeRequests } from './requests.ts'

let host: FakeUni
let uni: Any
beforeEach(() => {
  host = fakeUni()
  uni = host.uni
  vi.stubGlobal('uni', uni)
})
afterEach(() => void vi.unstubAllGlobals())

/** Notes what is told, in order. */
function start(header?: Record<string, string>) {
  const diag = createDiag(false, {})
  const told: string[] = []
  const calls: Call[] = []
  const outcomes: Outcome[] = []
  const undo = observeRequests(createGuard(diag), (call) => {
    calls.push(call)
    const n = calls.length
    told.push(`begin ${n}`)
    return {
      header,
      sent: () => void told.push(`sent ${n}, ${host.calls.length} at the platform`),
      end(outcome) {
        told.push(`end ${n}`)
        outcomes.push(outcome)
      },
    }
  })
  return { diag, told, calls, outcomes, undo }
}

function answer(at: number, how: 'success' | 'fail', result: object) {
  return host.calls[at].options[how](result)
}

describe('a call', () => {
  test('begins, is sent right after the platform was called, and ends with what the platform says', () => {
    const t = start()
    const success = vi.fn()
    uni.request({ url: 'https://a.example/x', method: 'post', header: { a: '1' }, success })
    expect(t.told).toEqual(['begin 1', 'sent 1, 1 at the platform'])
    answer(0, 'success', { statusCode: 201 })
    expect(t.told.slice(2)).toEqual(['end 1'])
    expect(t.outcomes).toEqual([{ status: 201 }])
    expect(t.calls[0]).toMatchObject({
      api: 'request',
      method: 'POST',
      url: 'https://a.example/x',
      header: { a: '1' },
    })
    expect(success).toHaveBeenCalledWith({ statusCode: 201 })
  })

  test.each([
    ['uploadFile', 'UPLOAD'],
    ['downloadFile', 'DOWNLOAD'],
    ['request', 'GET'],
  ])('%s is %s', (api, method) => {
    const t = start()
    uni[api]({ url: 'https://a.example/x', fail() {} })
    expect(t.calls[0]).toMatchObject({ api, method })
    answer(0, 'fail', { errMsg: api + ':fail abort' })
    expect(t.outcomes).toEqual([{ status: 0, error: api + ':fail abort', aborted: true }])
  })

  test('a socket is being opened, as far as the platform tells', () => {
    const t = start({ sw8: '1-x' })
    uni.connectSocket({ url: 'wss://a.example/x', success() {} })
    uni.connectSocket({ url: 'wss://a.example/x', fail() {} })
    expect(t.calls[0]).toMatchObject({ api: 'connectSocket', method: 'GET', url: 'wss://a.example/x' })
    expect(host.calls[0].options.header).toEqual({ sw8: '1-x' })
    answer(0, 'success', { errMsg: 'connectSocket:ok' })
    answer(1, 'fail', { errMsg: 'connectSocket:fail' })
    expect(t.outcomes).toEqual([{ status: 101 }, { status: 0, error: 'connectSocket:fail', aborted: false }])
  })

  test('what is no call of a URL passes', () => {
    const t = start()
    for (const options of [{}, { url: 5 }, undefined]) expect(() => uni.request(options)).not.toThrow()
    expect(t.told).toEqual([])
    expect(host.calls).toHaveLength(3)
  })

  test('two of the same URL at once are told apart', () => {
    const t = start()
    const options = { url: 'https://a.example/x', success() {} }
    uni.request(options)
    uni.request(options)
    answer(1, 'success', { statusCode: 200 })
    answer(0, 'fail', { errMsg: 'request:fail' })
    expect(t.told.slice(4)).toEqual(['end 2', 'end 1'])
  })
})

describe('what the app sees', () => {
  test('its options and headers are not written to; the platform gets ours besides', () => {
    start({ sw8: '1-x' })
    const header = Object.freeze({ a: '1' })
    const options = Object.freeze({ url: 'https://a.example/x', header, success() {} })
    uni.request(options)
    expect(host.calls[0].options.header).toEqual({ a: '1', sw8: '1-x' })
    expect(header).toEqual({ a: '1' })
  })

  test.each([['a text'], [5]])('a header that is %j is left to the platform to refuse', (header) => {
    start({ sw8: '1-x' })
    uni.request({ url: 'https://a.example/x', header, success() {} })
    expect(host.calls[0].options.header).toBe(header)
  })

  test('the task of the callback form, by identity', () => {
    start()
    const task = uni.request({ url: 'https://a.example/x', success() {} })
    expect(task).toBe(host.calls[0].task)
  })

  test('the promise form stays a promise of the result, and of the failure', async () => {
    start()
    const good = uni.request({ url: 'https://a.example/x' })
    const bad = uni.request({ url: 'https://a.example/y' })
    const result = { statusCode: 200 }
    const reason = { errMsg: 'request:fail' }
    answer(0, 'success', result)
    answer(1, 'fail', reason)
    expect(await good).toBe(result)
    await expect(bad).rejects.toBe(reason)
  })

  test('nothing of ours throws into it', async () => {
    const diag = createDiag(false, {})
    const no = () => {
      throw new Error('ours')
    }
    observeRequests(createGuard(diag), () => ({ sent: no, end: no }))
    const success = vi.fn()
    uni.request({ url: 'https://a.example/x', success })
    answer(0, 'success', { statusCode: 200 })
    expect(success).toHaveBeenCalledTimes(1)
    const answered = uni.request({ url: 'https://a.example/x' })
    answer(1, 'success', { statusCode: 200 })
    expect(await answered).toEqual({ statusCode: 200 })
    expect(diag.errors.map(({ message }) => message)).toEqual(['ours'])
  })
})

describe('interceptors of the app', () => {
  test('one that makes a request of its own: the inner one is sent first', () => {
    const t = start()
    let first = true
    uni.addInterceptor('request', {
      invoke() {
        if (!first) return
        first = false
        uni.request({ url: 'https://a.example/token', success() {} })
      },
    })
    uni.request({ url: 'https://a.example/x', success() {} })
    expect(t.told).toEqual(['begin 1', 'begin 2', 'sent 2, 1 at the platform', 'sent 1, 2 at the platform'])
    expect(t.calls[1].url).toBe('https://a.example/token')
  })

  test('one that waits, or says no: the call does not stay open', async () => {
    const t = start()
    uni.addInterceptor('request', {
      invoke: (options: Any) => (options.url.endsWith('no') ? false : Promise.resolve(options)),
    })
    uni.request({ url: 'https://a.example/no', success() {} })
    await settle()
    expect(t.told).toEqual(['begin 1', 'sent 1, 0 at the platform'])
    uni.request({ url: 'https://a.example/later', success() {} })
    await settle()
    expect(t.told.filter((line) => line.startsWith('sent'))).toHaveLength(2)
  })
})

test('the undo takes away ours and no others', () => {
  uni.addInterceptor('request', { invoke() {} })
  const before = host.interceptors()
  const { undo } = start()
  expect(host.interceptors()).toMatchObject({ uploadFile: 4, downloadFile: 4, connectSocket: 4, request: 5 })
  undo()
  expect(host.interceptors()).toEqual(before)
})

test('without uni, or with one that knows no interceptors, nothing happens', () => {
  vi.stubGlobal('uni', {})
  expect(() => start().undo()).not.toThrow()
  vi.unstubAllGlobals()
  expect(() => start().undo()).not.toThrow()
})
