import { afterEach, describe, expect, test, vi } from 'vitest'
import { composed } from '../../../test/fakes/composed.ts'
import { fakeFramework } from '../../../test/fakes/framework.ts'
import { settle } from '../../../test/fakes/settle.ts'
import type { Options } from '../../kit/user-options.ts'
import { withUserApi } from '../../monitor/user-api.ts'
import type { LogRecord, Signal } from '../../signal.ts'

interface Told {
  time: number
  category: string
  message: string
  data?: { [name: string]: unknown }
}

/** An app with a monitor, and what its error logs say went before. */
async function start(options: Partial<Options> = {}) {
  const seen: Signal[] = []
  const framework = fakeFramework()
  const t = composed(
    {
      beforeSend(signal) {
        seen.push(signal)
        return signal
      },
      ...options,
    },
    { framework },
  )
  const monitor = withUserApi(t.monitor)
  await settle()
  const logs = () =>
    seen.filter(
      (s): s is LogRecord => s.kind === 'log' && s.severity >= 17 && 'exception.type' in s.attributes,
    )
  const textOf = (log: LogRecord) => log.attributes['miniprogram.breadcrumbs'] as string | undefined
  return {
    ...t,
    framework,
    monitor,
    seen,
    logs,
    fail: (message = 'boom') => monitor.captureError(new Error(message)),
    /** Of the last error. */
    text: () => textOf(logs().slice(-1)[0]),
    crumbs: () => JSON.parse(textOf(logs().slice(-1)[0]) ?? '[]') as Told[],
    lines: () =>
      (JSON.parse(textOf(logs().slice(-1)[0]) ?? '[]') as Told[]).map(({ category, message }) =>
        [category, message].join(' '),
      ),
  }
}

function visit(t: Awaited<ReturnType<typeof start>>, path: string, page = {}) {
  t.platform.page = path
  t.framework.onPage({ phase: 'load', path, page })
  t.framework.onPage({ phase: 'show', path, page })
}

afterEach(() => {
  vi.restoreAllMocks()
})

describe('an error tells what went before', () => {
  test('the launch, visits, requests, events, logs, errors, in their order, with their times', async () => {
    const t = await start()
    t.framework.onApp('launch')
    t.clock.advance(10)
    visit(t, 'pages/a')
    t.clock.advance(20)
    const call = t.platform.call({ method: 'POST', url: 'https://u:p@api.example.com/order?phone=1#x' })!
    t.clock.advance(120)
    call.end({ status: 200 })
    t.platform.fire('networkStatusChange', { isConnected: false } as never)
    t.platform.fire('memoryWarning', { level: 10 } as never)
    t.monitor.log('cart opened', { items: 2 }, 'warn')
    t.monitor.addBreadcrumb('cart', 'coupon taken', { code: 'A1', n: 2, ok: true })
    t.platform.fire('hide')
    t.platform.fire('show')
    t.fail('first')
    t.fail('second')
    expect(t.lines()).toEqual([
      'app launch',
      'page pages/a',
      'request POST https://api.example.com/order',
      'network none',
      'memory level 10',
      'log cart opened',
      'cart coupon taken',
      'app hide',
      'app show',
      'error first',
    ])
    const [launch, page, request, , , log, own] = t.crumbs()
    expect(page.data).toEqual({ opening: 'launch' })
    expect(page.time - launch.time).toBe(10)
    expect(request.time - page.time).toBe(140)
    expect(request.data).toEqual({ status: 200, ms: 120 })
    expect(log.data).toEqual({ level: 'warn' })
    expect(own.data).toEqual({ code: 'A1', n: 2, ok: true })
    expect(t.logs().map(({ crumbs }) => crumbs)).toEqual([undefined, undefined])
  })

  test('a failed request is an error, and no crumb of its own log', async () => {
    const t = await start()
    t.platform.call({ url: 'https://a.example/1' })!.end({ status: 500 })
    t.platform.call({ url: 'https://a.example/2' })!.end({ status: 404 })
    expect(t.lines()).toEqual([
      'request GET https://a.example/1',
      'error GET https://a.example/1 failed: 500',
      'request GET https://a.example/2',
    ])
  })

  test('as it was when the error came, though it is sent later', async () => {
    const t = await start({ consent: 'pending' })
    t.monitor.addBreadcrumb('a', 'before')
    t.fail()
    t.monitor.addBreadcrumb('a', 'after')
    t.monitor.setConsent(true)
    await settle()
    expect(t.lines()).toEqual(['a before'])
  })

  test('only the newest, 30 or as many as asked for', async () => {
    for (const [breadcrumbs, kept] of [
      [undefined, 30],
      [3, 3],
      [{ max: 4 }, 4],
      [100, 100],
    ] as const) {
      const t = await start({ breadcrumbs })
      for (let i = 1; i <= 150; i++) t.monitor.addBreadcrumb('n', String(i))
      t.fail()
      const lines = t.lines()
      expect([lines.length <= kept, lines.slice(-2)]).toEqual([true, ['n 149', 'n 150']])
      if (kept < 50) expect(lines).toHaveLength(kept)
    }
  })

  test.each([[0], [{ max: 0 }]])('off with %j', async (breadcrumbs) => {
    const t = await start({ breadcrumbs })
    t.monitor.addBreadcrumb('a', 'b')
    t.fail()
    expect(t.text()).toBe(undefined)
  })

  test('without error logs nothing is kept', async () => {
    const t = await start({ enable: { error: false } })
    t.monitor.addBreadcrumb('a', 'b')
    t.fail()
    expect(t.text()).toBe(undefined)
  })
})

describe('room', () => {
  test('4096 characters at most, of a failed request 1024; the newest have it', async () => {
    const t = await start()
    for (let i = 0; i < 30; i++) t.monitor.addBreadcrumb('n', i + ' ' + 'x'.repeat(300), { i })
    t.fail()
    expect(t.text()!.length).toBeLessThanOrEqual(4096)
    expect(t.text()!.length).toBeGreaterThan(3700)
    expect(t.crumbs().slice(-1)[0]).toMatchObject({ data: { i: 29 } })
    expect(t.crumbs().every(({ message }) => message.length <= 200)).toBe(true)
    t.platform.call({})!.end({ status: 500 })
    expect(t.text()!.length).toBeLessThanOrEqual(1024)
    expect(t.lines().slice(-1)).toEqual(['request GET https://api.example.com/items'])
  })

  test('one that has none alone is left out, and so are those before it', async () => {
    const t = await start()
    t.monitor.addBreadcrumb('a', 'before')
    const data = Object.fromEntries(Array.from({ length: 20 }, (_, i) => ['k' + i, 'x'.repeat(500)]))
    t.monitor.addBreadcrumb('a', 'huge', data)
    t.monitor.addBreadcrumb('a', 'after')
    t.fail()
    expect(t.lines()).toEqual(['a after'])
  })

  test('repeats of an error have none', async () => {
    const t = await start()
    t.monitor.addBreadcrumb('a', 'b')
    for (let i = 0; i < 5; i++) {
      t.fail()
      t.clock.advance(2000)
    }
    await t.monitor.shutdown()
    expect(t.logs().map(({ attributes }) => 'miniprogram.breadcrumbs' in attributes)).toEqual([true, false])
  })
})

describe('privacy', () => {
  test('names and texts are cleaned as attributes are', async () => {
    const t = await start({ redactUrl: (url) => url.replace(/\d+/, '{id}') })
    t.monitor.addBreadcrumb('cart', 'see https://a.example/users/77?token=x', { phone: '138', item: 'tea' })
    t.platform.call({ url: 'https://a.example/users/77?token=x' })!.end({ status: 200 })
    t.fail()
    expect(t.crumbs().map(({ message, data }) => [message, data])).toEqual([
      ['see https://a.example/users/{id}', { item: 'tea' }],
      ['GET https://a.example/users/{id}', { status: 200, ms: 0 }],
    ])
  })

  test('one at which redactUrl throws is left out, and the error goes out', async () => {
    const t = await start({
      redactUrl(url) {
        if (url.includes('bad')) throw new Error('no')
        return url
      },
    })
    t.platform.call({ url: 'https://a.example/bad' })!.end({ status: 200 })
    t.monitor.addBreadcrumb('a', 'good')
    t.fail()
    expect(t.lines()).toEqual(['a good'])
  })

  test('without consent all is forgotten, and nothing is noted until there is consent again', async () => {
    const t = await start()
    t.monitor.addBreadcrumb('a', 'one')
    t.monitor.setConsent(false)
    t.monitor.addBreadcrumb('a', 'two')
    t.monitor.setConsent(true)
    await settle()
    t.monitor.addBreadcrumb('a', 'three')
    t.fail()
    expect(t.lines()).toEqual(['a three'])
  })

  test("what the user's hooks do leaves no crumb", async () => {
    const t = await start({
      beforeSend(signal) {
        if (signal.kind === 'log' && signal.body === 'first') t.fail('within')
        return signal
      },
    })
    t.fail('first')
    t.fail('second')
    t.monitor.addBreadcrumb('a', 'b')
    expect(t.monitor.diagnostics().dropped.log).toEqual({ before_send: 1 })
  })
})

describe('addBreadcrumb', () => {
  test('is refused without category or message, and throws nothing', async () => {
    const t = await start()
    const no = () => {
      throw new Error('no')
    }
    const add = t.monitor.addBreadcrumb as (...args: unknown[]) => void
    add()
    add('a')
    add('', 'b')
    add('a', 5)
    add('a', 'b', {
      get x() {
        return no()
      },
    })
    add('good', 'c', { list: [1, 'x'], fn: no, none: undefined, nil: null, deep: { a: 1 }, nan: NaN })
    add('good', 'd', 'text')
    t.fail()
    expect(t.lines()).toEqual(['good c', 'good d'])
    expect(t.crumbs()[0].data).toMatchObject({ list: '[1,"x"]', deep: '{"a":1}' })
    expect(t.monitor.diagnostics().warnings).toEqual(['addBreadcrumb() needs category and message'])
  })

  test('is read at once, and shortened', async () => {
    const t = await start()
    const data = { step: 1 }
    t.monitor.addBreadcrumb('c'.repeat(99), 'm'.repeat(9999), data)
    data.step = 2
    t.fail()
    expect(t.crumbs()[0]).toMatchObject({ category: 'c'.repeat(50), data: { step: 1 } })
  })
})

describe('console', () => {
  test('is left alone unless it is asked for', async () => {
    const { error } = console
    await start()
    expect(console.error).toBe(error)
  })

  test('warnings and errors, without objects, and without what the kit says', async () => {
    const printed: unknown[][] = []
    vi.spyOn(console, 'warn').mockImplementation((...args) => void printed.push(args))
    vi.spyOn(console, 'error').mockImplementation((...args) => void printed.push(args))
    const { warn } = console
    const t = await start({ breadcrumbs: { console: true } })
    const user = { phone: '138' }
    console.warn('slow', 5, user, null)
    console.error(new TypeError('broken'), 'x'.repeat(300))
    console.warn('[mini-monitor] something')
    console.error()
    t.fail()
    expect(t.lines().map((line) => line.slice(0, 30))).toEqual([
      'console slow 5 … null',
      'console TypeError: broken xxxx',
      'console ',
    ])
    expect(t.crumbs()[0].data).toEqual({ level: 'warn' })
    expect(printed).toHaveLength(4)
    expect(printed[0][2]).toBe(user)
    await t.monitor.shutdown()
    expect(console.warn).toBe(warn)
  })
})

test.each([
  [-1, 'option "breadcrumbs.max" must be a number from 0 to 100'],
  ['many', 'option "breadcrumbs" must be a number from 0 to 100 or { max, console }'],
  [{ max: 5, taps: 1 }, 'there is no option "breadcrumbs.taps"'],
  [{ console: 'yes' }, 'option "breadcrumbs.console" must be true or false'],
])('breadcrumbs: %j', async (breadcrumbs, warning) => {
  const t = await start({ breadcrumbs: breadcrumbs as never })
  t.monitor.addBreadcrumb('a', 'b')
  t.fail()
  expect(t.monitor.diagnostics().warnings).toEqual([warning])
  expect(t.lines()).toEqual(['a b'])
})
