import type { Clock } from '../internal/clock.ts'
import type { Resource } from '../resource.ts'
import { weigh, type Signal } from '../signal.ts'
import type { Account } from './account.ts'
import { foremost, isBusy, isShard, parcelOf, rankOf, sizeOf, type Lane, type Parcel } from './parcel.ts'
import type { Store } from './store.ts'

const BATCH_COUNT = 200
/** Characters, of up to three bytes each: no shard over the 150 KB that every platform takes under one key. */
const BATCH_BYTES = 50000
/** What is in memory, bounded by count and bytes. */
export interface Buffer {
  /** Puts the signal into a batch; what it takes the room of goes to storage, or is dropped and counted. */
  put(lane: Lane, signal: Signal): Parcel
  fullness(fresh?: boolean): number
}

interface Options {
  account: Account
  clock: Clock
  resource: Resource
  maxQueue: number
  maxQueueBytes: number
}

export function createBuffer(
  { account, clock, maxQueue, maxQueueBytes, resource }: Options,
  { drop, parcels, setAside }: Store,
  newId: () => string,
): Buffer {
  /** How full the buffer is, or only with what is not due yet; 1 is its bound in count or bytes. */
  function fullness(fresh?: boolean): number {
    let signals = 0
    let bytes = 0
    // by index, as the next: each event comes by, and iterators cost where there is no JIT
    for (let i = 0; i < parcels.length; i++) {
      const parcel = parcels[i]
      if (isShard(parcel) || (fresh && parcel.due)) continue
      signals += parcel.signals.length
      bytes += parcel.bytes
    }
    return Math.max(signals / maxQueue, bytes / maxQueueBytes)
  }

  /** The oldest of the least important goes; false if there is none that may. */
  function discard(): boolean {
    const least = foremost(
      parcels.filter((parcel) => !isShard(parcel) && !isBusy(parcel)),
      -1,
    )
    if (!least) return false
    // what is in storage is not lost: it is read back when there is room
    if (setAside(least)) return true
    if (least.closed || least.signals.length < 2) drop(least, 'queue_full')
    else {
      const oldest = least.signals.shift()!
      const weight = weigh(oldest)
      account.drop(least.kind, 'queue_full', weight)
      least.weight -= weight
      least.bytes -= sizeOf(oldest)
      least.saved = undefined
    }
    return true
  }

  /** The batch for the signal: of its kind and importance, untried, so that an hour offline makes few shards. */
  function batchFor(lane: Lane, signal: Signal, bytes: number): Parcel {
    const { kind } = signal
    const rank = rankOf(signal)
    for (let i = 0; i < parcels.length; i++) {
      const each = parcels[i]
      if (each.closed || each.lane !== lane || each.kind !== kind || each.rank !== rank) continue
      // with more to come it could not be left to storage to make room
      const large = each.saved && each.signals.length * 4 >= maxQueue
      if (!large && each.signals.length < BATCH_COUNT && each.bytes + bytes <= BATCH_BYTES) return each
      each.closed = true
    }
    const parcel = parcelOf({ id: newId(), kind, rank, lane, resource, weight: 0, at: clock.now() })
    parcels.push(parcel)
    return parcel
  }

  return {
    fullness,
    put(lane, signal) {
      const bytes = sizeOf(signal)
      const parcel = batchFor(lane, signal, bytes)
      parcel.signals.push(signal)
      parcel.weight += weigh(signal)
      parcel.bytes += bytes
      parcel.saved = undefined
      while (fullness() > 1 && discard());
      return parcel
    },
  }
}
