import type { Clock } from '../internal/clock.ts'
import { waitOf, type Lane } from './lane.ts'
import { isShard, isWaiting, type Parcel } from './parcel.ts'

/** Behind all that is in memory. */
const UNREAD = 1e15

/** Whose turn it is in a lane: a parcel, or how many ms nobody's. */
export function nextOf(all: Parcel[], lane: Lane, clock: Clock): Parcel | number {
  const due = all.filter(
    (parcel) => parcel.due && parcel.lane === lane && (isWaiting(parcel) || isShard(parcel)),
  )
  const key = lane.failures > 1 ? lastTried : importance
  const [next] = due
    .filter((parcel) => !restOf(parcel, lane, clock))
    .sort((a, b) => key(a, lane) - key(b, lane) || a.at - b.at)
  return next || Math.min(...due.map((parcel) => restOf(parcel, lane, clock)))
}

/** How many of its signals are sent, from the first on: half of those that what is refused is among; few to a slow receiver. */
export function portionOf({ bad, signals, since, sure }: Parcel, lane: Lane): number {
  // what a receiver said of which nobody knew whether it is well is worth nothing once it is
  const known = bad && (sure || since === lane.taken)
  return Math.min(known ? bad >> 1 || 1 : signals.length, signals.length, lane.most || signals.length)
}

/** Errors first; at the end what is to blame, and waits until it is too old, or dropped. */
function importance({ alone, rank }: Parcel): number {
  return alone ? Infinity : rank
}

/** While nothing is taken each has its turn, so that none holds up the others for ever; any other tells more of the lane. */
function lastTried(parcel: Parcel, { suspect }: Lane): number {
  if (parcel.id === suspect) return Infinity
  return isShard(parcel) ? UNREAD : parcel.from || parcel.at
}

/** ms that it waits on its own account: for nothing, once the lane took others, unless it is known to be to blame. */
function restOf(parcel: Parcel, lane: Lane, clock: Clock): number {
  return lane.taken > parcel.since && !parcel.alone ? 0 : waitOf(parcel, clock)
}
