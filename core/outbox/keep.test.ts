import { describe, expect, test } from 'vitest'
import { fakePlatform } from '../../test/fakes/platform.ts'
import { settle } from '../../test/fakes/settle.ts'
import { fakeRooms, gaugeOf, logOf, parcelWith, RESOURCE } from '../../test/fakes/outbox.ts'
import type { Signal } from '../signal.ts'
import { lose } from './account.ts'
import { createKeep } from './keep.ts'
import type { Lane } from './lane.ts'
import { DOOMED, GONE, READING, SAVED, SEALED, SENDING, SHARD, UNSAVED, type Parcel } from './parcel.ts'
import { createReport } from './report.ts'
import { createStore } from './store.ts'

const PREFIX = 'mm:x:'

function fakeKeep(laneFor?: (signal: Signal) => Lane | undefined) {
  const { storage, stored, faults, asked } = fakePlatform()
  const rooms = fakeRooms({}, (key) => store.bury(key))
  const { account, clock, parcels, lane, begin, failed } = rooms
  const laneOf = laneFor ?? rooms.laneOf
  const store = createStore(storage, PREFIX, failed)
  const report = createReport(clock, account, parcels, begin, laneOf, (signal) => signal)
  const all: boolean[] = []
  const keysOf = (every?: boolean) => {
    all.push(!!every)
    return storage.keys(PREFIX)
  }
  const keep = createKeep(account, keysOf, store, parcels, report, RESOURCE, laneOf, failed)
  return {
    ...rooms,
    keep,
    report,
    store,
    stored,
    faults,
    asked,
    /** Whether other tabs' were asked for. */
    askedForAll: all,
    keys: () => [...stored.keys()].sort(),
    add(signals: Signal[], over: Partial<Parcel> = {}) {
      const parcel = parcelWith(signals, { lane, ...over })
      parcels.all.push(parcel)
      return parcel
    },
  }
}

describe('finding the shards', () => {
  test('they are dated and counted by their keys, the oldest first, and due', async () => {
    const { keep, parcels, stored, account, lane } = fakeKeep()
    for (const key of ['2:b:metric:3:1', '1:a:log:2:1']) stored.set(PREFIX + key, '')
    await keep.open()
    expect(parcels.all).toMatchObject([
      { id: 'a', kind: 'log', weight: 2, at: 1, state: SHARD, due: true, lane },
      { id: 'b', kind: 'metric', weight: 3, at: 2, state: SHARD, due: true, lane },
    ])
    expect(account.restored).toEqual({ log: 2, metric: 3 })
  })

  test('of two versions of one the newer counts, and the older is there if that is broken', async () => {
    const { keep, parcels, stored, account } = fakeKeep()
    const [older, newer] = ['1:a:log:2:1', '1:a:log:3:2'].map((key) => PREFIX + key)
    for (const key of [older, newer]) stored.set(key, '')
    await keep.open()
    expect(parcels.all).toMatchObject([{ weight: 3, keys: [newer, older] }])
    expect(account.restored).toEqual({ log: 3 })
  })

  test('what this run knows is none: its own, its report, and what it could not remove', async () => {
    const { keep, parcels, stored, report, store, faults, account } = fakeKeep()
    lose(account, 'log', 'expired', 1)
    parcels.all.push(parcelWith([logOf('a')]))
    await keep.save()
    expect([...stored.keys()]).toHaveLength(2)
    stored.set('mm:x:1:dead:log:1:1', '')
    faults.add('remove')
    store.bury('mm:x:1:dead:log:1:1')
    await keep.open()
    expect(parcels.all).toHaveLength(1)
    expect(report.parcel().keys).toHaveLength(1)
  })

  test('what was left to others is taken up again', async () => {
    const { keep, add } = fakeKeep()
    const parcel = add([logOf('a')], { saved: SAVED, keys: ['mm:x:0:p:log:1:1'] })
    keep.leave()
    expect(parcel).toMatchObject({ state: SHARD, due: false })
    await keep.open()
    expect(parcel).toMatchObject({ state: SHARD, due: true })
  })

  test('what nobody takes any more is dropped', async () => {
    const { keep, parcels, stored, account, keys } = fakeKeep((signal) =>
      signal.kind === 'span' ? undefined : ({} as Lane),
    )
    stored.set('mm:x:1:a:span:4:1', '')
    await keep.open()
    await settle()
    expect(parcels.all).toEqual([])
    expect(account.dropped).toEqual({ span: { no_exporter: 4 } })
    expect(keys()).toEqual([])
  })

  test('storage that fails is noted', async () => {
    const { keep, faults, failures } = fakeKeep()
    faults.add('keys')
    await keep.open()
    expect(failures).toHaveLength(1)
  })
})

describe('saving', () => {
  test('writes what is not in storage, and the losses', async () => {
    const { keep, add, account, asked } = fakeKeep()
    add([logOf('a')])
    add([logOf('b')], { saved: SAVED })
    add([logOf('c')], { state: SENDING })
    lose(account, 'log', 'expired', 1)
    await keep.save()
    expect(asked).toHaveLength(3)
    asked.splice(0)
    await keep.save()
    expect(asked).toEqual([])
  })

  test('at once, if the app goes', () => {
    const { keep, add, keys } = fakeKeep()
    add([logOf('a')])
    void keep.save(true)
    expect(keys()).toHaveLength(1)
  })

  test('never what was refused, nor what makes a service visible', async () => {
    const { keep, add, asked } = fakeKeep()
    add([logOf('a')], { state: DOOMED })
    add([{ kind: 'keepAlive', layer: 'WECHAT_MINI_PROGRAM' }])
    await keep.save()
    expect(asked).toEqual([])
  })

  test('tries again what could not be removed', async () => {
    const { keep, store, stored, faults } = fakeKeep()
    stored.set('mm:x:1', '')
    faults.add('remove')
    store.bury('mm:x:1')
    await settle()
    faults.clear()
    await keep.save()
    await settle()
    expect(stored.size).toBe(0)
  })

  test('the oldest shards go when there would be more than 1 MB', async () => {
    const { keep, add, parcels, account } = fakeKeep()
    const shard = (id: string, bytes: number) =>
      add([logOf(id)], { id, state: SHARD, signals: [], saved: SAVED, bytes })
    for (const id of ['1', '2', '3']) shard(id, 400000)
    const fresh = add([logOf('new')], { bytes: 200000 })
    await keep.save()
    expect(parcels.all.map(({ id }) => id)).toEqual(['2', '3', fresh.id])
    expect(account.dropped).toEqual({ log: { storage_full: 1 } })
    // and no more than that: 1,000,000 are less than 1 MB
    fresh.saved = UNSAVED
    await keep.save()
    expect(parcels.all).toHaveLength(3)
  })

  test('makes no room when there is nothing to write', async () => {
    const { keep, add, parcels } = fakeKeep()
    add([logOf('a')], { state: SHARD, signals: [], saved: SAVED, bytes: 2000000 })
    await keep.save()
    expect(parcels.all).toHaveLength(1)
  })
})

test('leaving: what is stored is left to others, what is on the wire is not', () => {
  const { keep, add } = fakeKeep()
  const states = [
    add([logOf('a')], { saved: SAVED }),
    add([logOf('b')]),
    add([logOf('c')], { saved: SAVED, state: SENDING }),
    add([logOf('d')], { saved: SAVED, state: READING, signals: [] }),
  ]
  keep.leave()
  expect(states.map(({ state, due }) => [state, due])).toEqual([
    [SHARD, false],
    [SEALED, true],
    [SENDING, true],
    [READING, false],
  ])
})

describe('consent is withdrawn', () => {
  test('all is dropped and counted, also what other tabs have; what is on the wire is doomed', async () => {
    const { keep, add, parcels, stored, account, keys, askedForAll } = fakeKeep()
    const waiting = add([logOf('a')])
    const shard = add([gaugeOf('g', 2)], { state: READING, signals: [], saved: SAVED })
    const sending = add([logOf('b')], { id: 'q', state: SENDING })
    await keep.save()
    stored.set('mm:x:1:tab:log:5:1', '')
    lose(account, 'log', 'rejected', 1)
    await keep.erase()
    await settle()
    expect([waiting.state, shard.state, sending.state]).toEqual([GONE, GONE, DOOMED])
    expect(parcels.all).toEqual([sending])
    expect(sending.keys).toEqual([])
    expect(keys()).toEqual([])
    expect(askedForAll).toEqual([true])
    expect(account.dropped).toEqual({
      log: { rejected: 1, consent_denied: 1 + 5 },
      metric: { consent_denied: 2 },
    })
  })

  test('twice: what is doomed stays so', async () => {
    const { keep, add } = fakeKeep()
    const sending = add([logOf('b')], { state: SENDING })
    await keep.erase()
    await keep.erase()
    expect(sending.state).toBe(DOOMED)
  })

  test('storage that fails is noted', async () => {
    const { keep, faults, failures } = fakeKeep()
    faults.add('keys')
    await keep.erase()
    expect(failures).toHaveLength(1)
  })
})
