import { hash } from '../internal/hash.ts'
import { stringify } from '../internal/own.ts'
import type { Resource } from '../resource.ts'
import type { Signal, SignalKind } from '../signal.ts'
import { SAVED, SHARD, parcelOf, type Parcel } from './parcel.ts'
import { isAttributes, isSound } from './sound.ts'

/** What every key of the kit's begins with, of whichever service. */
export const ROOT = 'mm:'
/** Of what a shard holds; a reader leaves newer ones alone until they expire. */
const FORMAT = 1
/** Of a signal that has not been read, to be on the safe side, where the key does not say; and of all of them. */
const BYTES_UNREAD = 600
const MOST_UNREAD = 150000
/** Behind all that is known. */
const RANK_UNREAD = 4

/** `{prefix}{time}:{id}:{kind}:{weight}:{version}:{size}`; the tab that owns it behind `~`: platforms/web/tabs.ts */
const KEY = /^mm:\w+:([\da-z]{1,9}):(\w+):([a-z]+):([1-9]\d{0,4}):(\d{1,9})(?::([\da-z]{1,4}))?(?:~|$)/i
/** What else lies there: sessions, and the leases of tabs. */
const OTHER = /^mm:(session$|\w+:~)/

/** A parcel as storage has it, dated, counted and weighed without being read. */
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
  return ROOT + (hash(service) >>> 0).toString(36) + ':'
}

/** `size`: characters of what is under it. */
export function keyOf(
  prefix: string,
  { at, id, kind, weight }: Parcel,
  version: number,
  size: number,
): string {
  return prefix + [Math.floor(at).toString(36), id, kind, weight, version, size.toString(36)].join(':')
}

/** Whether it is a key of the kit's, and none of a shard. */
export function isOther(key: string): boolean {
  return OTHER.test(key)
}

/** What the key tells; `resource` until the rest is read. Undefined if the kit writes none like it: anybody may. */
export function shardOf(key: string, resource: Resource): Shard | undefined {
  const [found, at, id, kind, n, version, size] = KEY.exec(key) || []
  if (!found) return undefined
  const weight = +n!
  return Object.assign(parcelOf(id!, kind as SignalKind, resource, parseInt(at!, 36)), {
    state: SHARD,
    saved: SAVED,
    keys: [key],
    rank: RANK_UNREAD,
    weight,
    bytes: size ? parseInt(size, 36) : Math.min(BYTES_UNREAD * weight, MOST_UNREAD),
    version: +version!,
  })
}

export function pack(parcel: Parcel): string {
  return stringify({ v: FORMAT, id: parcel.id, resource: parcel.resource, signals: parcel.signals })
}

/** Undefined if there is nothing that the kit could have written under that key for signals of the kind. */
export function unpack(
  text: string | undefined,
  key: string,
  kind: SignalKind,
): Content | 'newer' | undefined {
  try {
    const { v, resource, signals } = Object(JSON.parse(text!))
    if (v > FORMAT) return 'newer'
    const { service, instance = '', attributes } = Object(resource)
    const isOurs = typeof service === 'string' && !key.lastIndexOf(prefixOf(service), 0)
    if (v === FORMAT && isOurs && typeof instance === 'string' && isAttributes(attributes))
      return { resource, signals: signals.filter((each: unknown) => isSound(each, kind)) }
  } catch (_) {
    // half-written, not ours, or gone, since the user has cleared the storage: docs/platforms/wechat.md#storage
  }
  return undefined
}
