import type { Batch, Send } from '../exporter.ts'
import type { Clock } from '../internal/clock.ts'
import type { Diag } from '../internal/diag.ts'
import type { Random } from '../internal/id.ts'
import type { Resource } from '../resource.ts'
import type { Account } from './account.ts'
import { backOff, type Lane } from './lane.ts'
import type { LoadsOf } from './leave.ts'
import { nextOf, portionOf } from './next.ts'
import { isShard, SENDING, type Parcel } from './parcel.ts'
import type { Parcels } from './parcels.ts'
import { settleAll, type Rooms } from './settle.ts'
import { createTurns, type Turns } from './turns.ts'

interface SenderParts {
  clock: Clock
  diag: Diag
  random: Random
  resource: Resource
  /** ms after which a parcel is dropped, and a request is late. */
  settings: { maxAge: number; timeout: number }
}

/** Sends parcels; when that is over there may be more to send, now or later (`settled`). */
interface Sender {
  /**
   * The next of a lane's, or a part of it, or reads it first, and does with it what its outcome asks for. Returns after how
   * many ms there is something, if there is nothing now.
   */
  next(lane: Lane, settled: () => void): number
  /** Of a page that is left: what requests of so many bytes may carry, when what is returned is called. */
  leave(loadsOf: LoadsOf, lasting: number, settled: () => void): () => void
}

export function createSender(
  { clock, diag, random, resource, settings }: SenderParts,
  { account, send }: { account: Account; send: Send },
  parcels: Parcels,
  read: (shard: Parcel) => Promise<void>,
  save: () => unknown,
  newId: () => string,
): Sender {
  const { all, end } = parcels
  const rooms = { clock, diag, random, account, parcels, save, newId }
  const turns = createTurns(clock, settings.timeout, send, diag)
  const attempt = attempting(rooms, turns)

  function sendNext(lane: Lane, settled: () => void): number {
    const next = nextOf(all, lane, clock)
    if (typeof next === 'number') return next
    if (clock.now() - next.at > settings.maxAge) {
      end(next, 'expired')
      return sendNext(lane, settled)
    }
    const wait = isShard(next) ? 0 : turns.wait()
    if (wait) return wait
    if (!isShard(next)) attempt(lane, [next], portionOf(next, lane), settled)
    else {
      lane.busy = true
      void read(next).then(() => {
        lane.busy = false
        settled()
      })
    }
    return Infinity
  }

  return {
    next: sendNext,
    leave(loadsOf, lasting, settled) {
      const loads = loadsOf(rooms, resource, lasting)
      return () => loads.forEach((load, lane) => attempt(lane, load, load[0].signals.length, settled))
    },
  }
}

/** Sends of one parcel the first `n` signals, of several all. */
function attempting(rooms: Rooms, turns: Turns) {
  const { clock, random } = rooms
  return (lane: Lane, several: Parcel[], n: number, settled: () => void): void => {
    // else it is busy with another one
    let mine = !lane.busy
    const release = () => {
      if (mine) mine = lane.busy = false
    }
    lane.busy = true
    for (const parcel of several) parcel.state = SENDING
    const answer = turns.take(lane, batchOf(several, n), () => {
      release()
      lane.last = 'no answer yet'
      lane.delay = backOff(lane.failures++, {}, random())
      lane.from = clock.now()
      settled()
    })
    void answer.then((outcome) => {
      release()
      settleAll(rooms, lane, several, n, outcome)
      settled()
    })
  }
}

/** Of one its first `n` signals: all of them are the parcel itself, whose body is kept. Of several all. */
function batchOf([parcel, ...more]: Parcel[], n: number): Batch {
  const { id, resource, signals } = parcel
  if (!more.length && n >= signals.length) return parcel
  return { id: id + n, resource, signals: signals.slice(0, n).concat(...more.map((each) => each.signals)) }
}
