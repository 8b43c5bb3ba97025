import type { Exporter, ExportOutcome, Send } from '../exporter.ts'
import type { Clock } from '../internal/clock.ts'
import type { Diag } from '../internal/diag.ts'
import type { Random } from '../internal/id.ts'
import type { Signal } from '../signal.ts'
import type { Account } from './account.ts'
import { foremost, weightOf, type Lane, type Parcel } from './parcel.ts'
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

interface Options {
  account: Account
  clock: Clock
  diag: Diag
  random: Random
  send: Send
}

const reasonOf = ({ hint, reason }: AnyOutcome) => (hint ? reason + '; ' + hint : reason)

export function createLane(exporter: Exporter): Lane {
  return { exporter, failures: 0, notBefore: 0, delay: 0 }
}

/** ms until the lane may send again. */
export function waitOf(lane: Lane, clock: Clock): number {
  // more than was decided: the clock was set back
  return Math.min(Math.max(lane.notBefore - clock.now(), 0), lane.delay)
}

export function stateOf(lane: Lane, clock: Clock): LaneState {
  const { exporter, busy, failures, last } = lane
  const { name, url } = exporter
  return { name, url, sending: !!busy, failures, retryIn: waitOf(lane, clock), last }
}

/**
 * Sends the most important of a lane's parcels, if there is any, and does with it what its outcome asks for; then
 * there may be more to send, now or later.
 */
export function createSender(
  { account, clock, diag, random, send }: Options,
  { parcels, drop, expired, forget, save }: Store,
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
    void new Promise<ExportOutcome>((resolve) => resolve(lane.exporter.export(next, send)))
      .catch((error): ExportOutcome => {
        // an encoder that chokes would choke for ever
        diag.error('export', error)
        return { kind: 'split', reason: 'encoding failed', patience: 0 }
      })
      .then((outcome) => {
        lane.busy = undefined
        settle(lane, next, outcome)
        settled()
      })
  }

  function settle(lane: Lane, parcel: Parcel, outcome: AnyOutcome): void {
    const { kind, reason, rejected = 0, patience, tooLarge } = outcome
    const { failures } = lane
    lane.last = reason ? kind + ': ' + reason : kind
    lane.failures = lane.delay = 0
    if (kind === 'success' || kind === 'partial') {
      account.add('delivered', parcel.kind, parcel.weight - rejected)
      account.drop(parcel.kind, 'rejected', rejected)
      forget(parcel)
    } else if (parcel.doomed) drop(parcel, 'consent_denied')
    else if (kind === 'failure') {
      diag.warn(lane.exporter.url + ' refused a batch for good: ' + reasonOf(outcome))
      drop(parcel, 'failed')
    } else if (kind === 'split' && parcel.choked++ >= patience!) {
      // until the culprit is alone; only that one is dropped
      if (parcel.signals.length > 1) halve(parcel)
      else drop(parcel, tooLarge ? 'too_large' : 'poison')
    } else retry(lane, failures, outcome)
  }

  function halve(parcel: Parcel): void {
    const { signals } = parcel
    const middle = signals.length >> 1
    const part = (list: Signal[], keys: string[]): Parcel =>
      Object.assign({}, parcel, {
        id: newId(),
        signals: list,
        weight: weightOf(list),
        bytes: parcel.bytes / 2,
        encoded: undefined,
        choked: 0,
        saved: undefined,
        keys,
      })
    const first = part(signals.slice(0, middle), [])
    // its shard goes when the second half is written, or needs none
    parcels.splice(parcels.indexOf(parcel), 1, first, part(signals.slice(middle), parcel.keys))
    void save()
  }

  function retry(lane: Lane, failures: number, outcome: AnyOutcome): void {
    const { after, hint, unreachable } = outcome
    const { name, url } = lane.exporter
    // exponential, full jitter; what the receiver asked for wins
    const backoff = random() * Math.min(BACKOFF_CAP, BACKOFF * Math.pow(2, failures))
    const wait = after === undefined ? Math.max(unreachable ? UNREACHABLE : 0, backoff) : after
    // unlucky draws are no busy loop, and nobody is believed who asks for days
    lane.delay = Math.floor(Math.min(Math.max(wait, 100), 3600000))
    lane.notBefore = clock.now() + lane.delay
    lane.failures = failures + 1
    if (hint || failures === STUBBORN)
      diag.warn(url + ' takes nothing: ' + reasonOf(outcome) + '. Trying again, more slowly.')
    else diag.debug(name + ' again in ' + lane.delay + ' ms: ' + outcome.reason)
  }

  return sendNext
}
