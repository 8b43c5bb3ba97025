import type { Exporter, ExportOutcome, Send } from '../exporter.ts'
import type { Clock } from '../internal/clock.ts'
import type { Diag } from '../internal/diag.ts'
import type { Random } from '../internal/id.ts'
import { count, lose, type Account } from './account.ts'
import { backOff, type Lane } from './lane.ts'
import { DOOMED, foremost, halve, isShard, SEALED, SENDING, type Parcel } from './parcel.ts'
import type { Parcels } from './parcels.ts'

/** Failures in a row before the developer is told, whatever they are. */
const STUBBORN = 5

/** An outcome of whichever kind. */
interface AnyOutcome {
  kind: ExportOutcome['kind']
  reason?: string
  rejected?: number
  after?: number
  unreachable?: boolean
  hint?: string
  patience?: number
  tooLarge?: boolean
}

interface SenderParts {
  clock: Clock
  diag: Diag
  random: Random
  /** `maxAge`: ms after which a parcel is dropped. */
  settings: { maxAge: number }
}

/**
 * Sends the most important of a lane's parcels, if there is any, or reads it first, and does with it what its outcome asks
 * for; then there may be more to send, now or later (`settled`).
 */
export function createSender(
  { clock, diag, random, settings }: SenderParts,
  { account, send }: { account: Account; send: Send },
  { all, end }: Parcels,
  read: (shard: Parcel) => Promise<void>,
  save: () => unknown,
  newId: () => string,
): (lane: Lane, settled: () => void) => void {
  function sendNext(lane: Lane, settled: () => void): void {
    const next = foremost(all, (parcel) => parcel.due && parcel.lane === lane, 1)
    if (!next) return
    if (clock.now() - next.at > settings.maxAge) {
      end(next, 'expired')
      return sendNext(lane, settled)
    }
    lane.busy = true
    void (isShard(next) ? read(next) : attempt(lane.exporter, next, send, diag)).then((outcome) => {
      lane.busy = false
      if (outcome) settle(lane, next, outcome)
      settled()
    })
  }

  function settle(lane: Lane, parcel: Parcel, outcome: AnyOutcome): void {
    const { kind, reason, hint, rejected = 0 } = outcome
    const { failures } = lane
    const { url } = lane.exporter
    const said = hint ? reason + '; ' + hint : reason
    lane.last = reason ? kind + ': ' + reason : kind
    lane.failures = lane.delay = 0
    if (kind === 'success' || kind === 'partial') {
      count(account.delivered, parcel.kind, parcel.weight - rejected)
      lose(account, parcel.kind, 'rejected', rejected)
      return end(parcel)
    }
    if (parcel.state === DOOMED) return end(parcel, 'consent_denied')
    if (kind === 'failure') {
      diag.warn(url + ' refused a batch for good: ' + said)
      return end(parcel, 'failed')
    }
    parcel.state = SEALED
    if (kind === 'split' && parcel.choked++ >= outcome.patience!) {
      // until the culprit is alone; only that one is dropped
      if (parcel.signals.length < 2) return end(parcel, outcome.tooLarge ? 'too_large' : 'poison')
      all.splice(all.indexOf(parcel), 0, halve(parcel, newId()))
      return void save()
    }
    lane.delay = backOff(failures, outcome, random())
    lane.from = clock.now()
    lane.failures = failures + 1
    if (hint || failures === STUBBORN)
      diag.warn(url + ' takes nothing: ' + said + '. Trying again, more slowly.')
    else diag.debug(url + ' again in ' + lane.delay + ' ms: ' + reason)
  }

  return sendNext
}

function attempt(exporter: Exporter, parcel: Parcel, send: Send, diag: Diag): Promise<ExportOutcome> {
  parcel.state = SENDING
  return new Promise<ExportOutcome>((resolve) => resolve(exporter.export(parcel, send))).catch((error) => {
    // an encoder that chokes would choke for ever
    diag.error('export', error)
    return { kind: 'split', reason: 'encoding failed', patience: 0 }
  })
}
