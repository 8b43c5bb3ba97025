import type { Exporter, Send } from '../exporter.ts'
import { oneTimer, type Clock } from '../internal/clock.ts'
import type { Diag } from '../internal/diag.ts'
import { noop } from '../internal/guard.ts'
import { hexId, type Random } from '../internal/id.ts'
import type { Platform } from '../platform.ts'
import type { Why } from '../processor.ts'
import type { Resource } from '../resource.ts'
import { weigh, type DropReason, type Metric, type Signal, type SignalKind } from '../signal.ts'
import type { Account, Counts } from './account.ts'
import { classOf } from './buffer.ts'
import { createCourtesy } from './courtesy.ts'
import { createDropReport } from './drop-report.ts'
import { createHoldings } from './holdings.ts'
import type { Parcel } from './parcel.ts'
import { createSender, type LaneState } from './send.ts'
import { prefixOf } from './shard.ts'
import { createStore } from './store.ts'
import { createTenancy } from './tenancy.ts'

/** An error is sent after a moment in which others may join it, and stored if that has not worked in time. */
const HURRY_DELAY = 100
const ERROR_STORE = 600
/** No storm makes more requests than this, ms from one to the next. */
const HURRY_PACE = 1000
/** The same for what earlier runs have stored. */
const READ_PACE = 300
/** How often it is looked whether the app's own requests have become fewer. */
const APP_RECHECK = 250
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
  const { account, clock, diag, flushInterval, maxAge, platform, random } = options
  const newId = () => hexId(random, 16)
  const prefix = prefixOf(options.resource.service)
  const tenancy = createTenancy(platform, { prefix, clock, owner: newId() })
  const place = { storage: platform.storage, prefix, tenancy, clock, diag }
  const store = createStore(Object.assign({ maxAge, drop: account.drop, restored }, place))
  const report = createDropReport(Object.assign({ account }, place))
  const holdings = createHoldings(
    Object.assign({}, options, { newId, setAside: store.setAside, drop: account.drop, dropParcel }),
  )
  const { lanes, laneOf } = holdings
  const courtesy = createCourtesy(clock, options.appRequests)
  const flushTimer = oneTimer(clock)
  const hurryTimer = oneTimer(clock)
  const storeTimer = oneTimer(clock)
  const wakeTimer = oneTimer(clock)
  const leaveTimer = oneTimer(clock)
  const readTimer = oneTimer(clock)
  const waiters: (() => void)[] = []
  let hiddenAt: number | undefined
  let reading = false
  let saving = false
  let hurried = -Infinity
  let lastRead = -Infinity
  /** What is stored has been left to other tabs. */
  let left = false
  let closed = false

  const sender = createSender({
    lanes,
    clock,
    random,
    diag,
    send: options.send,
    newId,
    idle,
    settled: pump,
    mayGo: () => !closed && courtesy.mayGo(),
    refill(lane) {
      const parcel = lane.wanted ? holdings.cut(lane) : undefined
      if (!parcel) lane.wanted = false
      return parcel
    },
    expired: (parcel) => clock.now() - parcel.at > maxAge,
    delivered(parcel, rejected) {
      const signals = parcel.batch.signals
      signals.forEach((signal) => account.add('delivered', signal.kind, weigh(signal)))
      if (rejected > 0) {
        account.add('delivered', signals[0].kind, -rejected)
        account.drop(signals[0].kind, 'rejected', rejected)
      }
      store.remove(parcel)
    },
    dropped: dropParcel,
    split(parcel, halves) {
      if (parcel.key) Promise.all(halves.map(store.put)).then(() => store.remove(parcel), noop)
    },
  })

  function dropParcel(parcel: Parcel, reason: DropReason): void {
    parcel.batch.signals.forEach((signal) => account.drop(signal.kind, reason, weigh(signal)))
    store.remove(parcel)
  }

  function restored(kind: SignalKind, n: number): void {
    account.add('restored', kind, n)
  }

  function pump(): void {
    sender.pump()
    const wait = courtesy.waiting() ? APP_RECHECK : sender.wait()
    if (wait !== undefined && !closed) wakeTimer.by(wait, pump)
  }

  function idle(): void {
    if (courtesy.waiting() || reading) return
    const stuck = lanes.some((lane) => lane.parcels.length > 0)
    if (!stuck && !closed && !left && store.hasMore()) {
      return readTimer.by(Math.max(0, READ_PACE - since(lastRead)), readNext)
    }
    waiters.splice(0).forEach((resolve) => resolve())
  }

  /** One shard at a time, so that memory stays bounded. */
  function readNext(): void {
    reading = true
    lastRead = clock.tick()
    void store.next().then((parcel) => {
      reading = false
      if (parcel && (closed || left)) store.setAside(parcel)
      else if (parcel) {
        const { signals } = parcel.batch
        const lane = laneOf(signals[0])
        if (lane) lane.parcels.push(parcel)
        else dropParcel(parcel, 'no_exporter')
      }
      pump()
    })
  }

  /** Before the interval is over: errors, and what fills the buffer. Aggregates stay together. */
  function hurry(): void {
    hurried = clock.tick()
    lanes.forEach((lane) => (lane.wanted = true))
    pump()
  }

  function since(tick: number): number {
    return Math.abs(clock.tick() - tick)
  }

  function send(why: Why): void {
    flushTimer.stop()
    hurryTimer.stop()
    options.drain(why)
    lanes.forEach((lane) => (lane.wanted = true))
    pump()
  }

  function flush(why: Why): Promise<void> {
    return new Promise((resolve) => {
      waiters.push(resolve)
      send(why)
    })
  }

  /** Writes what a kill would lose. */
  function save(): void {
    holdings.unsaved().forEach(store.put)
    store.sweep()
    report.save()
  }

  function saveNow(): void {
    const write = (task: () => void) => {
      try {
        task()
      } catch (error) {
        diag.error('storage', error)
      }
    }
    holdings.unsaved().forEach((parcel) => write(() => store.putNow(parcel)))
    write(report.saveNow)
  }

  /** In the background the next moment may be the last: what comes in together is stored at its end. */
  function saveSoon(): void {
    if (saving) return
    saving = true
    void Promise.resolve().then(() => {
      saving = false
      options.drain('hide')
      saveNow()
    })
  }

  /** Sent, or else stored, within a flush interval. */
  function touch(): void {
    if (hiddenAt !== undefined && !closed) saveSoon()
    flushTimer.by(flushInterval * 0.8, () => send('flush'))
    storeTimer.by(flushInterval, save)
  }

  /** A hidden tab may never come back: what is stored is anybody's. */
  function leave(): void {
    left = true
    for (const lane of lanes) {
      const kept = lane.parcels.filter((parcel) => !store.setAside(parcel))
      lane.parcels.splice(0, lane.parcels.length, ...kept)
    }
    tenancy.leave()
  }

  function open(): Promise<void> {
    return store
      .open()
      .then(report.load)
      .then(() => {
        left = false
        pump()
      })
  }

  return {
    touch,
    open,
    show() {
      leaveTimer.stop()
      const away = hiddenAt === undefined ? 0 : Math.abs(clock.now() - hiddenAt)
      hiddenAt = undefined
      if (away < HIDDEN_PATIENCE || !tenancy.shared) return pump()
      // another tab may have taken what is stored: it is read anew
      leave()
      void open()
    },
    accept(signal) {
      const lane = laneOf(signal)
      if (!lane || closed)
        return account.drop(signal.kind, closed ? 'shutdown' : 'no_exporter', weigh(signal))
      holdings.push(signal)
      touch()
      const urgent = classOf(signal) === 0
      if (urgent) storeTimer.by(ERROR_STORE, save)
      if (urgent || holdings.crowded())
        hurryTimer.by(Math.max(HURRY_DELAY, HURRY_PACE - since(hurried)), hurry)
    },
    flush: () => flush('flush'),
    hide() {
      options.drain('hide')
      saveNow()
      send('hide')
      hiddenAt = clock.now()
      if (tenancy.shared && !closed) leaveTimer.by(HIDDEN_PATIENCE, leave)
    },
    dropReport: report.take,
    erase() {
      holdings.clear()
      report.erase()
      return store.erase()
    },
    close(patience) {
      const gaveUp = new Promise<void>((resolve) => clock.after(patience, resolve))
      return Promise.race([flush('shutdown'), gaveUp]).then(() => {
        closed = true
        ;[flushTimer, hurryTimer, storeTimer, wakeTimer, leaveTimer, readTimer].forEach((timer) =>
          timer.stop(),
        )
        report.save()
        return Promise.all(holdings.unsaved().map(store.put)).then(tenancy.leave)
      })
    },
    pending: holdings.pending,
    stored: store.stored,
    lanes: sender.states,
  }
}
