import type { Exporter, ExportOutcome, Send } from '../exporter.ts'
import type { Clock } from '../internal/clock.ts'
import type { Diag } from '../internal/diag.ts'
import type { Random } from '../internal/id.ts'
import { count, lose, type Account } from './account.ts'
import { foremost, isShard, weightOf, type Lane, type Parcel } from './parcel.ts'
import type { Store } from './store.ts'

/** Waits after failures: the first, the longest, and where a person has to act: no such host, or not allowed. */
const BACKOFF = 1000
const BACKOFF_CAP = 300000
const UNREACHABLE = 60000
/** Failures in a row before the developer is told, whatever they are. */
const STUBBORN = 5

/** State of one exporter. */
export interface LaneState {
  name: string
  url?: string
  sending: boolean
  failures: number
  /** ms */
  retryIn: number
  last?: string
}

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

interface Services {
  clock: Clock
  diag: Diag
  random: Random
}

export function createLane(exporter: Exporter): Lane {
  return { exporter, failures: 0, delay: 0, from: 0 }
}

/** ms until the lane may send again; at once if the clock was set far. */
export function waitOf({ delay, from }: Lane, clock: Clock): number {
  return Math.max(0, delay - Math.abs(clock.now() - from))
}

export function stateOf(lane: Lane, clock: Clock): LaneState {
  const { exporter, busy, failures, last } = lane
  const { name, url } = exporter
  return { name, url, sending: !!busy, failures, retryIn: waitOf(lane, clock), last }
}

/**
 * Sends the most important of a lane's parcels, if there is any, or reads it first, and does with it what its outcome asks for; then
 * there may be more to send, now or later.
 */
export function createSender(
  { clock, diag, random }: Services,
  { account, send }: { account: Account; send: Send },
  { parcels, drop, expired, fetch, forget, save, setAside }: Store,
  newId: () => string,
  settled: () => void,
): (lane: Lane) => void {
  function sendNext(lane: Lane): void {
    const next = foremost(
      parcels.filter((parcel) => parcel.due && parcel.lane === lane),
      1,
    )
    if (!next) return
    if (expired(next)) return sendNext(lane)
    lane.busy = next
    next.closed = true
    void (isShard(next) ? fetch(next) : attempt(lane, next)).then((outcome) => {
      lane.busy = undefined
      if (outcome) settle(lane, next, outcome)
      // left to others while it was being read
      else if (!next.due) setAside(next)
      settled()
    })
  }

  function attempt(lane: Lane, parcel: Parcel): Promise<ExportOutcome> {
    return new Promise<ExportOutcome>((resolve) => resolve(lane.exporter.export(parcel, send))).catch(
      (error): ExportOutcome => {
        // an encoder that chokes would choke for ever
        diag.error('export', error)
        return { kind: 'split', reason: 'encoding failed', patience: 0 }
      },
    )
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
      forget(parcel)
    } else if (parcel.doomed) drop(parcel, 'consent_denied')
    else if (kind === 'failure') {
      diag.warn(url + ' refused a batch for good: ' + said)
      drop(parcel, 'failed')
    } else if (kind === 'split' && parcel.choked++ >= outcome.patience!) {
      // until the culprit is alone; only that one is dropped
      if (parcel.signals.length > 1) halve(parcel)
      else drop(parcel, outcome.tooLarge ? 'too_large' : 'poison')
    } else {
      delay(lane, failures, outcome)
      if (hint || failures === STUBBORN)
        diag.warn(url + ' takes nothing: ' + said + '. Trying again, more slowly.')
      else diag.debug(url + ' again in ' + lane.delay + ' ms: ' + reason)
    }
  }

  /** The second half becomes a parcel of its own; the shard of both goes when the first one is written, or needs none. */
  function halve(first: Parcel): void {
    const signals = first.signals.splice(first.signals.length >> 1)
    const second = Object.assign({}, first, { id: newId(), signals, keys: [] })
    for (const half of [first, second])
      Object.assign(half, {
        weight: weightOf(half.signals),
        bytes: half.bytes / 2,
        encoded: undefined,
        choked: 0,
        saved: undefined,
      })
    parcels.splice(parcels.indexOf(first), 0, second)
    void save()
  }

  function delay(lane: Lane, failures: number, { after, unreachable }: AnyOutcome): void {
    // exponential, full jitter; what the receiver asked for wins
    const backoff = random() * Math.min(BACKOFF_CAP, BACKOFF * Math.pow(2, failures))
    const wait = after === undefined ? Math.max(unreachable ? UNREACHABLE : 0, backoff) : after
    // unlucky draws are no busy loop, and nobody is believed who asks for days
    lane.delay = Math.floor(Math.min(Math.max(wait, 100), 3600000))
    lane.from = clock.now()
    lane.failures = failures + 1
  }

  return sendNext
}
