import { oneTimer, type Clock } from '../internal/clock.ts'
import type { Why } from '../processor.ts'
import { MAX_IN_FLIGHT, waitOf, type Lane } from './lane.ts'
import { isShard, takeOut, type Parcel } from './parcel.ts'

/** An error is sent after a moment in which others may join it, and stored if that has not worked in time. */
const HURRY_DELAY = 100
const ERROR_STORE = 600
/** No storm makes more requests than this, ms from one to the next. */
const HURRY_PACE = 1000
/** While the app has this many of them under way, ours wait, but not for ever; how often that is looked at. */
const APP_BUSY = 8
const APP_PATIENCE = 10000
const APP_RECHECK = 250
/** A flush is over for whoever waits, though there is still something to send. */
const FLUSH_PATIENCE = 30000

/** When parcels are stored and sent: timers, and the slots that the app leaves. */
export interface Schedule {
  /**
   * Something came: sent, or else stored, within a flush interval; in a moment if it is `urgent`, or if the memory is
   * getting full (`crowded`).
   */
  touch(urgent?: boolean, crowded?: boolean): void
  /** Sends all there is; resolves when it has been delivered or given up for now, and in time in any case. */
  flush(why: Why): Promise<void>
  /** Sends what is due, and sees to it that this is looked at again in time. */
  pump(): void
  /** Nothing is planned any more; nor sent, if it is for good. */
  stop(forGood: boolean): void
}

/**
 * `gather` brings in, before all is sent, what has been held back; `save` stores what is not sent; `sendNext` sends the
 * next of a lane, if there is any, and tells when that is over; it returns the ms until there is one.
 */
export function createSchedule(
  clock: Clock,
  flushInterval: number,
  appRequests: { readonly active: number },
  lanes: Lane[],
  parcels: Parcel[],
  gather: (why: Why) => void,
  save: () => void,
  sendNext: (lane: Lane, settled: () => void) => number,
): Schedule {
  const waiters: (() => void)[] = []
  const idle = () => waiters.splice(0).forEach((resolve) => resolve())
  const pump = createPump(clock, appRequests, lanes, sendNext, idle)
  const flushTimer = oneTimer(clock, () => send('flush'))
  const hurryTimer = oneTimer(clock, hurry)
  const storeTimer = oneTimer(clock, save)
  let hurried = -Infinity

  function send(why: Why): void {
    flushTimer.stop()
    hurryTimer.stop()
    gather(why)
    hurry()
  }

  /** Before the interval is over: errors, and what fills the buffer. Aggregates stay together. */
  function hurry(): void {
    hurried = clock.tick()
    for (const parcel of parcels) if (!isShard(parcel)) parcel.due = true
    pump.look()
  }

  return {
    pump: pump.look,
    touch(urgent, crowded) {
      flushTimer.by(flushInterval * 0.8)
      // written, not only begun, when the interval is over
      storeTimer.by(flushInterval * 0.95)
      if (urgent) storeTimer.by(ERROR_STORE)
      if (urgent || crowded) hurryTimer.by(Math.max(HURRY_DELAY, HURRY_PACE - since(clock, hurried)))
    },
    flush: (why) =>
      new Promise((resolve) => {
        const enough = clock.after(FLUSH_PATIENCE, () => takeOut(waiters, done) && resolve())
        const done = () => {
          enough()
          resolve()
        }
        waiters.push(done)
        send(why)
      }),
    stop(forGood) {
      pump.stop(forGood)
      if (forGood) idle()
      ;[flushTimer, hurryTimer, storeTimer].forEach((timer) => timer.stop())
    },
  }
}

interface Pump {
  /** Sends what is due, as far as there are slots, and sees to it that this is looked at again in time. */
  look(): void
  stop(forGood: boolean): void
}

/** `idle`: nothing is under way, and nothing more can go. */
function createPump(
  clock: Clock,
  appRequests: { readonly active: number },
  lanes: Lane[],
  sendNext: (lane: Lane, settled: () => void) => number,
  idle: () => void,
): Pump {
  const wakeTimer = oneTimer(clock, look)
  /** Since which tick the app needs the slots itself; 0 while it does not. */
  let aside = 0
  let closed = false

  function look(): void {
    aside = appRequests.active < APP_BUSY ? 0 : aside || clock.tick() || 1
    const mayGo = !closed && (!aside || since(clock, aside) > APP_PATIENCE)
    let wait = Infinity
    if (aside) wait = mayGo ? APP_PATIENCE : APP_RECHECK
    for (const lane of lanes) {
      const rest = waitOf(lane, clock)
      if (rest) wait = Math.min(wait, rest)
      else if (mayGo && !lane.busy && busy(lanes) < MAX_IN_FLIGHT) wait = Math.min(wait, sendNext(lane, look))
    }
    if (!busy(lanes) && mayGo) idle()
    if (wait < Infinity && !closed) wakeTimer.by(wait)
  }

  return {
    look,
    stop(forGood) {
      closed = forGood
      wakeTimer.stop()
    },
  }
}

function since(clock: Clock, tick: number): number {
  return Math.abs(clock.tick() - tick)
}

function busy(lanes: Lane[]): number {
  return lanes.filter((lane) => lane.busy).length
}
