import type { Exporter } from '../exporter.ts'
import type { Clock } from '../internal/clock.ts'

/** Of the platform's ten request slots: docs/platforms/wechat.md#slots */
export const MAX_IN_FLIGHT = 2
/** Waits after failures: the first, the longest, and where a person has to act: no such host, or not allowed. */
const BACKOFF = 1000
const BACKOFF_CAP = 300000
const UNREACHABLE = 60000
/** Unlucky draws are no busy loop, and nobody is believed who asks for days. */
const MIN_DELAY = 100
const MAX_DELAY = 3600000

/** One exporter: one request at a time. */
export interface Lane {
  readonly exporter: Exporter
  /** Sends a parcel, and it is not late yet, or reads one. */
  busy: boolean
  /** Refusals since something was taken, and what was taken since a refusal: requests in a row. */
  failures: number
  run: number
  /** Refusals in a row that no back-off followed, since others were taken. */
  quick: number
  /** Requests that were taken in this run. */
  taken: number
  /** The only parcel that was refused since something was taken; '*': several were. */
  suspect: string
  /** The developer knows of this trouble. */
  told: boolean
  /** Of a slow receiver: ms that an answer may take, and signals that are sent at once; 0: as usual. */
  patience: number
  most: number
  /** Nothing is sent for so many ms from that moment on, ms of the wall clock. */
  delay: number
  from: number
  /** How the last request ended, and what a person should know of the receiver. */
  last?: string
  note?: string
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
  note?: string
  /** Of a receiver that answers late: ms that it is given, and how many signals at once. */
  patience?: number
  batch?: number
}

export function createLane(exporter: Exporter): Lane {
  return {
    exporter,
    busy: false,
    failures: 0,
    quick: 0,
    run: 0,
    taken: 0,
    suspect: '',
    told: false,
    patience: 0,
    most: 0,
    delay: 0,
    from: 0,
  }
}

/** ms until a lane, or a parcel, may go again; at once if the clock was set far. */
export function waitOf({ delay, from }: { delay: number; from: number }, clock: Clock): number {
  return Math.max(0, delay - Math.abs(clock.now() - from))
}

/**
 * ms to wait after so many failures in a row, and one more: exponential, full jitter (`draw`, from 0 to 1). The receiver
 * may ask for more (`after`), not for less.
 */
export function backOff(
  failures: number,
  { after, unreachable }: { after?: number; unreachable?: boolean },
  draw: number,
): number {
  const jitter = draw * Math.min(BACKOFF_CAP, BACKOFF * Math.pow(2, failures))
  return Math.floor(Math.min(Math.max(jitter, unreachable ? UNREACHABLE : MIN_DELAY, after || 0), MAX_DELAY))
}

export function statesOf(lanes: Lane[], clock: Clock): LaneState[] {
  return lanes.map((lane) => ({
    name: lane.exporter.name,
    url: lane.exporter.url,
    sending: lane.busy,
    failures: lane.failures,
    retryIn: waitOf(lane, clock),
    last: lane.last,
    note: lane.note,
    patience: lane.patience || undefined,
    batch: lane.most || undefined,
  }))
}
