import { describe, expect, test } from 'vitest'
import { createDiag } from '../internal/diag.ts'
import type { ExportOutcome } from '../exporter.ts'
import { fakeExporter } from '../../test/fakes/exporter.ts'
import { settle } from '../../test/fakes/settle.ts'
import { errorOf, fakeRooms, gaugeOf, logOf, parcelWith } from '../../test/fakes/outbox.ts'
import { createLane } from './lane.ts'
import { DOOMED, GONE, OPEN, SEALED, SENDING, SHARD, UNSAVED, type Parcel } from './parcel.ts'
import { createSender } from './send.ts'

function fakeSender({ maxAge = 1000, draw = 1 } = {}) {
  const rooms = fakeRooms()
  const { clock, account, parcels, lane, exporter, newId } = rooms
  const lines: string[] = []
  const diag = createDiag(true, { warn: (line) => lines.push(line), log: (line) => lines.push('· ' + line) })
  const calls: string[] = []
  const sendNext = createSender(
    { clock, diag, random: () => draw, settings: { maxAge } },
    { account, send: () => Promise.resolve({ status: 200, header: () => '' }) },
    parcels,
    (shard) => {
      calls.push('read ' + shard.id)
      return Promise.resolve()
    },
    () => calls.push('save'),
    newId,
  )
  return {
    ...rooms,
    lines,
    calls,
    diag,
    add(signals: Parameters<typeof parcelWith>[0], over: Partial<Parcel> = {}) {
      const parcel = parcelWith(signals, { lane, at: clock.now(), ...over })
      parcels.all.push(parcel)
      return parcel
    },
    /** Sends one, with that outcome. */
    async next(outcome: ExportOutcome = { kind: 'success' }) {
      exporter.script.push(outcome)
      let settled = 0
      sendNext(lane, () => settled++)
      await settle()
      return settled
    },
    sendNext,
  }
}

const RETRYABLE: ExportOutcome = { kind: 'retryable', reason: '503' }

describe('what is sent next', () => {
  test('the most important that is due, of this lane', async () => {
    const t = fakeSender()
    t.add([logOf('log')])
    t.add([errorOf('error')])
    t.add([errorOf('of another lane')], { lane: createLane(fakeExporter()) })
    t.add([errorOf('not due')], { due: false })
    expect(await t.next()).toBe(1)
    expect(t.exporter.signals).toMatchObject([{ body: 'error' }])
  })

  test('nothing, if nothing is due', async () => {
    const t = fakeSender()
    t.add([logOf('a')], { due: false })
    expect(await t.next()).toBe(0)
    expect(t.lane.busy).toBe(false)
  })

  test('what is too old is dropped on the way', async () => {
    const t = fakeSender({ maxAge: 1000 })
    const old = t.add([errorOf('old'), errorOf('older')])
    t.clock.advance(1001)
    const young = t.add([errorOf('young')], { at: t.clock.now() - 1000 })
    await t.next()
    expect(t.exporter.signals).toMatchObject([{ body: 'young' }])
    expect(t.account.dropped).toEqual({ log: { expired: 2 } })
    expect([old.state, young.state]).toEqual([GONE, GONE])
  })

  test('a shard is read first, and not sent in the same turn', async () => {
    const t = fakeSender()
    t.add([logOf('a')], { id: 'shard', state: SHARD, signals: [] })
    expect(await t.next()).toBe(1)
    expect(t.calls).toEqual(['read shard'])
    expect(t.exporter.batches).toEqual([])
    expect(t.lane.busy).toBe(false)
    expect(t.lane.last).toBeUndefined()
  })

  test('while it is on the wire its lane is busy, and it gets no more', async () => {
    const t = fakeSender()
    const parcel = t.add([logOf('a')], { state: OPEN })
    t.sendNext(t.lane, () => {})
    expect(parcel.state).toBe(SENDING)
    expect(t.lane.busy).toBe(true)
    await settle()
    expect(t.lane.busy).toBe(false)
  })
})

describe('what becomes of it', () => {
  test('taken: it is over', async () => {
    const t = fakeSender()
    const parcel = t.add([gaugeOf('g', 3)], { keys: ['k'] })
    await t.next()
    expect(parcel.state).toBe(GONE)
    expect(t.account).toMatchObject({ delivered: { metric: 3 }, dropped: {} })
    expect(t.buried).toEqual(['k'])
    expect(t.lane.last).toBe('success')
  })

  test('taken in part: what was rejected is counted', async () => {
    const t = fakeSender()
    t.add([logOf('a'), logOf('b')])
    await t.next({ kind: 'partial', rejected: 1, reason: 'one was bad' })
    expect(t.account).toMatchObject({ delivered: { log: 1 }, dropped: { log: { rejected: 1 } } })
    expect(t.lane.last).toBe('partial: one was bad')
  })

  test('refused for good: dropped, and the developer is told', async () => {
    const t = fakeSender()
    t.add([logOf('a')])
    await t.next({ kind: 'failure', reason: 'HTTP 401', hint: 'see headers' })
    expect(t.account.dropped).toEqual({ log: { failed: 1 } })
    expect(t.diag.warnings).toEqual([
      expect.stringMatching(/refused a batch for good: HTTP 401; see headers$/),
    ])
  })

  test('again: it waits, and so does its lane, longer each time', async () => {
    const t = fakeSender()
    const parcel = t.add([logOf('a')])
    await t.next(RETRYABLE)
    expect(parcel).toMatchObject({ state: SEALED, due: true })
    expect(t.lane).toMatchObject({ failures: 1, delay: 1000, from: t.clock.now(), last: 'retryable: 503' })
    await t.next(RETRYABLE)
    expect(t.lane).toMatchObject({ failures: 2, delay: 2000 })
    await t.next()
    expect(t.lane).toMatchObject({ failures: 0, delay: 0, last: 'success' })
  })

  test('doomed: taken, or dropped, but not sent again', async () => {
    for (const outcome of [RETRYABLE, { kind: 'split', reason: '500', patience: 2 }] as ExportOutcome[]) {
      const t = fakeSender()
      const parcel = t.add([logOf('a')])
      t.exporter.script.push(outcome)
      t.sendNext(t.lane, () => {})
      parcel.state = DOOMED
      await settle()
      expect(parcel.state).toBe(GONE)
      expect(t.account.dropped).toEqual({ log: { consent_denied: 1 } })
      expect(t.lane.delay).toBe(0)
    }
    const t = fakeSender()
    const parcel = t.add([logOf('a')])
    t.sendNext(t.lane, () => {})
    parcel.state = DOOMED
    await settle()
    expect(t.account).toMatchObject({ delivered: { log: 1 }, dropped: {} })
  })

  test('an exporter that throws loses but the culprit', async () => {
    const t = fakeSender()
    t.exporter.export = (batch) => {
      if (batch.signals.length > 1 || (batch.signals[0] as { body: string }).body === 'bad')
        throw new Error('no such thing')
      return Promise.resolve({ kind: 'success' })
    }
    t.add([logOf('fine'), logOf('bad')])
    for (let i = 0; i < 3; i++) await t.next()
    expect(t.account).toMatchObject({ delivered: { log: 1 }, dropped: { log: { poison: 1 } } })
    expect(t.diag.errors).toMatchObject([{ where: 'export', message: 'no such thing' }])
  })
})

describe('a batch that the receiver chokes on', () => {
  const split = (patience: number, tooLarge?: boolean): ExportOutcome => ({
    kind: 'split',
    reason: '413',
    patience,
    tooLarge,
  })

  test('is given as many more tries as there is patience', async () => {
    const t = fakeSender()
    t.add([logOf('a'), logOf('b')])
    await t.next(split(2))
    await t.next(split(2))
    expect(t.bodies()).toEqual([['a', 'b']])
    expect(t.lane).toMatchObject({ failures: 2, delay: 2000 })
    await t.next(split(2))
    expect(t.bodies()).toEqual([['b'], ['a']])
  })

  test('is halved: two parcels like the one, each with its own count, to be stored', async () => {
    const t = fakeSender()
    t.add([logOf('a'), logOf('b'), logOf('c')], { bytes: 300, keys: ['k'], encoded: 'abc', choked: 5 })
    await t.next(split(0))
    expect(t.bodies()).toEqual([['b', 'c'], ['a']])
    const same = {
      state: SEALED,
      due: true,
      bytes: 150,
      encoded: undefined,
      choked: 0,
      saved: UNSAVED,
      rank: 3,
    }
    expect(t.parcels.all).toMatchObject([
      { ...same, weight: 2, keys: [], id: 'id1' },
      // what storage has of both goes when this one is stored
      { ...same, weight: 1, keys: ['k'], id: 'p' },
    ])
    expect(t.calls).toEqual(['save'])
    // no back-off: the receiver is well
    expect(t.lane.delay).toBe(0)
  })

  test.each([
    ['poison', undefined],
    ['too_large', true],
  ])('alone it is dropped: %s', async (reason, tooLarge) => {
    const t = fakeSender()
    t.add([logOf('a')])
    await t.next(split(0, tooLarge))
    expect(t.account.dropped).toEqual({ log: { [reason]: 1 } })
    expect(t.parcels.all).toEqual([])
  })
})

describe('what the developer is told', () => {
  test('of a failure that passes: nothing, but with `debug`', async () => {
    const t = fakeSender()
    t.add([logOf('a')])
    for (let i = 0; i < 5; i++) await t.next(RETRYABLE)
    expect(t.diag.warnings).toEqual([])
    expect(t.lines[0]).toMatch(/^· .* again in 1000 ms: 503$/)
  })

  test('after five in a row: once', async () => {
    const t = fakeSender()
    t.add([logOf('a')])
    for (let i = 0; i < 9; i++) await t.next(RETRYABLE)
    expect(t.diag.warnings).toEqual([
      expect.stringMatching(/takes nothing: 503\. Trying again, more slowly\.$/),
    ])
  })

  test('of what a person can mend: at once', async () => {
    const t = fakeSender()
    t.add([logOf('a')])
    await t.next({ kind: 'retryable', reason: 'no answer', hint: 'is the domain allowed?' })
    expect(t.diag.warnings).toEqual([expect.stringContaining('no answer; is the domain allowed?. Trying')])
  })
})
