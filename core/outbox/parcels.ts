import { weigh, type DropReason, type Signal, type SignalKind } from '../signal.ts'
import { lose, type Account } from './account.ts'
import type { Lane } from './lane.ts'
import {
  GONE,
  OPEN,
  SAVED,
  SEALED,
  UNSAVED,
  foremost,
  isShard,
  isWaiting,
  rankOf,
  setAside,
  sizeOf,
  takeOut,
  type Parcel,
} from './parcel.ts'

const BATCH_COUNT = 200
/** Characters, of up to three bytes each: no shard over the 150 KB that every platform takes under one key. */
const BATCH_BYTES = 50000

/** All parcels, in memory and in storage. */
export interface Parcels {
  /** The oldest first. */
  readonly all: Parcel[]
  /** Takes in a signal, and lets go of what memory has no room for. How full it is then: 1 is its bound. */
  add(lane: Lane, signal: Signal): number
  /** Nothing of it stays, in memory or in storage; what was lost with it is counted by its reason. */
  end(parcel: Parcel, lost?: DropReason): void
}

/** `bury` gets rid of a key. */
export function createParcels(
  account: Account,
  { maxQueue, maxQueueBytes }: { maxQueue: number; maxQueueBytes: number },
  begin: (kind: SignalKind) => Parcel,
  bury: (key: string) => void,
): Parcels {
  const all: Parcel[] = []

  /** The batch for the signal: of its kind and importance, untried, so that an hour offline makes few shards. */
  function batchFor(lane: Lane, signal: Signal, bytes: number): Parcel {
    const { kind } = signal
    const rank = rankOf(signal)
    // by index, as the next: each event comes by, and iterators cost where there is no JIT
    for (let i = 0; i < all.length; i++) {
      const each = all[i]
      if (each.state !== OPEN || each.lane !== lane || each.kind !== kind || each.rank !== rank) continue
      // with more to come it could not be left to storage to make room
      const large = each.saved === SAVED && each.signals.length * 4 >= maxQueue
      if (!large && each.signals.length < BATCH_COUNT && each.bytes + bytes <= BATCH_BYTES) return each
      each.state = SEALED
    }
    const batch = Object.assign(begin(kind), { lane, rank })
    all.push(batch)
    return batch
  }

  function fullness(): number {
    let signals = 0
    let bytes = 0
    for (let i = 0; i < all.length; i++)
      if (!isShard(all[i])) {
        signals += all[i].signals.length
        bytes += all[i].bytes
      }
    return Math.max(signals / maxQueue, bytes / maxQueueBytes)
  }

  /** The oldest of the least important goes; false if there is none that may. */
  function discard(): boolean {
    const least = foremost(all, isWaiting, -1)
    // what is in storage is not lost: it is read back when there is room
    if (least && !setAside(least)) shorten(least)
    return !!least
  }

  function shorten(parcel: Parcel): void {
    if (parcel.state === SEALED || parcel.signals.length < 2) return end(parcel, 'queue_full')
    const oldest = parcel.signals.shift()!
    const weight = weigh(oldest)
    lose(account, parcel.kind, 'queue_full', weight)
    parcel.weight -= weight
    parcel.bytes -= sizeOf(oldest)
    parcel.saved = UNSAVED
  }

  function end(parcel: Parcel, lost?: DropReason): void {
    if (lost) lose(account, parcel.kind, lost, parcel.weight)
    parcel.state = GONE
    takeOut(all, parcel)
    parcel.keys.splice(0).forEach(bury)
  }

  return {
    all,
    end,
    add(lane, signal) {
      const bytes = sizeOf(signal)
      const batch = batchFor(lane, signal, bytes)
      batch.signals.push(signal)
      batch.weight += weigh(signal)
      batch.bytes += bytes
      batch.saved = UNSAVED
      let full = fullness()
      while (full > 1 && discard()) full = fullness()
      return full
    },
  }
}
