import type { Clock } from '../internal/clock.ts'
import type { Diag } from '../internal/diag.ts'
import type { Storage } from '../platform.ts'
import type { Resource } from '../resource.ts'
import { weigh, type DropReason, type Signal, type SignalKind } from '../signal.ts'
import type { Counts } from './account.ts'
import type { Parcel } from './parcel.ts'
import { createShard, isExpired, newest, readKey, type Shard } from './shard.ts'
import type { Tenancy } from '../tenancy.ts'

/** Of what a shard holds; a reader leaves newer ones alone until they expire. */
const FORMAT = 1
/** All shards together; the oldest goes first. */
const MAX_BYTES = 1 << 20

export interface Store {
  /** Written at once; throws when it can't be. */
  putNow(parcel: Parcel): void
  /** Resolves when written, also when it could not be. */
  put(parcel: Parcel): Promise<void>
  remove(parcel: Parcel): void
  /** Tries again to remove what could not be removed. */
  sweep(): void
  /** Leaves it to storage alone, to be read back later; false if it is not stored. */
  setAside(parcel: Parcel): boolean
  /** Finds the shards that nobody else is at; the expired ones are dropped and counted. */
  open(): Promise<void>
  /** The oldest that was found, or undefined when there is none left. */
  next(): Promise<Parcel | undefined>
  hasMore(): boolean
  /** Signals that were found, or set aside, and have not been read. */
  stored(): Counts
  /** Consent was withdrawn: nothing of this service stays. */
  erase(): Promise<void>
}

interface Options {
  storage: Storage
  /** What every key begins with; carries the service. */
  prefix: string
  tenancy: Tenancy
  clock: Clock
  diag: Diag
  /** ms after which a shard is dropped. */
  maxAge: number
  drop(kind: SignalKind, reason: DropReason, n: number): void
  /** Signals of an earlier run have come to light; a negative number: somebody else has taken them. */
  restored(kind: SignalKind, n: number): void
}

export function createStore(options: Options): Store {
  const { storage, prefix, tenancy, clock, diag, maxAge, drop, restored } = options
  /** Of others, or set aside. */
  let found: Shard[] = []
  /** Of parcels in memory. */
  let mine: Shard[] = []
  /** Delivered, but not yet gone: a removal that failed is tried again, or a restart would send a repeat. */
  let dead: string[] = []
  /** Keys of shards whose signals are in the account. */
  let counted: string[] = []

  const failed = (error: unknown) => diag.error('storage', error)
  const without = (list: Shard[], shard: Shard) => list.filter((s) => s !== shard)

  function bury(key: string): void {
    counted = counted.filter((k) => k !== key)
    if (dead.indexOf(key) < 0) dead.push(key)
    sweep()
  }

  function discard(shard: Shard): void {
    ;(shard.older || []).concat(shard).forEach((s) => bury(s.key))
  }

  /** Another tab has it, or the user has cleared the storage. */
  function vanished(shard: Shard): void {
    if (tenancy.shared) restored(shard.kind, -shard.weight)
    else drop(shard.kind, 'storage_corrupt', shard.weight)
  }

  function sweep(): void {
    dead.forEach((gone) => {
      storage.remove(gone).then(() => {
        dead = dead.filter((k) => k !== gone)
      }, failed)
    })
  }

  function prepare(parcel: Parcel): { shard: Shard; value: string } {
    const { batch } = parcel
    const value = JSON.stringify({
      v: FORMAT,
      id: batch.id,
      resource: batch.resource,
      signals: batch.signals,
    })
    const shard = createShard(prefix, parcel, tenancy.owner, value.length)
    makeRoom(value.length)
    mine.push(shard)
    counted.push(shard.key)
    parcel.key = shard.key
    return { shard, value }
  }

  function makeRoom(bytes: number): void {
    let total = found.concat(mine).reduce((sum, shard) => sum + shard.bytes, bytes)
    while (total > MAX_BYTES && found.length) {
      const shard = found.shift()!
      total -= shard.bytes
      drop(shard.kind, 'storage_full', shard.weight)
      discard(shard)
    }
  }

  /** What a newer shard, or a delivery, has made superfluous. */
  function retire(keys: string[] | undefined): void {
    if (!keys) return
    mine = mine.filter((shard) => keys.indexOf(shard.key) < 0)
    keys.forEach(bury)
  }

  function written(parcel: Parcel, shard: Shard): void {
    shard.written = true
    retire(parcel.replaces)
    parcel.replaces = undefined
    // delivered, or erased, while it was being written
    if (mine.indexOf(shard) < 0 && found.indexOf(shard) < 0) bury(shard.key)
  }

  function notWritten(parcel: Parcel, shard: Shard): void {
    if (parcel.key === shard.key) parcel.key = undefined
    mine = without(mine, shard)
  }

  /** What a shard holds, or undefined: then it is counted, unless a newer version has to read it. */
  function parse(shard: Shard, text: string): Parcel | undefined {
    let content: { v?: unknown; id?: unknown; resource?: Resource; signals?: unknown } = {}
    try {
      content = JSON.parse(text) || {}
    } catch (_) {
      // half-written, or not ours
    }
    if (typeof content.v === 'number' && content.v > FORMAT) {
      restored(shard.kind, -shard.weight)
      return undefined
    }
    const { resource, signals: list } = content
    const valid =
      content.v === FORMAT && Array.isArray(list) && resource && typeof resource.service === 'string'
    const older = shard.older && shard.older.shift()
    if (!valid && older) {
      // killed while it was being written: what it was to replace is whole
      older.older = shard.older
      found.unshift(older)
      restored(shard.kind, older.weight - shard.weight)
      bury(shard.key)
      return undefined
    }
    if (older) discard(Object.assign({}, older, { older: shard.older }))
    const signals = valid
      ? (list as Signal[]).filter((signal) => signal && typeof signal.kind === 'string')
      : []
    const weight = signals.reduce((sum, signal) => sum + weigh(signal), 0)
    if (weight < shard.weight) drop(shard.kind, 'storage_corrupt', shard.weight - weight)
    if (!signals.length) {
      bury(shard.key)
      return undefined
    }
    mine.push(shard)
    const batch = { id: String(content.id), resource: resource!, signals }
    return { batch, bytes: text.length, at: shard.at, tries: 0, choked: 0, key: shard.key }
  }

  const store: Store = {
    sweep,
    putNow(parcel) {
      const { shard, value } = prepare(parcel)
      try {
        storage.setNow(shard.key, value)
        written(parcel, shard)
      } catch (error) {
        notWritten(parcel, shard)
        throw error
      }
    },
    put(parcel) {
      const { shard, value } = prepare(parcel)
      return storage.set(shard.key, value).then(
        () => written(parcel, shard),
        (error) => {
          notWritten(parcel, shard)
          failed(error)
        },
      )
    },
    remove(parcel) {
      retire((parcel.replaces || []).concat(parcel.key || []))
      parcel.key = parcel.replaces = undefined
    },
    setAside(parcel) {
      const shard = mine.filter((s) => s.key === parcel.key && s.written)[0]
      if (!shard) return false
      mine = without(mine, shard)
      found.push(shard)
      return true
    },
    open() {
      return tenancy
        .enter()
        .then(() => storage.keys(prefix))
        .then((keys) => {
          const now = clock.now()
          const known = mine.map((shard) => shard.key).concat(dead)
          const shards = keys
            .filter((key) => known.indexOf(key) < 0 && !tenancy.isLease(key))
            .map((key) => readKey(key, prefix))
            .filter((shard) => tenancy.mayTake(shard.owner))
          found.filter((shard) => keys.indexOf(shard.key) < 0).forEach(vanished)
          found = newest(shards).filter((shard) => {
            if (counted.indexOf(shard.key) < 0) {
              counted.push(shard.key)
              restored(shard.kind, shard.weight)
            }
            if (!isExpired(shard, now, maxAge)) return true
            drop(shard.kind, 'expired', shard.weight)
            discard(shard)
            return false
          })
        })
        .then(undefined, failed)
    },
    next() {
      const shard = found.shift()
      if (!shard) return Promise.resolve(undefined)
      const key = shard.key
      return tenancy.take(shard).then(
        (text) => {
          if (text === undefined) vanished(shard)
          if (shard.key !== key) counted.push(shard.key)
          return (text !== undefined && parse(shard, text)) || store.next()
        },
        (error) => {
          // still there: the next start tries it again
          failed(error)
          restored(shard.kind, -shard.weight)
          counted = counted.filter((k) => k !== key)
          return store.next()
        },
      )
    },
    hasMore: () => found.length > 0,
    stored() {
      const counts: Counts = {}
      found.forEach(({ kind, weight }) => (counts[kind] = (counts[kind] || 0) + weight))
      return counts
    },
    erase() {
      found.forEach((shard) => drop(shard.kind, 'consent_denied', shard.weight))
      found = []
      mine = []
      const known = counted
      return storage.keys(prefix).then((keys) => {
        const shards = keys.filter((key) => !tenancy.isLease(key)).map((key) => readKey(key, prefix))
        newest(shards).forEach((shard) => {
          if (known.indexOf(shard.key) >= 0) return
          restored(shard.kind, shard.weight)
          drop(shard.kind, 'consent_denied', shard.weight)
        })
        keys.forEach(bury)
      }, failed)
    },
  }
  return store
}
