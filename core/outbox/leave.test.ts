import { expect, test } from 'vitest'
import { balanceOf } from '../../test/fakes/balance.ts'
import { fakeExporter } from '../../test/fakes/exporter.ts'
import { testMonitor } from '../../test/fakes/monitor.ts'
import { fakePlatform } from '../../test/fakes/platform.ts'
import { aGauge, logsOf } from '../../test/fakes/signals.ts'
import type { ExportOutcome } from '../exporter.ts'
import type { LogRecord, Segment, Signal, SignalKind, Span } from '../signal.ts'

/* A web page that is left, perhaps for good: what outlives it carries so many bytes. */

function spanOf(name: string): Span {
  const ids = { traceId: 'a'.repeat(32), spanId: 'b'.repeat(16) }
  return { kind: 'span', ...ids, name, spanKind: 3, start: 1, end: 2, attributes: {} }
}

function segmentOf(traceSegmentId: string): Segment {
  return { kind: 'segment', segment: { traceId: 't', traceSegmentId, service: 's', spans: [] } } as never
}

function laneFor(...kinds: SignalKind[]) {
  return fakeExporter(({ kind }) => kinds.includes(kind))
}

async function visit({
  lasting = 60000,
  options = {},
  platform = fakePlatform({ lasting: () => lasting }),
} = {}) {
  const logs = laneFor('log')
  const metrics = laneFor('metric')
  const segments = laneFor('span', 'segment')
  const exporters = [logs, metrics, segments]
  const t = testMonitor({ platform, options, parts: { exporters } })
  await t.clock.pass(300)
  return { ...t, exporters, logs, metrics, segments }
}

type Visit = Awaited<ReturnType<typeof visit>>

function use({ monitor }: Visit) {
  monitor.log('a log')
  monitor.emit(aGauge(1))
  monitor.emit(spanOf('a span'))
  monitor.emit(segmentOf('raw'))
  monitor.captureError(new Error('an error'))
}

function sentBy({ exporters }: Visit) {
  return exporters.map(({ batches }) => batches.map(({ signals }) => signals.map(nameOf)))
}

function nameOf(signal: Signal): unknown {
  return signal.kind === 'segment' ? 'raw' : (signal as LogRecord).body || (signal as Span).name
}

function shards({ platform }: Visit) {
  return [...platform.stored.keys()].filter((key) => /^mm:\w+:\w+:\w+:(log|metric|span|segment):/.test(key))
}

function even({ monitor }: Visit) {
  const balance = balanceOf(monitor)
  expect(balance.in).toBe(balance.out)
}

const ALL = [[['an error', 'a log']], [['g']], [['a span', 'raw']]]

test('errors, logs, metrics, spans and segments go out when a page is left, a request for each exporter', async () => {
  const t = await visit()
  use(t)
  t.platform.fire('hide')
  // at once: nothing happens later on a page that is gone
  expect(sentBy(t)).toEqual(ALL)
  expect(t.platform.sent.map(({ leaving }) => leaving)).toEqual([true, true, true])
  expect(shards(t)).toHaveLength(5)
})

test('what is acknowledged after the page was left is not stored any more, nor counted twice', async () => {
  const t = await visit()
  use(t)
  t.platform.fire('hide')
  await t.clock.pass(0)
  expect(shards(t)).toEqual([])
  t.platform.fire('show')
  await t.clock.pass(60000)
  expect(sentBy(t)).toEqual(ALL)
  expect(t.monitor.diagnostics()).toMatchObject({ delivered: { log: 2, metric: 1, span: 1, segment: 1 } })
  even(t)
})

test('what is not acknowledged is there at the next visit', async () => {
  const t = await visit()
  const never = new Promise<ExportOutcome>(() => {})
  t.exporters.forEach(({ script }) => script.push(never))
  use(t)
  t.platform.fire('hide')
  const next = await visit({ platform: t.platform })
  await next.clock.pass(60000)
  expect(sentBy(next).map((batches) => batches.flat().sort())).toEqual(ALL.map((each) => each.flat().sort()))
})

test('what does not fit stays stored: the most important goes, of any exporter', async () => {
  const t = await visit({ lasting: 6000 })
  const name = (what: string) => Array.from({ length: 9 }, (_, i) => `${what} ${i} ` + 'x'.repeat(400))
  name('log').forEach((body) => t.monitor.log(body))
  use(t)
  name('error').forEach((body) => t.monitor.captureError(body))
  t.platform.fire('hide')
  const [[bodies]] = sentBy(t)
  expect(bodies.slice(0, 2)).toEqual(['an error', name('error')[0]])
  expect(bodies.length).toBeGreaterThan(3)
  expect(bodies.filter((body) => String(body).startsWith('log'))).toEqual([])
  const sent = t.exporters.flatMap(({ batches }) => batches.map(({ signals }) => signals))
  expect(JSON.stringify(sent).length).toBeLessThan(3100)
  // then the page is only hidden after all
  await t.clock.pass(60000)
  expect(logsOf(t.logs.signals)).toHaveLength(20)
  expect(shards(t)).toEqual([])
  even(t)
})

test('Chinese text takes three bytes a character, and is reckoned so', async () => {
  const t = await visit({ lasting: 6000 })
  for (let i = 0; i < 9; i++) t.monitor.captureError(`${i}`.repeat(i + 1) + '错误'.repeat(200))
  t.platform.fire('hide')
  const [batch] = t.logs.batches
  expect(Buffer.byteLength(JSON.stringify(batch.signals))).toBeLessThan(3300)
  expect(batch.signals.length).toBeGreaterThan(0)
})

test('a page that is left does not wait for a request that is under way', async () => {
  const t = await visit()
  const never = new Promise<ExportOutcome>(() => {})
  t.logs.script.push(never)
  t.monitor.captureError(new Error('first'))
  await t.clock.pass(200)
  use(t)
  t.platform.fire('hide')
  expect(sentBy(t)).toEqual([[['first'], ['an error', 'a log']], ALL[1], ALL[2]])
  await t.clock.pass(0)
  expect(t.monitor.diagnostics()).toMatchObject({ delivered: { log: 2 }, pending: { log: 1 } })
  even(t)
})

test('a receiver in trouble sees no more requests for pages that are left', async () => {
  const t = await visit()
  t.logs.script.push({ kind: 'retryable', reason: '503', after: 60000 })
  t.monitor.captureError(new Error('first'))
  await t.clock.pass(200)
  use(t)
  for (let i = 0; i < 5; i++) {
    t.platform.fire('hide')
    t.platform.fire('show')
  }
  expect(t.logs.batches).toHaveLength(1)
  expect(t.segments.batches).toHaveLength(1)
  expect(shards(t).filter((key) => key.includes(':log:'))).toHaveLength(3)
})

test.each<ExportOutcome>([
  { kind: 'retryable', reason: '503' },
  { kind: 'refused', reason: '400' },
  { kind: 'split', reason: '413', tooLarge: true },
])('none is to blame for what is refused with others: %j', async (outcome) => {
  const t = await visit()
  t.logs.script.push(outcome)
  use(t)
  t.platform.fire('hide')
  await t.clock.pass(60000)
  expect(logsOf(t.logs.signals).map(nameOf).sort()).toEqual(['a log', 'an error'])
  expect(t.monitor.diagnostics().dropped).toEqual({})
  even(t)
})

test('what a receiver does not keep of several is counted once', async () => {
  const t = await visit()
  t.logs.script.push({ kind: 'partial', rejected: 2, reason: 'late' })
  t.monitor.log('another log')
  use(t)
  t.platform.fire('hide')
  await t.clock.pass(0)
  expect(t.monitor.diagnostics()).toMatchObject({ delivered: { log: 1 }, dropped: { log: { rejected: 2 } } })
  even(t)
})

test('consent that is withdrawn while the page is left: nothing is tried again', async () => {
  const t = await visit()
  let answer = (_: ExportOutcome) => {}
  t.logs.script.push(new Promise((resolve) => (answer = resolve)))
  use(t)
  t.platform.fire('hide')
  t.monitor.setConsent(false)
  answer({ kind: 'retryable', reason: '503' })
  await t.clock.pass(60000)
  expect(t.logs.batches).toHaveLength(1)
  expect(t.monitor.diagnostics().dropped.log).toEqual({ consent_denied: 2 })
  expect(shards(t)).toEqual([])
  even(t)
})

test('a mini program, which goes on for a while, keeps to two requests', async () => {
  const t = await visit({ platform: fakePlatform() })
  use(t)
  t.platform.fire('hide')
  expect(sentBy(t)).toEqual([[['an error']], [['g']], []])
})
