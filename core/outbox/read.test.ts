import { describe, expect, test } from 'vitest'
import { fakePlatform } from '../../test/fakes/platform.ts'
import { errorOf, fakeRooms, logOf, parcelWith, RESOURCE } from '../../test/fakes/outbox.ts'
import { GONE, READING, SAVED, SEALED, SHARD } from './parcel.ts'
import { createReader } from './read.ts'
import { pack, prefixOf, shardOf } from './shard.ts'

const KEY = prefixOf(RESOURCE.service) + '0:id:log:2:2'
const OLDER = prefixOf(RESOURCE.service) + '0:id:log:1:1'
const OLD = { ...RESOURCE, instance: 'old' }
const CONTENT = pack(parcelWith([errorOf('a'), errorOf('b')], { resource: OLD }))

/** One shard that was found, and is due. */
function fakeReader(content?: string) {
  const { storage, stored, faults } = fakePlatform()
  const rooms = fakeRooms()
  const { clock, account, parcels, laneOf, failed, buried } = rooms
  const bury = (key: string) => void buried.push(key)
  const read = createReader(clock, account, storage, bury, parcels, () => rooms.laneOf(), failed)
  const shard = Object.assign(shardOf(KEY, RESOURCE)!, { lane: laneOf(), due: true })
  parcels.all.push(shard)
  account.restored.log = 2
  if (content) stored.set(KEY, content)
  return { ...rooms, rooms, read, shard, stored, faults }
}

describe('a shard that is read', () => {
  test('is a sealed parcel like any other, under the resource that it was recorded with', async () => {
    const { read, shard, clock, lane, account } = fakeReader(CONTENT)
    const done = read(shard)
    expect(shard.state).toBe(READING)
    await clock.pass(0)
    await done
    expect(shard).toMatchObject({
      state: SEALED,
      saved: SAVED,
      due: true,
      lane,
      rank: 0,
      weight: 2,
      bytes: CONTENT.length,
      resource: OLD,
      signals: [{ body: 'a' }, { body: 'b' }],
      keys: [KEY],
    })
    expect(account.dropped).toEqual({})
  })

  test('needs its older keys no more', async () => {
    const { read, shard, clock, buried } = fakeReader(CONTENT)
    shard.keys.push(OLDER)
    void read(shard)
    await clock.pass(0)
    expect(shard.keys).toEqual([KEY])
    expect(buried).toEqual([OLDER])
  })

  test('and was left to others meanwhile is left to storage', async () => {
    const { read, shard, clock } = fakeReader(CONTENT)
    void read(shard)
    shard.due = false
    await clock.pass(0)
    expect(shard).toMatchObject({ state: SHARD, signals: [], weight: 2, keys: [KEY] })
  })

  test('and was erased meanwhile is gone, though it may have been taken over', async () => {
    const { read, shard, clock, parcels, buried, account } = fakeReader(CONTENT)
    void read(shard)
    parcels.end(shard, 'consent_denied')
    await clock.pass(0)
    expect(parcels.all).toEqual([])
    expect(buried).toEqual([KEY, KEY])
    expect(account.dropped).toEqual({ log: { consent_denied: 2 } })
  })

  test('of which there is more than its key says: the rest was restored, too', async () => {
    const content = pack(parcelWith([errorOf('a'), errorOf('b'), errorOf('c')]))
    const { read, shard, clock, account } = fakeReader(content)
    void read(shard)
    await clock.pass(0)
    expect(shard.weight).toBe(3)
    expect(account).toMatchObject({ restored: { log: 3 }, dropped: {} })
  })

  test('what is broken keeps nobody waiting: the next is read at once', async () => {
    const { read, clock, stored } = fakeReader('no JSON')
    const next = Object.assign(shardOf(KEY, RESOURCE)!, { due: true })
    void read(shardOf(KEY, RESOURCE)!)
    await clock.pass(0)
    stored.set(KEY, CONTENT)
    void read(next)
    await clock.pass(0)
    expect(next.state).toBe(SEALED)
  })

  test('the first is read at once, others 400 ms later each', async () => {
    const { read, shard, clock, stored } = fakeReader(CONTENT)
    void read(shard)
    await clock.pass(0)
    expect(shard.state).toBe(SEALED)
    const next = Object.assign(shardOf(KEY, RESOURCE)!, { due: true })
    stored.set(KEY, CONTENT)
    void read(next)
    await clock.pass(399)
    expect(next.state).toBe(READING)
    await clock.pass(1)
    expect(next.state).toBe(SEALED)
  })
})

describe('a shard of which there is less than its key says', () => {
  test.each([
    ['broken', '{"v":1,"id"', 2],
    ['gone', undefined, 2],
    ['half of it no signals', pack(parcelWith([logOf('a')])), 1],
  ])('%s: what is missing is counted', async (_, content, lost) => {
    const { read, shard, clock, account, parcels } = fakeReader(content)
    void read(shard)
    await clock.pass(0)
    expect(account.dropped).toEqual({ log: { storage_corrupt: lost } })
    expect(parcels.all).toHaveLength(lost === 2 ? 0 : 1)
    expect(shard.weight).toBe(2 - lost)
  })

  test('what it was to replace is whole: that is read instead', async () => {
    const { read, shard, clock, account, buried, stored } = fakeReader('{"v":1,"id"')
    stored.set(OLDER, pack(parcelWith([logOf('a')])))
    shard.keys.push(OLDER)
    void read(shard)
    await clock.pass(0)
    expect(shard).toMatchObject({ state: SHARD, due: true, keys: [OLDER], weight: 1 })
    expect(account).toMatchObject({ restored: { log: 1 }, dropped: {} })
    expect(buried).toEqual([KEY])
    void read(shard)
    await clock.pass(400)
    expect(shard).toMatchObject({ state: SEALED, signals: [{ body: 'a' }] })
  })
})

describe('a shard that is not for us', () => {
  test.each([
    ['a newer version wrote it', '{"v":2}', undefined],
    ['storage fails', CONTENT, 'get'],
  ] as const)('%s: as if it had not been found', async (_, content, fault) => {
    const { read, shard, clock, account, parcels, stored, buried, faults } = fakeReader(content)
    if (fault) faults.add(fault)
    void read(shard)
    await clock.pass(0)
    expect(shard.state).toBe(GONE)
    expect(parcels.all).toEqual([])
    expect(account).toMatchObject({ restored: { log: 0 }, dropped: {} })
    expect(buried).toEqual([])
    expect(stored.has(KEY)).toBe(true)
  })

  test.each([
    ['storage fails', new Error('get:fail'), 1],
    ['another tab has it', undefined, 0],
  ])('where %s that is noted, or not', async (_, error, noted) => {
    const { rooms, shard, clock, failures } = fakeReader()
    const { account, parcels, laneOf, failed } = rooms
    const storage = { get: () => Promise.reject<string>(error) }
    const read = createReader(clock, account, storage, () => {}, parcels, laneOf, failed)
    void read(shard)
    await clock.pass(0)
    expect(failures).toHaveLength(noted)
    expect(parcels.all).toEqual([])
  })

  test('nobody takes its signals', async () => {
    const { read, shard, clock, account, parcels, rooms } = fakeReader(CONTENT)
    rooms.laneOf = () => undefined
    void read(shard)
    await clock.pass(0)
    expect(account.dropped).toEqual({ log: { no_exporter: 2 } })
    expect(parcels.all).toEqual([])
  })
})
