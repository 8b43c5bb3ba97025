import { hash } from '../internal/hash.ts'
import { stringify } from '../internal/own.ts'
import type { Resource } from '../resource.ts'
import type { Signal, SignalKind } from '../signal.ts'
import { SAVED, SHARD, parcelOf, type Parcel } from './parcel.ts'

/** Of what a shard holds; a reader leaves newer ones alone until they expire. */
const FORMAT = 1
/** Of a signal that has not been read, to be on the safe side. */
const BYTES_UNREAD = 600
/** Behind all that is known. */
const RANK_UNREAD = 4

/** A parcel as storage has it: `{prefix}{time}:{id}:{kind}:{weight}:{version}`, dated and counted without being read. */
export interface Shard extends Parcel {
  /** Of one id, the higher is the newer. */
  version: number
}

/** What is under the key. */
export interface Content {
  resource: Resource
  signals: Signal[]
}

/** Keeps the shards of two services on one origin apart; a name may have any characters, keys had better not. */
export function prefixOf(service: string): string {
  return 'mm:' + (hash(service) >>> 0).toString(36) + ':'
}

export function keyOf(prefix: string, parcel: Parcel, version: number): string {
  const at = Math.floor(parcel.at).toString(36)
  return prefix + [at, parcel.id, parcel.kind, parcel.weight, version].join(':')
}

/** What the key tells; `resource` until the rest is read. */
export function shardOf(key: string, resource: Resource): Shard {
  const [, , at, id, kind, n, version] = key.split(':')
  const weight = +n || 1
  // a kind that is none finds no exporter
  return Object.assign(parcelOf(id, (kind || 'log') as SignalKind, resource, parseInt(at, 36) || 0), {
    state: SHARD,
    saved: SAVED,
    keys: [key],
    rank: RANK_UNREAD,
    weight,
    bytes: BYTES_UNREAD * weight,
    version: +version || 0,
  })
}

export function pack(parcel: Parcel): string {
  return stringify({ v: FORMAT, id: parcel.id, resource: parcel.resource, signals: parcel.signals })
}

/** Undefined if there is nothing that we know. */
export function unpack(text: string | undefined): Content | 'newer' | undefined {
  let content: unknown
  try {
    content = JSON.parse(text!)
  } catch (_) {
    // half-written, not ours, or gone, since the user has cleared the storage: docs/platforms/wechat.md#storage
  }
  const { v, resource, signals }: { v?: number; resource?: unknown; signals?: unknown } = Object(content)
  if (v! > FORMAT) return 'newer'
  if (v !== FORMAT || !isResource(resource) || !Array.isArray(signals)) return undefined
  return { resource, signals: signals.filter((each) => Object(each).kind) }
}

function isResource(thing: unknown): thing is Resource {
  return !!Object(thing).service
}
