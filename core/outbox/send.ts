import type { Batch, Send } from '../exporter.ts'
import type { Clock } from '../internal/clock.ts'
import type { Diag } from '../internal/diag.ts'
import type { Random } from '../internal/id.ts'
import type { Account } from './account.ts'
import { backOff, type Lane } from './lane.ts'
import { nextOf, portionOf } from './next.ts'
import { isShard, SENDING, type Parcel } from './parcel.ts'
import type { Parcels } from './parcels.ts'
import { settle } from './settle.ts'
import { createTurns } from './turns.ts'

interface SenderParts {
  clock: Clock
  diag: Diag
  random: Random
  /** ms after which a parcel is dropped, and a request is late. */
  settings: { maxAge: number; timeout: number }
}

/**
 * Sends the next of a lane's parcels, or a part of it, or reads it first, and does with it what its outcome asks for; then
 * there may be more to send, now or later (`settled`). Returns after how many ms there is something, if there is nothing now.
 */
export function createSender(
  { clock, diag, random, settings }: SenderParts,
  { account, send }: { account: Account; send: Send },
  parcels: Parcels,
  read: (shard: Parcel) => Promise<void>,
  save: () => unknown,
  newId: () => string,
): (lane: Lane, settled: () => void) => number {
  const { all, end } = parcels
  const rooms = { clock, diag, random, account, parcels, save, newId }
  const turns = createTurns(clock, settings.timeout, send, diag)

  function sendNext(lane: Lane, settled: () => void): number {
    const next = nextOf(all, lane, clock)
    if (typeof next === 'number') return next
    if (clock.now() - next.at > settings.maxAge) {
      end(next, 'expired')
      return sendNext(lane, settled)
    }
    const wait = isShard(next) ? 0 : turns.wait()
    if (wait) return wait
    lane.busy = true
    if (!isShard(next)) attempt(lane, next, settled)
    else
      void read(next).then(() => {
        lane.busy = false
        settled()
      })
    return Infinity
  }

  function attempt(lane: Lane, parcel: Parcel, settled: () => void): void {
    const n = portionOf(parcel, lane)
    let late = false
    parcel.state = SENDING
    const answer = turns.take(lane, batchOf(parcel, n), () => {
      late = true
      lane.busy = false
      lane.last = 'no answer yet'
      lane.delay = backOff(lane.failures++, {}, random())
      lane.from = clock.now()
      settled()
    })
    void answer.then((outcome) => {
      // else it may be busy with another one
      if (!late) lane.busy = false
      settle(rooms, lane, parcel, n, outcome)
      settled()
    })
  }

  return sendNext
}

/** Of its first `n` signals; all of them are the parcel itself, whose body is kept. */
function batchOf(parcel: Parcel, n: number): Batch {
  const { id, resource, signals } = parcel
  return n < signals.length ? { id: id + n, resource, signals: signals.slice(0, n) } : parcel
}
