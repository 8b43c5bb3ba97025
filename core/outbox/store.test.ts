import { describe, expect, test } from 'vitest'
import { fakePlatform } from '../../test/fakes/platform.ts'
import { settle } from '../../test/fakes/settle.ts'
import { logOf, parcelWith } from '../../test/fakes/outbox.ts'
import { SAVED, SAVING, UNSAVED, type Parcel } from './parcel.ts'
import { createStore } from './store.ts'

function fakeStore() {
  const { stored, faults, storage, asked } = fakePlatform()
  const failures: unknown[] = []
  const store = createStore(storage, 'mm:x:', (error) => void failures.push(error))
  const put = (parcel: Parcel, now?: boolean) => store.put(parcel, () => true, now)
  return { store, put, stored, faults, asked, failures, keys: () => [...stored.keys()].map(short) }
}

/** A key without the size at its end. */
function short(key: string) {
  return key.replace(/:[^:]+$/, '')
}

function bodies(text: string | undefined) {
  const { signals } = JSON.parse(text!) as { signals: { body: string }[] }
  return signals.map(({ body }) => body)
}

function change(parcel: Parcel, body: string) {
  parcel.signals.push(logOf(body))
  parcel.weight++
  parcel.saved = UNSAVED
}

describe('putting a parcel under a key', () => {
  test('all of it is there when the promise is kept, and not before', async () => {
    const { put, stored } = fakeStore()
    const parcel = parcelWith([logOf('a')], { id: 'c0ffee' })
    const written = put(parcel)
    expect(parcel.saved).toBe(SAVING)
    await written
    const [[key, text]] = stored
    expect(key).toBe(`mm:x:0:c0ffee:log:1:1:${text.length.toString(36)}`)
    expect(parcel).toMatchObject({ saved: SAVED, keys: [key] })
    expect(bodies(text)).toEqual(['a'])
  })

  test('at once: before the call returns', () => {
    const { put, keys, asked } = fakeStore()
    void put(parcelWith([logOf('a')]), true)
    expect(keys()).toHaveLength(1)
    expect(asked.map(short)).toEqual(['storage.setNow mm:x:0:p:log:1:1'])
  })

  test('again: under a new key; the older goes when the newer is there', async () => {
    const { store, put, stored, keys, asked } = fakeStore()
    const parcel = parcelWith([logOf('a')])
    await put(parcel)
    change(parcel, 'b')
    await put(parcel)
    await settle()
    expect(keys()).toEqual(['mm:x:0:p:log:2:2'])
    expect(bodies([...stored.values()][0])).toEqual(['a', 'b'])
    expect(parcel.keys).toEqual([...stored.keys()])
    expect(asked.map((call) => call.split(' ')[0])).toEqual(['storage.set', 'storage.set', 'storage.remove'])
    expect(store.dead).toEqual([])
  })

  test.each(['set', 'setNow'] as const)(
    'where %s fails it is to be written again, and what was stays',
    async (call) => {
      const { put, faults, keys, failures } = fakeStore()
      const parcel = parcelWith([logOf('a')])
      await put(parcel)
      change(parcel, 'b')
      faults.add(call)
      await put(parcel, call === 'setNow')
      expect(parcel.saved).toBe(UNSAVED)
      expect(keys()).toEqual(['mm:x:0:p:log:1:1'])
      // it may be there all the same, in part
      expect(parcel.keys.map(short)).toEqual(['mm:x:0:p:log:2:2', 'mm:x:0:p:log:1:1'])
      expect(failures).toHaveLength(1)
    },
  )

  test('what came while it was being written is not in storage', async () => {
    const { put } = fakeStore()
    const parcel = parcelWith([logOf('a')])
    const written = put(parcel)
    change(parcel, 'b')
    await written
    expect(parcel.saved).toBe(UNSAVED)
  })

  test('an older write that ends says nothing of a newer one', async () => {
    const { storage } = fakePlatform()
    const written: (() => void)[] = []
    const slow = { ...storage, set: () => new Promise<void>((resolve) => written.push(resolve)) }
    const store = createStore(slow, 'mm:x:', () => {})
    const parcel = parcelWith([logOf('a')])
    void store.put(parcel, () => true)
    void store.put(parcel, () => true)
    written[0]()
    await settle()
    expect(parcel.saved).toBe(SAVING)
    written[1]()
    await settle()
    expect(parcel.saved).toBe(SAVED)
    expect(parcel.keys.map(short)).toEqual(['mm:x:0:p:log:1:2'])
  })

  test('delivered while it was being written: what was written goes', async () => {
    const { put, keys } = fakeStore()
    const parcel = parcelWith([logOf('a')])
    const written = put(parcel)
    parcel.keys.splice(0)
    await written
    await settle()
    expect(keys()).toEqual([])
  })

  test('what is no JSON is not stored, and does no harm', async () => {
    const { put, failures } = fakeStore()
    const log = logOf('a')
    const parcel = parcelWith([log])
    log.attributes.itself = { map: log.attributes }
    await put(parcel)
    expect(parcel.saved).toBe(UNSAVED)
    expect(failures).toHaveLength(1)
  })
})

describe('how much is stored', () => {
  test('what was found, is written, and has gone', async () => {
    const { store, put, stored } = fakeStore()
    store.note('mm:x:found', 100)
    const parcel = parcelWith([logOf('a')])
    await put(parcel)
    const [[key, text]] = stored
    expect(store.size()).toBe(100 + key.length + text.length)
    store.bury(key)
    store.bury('mm:x:found')
    expect(store.size()).toBe(0)
  })

  test('what finds no room is not written, and what was stays', async () => {
    const { store, put, keys } = fakeStore()
    const parcel = parcelWith([logOf('a')])
    await put(parcel)
    change(parcel, 'b')
    const asked: number[] = []
    await store.put(parcel, (size) => asked.push(size) < 0)
    expect(asked).toHaveLength(1)
    expect(parcel.saved).toBe(UNSAVED)
    expect(keys()).toEqual(['mm:x:0:p:log:1:1'])
  })
})

describe('getting rid of a key', () => {
  test('not before what is under it has been read', async () => {
    const { store, stored } = fakeStore()
    stored.set('mm:x:1', 'a')
    let read!: () => void
    store.bury('mm:x:1', new Promise<void>((resolve) => (read = resolve)))
    await settle()
    expect([store.dead, stored.size]).toEqual([['mm:x:1'], 1])
    read()
    await settle()
    expect([store.dead, stored.size]).toEqual([[], 0])
  })

  test('it is dead until it is gone', async () => {
    const { store, stored, keys } = fakeStore()
    stored.set('mm:x:1', 'a')
    store.bury('mm:x:1')
    expect(store.dead).toEqual(['mm:x:1'])
    await settle()
    expect(store.dead).toEqual([])
    expect(keys()).toEqual([])
  })

  test('where that fails it stays dead, once, and may be tried again', async () => {
    const { store, stored, faults, failures } = fakeStore()
    stored.set('mm:x:1', 'a')
    faults.add('remove')
    store.bury('mm:x:1')
    store.bury('mm:x:1')
    await settle()
    expect(store.dead).toEqual(['mm:x:1'])
    expect(failures).toHaveLength(2)
    faults.delete('remove')
    store.dead.forEach((key) => store.bury(key))
    await settle()
    expect(store.dead).toEqual([])
    expect(stored.size).toBe(0)
  })
})
