import { describe, expect, test } from 'vitest'
import { balanceOf } from '../../test/fakes/balance.ts'
import { testMonitor } from '../../test/fakes/monitor.ts'
import { settle } from '../../test/fakes/settle.ts'
import { aGauge, aLog, logsOf, metricsOf, pointsOf } from '../../test/fakes/signals.ts'
import type { Processor, ProcessorFactory } from '../processor.ts'
import type { LogRecord, Metric, Signal } from '../signal.ts'

function even(t: ReturnType<typeof testMonitor>) {
  const { in: taken, out } = balanceOf(t.monitor)
  expect(out).toBe(taken)
}

/** A processor that lets everything pass, and writes down that it was asked. */
function noting(steps: string[], name: string): ProcessorFactory {
  return () => ({
    onEmit(signal) {
      steps.push(name)
      return signal
    },
  })
}

describe('order', () => {
  test('capture, gate, processors in their order, beforeSend, outbox', async () => {
    const steps: string[] = []
    const step = (name: string) => noting(steps, name)
    const beforeSend = (signal: Signal) => {
      steps.push('beforeSend')
      return signal
    }
    const t = testMonitor({
      options: { beforeSend, consent: 'pending' },
      parts: { capture: step('capture'), processors: [step('one'), step('two')] },
    })
    t.monitor.log('x')
    expect(steps).toEqual(['capture'])
    t.monitor.setConsent(true)
    await settle()
    expect(steps).toEqual(['capture', 'one', 'two', 'beforeSend'])
    await t.flushed()
    expect(t.exporter.signals).toHaveLength(1)
    even(t)
  })

  test('what a processor drains goes on behind it', async () => {
    const seen: string[] = []
    const t = testMonitor({
      parts: {
        processors: [
          noting(seen, 'first'),
          () => ({ onEmit: () => 'deduplicated', drain: () => [aLog({ body: 'summary' })] }),
          noting(seen, 'behind'),
        ],
      },
    })
    await settle()
    t.monitor.log('x')
    await t.flushed()
    expect(seen).toEqual(['first', 'behind'])
    expect(logsOf(t.exporter.signals).map((l) => l.body)).toEqual(['summary'])
    expect(t.monitor.diagnostics().dropped).toEqual({ log: { deduplicated: 1 } })
    even(t)
  })

  test('aggregates meet beforeSend only', async () => {
    const t = testMonitor({
      options: { beforeSend: (signal: Signal) => (signal.kind === 'metric' ? false : signal) },
    })
    await settle()
    t.monitor.count('clicks')
    t.monitor.log('x')
    await t.flushed()
    expect(metricsOf(t.exporter.signals)).toEqual([])
    expect(t.monitor.diagnostics().dropped.metric).toEqual({ before_send: 1 })
    even(t)
  })
})

describe('a processor that', () => {
  test.each<[string, (signal: Signal) => unknown, string]>([
    [
      'throws',
      () => {
        throw new Error('no')
      },
      'invalid',
    ],
    ['returns nothing', () => undefined, 'invalid'],
    ['returns nonsense', () => ({ kind: 'log' }), 'invalid'],
    ['gives a reason', () => 'sampled_out', 'sampled_out'],
  ])('%s: dropped, and counted', async (_, onEmit, reason) => {
    const t = testMonitor({ parts: { processors: [() => ({ onEmit: onEmit as Processor['onEmit'] })] } })
    await settle()
    t.monitor.emit(aGauge(1, 2, 3))
    expect(Object.keys(t.monitor.diagnostics().dropped.metric)).toHaveLength(1)
    expect(Object.values(t.monitor.diagnostics().dropped.metric)).toEqual([3])
    if (reason === 'sampled_out') expect(t.monitor.diagnostics().dropped.metric).toEqual({ sampled_out: 3 })
    even(t)
  })
})

describe('beforeSend', () => {
  const sent = async (beforeSend: unknown, signals: Signal[]) => {
    const t = testMonitor({ options: { beforeSend } })
    await settle()
    signals.forEach(t.monitor.emit)
    await t.flushed()
    even(t)
    return t
  }

  test.each<[string, (signal: Signal) => unknown]>([
    ['false', () => false],
    ['null', () => null],
    ['undefined', () => undefined],
    ['a text', () => 'log'],
    ['true', () => true],
    ['another kind', () => ({ kind: 'span', attributes: {} })],
    ['an unknown kind', () => ({ kind: 'event' })],
    ['no attributes', () => ({ kind: 'log' })],
    ['a cyclic thing', (signal) => Object.assign(signal, { self: signal })],
    ['a big integer', (signal) => Object.assign(signal, { big: 1n })],
    [
      'a throw',
      () => {
        throw new Error('no')
      },
    ],
  ])('%s drops the signal, counted', async (_, hook) => {
    const t = await sent(hook, [aLog({ body: 'hello' })])
    expect(t.exporter.signals).toEqual([])
    expect(t.monitor.diagnostics().dropped).toEqual({ log: { before_send: 1 } })
  })

  test('another signal, or the same one changed, goes on', async () => {
    const t = await sent((s: LogRecord) => ({ ...s, body: s.body + '!' }), [aLog({ body: 'a' })])
    expect(logsOf(t.exporter.signals)[0].body).toBe('a!')
  })

  test('what the hook keeps of it can not be changed later', async () => {
    const kept: LogRecord[] = []
    const beforeSend = (signal: LogRecord) => {
      kept.push(signal)
      return signal
    }
    const t = testMonitor({ options: { beforeSend } })
    await settle()
    t.monitor.emit(aLog({ body: 'a' }))
    kept[0].body = 'later'
    await t.flushed()
    expect(logsOf(t.exporter.signals)[0].body).toBe('a')
  })

  test.each<[string, (m: Metric) => unknown, number, number]>([
    ['takes points away', (m) => ({ ...m, points: m.points.slice(1) }), 2, 1],
    [
      'takes them away in place',
      (m) => {
        m.points.splice(0, 2)
        return m
      },
      1,
      2,
    ],
    ['adds points', (m) => ({ ...m, points: m.points.concat(m.points) }), 6, 0],
  ])('a hook that %s keeps the account even', async (_, hook, delivered, dropped) => {
    const t = await sent(hook, [aGauge(1, 2, 3)])
    expect(t.monitor.diagnostics().delivered.metric).toBe(delivered)
    expect(t.monitor.diagnostics().dropped.metric?.before_send ?? 0).toBe(dropped)
  })

  test('points that are none are refused, counted, and hold up nobody', async () => {
    const t = await sent(
      (s: Signal) => (s.kind === 'metric' ? { ...s, points: [null] } : s),
      [aGauge(1), aLog({ body: 'hello' })],
    )
    expect(logsOf(t.exporter.signals)).toHaveLength(1)
    expect(t.monitor.diagnostics().delivered).toEqual({ log: 1 })
  })

  test('a hook that logs does not go round for ever', async () => {
    let calls = 0
    const t = testMonitor({
      options: {
        maxQueue: 10000,
        beforeSend(signal: Signal) {
          calls++
          t.monitor.log('in the hook')
          return signal
        },
      },
    })
    await settle()
    t.monitor.log('x')
    expect(calls).toBeLessThanOrEqual(500)
    even(t)
  })
})

describe('no signals', () => {
  test.each([
    [undefined],
    [null],
    ['log'],
    [5],
    [{}],
    [{ kind: 'event' }],
    [{ kind: 'log' }],
    [{ kind: 'metric' }],
    [{ kind: 'metric', points: 5 }],
    [{ kind: 'span', attributes: null }],
    [{ kind: 'toString', attributes: {} }],
  ])('%j is refused and counted', async (thing) => {
    const t = testMonitor()
    await settle()
    expect(() => t.monitor.emit(thing as unknown as Signal)).not.toThrow()
    expect(t.monitor.diagnostics().dropped).toEqual({ log: { invalid: 1 } })
    t.monitor.log('good')
    expect(await t.flushed()).toHaveLength(1)
    even(t)
  })

  test('a frozen one is counted, too', async () => {
    const t = testMonitor()
    await settle()
    t.monitor.emit(Object.freeze({ ...aLog(), attributes: Object.freeze({}) }))
    await t.flushed()
    even(t)
  })
})

describe('consent', () => {
  test('pending: as many as maxQueue are held, nothing is asked of the platform', async () => {
    const t = testMonitor({ options: { consent: 'pending', maxQueue: 100 } })
    for (let i = 0; i < 130; i++) t.monitor.log('n' + i)
    t.monitor.count('clicks')
    t.platform.fire('hide')
    t.platform.fire('show')
    await t.monitor.flush()
    await t.clock.pass(600000)
    expect(t.platform.asked).toEqual([])
    expect(t.exporter.batches).toEqual([])
    expect(t.monitor.diagnostics()).toMatchObject({
      state: 'waiting for consent',
      pending: { log: 100 },
      dropped: { log: { queue_full: 30 } },
    })
    even(t)
  })

  test('granted: what was held goes out, as it was captured', async () => {
    const t = testMonitor({ options: { consent: 'pending' } })
    t.platform.page = 'pages/first'
    t.monitor.setUser('u1')
    t.monitor.log('early')
    t.monitor.count('clicks', 3)
    t.platform.page = 'pages/second'
    t.monitor.setUser('u2')
    t.monitor.setConsent(true)
    await settle()
    await t.flushed()
    expect(logsOf(t.exporter.signals)[0].attributes).toMatchObject({
      'miniprogram.page.path': 'pages/first',
      'user.id': 'u1',
    })
    expect(pointsOf(t.exporter.signals, 'clicks')[0].value).toBe(3)
    expect(t.monitor.diagnostics().state).toBe('running')
    even(t)
  })

  test('denied: erased and counted, also what the meter and storage hold', async () => {
    const t = testMonitor()
    await settle()
    t.exporter.script.push({ kind: 'retryable', reason: '503', after: 100000 })
    t.monitor.log('held')
    t.monitor.captureError(new Error('stored'))
    await t.clock.pass(6000)
    expect([...t.platform.stored.keys()].length).toBeGreaterThan(0)
    t.monitor.count('clicks')
    t.monitor.setConsent(false)
    await t.clock.pass(1000)
    expect([...t.platform.stored]).toEqual([])
    expect(t.monitor.diagnostics()).toMatchObject({ state: 'consent denied', pending: {} })
    const before = t.platform.asked.length
    t.monitor.log('after')
    t.monitor.captureError(new Error('after'))
    t.platform.fire('hide')
    await t.monitor.flush()
    await t.clock.pass(600000)
    expect(t.platform.asked.slice(before)).toEqual([])
    expect(t.monitor.diagnostics().dropped.log.consent_denied).toBeGreaterThanOrEqual(3)
    expect(t.exporter.signals).toEqual([])
    even(t)
  })

  test('denied, then granted: works, without what happened in between', async () => {
    const t = testMonitor({ options: { consent: 'denied' } })
    t.monitor.log('no')
    t.monitor.count('clicks', 100)
    t.monitor.gauge('depth', 7)
    t.monitor.setConsent(true)
    await settle()
    t.monitor.log('yes')
    t.monitor.count('clicks', 2)
    await t.flushed()
    expect(logsOf(t.exporter.signals).map((l) => l.body)).toEqual(['yes'])
    expect(pointsOf(t.exporter.signals, 'clicks').map((p) => p.value)).toEqual([2])
    expect(pointsOf(t.exporter.signals, 'depth')).toEqual([])
    even(t)
  })

  test('given, withdrawn and given again within a moment', async () => {
    const t = testMonitor({ options: { consent: 'pending' } })
    t.monitor.log('a')
    t.monitor.setConsent(true)
    t.monitor.setConsent(false)
    t.monitor.setConsent(true)
    await settle()
    t.monitor.log('b')
    await t.flushed()
    expect(logsOf(t.exporter.signals).map((l) => l.body)).toEqual(['b'])
    even(t)
  })

  test.each([['yes'], [1], [undefined], [{}]])('only true is consent, %j is none', async (given) => {
    const t = testMonitor({ options: { consent: 'pending' } })
    t.monitor.setConsent(given as unknown as boolean)
    expect(t.monitor.diagnostics().state).toBe('consent denied')
  })

  test('denied from the start: what an earlier run has stored is erased', async () => {
    const first = testMonitor()
    await settle()
    first.exporter.script.push({ kind: 'retryable', reason: '503', after: 100000 })
    first.monitor.captureError(new Error('x'))
    await first.clock.pass(6000)
    expect(first.platform.stored.size).toBeGreaterThan(0)
    testMonitor({ options: { consent: 'denied' }, platform: first.platform, clock: first.clock })
    await settle()
    expect([...first.platform.stored]).toEqual([])
  })
})
