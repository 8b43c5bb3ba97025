import type { Batch, Exporter } from '../exporter.ts'
import type { Any } from '../internal/guard.ts'
import type { Resource } from '../resource.ts'
import { weigh, type Signal, type SignalKind } from '../signal.ts'

/** One exporter: one request at a time. */
export interface Lane {
  readonly exporter: Exporter
  busy?: Parcel
  failures: number
  /** Wall clock ms before which nothing is sent, and how long that was when it was decided. */
  notBefore: number
  delay: number
  /** How the last request ended. */
  last?: string
}

/**
 * Signals on their way: one that has just come in, a batch, or a shard whose signals only storage has. Its key in
 * storage is `{prefix}{time}:{id}:{kind}:{weight}:{owner}`, so that a shard can be dated, counted and claimed without
 * being read.
 */
export interface Parcel extends Batch {
  id: string
  resource: Resource
  /** None while only storage has them. */
  signals: Signal[]
  /** Of the first exporter that accepts its first signal. */
  lane?: Lane
  /** What is dropped last comes first: errors 0, spans, metrics, other logs 3. */
  rank: number
  /** Of its first signal. */
  kind: SignalKind
  /** Signals, metrics by their points. */
  weight: number
  /** Estimated. */
  bytes: number
  /** When its oldest signal was taken in, ms of the wall clock. */
  at: number
  /** How often it was sent, and how often the receiver choked on it. */
  tries: number
  choked: number
  /** Under which all of it is in storage, or being written; none: it has to be written. */
  key?: string
  /** That has been written. */
  written?: boolean
  /** Every key under which storage may have some of it, the fullest first. */
  keys: string[]
  /** Under way when consent was withdrawn: not to be tried or stored again. */
  doomed?: boolean
}

export function createParcel(
  lane: Lane | undefined,
  resource: Resource,
  signals: Signal[],
  at: number,
  bytes: number,
  id: string,
  keys: string[] = [],
): Parcel {
  const first = signals[0]
  return {
    id,
    resource,
    signals,
    lane,
    rank: first.kind === 'metric' ? 2 : first.kind !== 'log' ? 1 : first.severity >= 17 ? 0 : 3,
    kind: first.kind,
    weight: weightOf(signals),
    bytes,
    at,
    tries: 0,
    choked: 0,
    keys,
  }
}

export function weightOf(signals: Signal[]): number {
  return signals.reduce((sum, signal) => sum + weigh(signal), 0)
}

export function bytesOf(parcels: Parcel[]): number {
  return parcels.reduce((sum, parcel) => sum + parcel.bytes, 0)
}

/** Bytes that it takes in memory and in storage, roughly: the length of its JSON. */
export function sizeOf(value: Any): number {
  if (typeof value === 'string') return value.length + 2
  let sum = 6
  for (const key in value) sum += key.length + sizeOf(value[key])
  return sum
}

/** Whether it was there. */
export function takeOut<T>(list: T[], item: T): boolean {
  const i = list.indexOf(item)
  return i >= 0 && list.splice(i, 1).length > 0
}

/** Under way at the moment. */
export function isBusy(parcel: Parcel): boolean {
  return !!parcel.lane && parcel.lane.busy === parcel
}

/** Counts by kind; of a shard that has not been read only the first kind is known. */
export function tally(parcel: Parcel, fn: (kind: SignalKind, n: number) => void): void {
  if (parcel.signals.length) parcel.signals.forEach((signal) => fn(signal.kind, weigh(signal)))
  else fn(parcel.kind, parcel.weight)
}

/** `mm:` and the service's fingerprint: keeps the shards of two services on one origin apart. */
export function prefixOf(service: string): string {
  // FNV-1a: service names may have any characters, keys had better not
  let hash = 0x811c9dc5
  for (let i = 0; i < service.length; i++) hash = Math.imul(hash ^ service.charCodeAt(i), 0x01000193)
  return 'mm:' + (hash >>> 0).toString(36) + ':'
}

export function keyOf(prefix: string, { at, id, kind, weight }: Parcel, owner: string): string {
  return prefix + [Math.floor(at).toString(36), id, kind, weight, owner].join(':')
}

export function ownerOf(key: string): string {
  return key.slice(key.lastIndexOf(':') + 1)
}

/** A shard, before it is read. */
export function readKey(key: string, prefix: string): Parcel {
  const [at, id, kind, n] = key.slice(prefix.length).split(':')
  const weight = Number(n) || 1
  return {
    id,
    at: parseInt(at, 36) || 0,
    kind: kind || 'log',
    weight,
    // its size is not known before it is read: on the large side
    bytes: 600 * weight,
    signals: [],
    key,
    keys: [key],
    written: true,
  } as unknown as Parcel
}

/**
 * The shards behind these keys. Of those with one id the larger holds the smaller, and a half's id begins with that of
 * the whole: what is held by another is among that one's keys.
 */
export function shardsOf(keys: string[], prefix: string): Parcel[] {
  const byId = new Map<string, Parcel>()
  const shards = keys.map((key) => readKey(key, prefix)).sort((a, b) => b.weight - a.weight || b.at - a.at)
  return shards.filter((shard) => {
    const { id } = shard
    let larger: Parcel | undefined
    for (let n = 1; n <= id.length && !larger; n++) larger = byId.get(id.slice(0, n))
    if (larger) larger.keys.push(shard.key!)
    else byId.set(id, shard)
    return !larger
  })
}
