import type { Tenancy } from '../tenancy.ts'
import { none, type Counts } from './account.ts'
import { SAVED, SAVING, UNSAVED, takeOut, type Parcel } from './parcel.ts'
import { keyOf, pack } from './shard.ts'

/** Where keys lie: the platform's storage, or what a tab may see of it. */
export type Shelf = Omit<Tenancy, 'leave' | 'hide' | 'show'>

/** Puts parcels under keys, and gets rid of keys. */
export interface Store {
  /** Keys of no use, not yet gone: a removal that failed is tried again, or a restart would send a repeat. */
  readonly dead: string[]
  /** Characters under all keys that are known and not dead. */
  size(): number
  /** A key that was found, and how much is under it. */
  note(key: string, size: number): void
  /**
   * Always under a new key: a kill in the middle leaves what was written before. `room`: makes it, if it can. `now`: before
   * this returns.
   */
  put(parcel: Parcel, room: (size: number) => boolean, now?: boolean): Promise<void>
  /** `read`: what is under it is still wanted, until then. */
  bury(key: string, read?: Promise<unknown>): void
}

export function createStore(storage: Shelf, prefix: string, failed: (error: unknown) => void): Store {
  const dead: string[] = []
  const sizes: Counts = none()
  let all = 0
  let version = 0

  function note(key: string, size: number): void {
    all += size - (sizes[key] || 0)
    sizes[key] = size
  }

  function bury(key: string, read?: Promise<unknown>): void {
    const remove = () => storage.remove(key)
    note(key, 0)
    delete sizes[key]
    if (dead.indexOf(key) < 0) dead.push(key)
    ;(read ? read.then(remove) : remove()).then(() => takeOut(dead, key), failed)
  }

  return {
    dead,
    size: () => all,
    note,
    bury,
    put(parcel, room, now) {
      const { keys } = parcel
      let key = ''
      parcel.saved = SAVING
      return new Promise<unknown>((resolve) => {
        const text = pack(parcel)
        const next = keyOf(prefix, parcel, ++version, text.length)
        if (!room(text.length + next.length)) return resolve(false)
        key = next
        keys.unshift(key)
        note(key, text.length + key.length)
        resolve(now ? storage.setNow(key, text) : storage.set(key, text).then(() => true))
      })
        .then((written) => written !== false, failed)
        .then((written) => {
          const i = keys.indexOf(key)
          // delivered, erased or outdone while it was being written
          if (key && i < 0) return bury(key)
          // not if more has come meanwhile
          if (i < 1 && parcel.saved === SAVING) parcel.saved = written ? SAVED : UNSAVED
          if (written) keys.splice(i + 1).forEach((each) => bury(each))
        })
    },
  }
}
