import { expect, test } from 'vitest'
import { balanceOf } from '../../test/fakes/balance.ts'
import { fakeClock } from '../../test/fakes/clock.ts'
import { testMonitor, type TestMonitor } from '../../test/fakes/monitor.ts'
import { fakePlatform } from '../../test/fakes/platform.ts'
import { aGauge, logsOf, metricsOf, pointsOf } from '../../test/fakes/signals.ts'
import { requestInstrumentation } from '../instrumentations/request/index.ts'
import type { Signal } from '../signal.ts'

function bodies(t: TestMonitor) {
  return logsOf(t.exporter.signals).map((log) => log.body)
}

function even(t: TestMonitor) {
  const balance = balanceOf(t.monitor)
  expect(balance.in).toBe(balance.out)
}

async function started(given: Parameters<typeof testMonitor>[0] = {}) {
  const t = testMonitor(given)
  await t.clock.pass(300)
  return t
}

function down(t: TestMonitor, after = 3600000) {
  return t.exporter.script.push({ kind: 'retryable', reason: '503', after })
}

test('what is dropped first is the oldest of the least important', async () => {
  const t = await started({ options: { maxQueue: 4 } })
  t.monitor.log('log 1')
  t.monitor.log('log 2')
  t.monitor.emit(aGauge(1))
  t.monitor.captureError(new Error('error 1'))
  t.monitor.captureError(new Error('error 2'))
  t.monitor.captureError(new Error('error 3'))
  expect(t.monitor.diagnostics().dropped).toEqual({ log: { queue_full: 2 } })
  await t.flushed()
  expect(bodies(t)).toEqual(['error 1', 'error 2', 'error 3'])
  expect(metricsOf(t.exporter.signals, 'g')).toHaveLength(1)
  even(t)
})

test('a buffer that is half full does not wait for the interval', async () => {
  const t = await started({ options: { maxQueue: 10 } })
  for (const body of ['1', '2', '3', '4']) t.monitor.log(body)
  await t.clock.pass(1000)
  expect(bodies(t)).toEqual([])
  t.monitor.log('5')
  await t.clock.pass(1000)
  expect(bodies(t)).toHaveLength(5)
})

test('what storage has makes room for what comes, and is read back: nothing is lost', async () => {
  const t = await started({ options: { maxQueue: 4 } })
  down(t, 20000)
  t.monitor.log('0')
  await t.clock.pass(6000)
  for (const body of ['1', '2', '3']) t.monitor.log(body)
  await t.clock.pass(6000)
  for (const body of ['4', '5', '6']) t.monitor.log(body)
  expect(t.monitor.diagnostics().pending.log).toBeLessThanOrEqual(4)
  await t.clock.pass(30000)
  expect(bodies(t).sort()).toEqual(['0', '1', '2', '3', '4', '5', '6'])
  even(t)
})

test('a full buffer lets go of the oldest one by one, not of a whole batch', async () => {
  const t = await started({ options: { maxQueue: 3 } })
  t.platform.faults.add('set')
  down(t, 20000)
  t.monitor.log('0')
  await t.clock.pass(6000)
  for (const body of ['1', '2', '3', '4']) t.monitor.log(body)
  expect(t.monitor.diagnostics().dropped).toEqual({ log: { queue_full: 2 } })
  await t.clock.pass(30000)
  expect(bodies(t)).toEqual(['2', '3', '4'])
  even(t)
})

test('300 small errors at once: exactly those are dropped that there is no room for', async () => {
  const t = await started()
  for (let i = 0; i < 300; i++) t.monitor.captureError(`error number ${i}`)
  expect(t.monitor.diagnostics()).toMatchObject({
    pending: { log: 200 },
    dropped: { log: { queue_full: 100 } },
  })
  await t.clock.pass(10000)
  expect(bodies(t)).toEqual(Array.from({ length: 200 }, (_, i) => `error number ${i + 100}`))
  even(t)
})

test('while a batch is under way errors stay, and logs that are older go', async () => {
  const t = await started({ options: { maxQueue: 20 } })
  let answer!: () => void
  t.exporter.script.push(new Promise((resolve) => (answer = () => resolve({ kind: 'success' }))))
  const name = (kind: string) => Array.from({ length: 20 }, (_, i) => `${kind} ${i}`)
  name('under way').forEach((body) => t.monitor.log(body))
  void t.monitor.flush()
  await t.clock.pass(0)
  name('log').forEach((body) => t.monitor.log(body))
  name('error').forEach((body) => t.monitor.captureError(body))
  expect(t.monitor.diagnostics().dropped).toEqual({ log: { queue_full: 20 } })
  answer()
  await t.clock.pass(10000)
  expect(bodies(t)).toEqual([...name('under way'), ...name('error')])
  even(t)
})

test('before storage has answered as much is held as later', async () => {
  const t = testMonitor({ platform: fakePlatform({ network: () => new Promise(() => {}) }) })
  for (let i = 0; i < 200; i++) t.monitor.log(`log ${i}`)
  expect(t.monitor.diagnostics()).toMatchObject({ pending: { log: 200 }, dropped: {} })
  await t.clock.pass(10000)
  expect(bodies(t)).toHaveLength(200)
})

test('memory is bounded by bytes too', async () => {
  const t = await started({ options: { maxQueueBytes: 20000 } })
  for (let i = 0; i < 10; i++) t.monitor.log(String(i).repeat(5000))
  await t.flushed()
  expect(bodies(t).map((body) => String(body)[0])).toEqual(['7', '8', '9'])
  expect(t.monitor.diagnostics().dropped).toEqual({ log: { queue_full: 7 } })
})

test('a batch that is too large is halved until the culprit is alone; only that is dropped', async () => {
  const t = await started()
  const tooLarge = { kind: 'split', reason: '413', tooLarge: true } as const
  const { exporter } = t
  const send = exporter.export.bind(exporter)
  exporter.export = (batch, s) => {
    if (logsOf(batch.signals).some((log) => log.body === 'culprit')) exporter.script.push(tooLarge)
    return send(batch, s)
  }
  for (const body of ['a', 'b', 'culprit', 'c', 'd']) t.monitor.log(body)
  await t.flushed()
  expect(bodies(t).sort()).toEqual(['a', 'b', 'c', 'd'])
  expect(t.monitor.diagnostics().dropped).toEqual({ log: { too_large: 1 } })
  even(t)
})

test('what is refused is tried once more as it is, before a part of it is', async () => {
  const t = await started()
  t.monitor.log('fine')
  t.monitor.log('too')
  for (let i = 0; i < 2; i++) t.exporter.script.push({ kind: 'refused', reason: '400' })
  await t.flushed()
  await t.clock.pass(10000)
  expect(bodies(t)).toEqual(['fine', 'too'])
  const [first, second, half] = t.exporter.batches
  expect([second === first, half === first, half.signals.length]).toEqual([true, false, 1])
})

test('Retry-After is kept, and the same batch goes out again', async () => {
  const t = await started()
  down(t, 30000)
  t.monitor.log('patient')
  await t.flushed()
  await t.clock.pass(29000)
  expect(t.exporter.batches).toHaveLength(1)
  await t.clock.pass(2000)
  expect(bodies(t)).toEqual(['patient'])
  expect(t.exporter.batches[1]).toBe(t.exporter.batches[0])
})

test('a partial success is not sent again, and what was rejected is counted', async () => {
  const t = await started()
  t.exporter.script.push({ kind: 'partial', rejected: 1, reason: 'one was bad' })
  t.monitor.log('a')
  t.monitor.log('b')
  await t.flushed()
  expect(t.exporter.batches).toHaveLength(1)
  expect(t.monitor.diagnostics()).toMatchObject({ delivered: { log: 1 }, dropped: { log: { rejected: 1 } } })
})

test('the app goes first: ours wait while it has eight requests under way, for ten seconds at most', async () => {
  const requests = requestInstrumentation({ errors: false, metrics: false, urlGroupRules: [], own: [] })
  const t = await started({ parts: { instrumentations: [requests] } })
  const calls = Array.from({ length: 8 }, () => t.platform.call({})!)
  t.monitor.log('first')
  await t.clock.pass(6000)
  expect(bodies(t)).toEqual([])
  calls[0].end({ status: 200 })
  await t.clock.pass(300)
  expect(bodies(t)).toEqual(['first'])

  t.platform.call({})
  t.monitor.log('second')
  await t.clock.pass(13000)
  expect(bodies(t)).toEqual(['first'])
  await t.clock.pass(2000)
  expect(bodies(t)).toEqual(['first', 'second'])
})

test('losses are told of by a metric, at most once a minute, also after a restart', async () => {
  const platform = fakePlatform()
  const clock = fakeClock()
  const first = await started({ platform, clock, options: { maxQueue: 1 } })
  first.monitor.log('a')
  first.monitor.log('b')
  await clock.pass(6000)
  expect(pointsOf(first.exporter.signals, 'miniprogram.monitor.dropped')).toEqual([])
  platform.fire('hide')

  const second = await started({ platform, clock, seed: 2 })
  await clock.pass(61000)
  second.monitor.log('c')
  await clock.pass(6000)
  expect(pointsOf(second.exporter.signals, 'miniprogram.monitor.dropped')).toMatchObject([
    { value: 1, attributes: { signal: 'log', reason: 'queue_full' } },
  ])
})

test('the report of losses is not lost itself when the receiver refuses it: all are told in the end', async () => {
  const t = await started({ options: { maxQueue: 1 } })
  const { exporter } = t
  const send = exporter.export.bind(exporter)
  let bad = true
  exporter.export = (batch, s) => {
    const isReport = metricsOf(batch.signals, 'miniprogram.monitor.dropped').length
    if (bad && isReport) exporter.script.push({ kind: 'split', reason: 'refused', tooLarge: true })
    return send(batch, s)
  }
  for (let minute = 0; minute < 5; minute++) {
    t.monitor.log('a')
    t.monitor.log('b')
    await t.clock.pass(70000)
  }
  expect(t.monitor.diagnostics().dropped).toMatchObject({ log: { queue_full: 5 }, metric: { too_large: 4 } })
  expect(metricsOf(exporter.signals, 'miniprogram.monitor.dropped')).toEqual([])
  bad = false
  t.monitor.log('c')
  await t.clock.pass(70000)
  const told = pointsOf(exporter.signals, 'miniprogram.monitor.dropped')
  expect(told).toMatchObject([{ value: 5, attributes: { signal: 'log', reason: 'queue_full' } }])
  even(t)
})

test('a report that was stored and grew too old on the way is told by the next run', async () => {
  const platform = fakePlatform()
  const clock = fakeClock()
  const first = await started({ platform, clock, options: { maxQueue: 1 } })
  first.monitor.log('a')
  first.monitor.log('b')
  down(first)
  platform.fire('hide')
  await clock.pass(1000)
  clock.step(25 * 3600000)
  const second = await started({ platform, clock, seed: 2 })
  await clock.pass(70000)
  second.monitor.log('c')
  await clock.pass(10000)
  expect(pointsOf(second.exporter.signals, 'miniprogram.monitor.dropped')).toMatchObject(
    expect.arrayContaining([
      expect.objectContaining({ value: 1, attributes: { signal: 'log', reason: 'queue_full' } }),
    ]),
  )
  even(second)
})

test('beforeSend sees the losses that are stored for the next run, too', async () => {
  const toldAfter = async (beforeSend: unknown) => {
    const platform = fakePlatform()
    const clock = fakeClock()
    const first = await started({ platform, clock, options: { maxQueue: 1, beforeSend } })
    first.monitor.log('a')
    first.monitor.log('b')
    platform.fire('hide')
    const second = await started({ platform, clock, seed: 2 })
    await clock.pass(6000)
    even(first)
    even(second)
    return metricsOf(second.exporter.signals, 'miniprogram.monitor.dropped')
  }
  const isLosses = (signal: Signal) => signal.kind === 'metric' && /monitor\.dropped/.test(signal.name)
  expect(
    await toldAfter((signal: Signal) => (isLosses(signal) ? { ...signal, unit: 'seen' } : signal)),
  ).toMatchObject([{ unit: 'seen', points: [{ value: 1 }] }])
  expect(await toldAfter((signal: Signal) => !isLosses(signal) && signal)).toEqual([])
  expect(
    await toldAfter((signal: Signal) => {
      if (isLosses(signal)) throw new Error('no')
      return signal
    }),
  ).toEqual([])
})

test('losses of one moment, of which some are told and some stored, have two times', async () => {
  const platform = fakePlatform()
  const clock = fakeClock()
  const first = await started({ platform, clock, options: { maxQueue: 1 } })
  first.monitor.log('a')
  first.monitor.log('b')
  clock.step(61000)
  await first.flushed()
  first.monitor.log('c')
  first.monitor.log('d')
  platform.fire('hide')
  const second = await started({ platform, clock, seed: 2 })
  await clock.pass(1000)
  const told = [first, second].flatMap((t) => pointsOf(t.exporter.signals, 'miniprogram.monitor.dropped'))
  expect(told).toHaveLength(2)
  expect(told[0].time).not.toBe(told[1].time)
})

test('what is older than a day is dropped and counted, in memory and in storage', async () => {
  const platform = fakePlatform()
  const clock = fakeClock()
  const first = await started({ platform, clock })
  down(first)
  first.monitor.log('old')
  await clock.pass(6000)
  clock.step(25 * 3600000)
  const second = await started({ platform, clock, seed: 2 })
  await second.flushed()
  expect(bodies(second)).toEqual([])
  expect(second.monitor.diagnostics().dropped).toEqual({ log: { expired: 1 } })
  even(second)
})

test('hidden: pending and in flight are stored at once; shown: nothing is sent twice', async () => {
  const t = await started()
  let answer!: () => void
  t.exporter.script.push(new Promise((resolve) => (answer = () => resolve({ kind: 'success' }))))
  t.monitor.log('in flight')
  const flushed = t.monitor.flush()
  await t.clock.pass(0)
  t.monitor.log('pending')
  t.platform.fire('hide')
  expect([...t.platform.stored.keys()].filter((key) => /:log:1:/.test(key))).toHaveLength(2)
  t.platform.fire('show')
  answer()
  await flushed
  await t.clock.pass(10000)
  expect(bodies(t).sort()).toEqual(['in flight', 'pending'])
  expect([...t.platform.stored.keys()].filter((key) => /:log:/.test(key))).toEqual([])
})

test('an error is stored within a second, since a crash tells nobody', async () => {
  const platform = fakePlatform()
  const clock = fakeClock()
  const first = await started({ platform, clock })
  down(first)
  first.monitor.captureError(new Error('crash'))
  await clock.pass(900)
  const second = await started({ platform, clock: fakeClock({ start: clock.now() }), seed: 2 })
  await second.flushed()
  expect(bodies(second)).toEqual(['crash'])
})

test.each([
  ['corrupt', '{"v":1,"id"', { storage_corrupt: 3 }],
  ['foreign', '"hello"', { storage_corrupt: 3 }],
  [
    'half of its signals',
    '{"v":1,"id":"x","resource":{"service":"shop"},"signals":[null,5]}',
    { storage_corrupt: 3 },
  ],
])('a shard that is %s is counted and gone', async (_, content, dropped) => {
  const platform = fakePlatform()
  const clock = fakeClock()
  const first = await started({ platform, clock })
  down(first)
  for (const body of ['a', 'b', 'c']) first.monitor.log(body)
  await clock.pass(6000)
  const key = [...platform.stored.keys()].find((k) => /:log:3:/.test(k))!
  platform.stored.set(key, content)
  const second = await started({ platform, clock, seed: 2 })
  await second.flushed()
  expect(bodies(second)).toEqual([])
  expect(second.monitor.diagnostics().dropped).toEqual({ log: dropped })
  expect(platform.stored.has(key)).toBe(false)
  even(second)
})

test('a shard of a newer version is left to that version', async () => {
  const platform = fakePlatform()
  const clock = fakeClock()
  const first = await started({ platform, clock })
  down(first)
  first.monitor.log('a')
  await clock.pass(6000)
  const key = [...platform.stored.keys()].find((k) => /:log:1:/.test(k))!
  platform.stored.set(key, '{"v":2,"what":"ever"}')
  const second = await started({ platform, clock, seed: 2 })
  await second.flushed()
  expect(second.monitor.diagnostics().dropped).toEqual({})
  expect(platform.stored.has(key)).toBe(true)
  even(second)
})

test('a quota error loses nothing while the app lives', async () => {
  const t = await started()
  t.platform.faults.add('set').add('setNow')
  down(t, 8000)
  t.monitor.log('kept')
  await t.clock.pass(6000)
  t.platform.fire('hide')
  t.platform.fire('show')
  await t.clock.pass(10000)
  expect(bodies(t)).toEqual(['kept'])
  expect(t.monitor.diagnostics().errors.map((e) => e.where)).toContain('storage')
  even(t)
})

test('a removal that failed is tried again, so that a restart sends no repeat', async () => {
  const platform = fakePlatform()
  const clock = fakeClock()
  const first = await started({ platform, clock })
  down(first, 8000)
  first.monitor.log('once')
  await clock.pass(6000)
  platform.faults.add('remove')
  await clock.pass(8000)
  expect(bodies(first)).toEqual(['once'])
  platform.faults.delete('remove')
  first.monitor.log('another')
  down(first, 500)
  await clock.pass(12000)
  const second = await started({ platform, clock, seed: 2 })
  await second.flushed()
  expect(bodies(second)).toEqual([])
})

test('two hides in a row store once and send once', async () => {
  const t = await started()
  t.monitor.log('once')
  t.platform.fire('hide')
  t.platform.fire('hide')
  expect([...t.platform.stored.keys()].filter((key) => /:log:/.test(key))).toHaveLength(1)
  await t.clock.pass(10000)
  expect(bodies(t)).toEqual(['once'])
  expect([...t.platform.stored.keys()].filter((key) => /:log:/.test(key))).toEqual([])
  even(t)
})

test('two services on one storage do not send what is the other’s; consent is for both', async () => {
  const platform = fakePlatform()
  const clock = fakeClock()
  const other = { service: 'other', attributes: { 'service.name': 'other' } }
  const first = await started({ platform, clock, parts: { resource: other } })
  down(first)
  first.monitor.log('of the other')
  await clock.pass(6000)
  const second = await started({ platform, clock, seed: 2 })
  await clock.pass(10000)
  expect(bodies(second)).toEqual([])
  expect([...platform.stored.keys()].filter((key) => /:log:1:/.test(key))).toHaveLength(1)
  second.monitor.setConsent(false)
  await clock.pass(1000)
  expect([...platform.stored.keys()]).toEqual([])
})

test('what an earlier run stored goes out under the resource that it was recorded with', async () => {
  const platform = fakePlatform()
  const clock = fakeClock()
  const old = { service: 'shop', attributes: { 'service.name': 'shop', 'service.version': '1' } }
  const first = await started({ platform, clock, parts: { resource: old } })
  down(first)
  first.monitor.log('of version 1')
  await clock.pass(6000)
  const second = await started({ platform, clock, seed: 2 })
  second.monitor.log('of this version')
  await second.flushed()
  const versions = second.exporter.batches.map(({ resource }) => resource.attributes['service.version'])
  expect(versions.sort()).toEqual(['1', undefined])
})

test('what earlier runs stored is sent one by one and at a pace; what is new goes between', async () => {
  const platform = fakePlatform()
  const clock = fakeClock()
  const offline = await started({ platform, clock })
  offline.exporter.export = () => new Promise(() => {})
  offline.monitor.log('old')
  platform.fire('hide')
  const [[key, text]] = [...platform.stored].filter(([name]) => /:log:/.test(name))
  const id = key.split(':')[3]
  for (let i = 1; i < 10; i++) platform.stored.set(key.replace(id, id.slice(1) + i), text)
  const last = testMonitor({ platform, clock: fakeClock({ start: clock.now() }), seed: 99 })
  await last.clock.pass(2000)
  const early = bodies(last).length
  expect(early).toBeGreaterThan(1)
  expect(early).toBeLessThan(8)
  last.monitor.captureError(new Error('new'))
  await last.clock.pass(1500)
  expect(bodies(last)).toContain('new')
  expect(bodies(last).length).toBeLessThan(11)
  await last.clock.pass(6000)
  expect(bodies(last)).toHaveLength(11)
  even(last)
})

test('what is in storage and refused by the user is erased and counted', async () => {
  const platform = fakePlatform()
  const clock = fakeClock()
  const first = await started({ platform, clock })
  down(first)
  first.monitor.log('private')
  await clock.pass(6000)
  const second = await started({ platform, clock, seed: 2, options: { consent: 'pending' } })
  second.monitor.setConsent(false)
  await clock.pass(1000)
  expect([...platform.stored.keys()]).toEqual([])
  expect(second.monitor.diagnostics().dropped).toEqual({ log: { consent_denied: 1 } })
  even(second)
})

test('what fails time and again is said once, whatever is said of it later', async () => {
  const t = await started()
  const again = (n: number, more: object = {}) => {
    for (let i = 0; i < n; i++)
      t.exporter.script.push({ kind: 'retryable', reason: '503', after: 100, ...more })
  }
  again(5)
  t.monitor.log('1')
  await t.flushed()
  await t.clock.pass(400)
  expect(t.monitor.diagnostics().warnings).toEqual([])
  again(3)
  again(3, { hint: 'a login' })
  await t.clock.pass(3600000)
  expect(t.monitor.diagnostics().warnings).toEqual([
    expect.stringContaining('takes nothing: 503. Trying again'),
  ])
  expect(bodies(t)).toEqual(['1'])
})
