import type { Exporter, Send } from '../exporter.ts'
import { oneTimer, type Clock } from '../internal/clock.ts'
import type { Diag } from '../internal/diag.ts'
import { hexId, type Random } from '../internal/id.ts'
import type { Platform } from '../platform.ts'
import type { Why } from '../processor.ts'
import type { Resource } from '../resource.ts'
import { weigh, type Metric, type Signal } from '../signal.ts'
import { count, type Account, type Counts } from './account.ts'
import { bytesOf, createParcel, isBusy, sizeOf, takeOut, tally, type Lane, type Parcel } from './parcel.ts'
import { createLane, createSender, stateOf, waitOf, type LaneState } from './send.ts'
import { createStore } from './store.ts'

const BATCH_COUNT = 200
/** Characters, of up to three bytes each: no shard over the 150 KB that every platform takes under one key. */
const BATCH_BYTES = 50000
/** Of the platform's ten request slots. */
const MAX_IN_FLIGHT = 2
/** While the app has this many of them under way, ours wait, but not for ever; how often that is looked at. */
const APP_BUSY = 8
const APP_PATIENCE = 10000
const APP_RECHECK = 250
/** An error is sent after a moment in which others may join it, and stored if that has not worked in time. */
const HURRY_DELAY = 100
const ERROR_STORE = 600
/** No storm makes more requests than this, ms from one to the next. */
const HURRY_PACE = 1000
/** The same for what earlier runs have stored. */
const READ_PACE = 300
/** A tab that has been hidden for longer than a request of ours may take leaves what is stored to others. */
const HIDDEN_PATIENCE = 12000

/** Owns a signal from acceptance to acknowledgement. */
export interface Outbox {
  accept(signal: Signal): void
  /** Something is being aggregated: a flush is due in time. */
  touch(): void
  /** Reads what earlier runs stored. */
  open(): Promise<void>
  /** Resolves when what was pending has been delivered or given up for now. */
  flush(): Promise<void>
  /** The app goes to the background: all is stored at once, then one send is tried. */
  hide(): void
  show(): void
  /** The losses since the last report, as a metric that is due. */
  dropReport(): Metric | undefined
  /** Consent was withdrawn. */
  erase(): Promise<void>
  /** Flushes for at most `patience` ms and stores the rest. */
  close(patience: number): Promise<void>
  pending(): Counts
  /** Signals in storage that have not been read. */
  stored(): Counts
  lanes(): LaneState[]
}

interface Options {
  exporters: Exporter[]
  resource: Resource
  platform: Platform
  account: Account
  clock: Clock
  random: Random
  diag: Diag
  maxQueue: number
  maxQueueBytes: number
  maxAge: number
  flushInterval: number
  send: Send
  appRequests: { active: number }
  /** Aggregates and summaries are due: they come back through `accept`. */
  drain(why: Why): void
}

export function createOutbox(options: Options): Outbox {
  const { account, clock, flushInterval, maxQueue, maxQueueBytes, platform, resource } = options
  const newId = () => hexId(options.random, 16)
  const lanes: Lane[] = options.exporters.map(createLane)
  const laneOf = (signal: Signal) => lanes.filter((lane) => lane.exporter.accepts(signal))[0]
  const store = createStore(options, newId, laneOf)
  const { drop, queue, stored } = store
  const sendNext = createSender(options, store, newId, pump)
  const timers = [0, 0, 0, 0, 0, 0].map(() => oneTimer(clock))
  const [flushTimer, hurryTimer, storeTimer, wakeTimer, leaveTimer, readTimer] = timers
  /** What has come in since the last send or save, one by one, so that the least important can be told apart. */
  let fresh: Parcel[] = []
  let freshBytes = 0
  const waiters: (() => void)[] = []
  /** When the app was hidden, ms of the wall clock; 0 while it is shown. */
  let hiddenAt = 0
  /** Since which tick the app needs the slots itself; 0 while it does not. */
  let aside = 0
  let reading = false
  let saving = false
  let hurried = -Infinity
  let lastRead = -Infinity
  /** What is stored has been left to other tabs. */
  let left = false
  let closed = false

  const since = (tick: number) => Math.abs(clock.tick() - tick)
  const inFlight = () => lanes.filter((lane) => lane.busy).length
  const counts = (parcels: Parcel[]) => {
    const sums: Counts = {}
    parcels.forEach((parcel) => tally(parcel, (kind, n) => count(sums, kind, n)))
    return sums
  }

  /** Bounded by count and bytes, the oldest of the least important first out. */
  function makeRoom(): void {
    while (
      queue.reduce((n, parcel) => n + parcel.signals.length, fresh.length) > maxQueue ||
      bytesOf(queue) + freshBytes > maxQueueBytes
    ) {
      let least: Parcel | undefined
      for (const parcel of queue.concat(fresh)) {
        if (!isBusy(parcel) && (!least || parcel.rank > least.rank)) least = parcel
      }
      if (!least) return
      // what is in storage is not lost: it is read back when there is room
      if (store.setAside(least)) continue
      drop(least, 'queue_full')
      takeOut(fresh, least)
      freshBytes = bytesOf(fresh)
    }
  }

  /** Puts what is fresh into batches, by importance. */
  function pack(): void {
    for (const parcel of fresh.sort((a, b) => a.rank - b.rank || a.at - b.at)) {
      const last = queue.filter(({ lane }) => lane === parcel.lane).pop()
      // joins what has not been tried, so that an hour without a network does not make a thousand shards
      const joins =
        last &&
        !last.tries &&
        last.resource === resource &&
        (last.rank === parcel.rank || !last.keys.length) &&
        last.signals.length < BATCH_COUNT &&
        last.bytes + parcel.bytes <= BATCH_BYTES
      if (joins) {
        last.signals.push(parcel.signals[0])
        last.weight += parcel.weight
        last.bytes += parcel.bytes
        last.at = Math.min(last.at, parcel.at)
        last.key = undefined
      } else {
        parcel.id = newId()
        queue.push(parcel)
      }
    }
    fresh = []
    freshBytes = 0
  }

  /** Sends what can go, or else reads what is stored, and sees to it that this is looked at again in time. */
  function pump(): void {
    aside = options.appRequests.active < APP_BUSY ? 0 : aside || clock.tick() || 1
    const mayGo = !closed && (!aside || since(aside) > APP_PATIENCE)
    let wait = aside ? APP_RECHECK : Infinity
    for (const lane of lanes) {
      const rest = waitOf(lane, clock)
      if (rest > 0) wait = Math.min(wait, rest)
      else if (mayGo && !lane.busy && inFlight() < MAX_IN_FLIGHT) sendNext(lane)
    }
    if (!inFlight() && !reading && !aside) {
      if (queue.length || closed || left || !stored.length) waiters.splice(0).forEach((resolve) => resolve())
      else readTimer.by(Math.max(0, READ_PACE - since(lastRead)), readNext)
    }
    if (wait < Infinity && !closed) wakeTimer.by(wait, pump)
  }

  /** One shard at a time, so that memory stays bounded. */
  function readNext(): void {
    if (reading || !stored.length) return
    reading = true
    lastRead = clock.tick()
    void store.read().then(() => {
      reading = false
      if (closed || left) store.leave()
      pump()
    })
  }

  function send(why: Why): void {
    flushTimer.stop()
    hurryTimer.stop()
    options.drain(why)
    pack()
    pump()
  }

  function flush(why: Why): Promise<void> {
    return new Promise((resolve) => {
      waiters.push(resolve)
      send(why)
    })
  }

  /** Before the interval is over: errors, and what fills the buffer. Aggregates stay together. */
  function hurry(): void {
    hurried = clock.tick()
    pack()
    pump()
  }

  function save(now?: boolean): Promise<unknown> {
    pack()
    return store.save(now)
  }

  /** Sent, or else stored, within a flush interval. */
  function touch(): void {
    if (hiddenAt && !closed && !saving) {
      // in the background the next moment may be the last: what comes in together is stored at its end
      saving = true
      void Promise.resolve().then(() => {
        saving = false
        options.drain('hide')
        void save(true)
      })
    }
    flushTimer.by(flushInterval * 0.8, () => send('flush'))
    // written, not only begun, when the interval is over
    storeTimer.by(flushInterval * 0.95, save)
  }

  function open(): Promise<void> {
    return store.open().then(() => {
      left = false
      pump()
    })
  }

  /** A hidden tab may never come back: what is stored is anybody's. */
  function leave(): void {
    left = true
    store.leave()
  }

  return {
    touch,
    open,
    show() {
      leaveTimer.stop()
      const long = hiddenAt && Math.abs(clock.now() - hiddenAt) >= HIDDEN_PATIENCE
      hiddenAt = 0
      if (!long || !platform.tenancy) return pump()
      // another tab may have taken what is stored: it is read anew
      leave()
      void open()
    },
    accept(signal) {
      const lane = laneOf(signal)
      // a hook may have made points of nothing, on which encoders would choke
      const invalid = signal.kind === 'metric' && !signal.points.every(Boolean)
      if (closed || !lane || invalid) {
        const reason = closed ? 'shutdown' : lane ? 'invalid' : 'no_exporter'
        return account.drop(signal.kind, reason, weigh(signal))
      }
      const parcel = createParcel(lane, resource, [signal], clock.now(), sizeOf(signal), '')
      fresh.push(parcel)
      freshBytes += parcel.bytes
      makeRoom()
      touch()
      if (!parcel.rank) storeTimer.by(ERROR_STORE, save)
      if (!parcel.rank || fresh.length * 2 >= maxQueue || freshBytes * 2 >= maxQueueBytes)
        hurryTimer.by(Math.max(HURRY_DELAY, HURRY_PACE - since(hurried)), hurry)
    },
    flush: () => flush('flush'),
    hide() {
      options.drain('hide')
      void save(true)
      send('hide')
      hiddenAt = clock.now()
      if (platform.tenancy && !closed) leaveTimer.by(HIDDEN_PATIENCE, leave)
    },
    dropReport: store.dropReport,
    erase() {
      pack()
      timers.forEach((timer) => timer.stop())
      const erased = store.erase()
      pump()
      return erased
    },
    close(patience) {
      const gaveUp = new Promise<void>((resolve) => clock.after(patience, resolve))
      return Promise.race([flush('shutdown'), gaveUp]).then(() => {
        closed = true
        timers.forEach((timer) => timer.stop())
        return save().then(store.leave)
      })
    },
    pending: () => counts(fresh.concat(queue)),
    stored: () => counts(stored),
    lanes: () => lanes.map((lane) => stateOf(lane, clock)),
  }
}
