import { sizeOf } from '../internal/size.ts'
import { weigh, type DropReason, type Signal, type SignalKind } from '../signal.ts'
import { lose, tellAgain, type Account } from './account.ts'
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
  takeOut,
  type Parcel,
} from './parcel.ts'
import type { Store } from './store.ts'

const BATCH_COUNT = 200
/** Characters, of up to three bytes each: no shard over 150 KB, for some take 200 a key: docs/platforms/alipay.md#storage */
const BATCH_BYTES = 50000

/** All parcels, in memory and in storage. */
export interface Parcels {
  /** The oldest first. */
  readonly all: Parcel[]
  /** Takes in a signal, and lets go of what memory has no room for. How full it is then: 1 is its bound. */
  add(lane: Lane, signal: Signal): number
  /** Lets go of what memory has no room for, now that something is not under way any more. */
  trim(): number
  /** Nothing of it stays, in memory or in storage; what was lost with it is counted by its reason. */
  end(parcel: Parcel, lost?: DropReason): void
}

/** `bury` gets rid of a key; `recall` reads what is under one. */
export function createParcels(
  account: Account,
  { maxQueue, maxQueueBytes }: { maxQueue: number; maxQueueBytes: number },
  begin: (kind: SignalKind) => Parcel,
  bury: Store['bury'],
  recall: (shard: Parcel) => Promise<Signal[]>,
): Parcels {
  const all: Parcel[] = []

  const batchFor = batching(all, maxQueue, begin)
  const end = ending(account, all, bury, recall)
  const fullness = () => fullnessOf(all, maxQueue, maxQueueBytes)
  /** The oldest of the least important goes; false if there is none that may. */
  function discard(): boolean {
    const least = foremost(all, isWaiting, -1)
    if (!least) return false
    // what is in storage is not lost: it is read back when there is room
    if (setAside(least)) return true
    if (least.signals.length < 2) end(least, 'queue_full')
    else {
      const oldest = takeOldest(least)
      lose(account, least.kind, 'queue_full', weigh(oldest))
      tellAgain(account, 'queue_full', [oldest])
    }
    return true
  }

  function trim(): number {
    let full = fullness()
    while (full > 1 && discard()) full = fullness()
    return full
  }

  return {
    all,
    end,
    trim,
    add(lane, signal) {
      const bytes = sizeOf(signal)
      if (bytes > maxQueueBytes) {
        // one that has no room alone costs no other
        lose(account, signal.kind, 'queue_full', weigh(signal))
        return fullness()
      }
      const batch = batchFor(lane, signal, bytes)
      batch.signals.push(signal)
      batch.weight += weigh(signal)
      batch.bytes += bytes
      batch.saved = UNSAVED
      return trim()
    },
  }
}

/** The batch for a signal: of its kind and importance, untried, so that an hour offline makes few shards. */
function batching(
  all: Parcel[],
  maxQueue: number,
  begin: (kind: SignalKind) => Parcel,
): (lane: Lane, signal: Signal, bytes: number) => Parcel {
  return (lane, signal, bytes) => {
    const { kind } = signal
    const rank = rankOf(signal)
    // by index: each event comes by, and iterators cost where there is no JIT: docs/platforms/mini.md#runtime
    for (let i = 0; i < all.length; i++) {
      const each = all[i]
      if (!takes(each, lane, kind, rank)) continue
      // with more to come it could not be left to storage to make room
      const large = each.saved === SAVED && each.signals.length * 4 >= maxQueue
      if (!large && each.signals.length < BATCH_COUNT && each.bytes + bytes <= BATCH_BYTES) return each
      each.state = SEALED
    }
    all.push(Object.assign(begin(kind), { lane, rank }))
    return all[all.length - 1]
  }
}

function ending(
  account: Account,
  all: Parcel[],
  bury: Store['bury'],
  recall: (shard: Parcel) => Promise<Signal[]>,
): Parcels['end'] {
  return (parcel, lost) => {
    const { keys, kind, signals, weight } = parcel
    let read: Promise<unknown> | undefined
    if (lost) lose(account, kind, lost, weight)
    if (lost && lost !== 'consent_denied') {
      tellAgain(account, lost, signals)
      // a report of losses may be in what nobody has read
      if (isShard(parcel) && kind === 'metric')
        read = recall(parcel).then((unread) => tellAgain(account, lost, unread))
    }
    parcel.state = GONE
    takeOut(all, parcel)
    keys.splice(0).forEach((key) => bury(key, read))
  }
}

/** 1 is the bound of memory, in signals or in bytes. What is under way can't be taken back, and is two batches at most. */
function fullnessOf(all: Parcel[], maxQueue: number, maxQueueBytes: number): number {
  let signals = 0
  let bytes = 0
  // by index, too
  for (let i = 0; i < all.length; i++)
    if (isWaiting(all[i])) {
      signals += all[i].signals.length
      bytes += all[i].bytes
    }
  return Math.max(signals / maxQueue, bytes / maxQueueBytes)
}

/** What storage has of it, and was encoded, has it still: both are made anew. */
function takeOldest(parcel: Parcel): Signal {
  const oldest = parcel.signals.shift()!
  parcel.weight -= weigh(oldest)
  parcel.bytes -= sizeOf(oldest)
  parcel.bad = Math.max(parcel.bad - 1, 0)
  parcel.saved = UNSAVED
  parcel.encoded = undefined
  return oldest
}

/** Whether such signals may still join it. */
function takes(parcel: Parcel, lane: Lane, kind: SignalKind, rank: number): boolean {
  return parcel.state === OPEN && parcel.lane === lane && parcel.kind === kind && parcel.rank === rank
}
