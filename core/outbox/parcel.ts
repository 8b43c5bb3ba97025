import type { Batch } from '../exporter.ts'
import type { Resource } from '../resource.ts'
import { weigh, type Signal, type SignalKind } from '../signal.ts'
import type { Lane } from './lane.ts'

/**
 * The life of a parcel; `state` says where in it one is.
 *
 *                  full, or                            the receiver has it,
 *                  its turn         its turn           or it is given up
 *     accept -> open ------> sealed --------> sending --------------------> gone
 *                |           |  ^ ^            |   |                         ^
 *                |           |  | +--- again --+   +-----> doomed -----------+
 *                +-----+-----+  |               consent withdrawn
 *      memory is full, |        |
 *       storage has it |        +--------+
 *                      v                 |
 *     found -------> shard --------> reading
 *                          its turn
 *
 * What is not under way may be given up at any time: too old, too much, or not allowed any more.
 */
export type State =
  typeof OPEN | typeof SEALED | typeof SENDING | typeof DOOMED | typeof GONE | typeof SHARD | typeof READING

// in this order: what waits in memory, what is on the wire, what is over, what only storage has

/** A batch that more may join. */
export const OPEN = 0
/** To be sent as it is, the same at every try. */
export const SEALED = 1
export const SENDING = 2
/** Under way when consent was withdrawn: not to be tried or stored again. */
export const DOOMED = 3
export const GONE = 4
/** Only storage has its signals. */
export const SHARD = 5
export const READING = 6

/** Whether storage has all of it. */
export type Saved = typeof UNSAVED | typeof SAVING | typeof SAVED

export const UNSAVED = 0
export const SAVING = 1
export const SAVED = 2

/** Signals of one kind and importance on their way. */
export interface Parcel extends Batch {
  id: string
  state: State
  /** When: as soon as its lane may; else it waits for company or for the interval, and a shard for another run. */
  due: boolean
  saved: Saved
  /** Every key under which storage may have some of it, the newest first. */
  keys: string[]
  /** Of a shard this run's, until it is read. */
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
  /** How often it was refused, and how often of that alone while its lane took others: `refuse.ts`. */
  refusals: number
  alone: number
  /** What is refused is among the first so many; 0: not known. */
  bad: number
  /** The receiver that said so was well. */
  sure: boolean
  /** What its lane had taken when nobody knew any more whether the receiver is well. */
  since: number
  /** Not sent for so many ms from that moment on, ms of the wall clock, though its lane may. */
  delay: number
  from: number
}

/** An empty one. */
export function parcelOf(id: string, kind: SignalKind, resource: Resource, at: number): Parcel {
  return {
    id,
    kind,
    resource,
    at,
    state: OPEN,
    due: false,
    saved: UNSAVED,
    keys: [],
    signals: [],
    rank: 2,
    weight: 0,
    bytes: 0,
    refusals: 0,
    alone: 0,
    bad: 0,
    sure: false,
    since: 0,
    delay: 0,
    from: 0,
  }
}

/** In memory, and not on the wire. */
export function isWaiting(parcel: Parcel): boolean {
  return parcel.state < SENDING
}

/** Only storage has its signals. */
export function isShard(parcel: Parcel): boolean {
  return parcel.state > GONE
}

/** Leaves it to storage alone, to be read back later; false if storage does not have all of it. */
export function setAside(parcel: Parcel): boolean {
  if (parcel.saved !== SAVED || !isWaiting(parcel)) return false
  parcel.state = SHARD
  parcel.signals = []
  parcel.encoded = undefined
  return true
}

/**
 * The first so many become a parcel of their own. What storage has of both is the rest's: it goes when that is written, or
 * needs no keeping.
 */
export function cutOff(rest: Parcel, n: number, id: string): Parcel {
  const bytes = (rest.bytes * n) / rest.signals.length
  const signals = rest.signals.splice(0, n)
  const weight = weightOf(signals)
  Object.assign(rest, {
    weight: rest.weight - weight,
    bytes: rest.bytes - bytes,
    encoded: undefined,
    saved: UNSAVED,
  })
  return Object.assign({}, rest, { id, signals, weight, bytes, keys: [] })
}

export function rankOf(signal: Signal): number {
  if (signal.kind === 'log') return signal.severity >= 17 ? 0 : 3
  return signal.kind === 'metric' ? 2 : 1
}

export function weightOf(signals: Signal[]): number {
  return signals.reduce((sum, signal) => sum + weigh(signal), 0)
}

/** Of those that may: the first of those that are sent first (`sign` 1), or dropped first (-1). */
export function foremost(
  parcels: Parcel[],
  may: (parcel: Parcel) => boolean,
  sign: 1 | -1,
): Parcel | undefined {
  return parcels.filter(may).sort((a, b) => (a.rank - b.rank) * sign || a.at - b.at)[0]
}

/** Whether it was there. */
export function takeOut<T>(list: T[], item: T): boolean {
  const i = list.indexOf(item)
  return i >= 0 && list.splice(i, 1).length > 0
}
