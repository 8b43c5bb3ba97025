import { describe, expect, test } from 'vitest'
import { plain, startDevice } from './device.ts'
import { MINI_DRIVERS } from './drivers.ts'

/* What the kit sees of the app's requests, on the simulated platforms. */

const URL = 'https://api.test/items?id=1'

describe.each(MINI_DRIVERS)('$name', (driver) => {
  const key = (api: string) => `${driver.global}.${api}`
  const all = { [key('request')]: true, [key('uploadFile')]: true, [key('downloadFile')]: true }

  test('an answer, an upload and a download: the call and its status, once, before the app knows', async () => {
    const { api, clock, seen, observe, device } = startDevice(driver)
    expect(plain(observe().patched)).toEqual(all)
    device.files.set('photo.jpg', new Uint8Array([1, 2]))
    const options = [
      { url: URL, method: 'put', [driver.header]: { a: '1' }, data: 'x' },
      { url: 'https://api.test/up', filePath: 'photo.jpg', name: 'photo' },
      { url: 'https://api.test/down' },
    ] as Record<string, unknown>[]
    const order: string[] = []
    const watchFor = (i: number) => () => order.push(`app ${i}, kit ${seen[i].outcomes.length}`)
    options.forEach((each, i) => Object.assign(each, { success: watchFor(i), complete: watchFor(i) }))
    api.request(options[0])
    api.uploadFile(options[1])
    api.downloadFile(options[2])
    await clock.advance(100)
    expect(seen.map(({ call, outcomes }) => [call.api, call.method, call.url, plain(outcomes)])).toEqual([
      ['request', 'PUT', URL, [{ status: 200 }]],
      ['uploadFile', 'UPLOAD', 'https://api.test/up', [{ status: 200 }]],
      ['downloadFile', 'DOWNLOAD', 'https://api.test/down', [{ status: 200 }]],
    ])
    expect(seen.map(({ call }) => call.carrier)).toEqual(options)
    expect(seen[0].call.carrier).toBe(options[0])
    expect(seen[0].call.header).toEqual({ a: '1' })
    expect(order).toHaveLength(6)
    expect(order.every((line) => line.endsWith('kit 1'))).toBe(true)
  })

  test.each([
    ['an HTTP error', { status: 503 }, { status: 503 }],
    ['no connection', { fail: 'refused' as const }, { status: 0, error: expect.any(String), aborted: false }],
  ])('%s', async (_, reply, outcome) => {
    const { api, clock, seen, observe } = startDevice(driver, { reply: () => ({ ...reply, after: 5 }) })
    observe()
    let failed: unknown
    api.request({ url: URL, fail: (res: unknown) => (failed = res) })
    await clock.advance(50)
    expect(plain(seen[0].outcomes)).toEqual([expect.objectContaining(outcome)])
    if (outcome.status === 0) expect(failed).toBeTruthy()
  })

  test.each([
    ['success', { apFilePath: 'x' }, { status: 200 }],
    ['success', { status: 201 }, { status: 201 }],
    ['success', { statusCode: '206' }, { status: 206 }],
    ['fail', { error: 19, status: 404 }, { status: 404, error: 'error 19', aborted: false }],
    ['fail', { error: 13, errorMessage: 'timeout' }, { status: 0, error: 'timeout', aborted: false }],
    ['fail', 'odd', { status: 0, error: 'odd', aborted: false }],
    ['fail', undefined, { status: 0, error: 'undefined', aborted: false }],
    // what networks and platforms say of what no app has aborted
    ...[
      'net::ERR_CONNECTION_ABORTED',
      'request:fail abort statusCode:0 timeout',
      'request:fail Software caused connection abort',
    ].map((errMsg): [string, object, object] => [
      'fail',
      { errMsg },
      { status: 0, error: errMsg, aborted: false },
    ]),
    ['complete', { errMsg: 'request:fail gone' }, { status: 0, error: 'request:fail gone', aborted: false }],
  ])('only %s is called, with %j', (which, result, outcome) => {
    const { api, seen, observe } = startDevice(driver, {
      prepare: (api) =>
        (api.request = (options: Record<string, (res: unknown) => void>) => options[which](result)),
    })
    observe()
    api.request({ url: URL, complete() {} })
    expect(plain(seen[0].outcomes)).toEqual([outcome])
  })

  test('options that can’t be copied are handed on as they are, and seen', async () => {
    const given: unknown[] = []
    const { api, seen, observe } = startDevice(driver, {
      header: { sw8: '1-x' },
      prepare: (api) => (api.request = (options: unknown) => void given.push(options)),
    })
    observe()
    const made: Record<string, unknown> = { url: URL, method: 'PUT', success() {} }
    const options = new Proxy({}, { get: (_, name) => made[name as string] })
    api.request(options)
    expect(given).toEqual([options])
    expect(given[0]).toBe(options)
    expect(seen.map(({ call, outcomes }) => [call.url, outcomes.length])).toEqual([[URL, 1]])
  })

  test('an abort by the app is told from a failure and from a time-out', async () => {
    const { api, clock, seen, observe } = startDevice(driver, { reply: () => 'hang' })
    observe()
    const task = api.request({ url: URL, success() {} })
    api.request({ url: URL, timeout: 300, success() {} })
    task.abort()
    await clock.advance(1000)
    expect(seen.map((each) => plain(each.outcomes))).toEqual([
      [{ status: 0, error: expect.stringContaining('abort'), aborted: true }],
      [{ status: 0, error: expect.stringContaining('timeout'), aborted: false }],
    ])
  })

  test.each(['request:fail abort', 'abort', 'request:fail:aborted'])(
    'an abort by the app is none of its failures, and its task is left as it is: %s',
    (errMsg) => {
      let fail = (_: unknown) => {}
      const abort = () => fail({ errMsg })
      const { api, seen, observe } = startDevice(driver, {
        prepare: (api) =>
          (api.request = (options: { fail(res: unknown): void }) => {
            fail = options.fail
            return { abort }
          }),
      })
      observe()
      const task = api.request({ url: URL, success() {}, fail() {} })
      expect(task.abort).toBe(abort)
      task.abort()
      expect(plain(seen[0].outcomes)).toEqual([{ status: 0, error: errMsg, aborted: true }])
    },
  )

  test.each([
    ['a promise', false],
    ['a promise that can be aborted', true],
  ])('wrapped below us by what returns %s and takes no callbacks: seen all the same', async (_, task) => {
    const { api, clock, seen, observe } = startDevice(driver, {
      prepare(api, { Promise: Theirs }) {
        const inner = api.request
        api.request = (options: object) => {
          let abort
          const promise = new Theirs((success: unknown, fail: unknown) => {
            abort = inner.call(api, { ...options, success, fail }).abort
          })
          return task ? Object.assign(promise, { abort }) : promise
        }
      },
      reply: ({ url }) => (url.includes('bad') ? { fail: 'refused', after: 5 } : { status: 201, after: 5 }),
    })
    observe()
    const calls = ['/a', '/bad', '/b'].flatMap((path) => {
      const url = 'https://api.test' + path
      return [api.request({ url }), api.request({ url, success() {} })] as Promise<unknown>[]
    })
    const settled = Promise.allSettled(calls)
    await clock.advance(50)
    expect((await settled).map(({ status }) => status === 'fulfilled')).toEqual([
      true,
      true,
      false,
      false,
      true,
      true,
    ])
    expect(seen.map(({ outcomes }) => outcomes.map(({ status }) => status))).toEqual([
      [201],
      [201],
      [0],
      [0],
      [201],
      [201],
    ])
  })

  test('made async below us: what counts is what the callbacks tell', async () => {
    const { api, clock, seen, observe } = startDevice(driver, {
      prepare(api, { Promise: Theirs }) {
        const inner = api.request
        api.request = (options: object) => Theirs.resolve(inner.call(api, options))
      },
      reply: () => ({ status: 201, after: 5 }),
    })
    observe()
    api.request({ url: URL, success() {} })
    await clock.advance(4)
    expect(seen[0].outcomes).toEqual([])
    await clock.advance(5)
    expect(plain(seen[0].outcomes)).toEqual([{ status: 201 }])
  })

  test('headers reach the network beside those of the app', async () => {
    const { api, clock, network, observe } = startDevice(driver, { header: { sw8: '1-x' } })
    observe()
    api.request({ url: URL, [driver.header]: { token: 't' }, success() {} })
    api.request({ url: URL, success() {} })
    api.downloadFile({ url: URL, header: { token: 't' }, success() {} })
    await clock.advance(50)
    expect(network.requests.map(({ headers }) => [headers.sw8, headers.token])).toEqual([
      ['1-x', 't'],
      ['1-x', undefined],
      ['1-x', 't'],
    ])
  })

  test('calls without callbacks: a promise stays one, and each is seen from the second on at the latest', async () => {
    const { api, clock, seen, observe, runtime } = startDevice(driver)
    observe()
    const results = [api.request({ url: URL }), api.request({ url: URL })]
    await clock.advance(50)
    expect(results.map((result) => typeof result.then)).toEqual(
      driver.name === 'alipay' ? ['function', 'function'] : ['undefined', 'undefined'],
    )
    expect(results.every((result) => typeof result.abort === 'function')).toBe(true)
    expect(plain(seen[1].outcomes)).toEqual([{ status: 200 }])
    expect(seen[0].outcomes).toHaveLength(1)
    expect(runtime.requests).toHaveLength(2)
  })

  test('undo gives the platform its own function back; what others put on top goes on, unseen', async () => {
    const { api, clock, seen, observe, network } = startDevice(driver)
    const original = api.request
    const first = observe()
    expect(api.request).not.toBe(original)
    first.undo()
    expect(api.request).toBe(original)
    const second = observe()
    const ours = api.request
    let passed = 0
    const onTop = (options: unknown) => {
      passed++
      return ours(options)
    }
    api.request = onTop
    second.undo()
    second.undo()
    first.undo()
    expect(api.request).toBe(onTop)
    api.request({ url: URL, success() {} })
    await clock.advance(50)
    expect([passed, seen.length, network.requests.length]).toEqual([1, 0, 1])
    observe()
    api.request({ url: URL, success() {} })
    await clock.advance(50)
    expect([passed, seen.length, network.requests.length]).toEqual([2, 1, 2])
  })

  test('getters without a setter are replaced where they can be, and given back', async () => {
    const { api, clock, seen, observe } = startDevice(driver, { quirks: { accessors: {} } })
    const before = Object.getOwnPropertyDescriptor(api, 'request')
    const { patched, undo } = observe()
    expect(plain(patched)).toEqual(all)
    api.request({ url: URL, success() {} })
    await clock.advance(50)
    expect(seen).toHaveLength(1)
    undo()
    expect(Object.getOwnPropertyDescriptor(api, 'request')).toEqual(before)
  })

  test.each([
    ['getters that are fixed', { accessors: { configurable: false } }],
    ['a frozen platform object', { frozenApi: true }],
  ])('%s: told as not patched, and everything works', async (_, quirks) => {
    const { api, clock, seen, observe } = startDevice(driver, { quirks })
    const { patched, undo } = observe()
    expect(plain(patched)).toEqual({
      [key('request')]: false,
      [key('uploadFile')]: false,
      [key('downloadFile')]: false,
    })
    let status: unknown
    api.request({
      url: URL,
      success: (res: { statusCode?: number; status?: number }) => (status = res.statusCode),
    })
    await clock.advance(50)
    expect([status, seen.length]).toEqual([200, 0])
    undo()
  })

  test('a missing function is absent; the others are seen', () => {
    const { observe } = startDevice(driver, { quirks: { missing: ['uploadFile'] } })
    expect(plain(observe().patched)).toEqual({ [key('request')]: true, [key('downloadFile')]: true })
  })

  test('an observer that throws costs a line of diagnostics and nothing else', async () => {
    const { api, clock, platform, diag } = startDevice(driver)
    platform.observeRequests!(() => {
      throw new Error('of ours')
    })
    let got = 0
    api.request({ url: URL, success: () => got++ })
    await clock.advance(50)
    expect(got).toBe(1)
    expect(diag.errors.map((each) => each.message)).toEqual(['of ours'])
  })
})

describe.each(MINI_DRIVERS.filter(({ tasks }) => !tasks))('$name', (driver) => {
  test('a bare promise: same value, same reason, and a rejection that nobody handles stays that', async () => {
    const { api, clock, seen, observe, runtime } = startDevice(driver, {
      prepare(api, { Promise: Theirs }) {
        const inner = api.request
        api.request = (options: { url: string }) =>
          options.url === 'bare'
            ? new Theirs((_: unknown, reject: (reason: unknown) => void) => reject(reason))
            : inner(options)
      },
    })
    const reason = { errMsg: 'request:fail nothing' }
    observe()
    const before = runtime.errors.length
    const promise = api.request({ url: 'bare' })
    await clock.idle()
    expect(runtime.errors.slice(before).map((each) => each.error)).toEqual([reason])
    expect(runtime.errors[before].error).toBe(reason)
    await expect(promise).rejects.toBe(reason)
    expect(plain(seen[0].outcomes)).toEqual([{ status: 0, error: reason.errMsg, aborted: false }])
  })
})
