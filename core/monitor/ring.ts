import { sizeOf } from '../internal/size.ts'
import { count, type Counts } from '../outbox/account.ts'
import { rankOf } from '../outbox/parcel.ts'
import type { Signal } from '../signal.ts'
import type { Settings } from './parts.ts'

/** A signal as it was taken in. */
export interface Held {
  signal: Signal
  weight: number
}

/** What is held while the user has not been asked yet, and until session and storage have answered. */
export interface Ring {
  /** True, whether there was room or not. */
  hold(signal: Signal, weight: number): true
  /** The weights, by kind. */
  addTo(counts: Counts): Counts
  /** All of it, the oldest first; none is left. */
  empty(): Held[]
  readonly list: readonly Held[]
}

/** Bounded as the outbox is: of too many the oldest of the least important is lost. */
export function createRing(
  { maxQueue, maxQueueBytes }: Pick<Settings, 'maxQueue' | 'maxQueueBytes'>,
  lose: (held: Held) => void,
): Ring {
  const list: Held[] = []
  const sizes: number[] = []
  let bytes = 0

  function drop(): void {
    let least = 0
    list.forEach(({ signal }, i) => {
      if (rankOf(signal) > rankOf(list[least].signal)) least = i
    })
    bytes -= sizes.splice(least, 1)[0]
    list.splice(least, 1).forEach(lose)
  }

  return {
    list,
    hold(signal, weight) {
      const size = sizeOf(signal)
      // one that has no room alone costs no other
      if (size > maxQueueBytes) lose({ signal, weight })
      else {
        list.push({ signal, weight })
        sizes.push(size)
        bytes += size
        while (list.length > maxQueue || bytes > maxQueueBytes) drop()
      }
      return true
    },
    addTo(counts) {
      list.forEach(({ signal, weight }) => count(counts, signal.kind, weight))
      return counts
    },
    empty() {
      bytes = sizes.length = 0
      return list.splice(0)
    },
  }
}
