import { describe, expect, test } from 'vitest'
import { createDiag } from '../internal/diag.ts'
import type { ExportOutcome } from '../exporter.ts'
import { fakeExporter } from '../../test/fakes/exporter.ts'
import { settle } from '../../test/fakes/settle.ts'
import { errorOf, fakeRooms, gaugeOf, logOf, parcelWith, RESOURCE } from '../../test/fakes/outbox.ts'
import { lossesOf } from './account.ts'
import { createLane } from './lane.ts'
import { DOOMED, GONE, OPEN, SEALED, SENDING, SHARD, UNSAVED, type Parcel } from './parcel.ts'
import { createSender } from './send.ts'

function fakeSender({ maxAge = 1000, draw = 1 } = {}) {
  const rooms = fakeRooms()
  const { clock, account, parcels, lane, exporter, newId } = rooms
  const lines: string[] = []
  const diag = createDiag(true, { warn: (line) => lines.push(line), log: (line) => lines.push('· ' + line) })
  const calls: string[] = []
  const { next: sendNext } = createSender(
    { clock, diag, random: () => draw, resource: RESOURCE, settings: { maxAge, timeout: 10000 } },
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
const REFUSED: ExportOutcome = { kind: 'refused', reason: '400' }

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

  test('rejected as a whole: losses that it told of are told of again', async () => {
    const t = fakeSender()
    t.add([lossesOf({ 'log:expired': 3, 'span:queue_full': 2 }, 0, 1)])
    await t.next({ kind: 'partial', rejected: 1, reason: '' })
    expect(t.account.unreported['log:expired']).toBeUndefined()
    t.add([lossesOf({ 'log:expired': 3, 'span:queue_full': 2 }, 0, 1)])
    await t.next({ kind: 'partial', rejected: 2, reason: '' })
    expect(t.account.unreported).toMatchObject({ 'log:expired': 3, 'span:queue_full': 2 })
  })

  test('refused: it waits on its own account, unless others were before it, and not since something was taken', async () => {
    const t = fakeSender()
    const refuse = async (id: string, signal = logOf(id)) => {
      const parcel = t.add([signal], { id })
      await t.next(REFUSED)
      return parcel.delay
    }
    expect([await refuse('a'), await refuse('b')]).toEqual([1000, 0])
    await t.next()
    expect(await refuse('c', errorOf('c'))).toBe(1000)
  })

  test('again: it waits, and so does its lane, longer each time', async () => {
    const t = fakeSender()
    const parcel = t.add([logOf('a')])
    await t.next(RETRYABLE)
    expect(parcel).toMatchObject({ state: SEALED, due: true, delay: 0 })
    expect(t.lane).toMatchObject({ failures: 1, delay: 1000, from: t.clock.now(), last: 'retryable: 503' })
    await t.next(RETRYABLE)
    expect(t.lane).toMatchObject({ failures: 2, delay: 2000 })
    await t.next()
    expect(t.lane).toMatchObject({ failures: 0, delay: 0, last: 'success' })
  })

  test('doomed: taken, or dropped, but not sent again', async () => {
    for (const outcome of [RETRYABLE, { kind: 'split', reason: '413' }, REFUSED] as ExportOutcome[]) {
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

describe('a batch that is never taken as it is', () => {
  const split = (tooLarge?: boolean): ExportOutcome => ({ kind: 'split', reason: '413', tooLarge })

  test('is halved: two parcels like the one, to be stored', async () => {
    const t = fakeSender()
    t.add([logOf('a'), logOf('b'), logOf('c'), logOf('d')], { bytes: 400, keys: ['k'], encoded: 'abc' })
    await t.next(split())
    expect(t.bodies()).toEqual([
      ['a', 'b'],
      ['c', 'd'],
    ])
    const same = {
      state: SEALED,
      due: true,
      bytes: 200,
      weight: 2,
      encoded: undefined,
      saved: UNSAVED,
      rank: 3,
    }
    expect(t.parcels.all).toMatchObject([
      { ...same, keys: [], id: 'id1' },
      // what storage has of both goes when this one is stored
      { ...same, keys: ['k'], id: 'p' },
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
    await t.next(split(tooLarge))
    expect(t.account.dropped).toEqual({ log: { [reason]: 1 } })
    expect(t.parcels.all).toEqual([])
  })
})

describe('a batch that is refused', () => {
  test('twice: half of it is next, nothing is taken apart; what was taken goes, the rest waits', async () => {
    const t = fakeSender({ maxAge: 1e6 })
    const parcel = t.add([logOf('a'), logOf('b'), logOf('c'), logOf('d')], { bytes: 400, keys: ['k'] })
    for (let i = 0; i < 2; i++) {
      await t.next(REFUSED)
      t.clock.advance(10000)
    }
    await t.next()
    expect(t.exporter.batches.map(({ id }) => id)).toEqual(['p', 'p', 'p2'])
    expect(t.exporter.signals).toMatchObject([{ body: 'a' }, { body: 'b' }])
    expect(t.account).toMatchObject({ delivered: { log: 2 }, dropped: {} })
    expect(t.bodies()).toEqual([['c', 'd']])
    expect(parcel).toMatchObject({
      state: SEALED,
      due: true,
      weight: 2,
      bytes: 200,
      keys: ['k'],
      saved: UNSAVED,
    })
    expect(t.calls).toEqual(['save'])
  })

  test('by a receiver that is well: the culprit is alone at once, without back-off', async () => {
    const t = fakeSender({ maxAge: 1e6 })
    t.add(['a', 'b', 'c', 'bad'].map((body) => logOf(body)))
    await t.next(REFUSED)
    t.add([errorOf('other')])
    t.clock.advance(10000)
    await t.next()
    for (const outcome of [REFUSED, { kind: 'success' }, { kind: 'success' }] as ExportOutcome[]) {
      await t.next(outcome)
      expect(t.lane.delay).toBe(0)
    }
    await t.next(REFUSED)
    expect(t.exporter.signals).toMatchObject(['other', 'a', 'b', 'c'].map((body) => ({ body })))
    expect(t.bodies()).toEqual([['bad']])
    expect(t.account.dropped).toEqual({})
  })

  test('in part, when consent was withdrawn: what was taken is delivered, the rest is not sent', async () => {
    const t = fakeSender()
    const parcel = t.add([logOf('a'), logOf('b')], { refusals: 2, bad: 2 })
    t.sendNext(t.lane, () => {})
    parcel.state = DOOMED
    await settle()
    expect(t.account).toMatchObject({ delivered: { log: 1 }, dropped: { log: { consent_denied: 1 } } })
  })

  test('while its half is on the wire the developer can count on the account', async () => {
    const t = fakeSender()
    t.add([gaugeOf('g', 3), gaugeOf('h', 2)], { refusals: 2, bad: 2 })
    await t.next({ kind: 'partial', rejected: 1, reason: 'one was bad' })
    expect(t.account).toMatchObject({ delivered: { metric: 2 }, dropped: { metric: { rejected: 1 } } })
    expect(t.parcels.all).toMatchObject([{ weight: 2 }])
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

  test('of another trouble: again, once something was taken', async () => {
    const t = fakeSender()
    const fail = async (reason: string) => {
      t.add([logOf('a')])
      for (let i = 0; i < 6; i++) await t.next({ kind: 'retryable', reason })
    }
    await fail('503')
    await fail('504')
    expect(t.diag.warnings).toHaveLength(1)
    await t.next()
    await t.next()
    await fail('504')
    expect(t.diag.warnings).toEqual([expect.stringContaining('503'), expect.stringContaining('504')])
  })

  test('of what a person can mend: at once', async () => {
    const t = fakeSender()
    t.add([logOf('a')])
    await t.next({ kind: 'retryable', reason: 'no answer', hint: 'is the domain allowed?' })
    expect(t.diag.warnings).toEqual([expect.stringContaining('no answer; is the domain allowed?. Trying')])
  })
})
