import type { Clock } from '../internal/clock.ts'
import type { Diag } from '../internal/diag.ts'
import type { Storage } from '../platform.ts'
import type { Resource } from '../resource.ts'
import { weigh, type DropReason, type Signal, type SignalKind } from '../signal.ts'
import type { Parcel } from './parcel.ts'

/** Of what a shard holds; a reader takes older ones too, and leaves newer ones alone until they expire. */
const FORMAT = 1
/** All shards together; the oldest goes first. */
const MAX_BYTES = 1 << 20

/** A shard by its key: `mm:{service}:{time}:{id}:{kind}:{weight}`, so that it can be counted without being read. */
interface Shard {
  key: string
  at: number
  kind: SignalKind
  weight: number
  bytes: number
  written?: boolean
}

export interface Store {
  /** Written at once; throws when it can't be. */
  putNow(parcel: Parcel): void
  /** Resolves when written, also when it could not be. */
  put(parcel: Parcel): Promise<void>
  remove(parcel: Parcel): void
  /** Leaves it to storage alone, to be read back later; false if it is not stored. */
  setAside(parcel: Parcel): boolean
  /** Finds the shards of earlier runs; the expired ones are dropped and counted. */
  open(): Promise<void>
  /** The oldest of an earlier run, or undefined when there is none left. */
  next(): Promise<Parcel | undefined>
  /** Signals of earlier runs that have not been read yet. */
  stored(): number
  erase(): Promise<void>
}

interface Options {
  storage: Storage
  service: string
  clock: Clock
  diag: Diag
  /** ms after which a shard is dropped. */
  maxAge: number
  drop(kind: SignalKind, reason: DropReason, n: number): void
}

export function createStore({ storage, service, clock, diag, maxAge, drop }: Options): Store {
  const prefix = 'mm:' + fingerprint(service) + ':'
  let earlier: Shard[] = []
  let mine: Shard[] = []

  const failed = (error: unknown) => diag.error('storage', error)
  const forget = (shard: Shard) => {
    mine = mine.filter((s) => s !== shard)
    storage.remove(shard.key).then(undefined, failed)
  }

  function prepare(parcel: Parcel): { shard: Shard; value: string } {
    const { batch, at } = parcel
    const weight = batch.signals.reduce((sum, signal) => sum + weigh(signal), 0)
    const kind = batch.signals[0].kind
    const key = prefix + [at.toString(36), batch.id, kind, weight].join(':')
    const value = JSON.stringify({
      v: FORMAT,
      id: batch.id,
      resource: batch.resource,
      signals: batch.signals,
    })
    makeRoom(value.length)
    const shard = { key, at, kind, weight, bytes: value.length }
    mine.push(shard)
    parcel.key = key
    return { shard, value }
  }

  function makeRoom(bytes: number): void {
    let total = bytes
    earlier.concat(mine).forEach((shard) => (total += shard.bytes))
    while (total > MAX_BYTES && earlier.length) {
      const shard = earlier.shift()!
      total -= shard.bytes
      drop(shard.kind, 'storage_full', shard.weight)
      forget(shard)
    }
  }

  function parse(shard: Shard, text: string | undefined): Parcel | undefined {
    let content: { v?: unknown; id?: unknown; resource?: unknown; signals?: unknown } | undefined
    try {
      content = JSON.parse(text!)
    } catch (_) {
      // half-written, or not ours
    }
    if (!content || content.v !== FORMAT || !Array.isArray(content.signals) || !content.resource) {
      drop(shard.kind, 'storage_corrupt', shard.weight)
      forget(shard)
      return undefined
    }
    const batch = {
      id: String(content.id),
      resource: content.resource as Resource,
      signals: content.signals as Signal[],
    }
    return { batch, bytes: text!.length, at: shard.at, tries: 0, choked: 0, key: shard.key }
  }

  return {
    putNow(parcel) {
      const { shard, value } = prepare(parcel)
      try {
        storage.setNow(shard.key, value)
        shard.written = true
      } catch (error) {
        parcel.key = undefined
        mine = mine.filter((s) => s !== shard)
        throw error
      }
    },
    put(parcel) {
      const { shard, value } = prepare(parcel)
      return storage.set(shard.key, value).then(
        () => {
          shard.written = true
          // delivered while it was being written
          if (mine.indexOf(shard) < 0) forget(shard)
        },
        (error) => {
          if (parcel.key === shard.key) parcel.key = undefined
          mine = mine.filter((s) => s !== shard)
          failed(error)
        },
      )
    },
    remove(parcel) {
      const shard = parcel.key && mine.filter((s) => s.key === parcel.key)[0]
      parcel.key = undefined
      if (shard) forget(shard)
    },
    setAside(parcel) {
      const shard = mine.filter((s) => s.key === parcel.key && s.written)[0]
      if (!shard) return false
      mine = mine.filter((s) => s !== shard)
      earlier.push(shard)
      return true
    },
    open() {
      return storage.keys(prefix).then((keys) => {
        const now = clock.now()
        const known = mine.map((shard) => shard.key)
        earlier = keys
          .filter((key) => known.indexOf(key) < 0)
          .map((key) => readKey(key, prefix))
          .filter((shard) => {
            if (now - shard.at <= maxAge) return true
            drop(shard.kind, 'expired', shard.weight)
            forget(shard)
            return false
          })
          .sort((a, b) => a.at - b.at)
      }, failed)
    },
    next(): Promise<Parcel | undefined> {
      const shard = earlier.shift()
      if (!shard) return Promise.resolve(undefined)
      return storage.get(shard.key).then(
        (text) => {
          mine.push(shard)
          return parse(shard, text) || this.next()
        },
        (error) => {
          // still there: the next start tries it again
          failed(error)
          return this.next()
        },
      )
    },
    stored: () => earlier.reduce((sum, shard) => sum + shard.weight, 0),
    erase() {
      const keys = earlier.concat(mine).map((shard) => shard.key)
      earlier.forEach((shard) => drop(shard.kind, 'consent_denied', shard.weight))
      earlier = []
      mine = []
      return Promise.all(keys.map((key) => storage.remove(key).then(undefined, failed))).then(() => {})
    },
  }
}

function readKey(key: string, prefix: string): Shard {
  const [at, , kind, weight] = key.slice(prefix.length).split(':')
  return {
    key,
    at: parseInt(at, 36) || 0,
    kind: (kind || 'log') as SignalKind,
    weight: Number(weight) || 1,
    written: true,
    // not known before it is read: what a signal takes, on the large side
    bytes: 1000 * (Number(weight) || 1),
  }
}

/** FNV-1a: keeps the shards of two services on one origin apart, whatever characters their names have. */
function fingerprint(text: string): string {
  let hash = 0x811c9dc5
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
  return (hash >>> 0).toString(36)
}
