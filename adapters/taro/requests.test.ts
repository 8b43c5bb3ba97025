import '../../test/fakes/taro-globals.ts'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Call, LogicalWatch } from '../../core/index.ts'
import { glueEnv } from '../../test/fakes/taro-app.ts'
import Taro, { native } from '../../test/fakes/taro.ts'
import { requestObserver } from './requests.ts'

/* eslint-disable @typescript-eslint/no-explicit-any */
type Any = any

const answer = native.answer
beforeEach(() => (native.requests = []))
afterEach(() => {
  native.answer = answer
  Taro.cleanInterceptors()
})

function observe(header?: Record<string, string>) {
  const env = glueEnv()
  const calls: Call[] = []
  const told: unknown[] = []
  const watch: LogicalWatch = {
    header,
    sent: () => told.push('sent'),
    end: (outcome) => told.push(outcome),
  }
  const start = requestObserver(env.guard, Taro.addInterceptor)
  const undo = start((call) => {
    calls.push(call)
    return watch
  })
  return { env, calls, told, undo, start }
}

test('tells of a request as the app made it, when it was handed on, and how it ended', async () => {
  const t = observe()
  const asked = Taro.request({ url: 'https://a.example/x', method: 'post' as Any, header: { a: '1' } })
  expect(t.told).toEqual(['sent'])
  await expect(asked).resolves.toEqual({ statusCode: 200, errMsg: 'request:ok' })
  expect(t.calls).toMatchObject([
    { api: 'request', method: 'POST', url: 'https://a.example/x', header: { a: '1' } },
  ])
  expect(t.calls[0].carrier).toBe(native.requests[0])
  expect(t.told).toEqual(['sent', { status: 200 }])
})

test('keeps the methods of the task', () => {
  observe()
  expect(Taro.request({ url: '/' })).toHaveProperty('abort', expect.any(Function))
})

test('adds headers to a copy', async () => {
  observe({ sw8: '1-x' })
  const header = { a: '1' }
  const options = { url: '/', header }
  await Taro.request(options)
  expect(native.requests[0].header).toEqual({ a: '1', sw8: '1-x' })
  expect(header).toEqual({ a: '1' })
  expect(options).toEqual({ url: '/', header })
})

test.each<[string, unknown, object]>([
  [
    'WeChat',
    { errMsg: 'request:fail timeout' },
    { status: 0, error: 'request:fail timeout', aborted: false },
  ],
  ['an abort', { errMsg: 'request:fail abort' }, { status: 0, error: 'request:fail abort', aborted: true }],
  [
    'Alipay',
    { error: 19, status: 502, errorMessage: 'http' },
    { status: 502, error: 'http', aborted: false },
  ],
  ['an Error', new TypeError('Failed to fetch'), { status: 0, error: 'Failed to fetch', aborted: false }],
])('a failure in the words of %s is the app’s, and told', async (_, reason, outcome) => {
  const t = observe()
  native.answer = () => Promise.reject(reason)
  await expect(Taro.request({ url: '/' })).rejects.toBe(reason)
  expect(t.told).toEqual(['sent', outcome])
})

test('what throws at once throws out of Taro.request, as before', () => {
  const t = observe()
  native.answer = () => {
    throw new Error('not in this version')
  }
  expect(() => Taro.request({ url: '/' })).toThrow('not in this version')
  expect(t.told).toMatchObject([{ status: 0, error: 'not in this version' }])
})

test('a retry by the app’s own interceptor is a request of its own', async () => {
  Taro.addInterceptor((chain: Any) =>
    chain.proceed(chain.requestParams).catch(() => chain.proceed(chain.requestParams)),
  )
  const t = observe()
  const reasons = [Promise.reject({ errMsg: 'request:fail' }), Promise.resolve({ statusCode: 200 })]
  native.answer = () => reasons.shift()
  await Taro.request({ url: '/' })
  expect(t.calls).toHaveLength(2)
  expect(t.told.filter((each) => each !== 'sent')).toMatchObject([{ status: 0 }, { status: 200 }])
})

test('after the undo it passes all on; another start adds no second interceptor', async () => {
  const t = observe()
  t.undo()
  await Taro.request({ url: '/' })
  expect(t.calls).toEqual([])
  const again = vi.fn(() => undefined)
  t.start(again)
  await Taro.request({ url: '/' })
  expect(again).toHaveBeenCalledTimes(1)
  expect(native.requests).toHaveLength(2)
})

test('nothing that an observer throws reaches the app', async () => {
  const env = glueEnv()
  requestObserver(
    env.guard,
    Taro.addInterceptor,
  )(() => {
    throw new Error('ours')
  })
  await expect(Taro.request({ url: '/' })).resolves.toMatchObject({ statusCode: 200 })
  expect(env.diag.errors).toMatchObject([{ where: 'request', message: 'ours' }])
})
