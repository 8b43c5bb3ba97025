import type { Tenancy } from '../tenancy.ts'
import { SAVED, SAVING, UNSAVED, takeOut, type Parcel } from './parcel.ts'
import { keyOf, pack } from './shard.ts'

/** Where keys lie: the platform's storage, or what a tab may see of it. */
export type Shelf = Omit<Tenancy, 'leave' | 'hide' | 'show'>

/** Puts parcels under keys, and gets rid of keys. */
export interface Store {
  /** Keys of no use, not yet gone: a removal that failed is tried again, or a restart would send a repeat. */
  readonly dead: string[]
  /** Always under a new key: a kill in the middle leaves what was written before. `now`: before this returns. */
  put(parcel: Parcel, now?: boolean): Promise<void>
  bury(key: string): void
}

export function createStore(storage: Shelf, prefix: string, failed: (error: unknown) => void): Store {
  const dead: string[] = []
  let version = 0

  function bury(key: string): void {
    if (dead.indexOf(key) < 0) dead.push(key)
    storage.remove(key).then(() => takeOut(dead, key), failed)
  }

  return {
    dead,
    bury,
    put(parcel, now) {
      const { keys } = parcel
      const key = keyOf(prefix, parcel, ++version)
      parcel.saved = SAVING
      keys.unshift(key)
      return new Promise<void>((resolve) => {
        const text = pack(parcel)
        resolve(now ? storage.setNow(key, text) : storage.set(key, text))
      })
        .then(() => true, failed)
        .then((written) => {
          const i = keys.indexOf(key)
          // delivered, erased or outdone while it was being written
          if (i < 0) return bury(key)
          // not if more has come meanwhile
          if (!i && parcel.saved === SAVING) parcel.saved = written ? SAVED : UNSAVED
          if (written) keys.splice(i + 1).forEach(bury)
        })
    },
  }
}
