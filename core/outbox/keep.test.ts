import { describe, expect, test } from 'vitest'
import { fakePlatform } from '../../test/fakes/platform.ts'
import { settle } from '../../test/fakes/settle.ts'
import { fakeRooms, gaugeOf, logOf, parcelWith, RESOURCE } from '../../test/fakes/outbox.ts'
import type { Signal } from '../signal.ts'
import { lose } from './account.ts'
import { createFound } from './found.ts'
import { createKeep } from './keep.ts'
import type { Lane } from './lane.ts'
import { DOOMED, GONE, READING, SAVED, SEALED, SENDING, SHARD, UNSAVED, type Parcel } from './parcel.ts'
import { createReport } from './report.ts'
import { createStore } from './store.ts'

const PREFIX = 'mm:x:'
const MAX_AGE = 86400000

interface Given {
  laneFor?: (signal: Signal) => Lane | undefined
  /** What an earlier start has left. */
  left?: Map<string, string>
}

function fakeKeep({ laneFor, left }: Given = {}) {
  const { storage, stored, faults, asked } = fakePlatform()
  left?.forEach((text, key) => stored.set(key, text))
  const rooms = fakeRooms({}, (key, read) => store.bury(key, read))
  const { account, clock, parcels, lane, begin, failed } = rooms
  // what the keys say of their time is young
  clock.step(1000 - clock.now())
  const laneOf = laneFor ?? rooms.laneOf
  const store = createStore(storage, PREFIX, failed)
  const report = createReport(clock, account, parcels, begin, laneOf, (signal) => signal)
  const all: boolean[] = []
  const keysOf = (every?: boolean) => {
    all.push(!!every)
    return storage.keys('mm:')
  }
  const found = createFound(clock, MAX_AGE, account, PREFIX, store, parcels, report, RESOURCE, laneOf)
  const keep = createKeep(keysOf, store, parcels, found, report, failed)
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

  test('of two versions that are too old neither stays', async () => {
    const { clock, keep, keys, stored, account } = fakeKeep()
    for (const key of ['1:a:log:2:1', '1:a:log:3:2']) stored.set(PREFIX + key, '')
    clock.step(MAX_AGE + 1000)
    await keep.open()
    await settle()
    expect(keys()).toEqual([])
    expect(account.dropped).toEqual({ log: { expired: 3 } })
  })

  test('of a kind that only a newer kit knows nothing is counted when it is too old', async () => {
    const { clock, keep, keys, stored, account } = fakeKeep()
    stored.set(PREFIX + '1:a:profile:2:1', '')
    clock.step(MAX_AGE + 1000)
    await keep.open()
    await settle()
    expect([keys(), account.restored, account.dropped]).toEqual([[], {}, {}])
  })

  test('of another service they are counted once, however often they are found', async () => {
    const { keep, stored, account } = fakeKeep()
    stored.set('mm:other:1:a:log:2:1', '')
    await keep.open()
    await keep.open()
    await keep.erase()
    expect(account.dropped).toEqual({ log: { consent_denied: 2 } })
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
    const { keep, parcels, stored, account, keys } = fakeKeep({
      laneFor: (signal) => (signal.kind === 'span' ? undefined : ({} as Lane)),
    })
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

  test('keys that the kit writes none like are nobody’s business', async () => {
    const { keep, parcels, stored, account, keys } = fakeKeep()
    const foreign = [
      'mm:x:1:id:__proto__:7:1',
      'mm:x:1:id:log:1e308:1',
      'mm:x:1:id:log:-5:1',
      'mm:of the app',
      'mm:x:',
    ]
    for (const key of foreign) stored.set(key, '{}')
    await keep.open()
    await settle()
    expect(parcels.all).toEqual([])
    expect(account).toMatchObject({ restored: {}, dropped: {} })
    expect(keys()).toEqual(foreign.sort())
    expect(Object.keys({})).toEqual([])
  })

  test('one too old goes by what its key says, though nothing can be sent', async () => {
    const { keep, parcels, stored, account, clock, keys } = fakeKeep()
    stored.set(PREFIX + '1:a:log:2:1', '')
    clock.step(MAX_AGE)
    await keep.open()
    await settle()
    expect([parcels.all, keys()]).toEqual([[], []])
    expect(account).toMatchObject({ restored: { log: 2 }, dropped: { log: { expired: 2 } } })
  })
})

describe('shards of other services, and of newer kits', () => {
  const OTHERS = ['mm:y:1:a:log:2:1', 'mm:y:1:b:profile:9:1', PREFIX + '1:c:profile:9:1']

  test('are left alone while they are young', async () => {
    const { keep, parcels, stored, account, keys } = fakeKeep()
    for (const key of OTHERS) stored.set(key, 'x')
    await keep.open()
    await settle()
    expect(parcels.all).toEqual([])
    expect(account.restored).toEqual({})
    expect(keys()).toEqual([...OTHERS].sort())
  })

  test.each([MAX_AGE, -1000 - MAX_AGE])(
    'go when they are too old, or not made yet (%i ms later), and are counted',
    async (ms) => {
      const { keep, stored, account, clock, keys } = fakeKeep()
      for (const key of OTHERS) stored.set(key, 'x')
      clock.step(ms)
      await keep.open()
      await settle()
      expect(keys()).toEqual([])
      // of what a newer kit has stored nobody knows
      expect(account).toMatchObject({ restored: { log: 2 }, dropped: { log: { expired: 2 } } })
    },
  )

  test('count for the bound, and go before what is younger', async () => {
    const { keep, add, stored, account, keys } = fakeKeep()
    const large = (at: number, id: string, prefix = 'mm:y:') =>
      `${prefix}${at}:${id}:log:1:1:${(450000).toString(36)}`
    for (const key of [large(2, 'a'), large(1, 'b', PREFIX), large(3, 'c')]) stored.set(key, 'x')
    await keep.open()
    await settle()
    expect(keys()).toEqual([large(2, 'a'), large(3, 'c')])
    add([logOf('x'.repeat(200000))], { at: 4 })
    await keep.save()
    await settle()
    // the losses are stored, too
    expect(keys().filter((key) => !/:metric:/.test(key))).toEqual([
      expect.stringMatching(/:p:/),
      large(3, 'c'),
    ])
    expect(account.dropped).toEqual({ log: { storage_full: 2 } })
  })

  test('go with consent', async () => {
    const { keep, stored, account, keys } = fakeKeep()
    for (const key of [...OTHERS, 'mm:session', 'mm:y:~tab', 'mm:of the app']) stored.set(key, 'x')
    await keep.erase()
    await settle()
    expect(keys()).toEqual(['mm:of the app'])
    expect(account).toMatchObject({ restored: { log: 2 }, dropped: { log: { consent_denied: 2 } } })
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

  test('the oldest shards go when there would be more than 1 MB, by what is really stored', async () => {
    const { keep, parcels, stored, account, keys } = fakeKeep()
    const text = 'x'.repeat(300000)
    for (const i of [1, 2, 3]) stored.set(`${PREFIX}${i}:s${i}:log:1:1:${text.length.toString(36)}`, text)
    await keep.open()
    const fresh = parcelWith([logOf(text)], { at: 5, id: 'fresh' })
    parcels.all.push(fresh)
    await keep.save()
    await settle()
    expect(parcels.all.map(({ id }) => id)).toEqual(['s2', 's3', 'fresh'])
    expect(account.dropped).toEqual({ log: { storage_full: 1 } })
    expect(keys()).toHaveLength(3)
  })

  test('what has no room though all shards have gone is not written', async () => {
    const { keep, add, keys, account } = fakeKeep()
    const parcel = add([logOf('x'.repeat(1000000))])
    await keep.save()
    expect([parcel.saved, keys(), account.dropped]).toEqual([UNSAVED, [], {}])
  })

  test('forty starts offline stay within the bound', async () => {
    const sizes: number[] = []
    let left: Map<string, string> | undefined
    for (let start = 0; start < 40; start++) {
      const t = fakeKeep({ left })
      await t.keep.open()
      t.add([logOf('x'.repeat(50000))], { id: `a${start}`, at: start })
      t.add([gaugeOf('g', 500)], { id: `b${start}`, at: start })
      await t.keep.save()
      await settle()
      left = t.stored
      sizes.push([...left].reduce((sum, [key, text]) => sum + key.length + text.length, 0))
    }
    expect(Math.max(...sizes)).toBeLessThanOrEqual(1 << 20)
    expect(Math.max(...sizes)).toBeGreaterThan(900000)
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

describe('losses that nobody was told of', () => {
  test('are left to storage with the rest, for others to read', async () => {
    const { account, keep, parcels } = fakeKeep()
    lose(account, 'log', 'expired', 1)
    await keep.save()
    keep.leave()
    expect(parcels.all).toMatchObject([{ kind: 'metric', state: SHARD, due: false }])
  })

  test('are forgotten without consent, in storage, too', async () => {
    const { account, keep, keys } = fakeKeep()
    lose(account, 'log', 'expired', 1)
    await keep.save()
    expect(keys()).toHaveLength(1)
    await keep.erase()
    await settle()
    expect(keys()).toEqual([])
  })
})
