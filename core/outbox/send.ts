import type { Batch, ExportOutcome, Send } from '../exporter.ts'
import type { Clock } from '../internal/clock.ts'
import type { Diag } from '../internal/diag.ts'
import type { Random } from '../internal/id.ts'
import type { DropReason } from '../signal.ts'
import { count, lose, type Account } from './account.ts'
import { backOff, type Lane } from './lane.ts'
import { nextOf, portionOf } from './next.ts'
import { cutOff, DOOMED, isShard, SEALED, SENDING, type Parcel } from './parcel.ts'
import type { Parcels } from './parcels.ts'
import { refuse, type Refusal } from './refuse.ts'
import { createTurns } from './turns.ts'

/** Failures in a row before the developer is told, whatever they are. */
const STUBBORN = 5

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
  { all, end }: Parcels,
  read: (shard: Parcel) => Promise<void>,
  save: () => unknown,
  newId: () => string,
): (lane: Lane, settled: () => void) => number {
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
      settle(lane, parcel, n, outcome)
      settled()
    })
  }

  function settle(lane: Lane, parcel: Parcel, n: number, outcome: ExportOutcome): void {
    lane.last = outcome.kind + ('reason' in outcome ? ': ' + outcome.reason : '')
    if (outcome.kind === 'success') taken(lane, parcel, n, 0)
    else if (outcome.kind === 'partial') taken(lane, parcel, n, outcome.rejected)
    else if (parcel.state === DOOMED) end(parcel, 'consent_denied')
    else {
      parcel.state = SEALED
      if (outcome.kind === 'split') split(parcel, n, outcome.tooLarge ? 'too_large' : 'poison')
      else refused(lane, parcel, n, outcome)
    }
  }

  function taken(lane: Lane, parcel: Parcel, n: number, rejected: number): void {
    const { bad, kind, signals, state, sure } = parcel
    lane.taken++
    lane.run++
    lane.failures = lane.quick = lane.delay = 0
    lane.suspect = ''
    lane.told = false
    const rest = n < signals.length
    const { weight } = rest ? cutOff(parcel, n, '') : parcel
    count(account.delivered, kind, weight - rejected)
    lose(account, kind, 'rejected', rejected)
    if (!rest || state === DOOMED) return end(parcel, rest ? 'consent_denied' : undefined)
    parcel.state = SEALED
    parcel.bad = sure ? Math.max(bad - n, 0) : 0
    save()
  }

  function refused(lane: Lane, parcel: Parcel, n: number, outcome: Refusal): void {
    const { url } = lane.exporter
    const { failures } = lane
    const said = outcome.hint ? outcome.reason + '; ' + outcome.hint : outcome.reason
    const guilty = refuse(lane, parcel, n, outcome, clock.now(), random())
    if (guilty) {
      diag.warn(url + ' refuses one record alone, whatever else it takes: ' + said + '. It is dropped.')
      return end(parcel, 'poison')
    }
    if (n < 2 && parcel.sure && parcel.signals.length > 1) {
      const suspect = apart(parcel, 1)
      suspect.alone = suspect.refusals = 1
      suspect.since = lane.taken
      suspect.delay = backOff(0, outcome, random())
      parcel.bad = 0
      save()
    }
    // of what others are taken in spite of, a person can mend nothing
    const mendable = outcome.hint && (outcome.kind === 'retryable' || !lane.taken)
    if (!lane.told && (mendable || failures >= STUBBORN)) {
      lane.told = true
      diag.warn(url + ' takes nothing: ' + said + '. Trying again, more slowly.')
    } else diag.debug(url + ' again in ' + lane.delay + ' ms: ' + outcome.reason)
  }

  /** At once, until the culprit is alone; only that one is dropped. */
  function split(parcel: Parcel, n: number, reason: DropReason): void {
    const first = parcel.signals.length > 1 ? apart(parcel, n >> 1 || 1) : parcel
    if (n < 2) end(first, reason)
    save()
  }

  /** The first so many, as a parcel of their own before the rest. */
  function apart(parcel: Parcel, n: number): Parcel {
    const first = cutOff(parcel, n, newId())
    all.splice(all.indexOf(parcel), 0, first)
    return first
  }

  return sendNext
}

/** Of its first `n` signals; all of them are the parcel itself, whose body is kept. */
function batchOf(parcel: Parcel, n: number): Batch {
  const { id, resource, signals } = parcel
  return n < signals.length ? { id: id + n, resource, signals: signals.slice(0, n) } : parcel
}
