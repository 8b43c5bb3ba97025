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
  return { store, stored, faults, asked, failures, keys: () => [...stored.keys()] }
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
    const { store, stored } = fakeStore()
    const parcel = parcelWith([logOf('a')], { id: 'c0ffee' })
    const put = store.put(parcel)
    expect(parcel.saved).toBe(SAVING)
    await put
    expect(parcel).toMatchObject({ saved: SAVED, keys: ['mm:x:0:c0ffee:log:1:1'] })
    expect(bodies(stored.get('mm:x:0:c0ffee:log:1:1'))).toEqual(['a'])
  })

  test('at once: before the call returns', () => {
    const { store, keys, asked } = fakeStore()
    void store.put(parcelWith([logOf('a')]), true)
    expect(keys()).toHaveLength(1)
    expect(asked).toEqual(['storage.setNow mm:x:0:p:log:1:1'])
  })

  test('again: under a new key; the older goes when the newer is there', async () => {
    const { store, stored, keys, asked } = fakeStore()
    const parcel = parcelWith([logOf('a')])
    await store.put(parcel)
    change(parcel, 'b')
    await store.put(parcel)
    await settle()
    expect(keys()).toEqual(['mm:x:0:p:log:2:2'])
    expect(bodies(stored.get('mm:x:0:p:log:2:2'))).toEqual(['a', 'b'])
    expect(parcel.keys).toEqual(keys())
    expect(asked.map((call) => call.split(' ')[0])).toEqual(['storage.set', 'storage.set', 'storage.remove'])
    expect(store.dead).toEqual([])
  })

  test.each(['set', 'setNow'] as const)(
    'where %s fails it is to be written again, and what was stays',
    async (call) => {
      const { store, faults, keys, failures } = fakeStore()
      const parcel = parcelWith([logOf('a')])
      await store.put(parcel)
      change(parcel, 'b')
      faults.add(call)
      await store.put(parcel, call === 'setNow')
      expect(parcel.saved).toBe(UNSAVED)
      expect(keys()).toEqual(['mm:x:0:p:log:1:1'])
      // it may be there all the same, in part
      expect(parcel.keys).toEqual(['mm:x:0:p:log:2:2', 'mm:x:0:p:log:1:1'])
      expect(failures).toHaveLength(1)
    },
  )

  test('what came while it was being written is not in storage', async () => {
    const { store } = fakeStore()
    const parcel = parcelWith([logOf('a')])
    const put = store.put(parcel)
    change(parcel, 'b')
    await put
    expect(parcel.saved).toBe(UNSAVED)
  })

  test('an older write that ends says nothing of a newer one', async () => {
    const { storage } = fakePlatform()
    const written: (() => void)[] = []
    const slow = { ...storage, set: () => new Promise<void>((resolve) => written.push(resolve)) }
    const store = createStore(slow, 'mm:x:', () => {})
    const parcel = parcelWith([logOf('a')])
    void store.put(parcel)
    void store.put(parcel)
    written[0]()
    await settle()
    expect(parcel.saved).toBe(SAVING)
    written[1]()
    await settle()
    expect(parcel).toMatchObject({ saved: SAVED, keys: ['mm:x:0:p:log:1:2'] })
  })

  test('delivered while it was being written: what was written goes', async () => {
    const { store, keys } = fakeStore()
    const parcel = parcelWith([logOf('a')])
    const put = store.put(parcel)
    parcel.keys.splice(0)
    await put
    await settle()
    expect(keys()).toEqual([])
  })

  test('what is no JSON is not stored, and does no harm', async () => {
    const { store, failures } = fakeStore()
    const log = logOf('a')
    const parcel = parcelWith([log])
    log.attributes.itself = { map: log.attributes }
    await store.put(parcel)
    expect(parcel.saved).toBe(UNSAVED)
    expect(failures).toHaveLength(1)
  })
})

describe('getting rid of a key', () => {
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
    store.dead.forEach(store.bury)
    await settle()
    expect(store.dead).toEqual([])
    expect(stored.size).toBe(0)
  })
})
