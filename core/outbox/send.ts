import type { Exporter, ExportOutcome, Send } from '../exporter.ts'
import type { Clock } from '../internal/clock.ts'
import type { Diag } from '../internal/diag.ts'
import type { Random } from '../internal/id.ts'
import type { Signal } from '../signal.ts'
import type { Account } from './account.ts'
import { createParcel, tally, type Lane, type Parcel } from './parcel.ts'
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
  /** ms after which a parcel is dropped. */
  maxAge: number
  send: Send
}

export function createLane(exporter: Exporter): Lane {
  return { exporter, failures: 0, notBefore: 0, delay: 0 }
}

/** ms until the lane may send again. */
export function waitOf(lane: Lane, clock: Clock): number {
  // more than was decided: the clock was set back
  return Math.min(Math.max(lane.notBefore - clock.now(), 0), lane.delay)
}

export function stateOf(lane: Lane, clock: Clock): LaneState {
  return {
    name: lane.exporter.name,
    url: lane.exporter.url,
    sending: !!lane.busy,
    failures: lane.failures,
    retryIn: waitOf(lane, clock),
    last: lane.last,
  }
}

/**
 * Sends a lane's next parcel, if there is any, and does with it what its outcome asks for; then there may be more to
 * send, now or later.
 */
export function createSender(
  options: Options,
  store: Store,
  newId: () => string,
  settled: () => void,
): (lane: Lane) => void {
  const { account, clock, diag, random } = options
  const { drop, queue } = store

  function sendNext(lane: Lane): void {
    const parcel = queue.filter((each) => each.lane === lane)[0]
    if (!parcel) return
    if (clock.now() - parcel.at > options.maxAge) {
      drop(parcel, 'expired')
      return sendNext(lane)
    }
    lane.busy = parcel
    parcel.tries++
    void new Promise<ExportOutcome>((resolve) => resolve(lane.exporter.export(parcel, options.send)))
      .then(undefined, (error): ExportOutcome => {
        // an encoder that chokes would choke for ever
        diag.error('export', error)
        return { kind: 'split', reason: 'encoding failed', patience: 0 }
      })
      .then((outcome) => {
        lane.busy = undefined
        settle(lane, parcel, outcome)
        settled()
      })
  }

  function settle(lane: Lane, parcel: Parcel, outcome: AnyOutcome): void {
    const { name, url } = lane.exporter
    const { hint, kind, reason, rejected, unreachable } = outcome
    const advice = hint ? '; ' + hint : ''
    const failures = lane.failures
    lane.last = reason ? kind + ': ' + reason : kind
    lane.failures = lane.delay = 0
    if (kind === 'success' || kind === 'partial') {
      tally(parcel, (each, n) => account.add('delivered', each, n))
      if (rejected! > 0) {
        account.add('delivered', parcel.kind, -rejected!)
        account.drop(parcel.kind, 'rejected', rejected)
      }
      store.forget(parcel)
    } else if (parcel.doomed) {
      drop(parcel, 'consent_denied')
    } else if (kind === 'failure') {
      diag.warn(url + ' refused a batch for good: ' + reason + advice)
      drop(parcel, 'failed')
    } else if (kind === 'split' && parcel.choked++ >= outcome.patience!) {
      // until the culprit is alone; only that one is dropped
      if (parcel.signals.length > 1) halve(parcel)
      else drop(parcel, outcome.tooLarge ? 'too_large' : 'poison')
    } else {
      const { after } = outcome
      lane.failures = failures + 1
      // exponential, full jitter, but never under a tenth, so that unlucky draws are no busy loop; what the receiver
      // asked for wins, but nobody is believed who asks for days
      lane.delay =
        after === undefined
          ? Math.max(
              unreachable ? UNREACHABLE : BACKOFF / 10,
              Math.floor(random() * Math.min(BACKOFF_CAP, BACKOFF * Math.pow(2, failures))),
            )
          : Math.min(Math.max(after, 100), 3600000)
      lane.notBefore = clock.now() + lane.delay
      if (hint || failures === STUBBORN) {
        diag.warn(url + ' takes nothing: ' + reason + advice + '. Trying again, more slowly.')
      } else diag.debug(name + ' again in ' + lane.delay + ' ms: ' + reason)
    }
  }

  function halve(parcel: Parcel): void {
    const { at, bytes, keys, lane, resource: from, signals } = parcel
    const middle = signals.length >> 1
    const part = (list: Signal[]) => createParcel(lane, from, list, at, bytes / 2, newId())
    const halves = [part(signals.slice(0, middle)), part(signals.slice(middle))]
    queue.splice(queue.indexOf(parcel), 1, halves[0], halves[1])
    // its shard goes when the second half is written, or needs none
    halves[1].keys = keys
    if (keys.length) halves.forEach((half) => store.write(half))
  }

  return sendNext
}
