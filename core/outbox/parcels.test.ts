import { describe, expect, test } from 'vitest'
import { errorOf, fakeRooms, gaugeOf, logOf, parcelWith } from '../../test/fakes/outbox.ts'
import { settle } from '../../test/fakes/settle.ts'
import type { Signal } from '../signal.ts'
import { lossesOf } from './account.ts'
import { createLane } from './lane.ts'
import { GONE, isShard, OPEN, SAVED, SAVING, SEALED, SENDING, SHARD, UNSAVED } from './parcel.ts'

describe('batches', () => {
  test('signals of one kind and importance go together', () => {
    const { parcels, lane, bodies } = fakeRooms()
    for (const signal of [logOf('a'), errorOf('b'), gaugeOf('g'), logOf('c'), errorOf('d')])
      parcels.add(lane, signal)
    expect(bodies()).toEqual([['a', 'c'], ['b', 'd'], [undefined]])
    expect(parcels.all.map(({ rank }) => rank)).toEqual([3, 0, 2])
  })

  test('each lane has its own', () => {
    const { parcels, lane, exporter } = fakeRooms()
    parcels.add(lane, logOf('a'))
    parcels.add(createLane(exporter), logOf('b'))
    expect(parcels.all).toHaveLength(2)
  })

  test('what is sealed, or on the wire, gets no more', () => {
    const { parcels, lane, bodies } = fakeRooms()
    parcels.add(lane, logOf('a'))
    parcels.all[0].state = SEALED
    parcels.add(lane, logOf('b'))
    parcels.all[1].state = SENDING
    parcels.add(lane, logOf('c'))
    expect(bodies()).toEqual([['a'], ['b'], ['c']])
  })

  test('of 200 signals one is full', () => {
    const { parcels, lane } = fakeRooms({ maxQueue: 1000 })
    for (let i = 0; i < 201; i++) parcels.add(lane, logOf(''))
    expect(parcels.all.map(({ signals, state }) => [signals.length, state])).toEqual([
      [200, SEALED],
      [1, OPEN],
    ])
  })

  test('none becomes larger than 50,000 characters, if it has more than one signal', () => {
    const { parcels, lane } = fakeRooms()
    for (const length of [30000, 19000, 1000, 90000]) parcels.add(lane, logOf('x'.repeat(length)))
    expect(parcels.all.map(({ signals }) => signals.length)).toEqual([2, 1, 1])
  })

  test('a large one that is stored gets no more, so that it can be left to storage', () => {
    const { parcels, lane, bodies } = fakeRooms({ maxQueue: 8 })
    for (const body of ['a', 'b']) parcels.add(lane, logOf(body))
    parcels.all[0].saved = SAVED
    parcels.add(lane, logOf('c'))
    expect(bodies()).toEqual([['a', 'b'], ['c']])
  })

  test('a small one that is stored does, and has to be stored again', () => {
    const { parcels, lane, bodies } = fakeRooms({ maxQueue: 9 })
    for (const body of ['a', 'b']) parcels.add(lane, logOf(body))
    parcels.all[0].saved = SAVED
    parcels.add(lane, logOf('c'))
    expect(bodies()).toEqual([['a', 'b', 'c']])
    expect(parcels.all[0]).toMatchObject({ saved: UNSAVED, weight: 3 })
  })
})

describe('the bounds of memory', () => {
  test('how full it is', () => {
    const { parcels, lane } = fakeRooms({ maxQueue: 4 })
    expect([1, 2, 3, 4].map(() => parcels.add(lane, logOf('a')))).toEqual([0.25, 0.5, 0.75, 1])
  })

  test('count: the oldest goes, one by one', () => {
    const { parcels, lane, bodies, account } = fakeRooms({ maxQueue: 3 })
    for (const body of ['a', 'b', 'c', 'd', 'e']) parcels.add(lane, logOf(body))
    expect(bodies()).toEqual([['c', 'd', 'e']])
    expect(account.dropped).toEqual({ log: { queue_full: 2 } })
    expect(parcels.all[0]).toMatchObject({ weight: 3, saved: UNSAVED })
  })

  test('bytes, too', () => {
    const { parcels, lane, bodies, account } = fakeRooms({ maxQueueBytes: 20000 })
    for (const x of 'abcde') parcels.add(lane, logOf(x.repeat(6000)))
    expect(bodies().flatMap((each) => each.map((body) => String(body)[0]))).toEqual(['c', 'd', 'e'])
    expect(account.dropped).toEqual({ log: { queue_full: 2 } })
  })

  test('the least important goes first, whatever its age', () => {
    const { parcels, lane, bodies } = fakeRooms({ maxQueue: 3 })
    for (const signal of [errorOf('e'), logOf('l'), gaugeOf('g'), errorOf('f')]) parcels.add(lane, signal)
    expect(bodies()).toEqual([['e', 'f'], [undefined]])
  })

  test('300 small errors at once and room for 200: 100 are dropped, not a whole batch', () => {
    const { parcels, lane, bodies, account } = fakeRooms()
    for (let i = 0; i < 300; i++) parcels.add(lane, errorOf(`error ${i}`))
    expect(account.dropped).toEqual({ log: { queue_full: 100 } })
    expect(bodies().flat()).toEqual(Array.from({ length: 200 }, (_, i) => `error ${i + 100}`))
  })

  test('what was tried loses the oldest one by one, and is encoded and stored anew', () => {
    const { parcels, lane, bodies, account } = fakeRooms({ maxQueue: 3 })
    for (const body of ['a', 'b', 'c']) parcels.add(lane, logOf(body))
    Object.assign(parcels.all[0], { state: SEALED, encoded: 'abc', saved: SAVING, keys: ['k'] })
    parcels.add(lane, logOf('d'))
    expect(bodies()).toEqual([['b', 'c'], ['d']])
    expect(account.dropped).toEqual({ log: { queue_full: 1 } })
    expect(parcels.all[0]).toMatchObject({ encoded: undefined, saved: UNSAVED, weight: 2, keys: ['k'] })
  })

  test('one that has no room alone costs no other', () => {
    const { parcels, lane, bodies, account } = fakeRooms({ maxQueueBytes: 20000 })
    parcels.add(lane, logOf('a'))
    expect(parcels.add(lane, errorOf('x'.repeat(30000)))).toBeLessThan(1)
    expect(bodies()).toEqual([['a']])
    expect(account.dropped).toEqual({ log: { queue_full: 1 } })
  })

  test('what is stored is left to storage, and not lost', () => {
    const { parcels, lane, account } = fakeRooms({ maxQueue: 3 })
    for (const body of ['a', 'b', 'c']) parcels.add(lane, logOf(body))
    parcels.all[0].saved = SAVED
    expect(parcels.add(lane, logOf('d'))).toBeCloseTo(1 / 3)
    expect(parcels.all.map(isShard)).toEqual([true, false])
    expect(account.dropped).toEqual({})
  })

  test('what is under way can’t be taken back, and takes no room of what comes', () => {
    const { parcels, lane, bodies, account } = fakeRooms({ maxQueue: 2 })
    for (const body of ['a', 'b']) parcels.add(lane, logOf(body))
    parcels.all[0].state = SENDING
    for (const body of ['c', 'd']) expect(parcels.add(lane, errorOf(body))).toBeLessThanOrEqual(1)
    expect(bodies()).toEqual([
      ['a', 'b'],
      ['c', 'd'],
    ])
    expect(account.dropped).toEqual({})
  })

  test('when it comes back there is room for the most important, the newest', () => {
    const { parcels, lane, bodies, account } = fakeRooms({ maxQueue: 3 })
    for (const body of ['a', 'b']) parcels.add(lane, logOf(body))
    parcels.all[0].state = SENDING
    for (const body of ['c', 'd']) parcels.add(lane, errorOf(body))
    parcels.all[0].state = SEALED
    expect(parcels.trim()).toBe(1)
    expect(bodies()).toEqual([['b'], ['c', 'd']])
    expect(account.dropped).toEqual({ log: { queue_full: 1 } })
  })
})

describe('the end', () => {
  test('of a parcel is counted by its reason, and its keys go', () => {
    const { parcels, lane, account, buried } = fakeRooms()
    parcels.add(lane, gaugeOf('g', 3))
    const [parcel] = parcels.all
    parcel.keys.push('k2', 'k1')
    parcels.end(parcel, 'expired')
    expect(parcel).toMatchObject({ state: GONE, keys: [] })
    expect(parcels.all).toEqual([])
    expect(account.dropped).toEqual({ metric: { expired: 3 } })
    expect(buried).toEqual(['k2', 'k1'])
  })

  test('of a report of losses: they are told of again, whatever the reason', () => {
    const reports = () => lossesOf({ 'log:expired': 3 }, 1, 2)
    const { parcels, lane, account } = fakeRooms({ maxQueue: 2 })
    parcels.add(lane, reports())
    parcels.end(parcels.all[0], 'poison')
    expect(account).toMatchObject({ dropped: { metric: { poison: 1 } }, unreported: { 'log:expired': 3 } })
    // one by one, too
    account.unreported = {}
    for (const signal of [reports(), gaugeOf('g'), gaugeOf('g')]) parcels.add(lane, signal)
    expect(account.unreported).toEqual({ 'log:expired': 3 })
  })

  test('of a report without consent: nothing of before is told of any more', () => {
    const { parcels, account, lane } = fakeRooms()
    parcels.add(lane, lossesOf({ 'log:expired': 3 }, 1, 2))
    parcels.end(parcels.all[0], 'consent_denied')
    expect(account.unreported).toEqual({ 'metric:consent_denied': 1 })
  })

  test('of a report that nobody has read: it is read first', async () => {
    let stored!: (signals: Signal[]) => void
    const buried: [string, boolean][] = []
    const { parcels, account } = fakeRooms(
      {},
      (key, read) => void buried.push([key, !!read]),
      () => new Promise((resolve) => (stored = resolve)),
    )
    const shard = parcelWith([gaugeOf('g', 3)], { state: SHARD, signals: [], saved: SAVED, keys: ['k'] })
    parcels.all.push(shard)
    parcels.end(shard, 'storage_full')
    expect(buried).toEqual([['k', true]])
    stored([lossesOf({ 'log:expired': 3 }, 1, 2), gaugeOf('g', 2)])
    await settle()
    expect(account).toMatchObject({
      dropped: { metric: { storage_full: 3 } },
      unreported: { 'log:expired': 3, 'metric:storage_full': 2 },
    })
  })

  test('without a reason nothing was lost', () => {
    const { parcels, lane, account } = fakeRooms()
    parcels.add(lane, logOf('a'))
    parcels.end(parcels.all[0])
    expect(parcels.all).toEqual([])
    expect(account.dropped).toEqual({})
  })
})
