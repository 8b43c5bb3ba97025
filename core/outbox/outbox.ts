import type { Exporter, Send } from '../exporter.ts'
import { oneTimer, type Clock } from '../internal/clock.ts'
import type { Diag } from '../internal/diag.ts'
import { hash } from '../internal/hash.ts'
import { hexId, type Random } from '../internal/id.ts'
import type { Platform } from '../platform.ts'
import type { Why } from '../processor.ts'
import type { Resource } from '../resource.ts'
import { weigh, type Metric, type Signal } from '../signal.ts'
import { count, type Account, type Counts } from './account.ts'
import { createBuffer } from './buffer.ts'
import { isShard, type Lane, type Parcel } from './parcel.ts'
import { createLane, createSender, stateOf, waitOf, type LaneState } from './send.ts'
import { createStore } from './store.ts'

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
  /** What the user's hook makes of it; undefined: it is not to be told. */
  review(signal: Signal): Signal | undefined
}

export function createOutbox(options: Options): Outbox {
  const { account, clock, flushInterval, platform, resource } = options
  const newId = () => hexId(options.random, 16)
  const lanes: Lane[] = options.exporters.map(createLane)
  const laneOf = (signal: Signal) => lanes.filter((lane) => lane.exporter.accepts(signal))[0]
  // keeps the shards of two services on one origin apart; a name may have any characters, keys had better not
  const prefix = 'mm:' + (hash(resource.service) >>> 0).toString(36) + ':'
  const tenancy =
    platform.tenancy && platform.tenancy({ prefix, owner: newId(), clock, leave, enter: () => void open() })
  const store = createStore(options, tenancy || platform.storage, prefix, newId, laneOf)
  const { parcels } = store
  const buffer = createBuffer(options, store, newId)
  const sendNext = createSender(options, store, newId, pump)
  const flushTimer = oneTimer(clock, () => send('flush'))
  const hurryTimer = oneTimer(clock, hurry)
  const storeTimer = oneTimer(clock, () => store.save())
  const wakeTimer = oneTimer(clock, pump)
  const readTimer = oneTimer(clock, readNext)
  const waiters: (() => void)[] = []
  let hidden = false
  /** Since which tick the app needs the slots itself; 0 while it does not. */
  let aside = 0
  /** What is stored is not to be read: not known yet, or left to other tabs. */
  let away = true
  let reading = false
  let saving = false
  let hurried = -Infinity
  let lastRead = -Infinity
  let closed = false

  const since = (tick: number) => Math.abs(clock.tick() - tick)
  const inFlight = () => lanes.filter((lane) => lane.busy).length
  const isDue = (parcel: Parcel) => parcel.due
  const counts = (inStorage: boolean) =>
    parcels.reduce((sums: Counts, parcel) => {
      if (isShard(parcel) === inStorage) count(sums, parcel.kind, parcel.weight)
      return sums
    }, {})

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
      if (closed || away || parcels.some(isDue) || !parcels.some(isShard))
        waiters.splice(0).forEach((resolve) => resolve())
      else readTimer.by(Math.max(0, READ_PACE - since(lastRead)))
    }
    if (wait < Infinity && !closed) wakeTimer.by(wait)
  }

  /** One shard at a time, so that memory stays bounded. */
  function readNext(): void {
    if (reading || !parcels.some(isShard)) return
    reading = true
    lastRead = clock.tick()
    void store.read().then(() => {
      reading = false
      if (closed || away) store.leave()
      pump()
    })
  }

  /** Before the interval is over: errors, and what fills the buffer. Aggregates stay together. */
  function hurry(): void {
    hurried = clock.tick()
    for (const parcel of parcels) if (!isShard(parcel)) parcel.due = true
    pump()
  }

  function send(why: Why): void {
    flushTimer.stop()
    hurryTimer.stop()
    options.drain(why)
    if (why === 'hide') void store.save(true)
    hurry()
  }

  function flush(why: Why): Promise<void> {
    return new Promise((resolve) => {
      waiters.push(resolve)
      send(why)
    })
  }

  /** Sent, or else stored, within a flush interval. */
  function touch(): void {
    if (hidden && !closed && !saving) {
      // in the background the next moment may be the last: what comes in together is stored at its end
      saving = true
      void Promise.resolve().then(() => {
        saving = false
        options.drain('hide')
        void store.save(true)
      })
    }
    flushTimer.by(flushInterval * 0.8)
    // written, not only begun, when the interval is over
    storeTimer.by(flushInterval * 0.95)
  }

  function open(): Promise<void> {
    return store.open().then(() => {
      away = false
      pump()
    })
  }

  function leave(): void {
    away = true
    store.leave()
    if (tenancy) void tenancy.leave()
  }

  function stop(): void {
    ;[flushTimer, hurryTimer, storeTimer, wakeTimer, readTimer].forEach((timer) => timer.stop())
  }

  return {
    touch,
    open,
    accept(signal) {
      const lane = laneOf(signal)
      const { kind } = signal
      // a hook may have made points of nothing, on which encoders would choke
      const invalid = kind === 'metric' && !signal.points.every(Boolean)
      if (closed || !lane || invalid) {
        const reason = closed ? 'shutdown' : lane ? 'invalid' : 'no_exporter'
        return account.drop(kind, reason, weigh(signal))
      }
      const isError = !buffer.put(lane, signal).rank
      touch()
      if (isError) storeTimer.by(ERROR_STORE)
      if (isError || buffer.fullness(true) >= 0.5)
        hurryTimer.by(Math.max(HURRY_DELAY, HURRY_PACE - since(hurried)))
    },
    flush: () => flush('flush'),
    hide() {
      send('hide')
      hidden = true
      if (tenancy) tenancy.hide()
    },
    show() {
      hidden = false
      if (tenancy) tenancy.show()
      pump()
    },
    dropReport: store.dropReport,
    erase() {
      stop()
      const erased = store.erase()
      pump()
      return erased
    },
    close(patience) {
      const gaveUp = new Promise<void>((resolve) => clock.after(patience, resolve))
      return Promise.race([flush('shutdown'), gaveUp]).then(() => {
        closed = true
        stop()
        return store.save().then(leave)
      })
    },
    pending: () => counts(false),
    stored: () => counts(true),
    lanes: () => lanes.map((lane) => stateOf(lane, clock)),
  }
}
