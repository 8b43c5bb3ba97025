import { oneTimer, type Clock } from '../internal/clock.ts'
import type { Diag } from '../internal/diag.ts'
import { noop } from '../internal/guard.ts'
import { hexId, type Random } from '../internal/id.ts'
import type { Exporter, Send } from '../exporter.ts'
import type { Why } from '../processor.ts'
import type { Platform } from '../platform.ts'
import type { Resource } from '../resource.ts'
import { weigh, type DropReason, type Metric, type Signal } from '../signal.ts'
import type { Account } from './account.ts'
import { classOf, CLASSES, createBuffer } from './buffer.ts'
import type { Parcel } from './parcel.ts'
import { createSender, type Lane } from './send.ts'
import { createDropReport } from './drop-report.ts'
import { prefixOf } from './shard.ts'
import { createStore } from './store.ts'
import { createTenancy } from './tenancy.ts'

const BATCH_COUNT = 200
const BATCH_BYTES = 100000
/** An error is sent after a moment in which others may join it, and stored if that has not worked in time. */
const ERROR_DELAY = 100
const ERROR_STORE = 600
/** While the app has this many of the platform's ten requests under way, ours wait, but not for ever. */
const APP_BUSY = 8
const APP_PATIENCE = 10000
const APP_RECHECK = 250
/** Longer than a request of ours may take. */
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
  pending(): { [kind: string]: number }
  /** Signals in storage that have not been read. */
  stored(): number
  lanes(): {
    name: string
    url?: string
    sending: boolean
    failures: number
    retryIn: number
    last?: string
  }[]
}

interface Options {
  exporters: Exporter[]
  resource: Resource
  platform: Platform
  maxAge: number
  account: Account
  clock: Clock
  random: Random
  diag: Diag
  maxQueue: number
  maxQueueBytes: number
  flushInterval: number
  send: Send
  appRequests: { active: number }
  /** Aggregates and summaries are due: they come back through `accept`. */
  drain(why: Why): void
}

export function createOutbox(options: Options): Outbox {
  const { clock, account, platform, diag, random, maxAge, flushInterval } = options
  const newId = () => hexId(random, 16)
  const prefix = prefixOf(options.resource.service)
  const tenancy = createTenancy({ platform, prefix, clock, owner: newId() })
  const place = { storage: platform.storage, prefix, tenancy, clock, diag }
  const store = createStore(Object.assign({ maxAge, drop: account.drop }, place))
  const report = createDropReport(Object.assign({ account }, place))
  const buffer = createBuffer()
  const lanes: (Lane & { wanted?: boolean })[] = options.exporters.map((exporter) => ({
    exporter,
    parcels: [],
    failures: 0,
    notBefore: 0,
    delay: 0,
  }))
  const flushTimer = oneTimer(clock)
  const errorTimer = oneTimer(clock)
  const storeTimer = oneTimer(clock)
  const wakeTimer = oneTimer(clock)
  const leaveTimer = oneTimer(clock)
  let waiters: (() => void)[] = []
  let blockedSince: number | undefined
  let reading = false
  let closed = false
  let hiddenAt: number | undefined
  let left = false

  const laneOf = (signal: Signal) => lanes.filter((lane) => lane.exporter.accepts(signal))[0]
  const parcels = () => lanes.reduce((all: Parcel[], l) => all.concat(l.busy || [], l.parcels), [])

  const sender = createSender({
    lanes,
    clock,
    random,
    diag,
    send: options.send,
    newId,
    refill(lane: Lane & { wanted?: boolean }) {
      const parcel = lane.wanted ? cut(lane) : undefined
      if (!parcel) lane.wanted = false
      return parcel
    },
    mayGo() {
      if (options.appRequests.active < APP_BUSY) {
        blockedSince = undefined
        return true
      }
      if (blockedSince === undefined) blockedSince = clock.now()
      return Math.abs(clock.now() - blockedSince) > APP_PATIENCE
    },
    delivered(parcel, rejected) {
      const signals = parcel.batch.signals
      signals.forEach((signal) => account.add('delivered', signal.kind, weigh(signal)))
      if (rejected > 0 && signals.length) {
        account.add('delivered', signals[0].kind, -rejected)
        account.drop(signals[0].kind, 'rejected', rejected)
      }
      store.remove(parcel)
    },
    dropped,
    split(parcel, halves) {
      if (!parcel.key) return
      Promise.all(halves.map((half) => store.put(half))).then(() => store.remove(parcel), noop)
    },
    expired: (parcel) => clock.now() - parcel.at > maxAge,
    idle,
  })

  function dropped(parcel: Parcel, reason: DropReason): void {
    parcel.batch.signals.forEach((signal) => account.drop(signal.kind, reason, weigh(signal)))
    store.remove(parcel)
  }

  /** A parcel of what waits in the buffer for a lane. */
  function cut(lane: Lane): Parcel | undefined {
    const entries = buffer.take((signal) => laneOf(signal) === lane, BATCH_COUNT, BATCH_BYTES)
    if (!entries.length) return undefined
    return {
      batch: { id: newId(), resource: options.resource, signals: entries.map((entry) => entry.signal) },
      bytes: entries.reduce((sum, entry) => sum + entry.bytes, 0),
      at: entries.reduce((oldest, entry) => Math.min(oldest, entry.at), entries[0].at),
      tries: 0,
      choked: 0,
    }
  }

  /** Bounded by count and bytes, the oldest of the least important first out. */
  function makeRoom(): void {
    for (;;) {
      let count = buffer.count
      let bytes = buffer.bytes
      parcels().forEach((parcel) => {
        count += parcel.batch.signals.length
        bytes += parcel.bytes
      })
      if (count <= options.maxQueue && bytes <= options.maxQueueBytes) return
      if (!dropLeast()) return
    }
  }

  function dropLeast(): boolean {
    for (let importance = CLASSES - 1; importance >= 0; importance--) {
      for (const lane of lanes) {
        const parcel = lane.parcels[0]
        if (!parcel || classOf(parcel.batch.signals[0]) !== importance) continue
        lane.parcels.shift()
        // what is in storage is not lost: it is read back when there is room
        if (!store.setAside(parcel)) dropped(parcel, 'queue_full')
        return true
      }
      const entry = buffer.shift(importance)
      if (entry) {
        account.drop(entry.signal.kind, 'queue_full', weigh(entry.signal))
        return true
      }
    }
    return false
  }

  /** All that is pending and in flight, in parcels that are not stored yet. */
  function unsaved(): Parcel[] {
    for (const lane of lanes) {
      let parcel: Parcel | undefined
      while ((parcel = cut(lane))) lane.parcels.push(parcel)
    }
    return parcels().filter((parcel) => !parcel.key && parcel.batch.signals[0].kind !== 'keepAlive')
  }

  function pump(): void {
    sender.pump()
    const wait = blockedSince === undefined ? sender.wait() : APP_RECHECK
    if (wait !== undefined) wakeTimer.by(wait, pump)
  }

  function idle(): void {
    if (blockedSince !== undefined || reading) return
    const stuck = lanes.some((lane) => lane.parcels.length > 0)
    if (!stuck && !closed && !left && store.stored()) return readNext()
    const done = waiters
    waiters = []
    done.forEach((resolve) => resolve())
  }

  /** One shard of an earlier run at a time, so that memory stays bounded. */
  function readNext(): void {
    reading = true
    store.next().then((parcel) => {
      reading = false
      if (parcel) {
        parcel.batch.signals.forEach((signal) => account.add('restored', signal.kind, weigh(signal)))
        const lane = laneOf(parcel.batch.signals[0])
        if (lane) lane.parcels.push(parcel)
        else dropped(parcel, 'no_exporter')
      }
      pump()
    })
  }

  function send(why: Why): void {
    flushTimer.stop()
    errorTimer.stop()
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
    unsaved().forEach((parcel) => store.put(parcel))
    report.save()
  }

  /** A hidden tab may never come back: after its one send it leaves what is stored to others. */
  function handOver(): void {
    left = true
    for (const lane of lanes) {
      const kept = lane.parcels.filter((parcel) => !store.setAside(parcel))
      lane.parcels.splice(0, lane.parcels.length, ...kept)
    }
    tenancy.leave()
  }

  /** Sent, or else stored, within a flush interval. */
  function touch(): void {
    flushTimer.by(flushInterval * 0.8, () => send('flush'))
    storeTimer.by(flushInterval, save)
  }

  return {
    touch,
    accept(signal) {
      const lane = laneOf(signal)
      if (!lane || closed)
        return account.drop(signal.kind, closed ? 'shutdown' : 'no_exporter', weigh(signal))
      buffer.push(signal, clock.now())
      makeRoom()
      touch()
      if (classOf(signal) > 0) return
      storeTimer.by(ERROR_STORE, save)
      errorTimer.by(ERROR_DELAY, () => {
        lane.wanted = true
        pump()
      })
    },
    open() {
      return store.open().then(report.load).then(pump)
    },
    flush: () => flush('flush'),
    hide() {
      options.drain('hide')
      const now = (write: () => void) => {
        try {
          write()
        } catch (error) {
          diag.error('storage', error)
        }
      }
      unsaved().forEach((parcel) => now(() => store.putNow(parcel)))
      now(report.saveNow)
      send('hide')
      if (!platform.sharedStorage || closed) return
      hiddenAt = clock.now()
      leaveTimer.by(HIDDEN_PATIENCE, handOver)
    },
    show() {
      leaveTimer.stop()
      const away = hiddenAt === undefined ? 0 : Math.abs(clock.now() - hiddenAt)
      hiddenAt = undefined
      if (away < HIDDEN_PATIENCE) return pump()
      // another tab may have taken what is stored: it is read anew
      handOver()
      store.open().then(() => {
        left = false
        pump()
      })
    },
    dropReport: report.take,
    erase() {
      buffer.each((signal) => account.drop(signal.kind, 'consent_denied', weigh(signal)))
      buffer.clear()
      for (const lane of lanes) {
        lane.doomed = lane.busy
        lane.parcels.splice(0).forEach((parcel) => dropped(parcel, 'consent_denied'))
      }
      report.erase()
      return store.erase()
    },
    close(patience) {
      return new Promise<void>((resolve) => {
        const late = clock.after(patience, resolve)
        flush('shutdown').then(() => {
          late()
          resolve()
        })
      }).then(() => {
        closed = true
        flushTimer.stop()
        errorTimer.stop()
        storeTimer.stop()
        wakeTimer.stop()
        leaveTimer.stop()
        report.save()
        return Promise.all(unsaved().map((parcel) => store.put(parcel))).then(tenancy.leave)
      })
    },
    pending() {
      const counts: { [kind: string]: number } = {}
      const add = (signal: Signal) => (counts[signal.kind] = (counts[signal.kind] || 0) + weigh(signal))
      buffer.each(add)
      parcels().forEach((parcel) => parcel.batch.signals.forEach(add))
      return counts
    },
    stored: store.stored,
    lanes: () =>
      lanes.map((lane) => ({
        name: lane.exporter.name,
        url: lane.exporter.url,
        sending: !!lane.busy,
        failures: lane.failures,
        retryIn: Math.max(0, lane.notBefore - clock.now()),
        last: lane.last,
      })),
  }
}
