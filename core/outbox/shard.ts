import { weigh, type SignalKind } from '../signal.ts'
import type { Parcel } from './parcel.ts'

/**
 * A parcel in storage. Its key is `{prefix}{time}:{id}:{kind}:{weight}:{owner}`, so that a shard can be dated, counted
 * and claimed without being read.
 */
export interface Shard {
  key: string
  /** When its oldest signal was taken in, ms of the wall clock. */
  at: number
  /** Of its batch; of two with the same one, the larger holds the smaller. */
  id: string
  kind: SignalKind
  weight: number
  /** Which run of the app wrote it. */
  owner: string
  bytes: number
  written?: boolean
  /** What it was to replace, still there since a kill came in between. */
  older?: Shard[]
}

/** The largest of each id, in the order of their time. */
export function newest(shards: Shard[]): Shard[] {
  const byId = new Map<string, Shard>()
  shards
    .sort((a, b) => b.weight - a.weight)
    .forEach((shard) => {
      const larger = byId.get(shard.id)
      if (larger) larger.older = (larger.older || []).concat(shard)
      else byId.set(shard.id, shard)
    })
  return shards.filter((shard) => byId.get(shard.id) === shard).sort((a, b) => a.at - b.at)
}

/** `mm:` and the service's fingerprint: keeps the shards of two services on one origin apart. */
export function prefixOf(service: string): string {
  // FNV-1a: service names may have any characters, keys had better not
  let hash = 0x811c9dc5
  for (let i = 0; i < service.length; i++) hash = Math.imul(hash ^ service.charCodeAt(i), 0x01000193)
  return 'mm:' + (hash >>> 0).toString(36) + ':'
}

export function createShard(prefix: string, { batch, at }: Parcel, owner: string, bytes: number): Shard {
  const weight = batch.signals.reduce((sum, signal) => sum + weigh(signal), 0)
  const kind = batch.signals[0].kind
  const key = prefix + [Math.floor(at).toString(36), batch.id, kind, weight, owner].join(':')
  return { key, at, id: batch.id, kind, weight, owner, bytes }
}

export function readKey(key: string, prefix: string): Shard {
  const [at, id, kind, weight, owner] = key.slice(prefix.length).split(':')
  const n = Number(weight) || 1
  // its size is not known before it is read: on the large side
  return {
    key,
    at: parseInt(at, 36) || 0,
    id,
    kind: (kind || 'log') as SignalKind,
    weight: n,
    owner: owner || '',
    bytes: 600 * n,
    written: true,
  }
}

/** A clock that was set back makes a shard come from the future; that is no reason to lose it. */
export function isExpired({ at }: { at: number }, now: number, maxAge: number): boolean {
  return now - at > maxAge
}
