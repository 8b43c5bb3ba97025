import type { Clock } from '../internal/clock.ts'
import type { Diag } from '../internal/diag.ts'
import type { Random } from '../internal/id.ts'
import type { ExportOutcome, Exporter, Send } from '../exporter.ts'
import type { DropReason, Signal } from '../signal.ts'
import { backoff } from './backoff.ts'
import type { Parcel } from './parcel.ts'

/** Of the platform's ten request slots. */
const MAX_IN_FLIGHT = 2

/** One exporter's queue of parcels: one request at a time. */
export interface Lane {
  readonly exporter: Exporter
  readonly parcels: Parcel[]
  busy?: Parcel
  /** A flush was asked for: the buffer's signals may go. */
  wanted?: boolean
  /** Was under way when consent was withdrawn: not to be tried again. */
  doomed?: Parcel
  failures: number
  /** Wall clock ms before which nothing is sent, and how long that was when it was decided. */
  notBefore: number
  delay: number
  last?: string
}

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

interface Options {
  lanes: Lane[]
  clock: Clock
  random: Random
  diag: Diag
  send: Send
  /** More for an idle lane: from the buffer, or from what an earlier run stored. */
  refill(lane: Lane): Parcel | undefined
  /** False while the app needs the slots itself. */
  mayGo(): boolean
  delivered(parcel: Parcel, rejected: number): void
  dropped(parcel: Parcel, reason: DropReason): void
  expired(parcel: Parcel): boolean
  /** It goes on as two. */
  split(parcel: Parcel, halves: Parcel[]): void
  /** Nothing under way, and nothing that could go now. */
  idle(): void
  /** A request has ended: there may be more to send, now or later. */
  settled(): void
  newId(): string
}

export interface Sender {
  /** Sends what can go. */
  pump(): void
  inFlight(): number
  /** ms until a lane that has something may go again; undefined if none waits. */
  wait(): number | undefined
  states(): LaneState[]
}

export function createSender(options: Options): Sender {
  const { lanes, clock, random, diag } = options
  let inFlight = 0

  function waitOf(lane: Lane): number {
    const left = lane.notBefore - clock.now()
    // more than was decided: the clock was set back
    return left > lane.delay ? lane.delay : Math.max(0, left)
  }

  function nextOf(lane: Lane): Parcel | undefined {
    let parcel: Parcel | undefined
    while ((parcel = lane.parcels.shift() || options.refill(lane)) && options.expired(parcel)) {
      options.dropped(parcel, 'expired')
    }
    return parcel
  }

  function pump(): void {
    for (const lane of lanes) {
      if (inFlight >= MAX_IN_FLIGHT) return
      if (lane.busy || waitOf(lane) > 0 || !options.mayGo()) continue
      const parcel = nextOf(lane)
      if (parcel) start(lane, parcel)
    }
    if (!inFlight) options.idle()
  }

  function start(lane: Lane, parcel: Parcel): void {
    inFlight++
    lane.busy = parcel
    parcel.tries++
    let sent: Promise<ExportOutcome>
    try {
      sent = lane.exporter.export(parcel.batch, options.send)
    } catch (error) {
      // an encoder that chokes would choke for ever
      sent = Promise.resolve(choke(error))
    }
    sent.then(
      (outcome) => settle(lane, parcel, outcome),
      (error) => settle(lane, parcel, choke(error)),
    )
  }

  function choke(error: unknown): ExportOutcome {
    diag.error('export', error)
    return { kind: 'split', reason: 'encoding failed', patience: 0 }
  }

  function settle(lane: Lane, parcel: Parcel, outcome: ExportOutcome): void {
    inFlight--
    lane.busy = undefined
    const doomed = lane.doomed === parcel
    lane.doomed = undefined
    lane.last = outcome.kind === 'success' ? 'success' : outcome.kind + ': ' + outcome.reason
    if (outcome.kind === 'success' || outcome.kind === 'partial') {
      recovered(lane)
      options.delivered(parcel, outcome.kind === 'partial' ? outcome.rejected : 0)
    } else if (doomed) {
      options.dropped(parcel, 'consent_denied')
    } else if (outcome.kind === 'failure') {
      recovered(lane)
      diag.warn(lane.exporter.url + ' refused a batch for good: ' + outcome.reason)
      options.dropped(parcel, 'failed')
    } else if (outcome.kind === 'split' && parcel.choked++ >= outcome.patience) {
      halve(lane, parcel, outcome.tooLarge ? 'too_large' : 'poison')
    } else {
      const asked = outcome.kind === 'retryable' ? outcome : undefined
      retry(lane, parcel, outcome.reason, asked && asked.after, asked && asked.unreachable)
    }
    options.settled()
  }

  function recovered(lane: Lane): void {
    lane.failures = 0
    lane.notBefore = 0
  }

  function retry(lane: Lane, parcel: Parcel, reason: string, after?: number, unreachable?: boolean): void {
    lane.failures++
    lane.delay = backoff(lane.failures, random, after, unreachable)
    lane.notBefore = clock.now() + lane.delay
    lane.parcels.unshift(parcel)
    if (unreachable) {
      diag.warn(
        lane.exporter.url +
          ' can not be reached (' +
          reason +
          '): is its domain right, and on the list of request domains that the app may use? Trying again slowly.',
      )
    } else diag.debug(lane.exporter.name + ' again in ' + lane.delay + ' ms: ' + reason)
  }

  /** Until the culprit is alone; only that one is dropped. */
  function halve(lane: Lane, parcel: Parcel, reason: DropReason): void {
    const signals = parcel.batch.signals
    recovered(lane)
    if (signals.length === 1) return options.dropped(parcel, reason)
    const middle = signals.length >> 1
    const part = (list: readonly Signal[]): Parcel => ({
      batch: { id: options.newId(), resource: parcel.batch.resource, signals: list },
      bytes: parcel.bytes / 2,
      at: parcel.at,
      tries: 0,
      choked: 0,
    })
    lane.parcels.unshift(part(signals.slice(0, middle)), part(signals.slice(middle)))
    options.split(parcel, lane.parcels.slice(0, 2))
  }

  return {
    pump,
    inFlight: () => inFlight,
    wait() {
      const waits = lanes.filter((lane) => lane.parcels.length && !lane.busy).map(waitOf)
      return waits.length ? Math.min.apply(null, waits) : undefined
    },
    states: () =>
      lanes.map((lane) => ({
        name: lane.exporter.name,
        url: lane.exporter.url,
        sending: !!lane.busy,
        failures: lane.failures,
        retryIn: waitOf(lane),
        last: lane.last,
      })),
  }
}
