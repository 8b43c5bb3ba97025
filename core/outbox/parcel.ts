import type { Batch, Exporter } from '../exporter.ts'
import type { Any } from '../internal/guard.ts'
import type { Resource } from '../resource.ts'
import { weigh, type Signal, type SignalKind } from '../signal.ts'

/** One exporter: one request at a time. */
export interface Lane {
  readonly exporter: Exporter
  busy?: Parcel
  failures: number
  /** Nothing is sent for so many ms from that moment on, ms of the wall clock. */
  delay: number
  from: number
  /** How the last request ended. */
  last?: string
}

/**
 * Signals of one kind and importance on their way: a batch that more may join, one that is sent as it is, or a shard
 * whose signals only storage has. Its key in storage is `{prefix}{time}:{id}:{kind}:{weight}:{version}`, so that a
 * shard can be dated and counted without being read.
 */
export interface Parcel extends Batch {
  id: string
  resource: Resource
  /** None while only storage has them. */
  signals: Signal[]
  /** Of the first exporter that accepts its signals. */
  lane?: Lane
  /** What is sent first and dropped last comes first: errors 0, spans, metrics, other logs 3. */
  rank: number
  kind: SignalKind
  /** Signals, metrics by their points. */
  weight: number
  /** Estimated. */
  bytes: number
  /** When its oldest signal was taken in, ms of the wall clock. */
  at: number
  /** To be sent as soon as may be; else it waits for company. */
  due?: boolean
  /** Has been sent or read: no more signals join it. */
  closed?: boolean
  /** How often the receiver choked on it. */
  choked: number
  /** True: all of it is in storage; false: it is being written; else it has to be. */
  saved?: boolean
  /** Every key under which storage may have some of it, the newest first. */
  keys: string[]
  /** Under way when consent was withdrawn: not to be tried or stored again. */
  doomed?: boolean
}

type Known = Pick<Parcel, 'id' | 'kind' | 'weight' | 'at'> & Partial<Parcel>

export function parcelOf(known: Known): Parcel {
  return Object.assign({ signals: [], rank: 2, bytes: 0, choked: 0, keys: [] }, known as Parcel)
}

export function rankOf(signal: Signal): number {
  if (signal.kind === 'log') return signal.severity >= 17 ? 0 : 3
  return signal.kind === 'metric' ? 2 : 1
}

export function weightOf(signals: Signal[]): number {
  return signals.reduce((sum, signal) => sum + weigh(signal), 0)
}

/** Bytes that it takes in memory and in storage, roughly: the length of its JSON. */
export function sizeOf(value: Any): number {
  if (typeof value === 'string') return value.length + 2
  let sum = 6
  if (typeof value === 'object') for (const key in value) sum += key.length + sizeOf(value[key])
  return sum
}

/** Of a list of its own: the first of those that are sent first (`sign` 1), or dropped first (-1). */
export function foremost(parcels: Parcel[], sign: 1 | -1): Parcel | undefined {
  return parcels.sort((a, b) => (a.rank - b.rank) * sign || a.at - b.at)[0]
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

/** Only storage has its signals. */
export function isShard(parcel: Parcel): boolean {
  return !parcel.signals.length
}

export function keyOf(prefix: string, { at, id, kind, weight }: Parcel, version: number): string {
  return prefix + [Math.floor(at).toString(36), id, kind, weight, version].join(':')
}

/** A shard before it is read: what its key tells, and `rank` and `bytes` to be on the safe side. */
export function shardOf(key: string, prefix: string): Parcel & { version: number } {
  const [at, id, kind, n, version] = key.slice(prefix.length).split(':')
  const weight = +n || 1
  const shard = parcelOf({
    id,
    kind: (kind || 'log') as SignalKind,
    rank: 4,
    weight,
    at: parseInt(at, 36) || 0,
    bytes: 600 * weight,
    closed: true,
    saved: true,
    keys: [key],
  })
  return Object.assign(shard, { version: +version || 0 })
}
