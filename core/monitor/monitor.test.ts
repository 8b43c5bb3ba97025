import { describe, expect, test } from 'vitest'
import {
  balanceOf,
  deviceClock,
  fakePlatform,
  logsOf,
  pointsOf,
  settle,
  testMonitor,
  type FakePlatform,
} from '../../test/fakes/core.ts'
import type { Context } from '../context.ts'
import type { Instrumentation } from '../instrumentation.ts'
import { errorInstrumentation } from '../instrumentations/error.ts'
import { performanceInstrumentation } from '../instrumentations/performance.ts'
import { requestInstrumentation } from '../instrumentations/request/index.ts'
import type { Signal } from '../signal.ts'
import type { Monitor } from './api.ts'

function all(): Instrumentation[] {
  return [
    errorInstrumentation(),
    performanceInstrumentation(),
    requestInstrumentation({ errors: true, metrics: true, urlGroupRules: [], own: [] }),
  ]
}

function even(monitor: Monitor) {
  const { in: taken, out } = balanceOf(monitor as never)
  expect(out).toBe(taken)
}

/** Calls everything that a monitor has. */
function callAll(monitor: Monitor): Promise<void> {
  monitor.captureError(new Error('x'))
  monitor.log('x')
  monitor.gauge('g', 1)
  monitor.count('c')
  monitor.histogram('h', 1)
  const span = monitor.startSpan('s')
  span.setAttribute('a', 1)
  span.setError('x')
  span.end()
  monitor.emit({ kind: 'keepAlive', layer: 'x' })
  monitor.refuse('segment', 'x')
  monitor.setAttributes({ a: 1 })
  monitor.setUser('u')
  monitor.diagnostics()
  return monitor.flush()
}

describe('flush', () => {
  test('before the start is over: what was logged is delivered when it resolves', async () => {
    const t = testMonitor()
    t.monitor.log('early')
    await t.monitor.flush()
    expect(logsOf(t.exporter.signals).map((l) => l.body)).toEqual(['early'])
    even(t.monitor)
  })

  test('storage that never answers holds the start up for a moment only', async () => {
    const platform = fakePlatform()
    const never = new Promise<never>(() => {})
    Object.assign(platform.storage, { get: () => never })
    const t = testMonitor({ platform })
    t.monitor.captureError(new Error('boom'))
    await t.clock.pass(1000)
    expect(logsOf(t.exporter.signals)).toHaveLength(1)
  })

  test('what comes by itself is sent in time', async () => {
    const t = testMonitor()
    await settle()
    t.monitor.log('x')
    t.monitor.count('c')
    await t.clock.pass(5000)
    expect(t.exporter.signals.map((s) => s.kind).sort()).toEqual(['log', 'metric'])
    even(t.monitor)
  })

  test('nothing pending, nothing sent', async () => {
    const t = testMonitor()
    await t.monitor.flush()
    await t.clock.pass(60000)
    expect(t.platform.sent).toEqual([])
  })
})

describe('shutdown', () => {
  test('flushes, stops listening, leaves no timer', async () => {
    const t = testMonitor({ parts: { instrumentations: all() } })
    await settle()
    expect(t.platform.listening()).toBeGreaterThan(4)
    t.monitor.log('last')
    t.monitor.count('c')
    const done = t.monitor.shutdown()
    expect(t.platform.listening()).toBe(0)
    await done
    expect(t.exporter.signals.map((s) => s.kind).sort()).toEqual(['log', 'metric'])
    expect(t.monitor.diagnostics().state).toBe('stopped')
    await t.clock.pass(20000)
    expect(t.clock.waiting).toBe(0)
    even(t.monitor)
  })

  test('twice is once', async () => {
    const t = testMonitor()
    const first = t.monitor.shutdown()
    expect(t.monitor.shutdown()).toBe(first)
    await first
    await t.monitor.flush()
  })

  test('afterwards everything can be called; it is counted, and wakes nobody', async () => {
    const t = testMonitor()
    await t.monitor.shutdown()
    await t.clock.pass(20000)
    const asked = t.platform.asked.length
    await callAll(t.monitor)
    t.monitor.setConsent(true)
    t.platform.fire('hide')
    await t.monitor.shutdown()
    await t.clock.pass(100000)
    expect(t.clock.waiting).toBe(0)
    expect(t.platform.asked.length).toBe(asked)
    expect(t.monitor.diagnostics().dropped.log).toMatchObject({ shutdown: 2 })
    even(t.monitor)
  })

  test('before the start is over', async () => {
    const t = testMonitor()
    t.monitor.log('early')
    await t.monitor.shutdown()
    expect(logsOf(t.exporter.signals)).toHaveLength(1)
    even(t.monitor)
  })

  test('while consent is awaited: what is held is counted', async () => {
    const t = testMonitor({ options: { consent: 'pending' } })
    t.monitor.log('a')
    t.monitor.count('c')
    await t.monitor.shutdown()
    expect(t.platform.asked).toEqual([])
    expect(t.monitor.diagnostics()).toMatchObject({
      state: 'stopped',
      pending: {},
      dropped: { log: { shutdown: 1 }, metric: { shutdown: 1 } },
    })
    even(t.monitor)
  })

  test('consent that is withdrawn afterwards erases what was stored', async () => {
    const t = testMonitor()
    await settle()
    t.exporter.script.push({ kind: 'retryable', reason: '503', after: 100000 })
    t.monitor.captureError(new Error('x'))
    const done = t.monitor.shutdown()
    await t.clock.pass(20000)
    await done
    expect(t.platform.stored.size).toBeGreaterThan(0)
    t.monitor.setConsent(false)
    await t.clock.pass(1000)
    expect([...t.platform.stored]).toEqual([])
  })
})

describe('hide and show', () => {
  test('hidden before the start is over: nothing is lost to a kill', async () => {
    const t = testMonitor()
    t.exporter.script.push(new Promise(() => {}))
    t.monitor.log('x')
    t.platform.fire('hide')
    const next = testMonitor({ platform: t.platform, clock: t.clock, seed: 2 })
    await next.clock.pass(10000)
    expect(logsOf(next.exporter.signals).map((l) => l.body)).toEqual(['x'])
  })
})

describe('hosts that fail', () => {
  const no = () => {
    throw new Error('no')
  }
  const broken: [string, (platform: FakePlatform) => void][] = [
    ['listening throws', (p) => Object.assign(p, { on: no })],
    ['listening gives no undo', (p) => Object.assign(p, { on: () => undefined })],
    ['the page throws', (p) => Object.assign(p, { currentPage: no })],
    ['no page', (p) => Object.assign(p, { currentPage: () => undefined })],
    ['observing requests throws', (p) => Object.assign(p, { observeRequests: no })],
    ['observing requests gives nothing', (p) => Object.assign(p, { observeRequests: () => undefined })],
    ['performance throws', (p) => Object.assign(p, { observePerformance: no })],
    ['the device throws', (p) => Object.assign(p, { device: no })],
    ['the network throws', (p) => Object.assign(p, { network: no })],
    ['the network rejects', (p) => Object.assign(p, { network: () => Promise.reject(new Error('no')) })],
    ['the network is no promise', (p) => Object.assign(p, { network: () => 'wifi' })],
    ['the network never answers', (p) => Object.assign(p, { network: () => new Promise(() => {}) })],
    [
      'storage rejects',
      (p) => (['get', 'set', 'remove', 'keys', 'setNow'] as const).forEach((f) => p.faults.add(f)),
    ],
  ]
  test.each(broken)('%s: signals go out all the same', async (_, breakIt) => {
    const platform = fakePlatform()
    breakIt(platform)
    const t = testMonitor({ platform, parts: { instrumentations: all() } })
    t.monitor.captureError(new Error('boom'))
    await t.clock.pass(6000)
    expect(logsOf(t.exporter.signals)).toHaveLength(1)
    platform.fire('hide')
    platform.fire('show')
    t.monitor.log('x')
    await t.clock.pass(6000)
    expect(logsOf(t.exporter.signals)).toHaveLength(2)
    even(t.monitor)
    const done = t.monitor.shutdown()
    await t.clock.pass(20000)
    await done
  })

  test('what fails shows in diagnostics', async () => {
    const t = testMonitor({
      platform: fakePlatform({ device: no, currentPage: no, observeRequests: no }),
      parts: { instrumentations: all() },
    })
    t.monitor.captureError(new Error('boom'))
    await t.clock.pass(6000)
    expect(t.monitor.diagnostics().errors.map((e) => e.where)).toEqual(
      expect.arrayContaining(['device', 'page', 'request']),
    )
  })

  test('an instrumentation that throws holds up no other', async () => {
    const t = testMonitor({
      parts: { instrumentations: [{ name: 'mine', install: no }, errorInstrumentation()] },
    })
    t.platform.fire('error', 'boom')
    expect(logsOf(await t.flushed())).toHaveLength(1)
    expect(t.monitor.diagnostics().errors).toMatchObject([{ where: 'mine', message: 'no' }])
  })

  test('an earlier monitor that failed to stop holds up nobody', async () => {
    const t = testMonitor({ parts: { predecessor: Promise.reject(new Error('no')) } })
    t.monitor.log('x')
    expect(await t.flushed()).toHaveLength(1)
  })

  test('an earlier monitor that hangs: signals go out, its shards wait', async () => {
    const t = testMonitor({ parts: { predecessor: new Promise(() => {}) } })
    t.monitor.captureError(new Error('x'))
    await t.clock.pass(6000)
    expect(t.exporter.signals).toHaveLength(1)
  })
})

describe('diagnostics', () => {
  test('plain JSON, and a picture of its moment', async () => {
    const t = testMonitor()
    await settle()
    const before = t.monitor.diagnostics()
    expect(JSON.parse(JSON.stringify(before))).toEqual(before)
    void callAll(t.monitor)
    expect(before.taken).toEqual({})
    expect(t.monitor.diagnostics().taken).not.toEqual({})
  })

  test('taken + restored = delivered + dropped + pending + stored, at every moment', async () => {
    const t = testMonitor({ options: { maxQueue: 20 } })
    for (let i = 0; i < 60; i++) {
      t.monitor.log('n' + i)
      t.monitor.captureError(new Error('e' + (i % 7)))
      t.monitor.count('c')
      t.monitor.gauge('g', i)
      if (i % 9 === 0) t.exporter.script.push({ kind: 'retryable', reason: '503' })
      if (i % 11 === 0) t.platform.fire('hide')
      if (i % 11 === 3) t.platform.fire('show')
      await t.clock.pass(i % 5 === 0 ? 5000 : 200)
      even(t.monitor)
    }
  })
})

describe('sampling', () => {
  test('by sessions: all of its errors, or none', async () => {
    const clock = deviceClock()
    const perSession: Record<string, number> = {}
    for (let seed = 1; seed <= 40; seed++) {
      const t = testMonitor({ clock, seed, options: { sampling: { session: 0.5 } } })
      for (let i = 0; i < 5; i++) t.monitor.captureError(new Error('e' + i))
      await t.flushed()
      const sent = logsOf(t.exporter.signals)
      perSession[seed] = sent.length
      even(t.monitor)
    }
    expect(new Set(Object.values(perSession))).toEqual(new Set([0, 5]))
  })

  test('request metrics are never left out', async () => {
    const t = testMonitor({
      options: { sampling: { session: 0, error: 0, perf: 0, request: 0 } },
      parts: { instrumentations: all() },
    })
    t.platform.call({})!.end({ status: 500 })
    expect((await t.flushed()).map((s) => s.kind)).toEqual(['metric'])
    expect(pointsOf(t.exporter.signals, 'miniprogram.request.duration')[0].count).toBe(1)
  })
})

test('the page is the framework’s, where it knows better', async () => {
  let context: Context | undefined
  const spy: Instrumentation = {
    name: 'spy',
    install(given) {
      context = given
      return () => {}
    },
  }
  const t = testMonitor({ parts: { instrumentations: [spy] } })
  t.platform.page = 'pages/platform'
  expect(context!.page()).toBe('pages/platform')
  let own = 'pages/framework'
  t.framework.currentPage = () => own
  expect(context!.page()).toBe('pages/framework')
  own = ''
  expect(context!.page()).toBe('pages/platform')
})

test('an error storm costs one request at once and few in all', async () => {
  const t = testMonitor()
  await settle()
  for (let i = 0; i < 1000; i++) {
    t.monitor.captureError(new Error('storm'))
    if (i % 10 === 0) await t.clock.pass(100)
  }
  await t.clock.pass(120000)
  const sent = logsOf(t.exporter.signals)
  const counted = sent.reduce((sum, l) => sum + Number(l.attributes['exception.count'] ?? 1), 0)
  expect(counted).toBe(1000)
  expect(sent.length).toBeLessThan(5)
  expect(t.platform.sent.length).toBeLessThan(8)
  even(t.monitor)
})

test('what is not a signal at all leaves the rest alone', async () => {
  const t = testMonitor()
  t.monitor.emit(undefined as unknown as Signal)
  t.monitor.log('good')
  expect(logsOf(await t.flushed())).toHaveLength(1)
  even(t.monitor)
})
