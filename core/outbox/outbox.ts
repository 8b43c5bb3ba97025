import type { Exporter, Send } from '../exporter.ts'
import { oneTimer, type Clock } from '../internal/clock.ts'
import type { Diag } from '../internal/diag.ts'
import { hash } from '../internal/hash.ts'
import { hexId, type Random } from '../internal/id.ts'
import type { Platform } from '../platform.ts'
import type { Why } from '../processor.ts'
import type { Resource } from '../resource.ts'
import { weigh, type Signal } from '../signal.ts'
import { count, lose, type Account, type Counts } from './account.ts'
import { foremost, isBusy, isShard, parcelOf, rankOf, sizeOf, type Lane, type Parcel } from './parcel.ts'
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
  /** Consent was withdrawn. */
  erase(): Promise<void>
  /** Flushes for at most `patience` ms and stores the rest. */
  close(patience: number): Promise<void>
  /** Signals in memory, or else those in storage that have not been read. */
  counts(inStorage: boolean): Counts
  lanes(): LaneState[]
}

interface Services {
  exporters: Exporter[]
  resource: Resource
  platform: Platform
  clock: Clock
  random: Random
  diag: Diag
  settings: { maxQueue: number; maxQueueBytes: number; maxAge: number; flushInterval: number }
}

/** Of the monitor that it belongs to. */
interface Owner {
  account: Account
  send: Send
  appRequests: { active: number }
  /** Aggregates and summaries are due: they come back through `accept`. */
  drain(why: Why): void
  /** What the user's hook makes of it; undefined: it is not to be told. */
  review(signal: Signal): Signal | undefined
}

export function createOutbox(services: Services, owner: Owner): Outbox {
  const { clock, platform, resource } = services
  const { flushInterval, maxQueue, maxQueueBytes } = services.settings
  const { account } = owner
  const newId = () => hexId(services.random, 16)
  const lanes: Lane[] = services.exporters.map(createLane)
  const laneOf = (signal: Signal) => lanes.filter((lane) => lane.exporter.accepts(signal))[0]
  // keeps the shards of two services on one origin apart; a name may have any characters, keys had better not
  const prefix = 'mm:' + (hash(resource.service) >>> 0).toString(36) + ':'
  const tenancy =
    platform.tenancy && platform.tenancy({ prefix, owner: newId(), clock, leave, enter: () => void open() })
  const store = createStore(services, owner, tenancy || platform.storage, prefix, newId, laneOf)
  const { parcels } = store
  const sendNext = createSender(services, owner, store, newId, pump)
  const flushTimer = oneTimer(clock, () => send('flush'))
  const hurryTimer = oneTimer(clock, hurry)
  const storeTimer = oneTimer(clock, () => store.save())
  const wakeTimer = oneTimer(clock, pump)
  const waiters: (() => void)[] = []
  let hidden = false
  /** Since which tick the app needs the slots itself; 0 while it does not. */
  let aside = 0
  let hurried = -Infinity
  let closed = false

  const since = (tick: number) => Math.abs(clock.tick() - tick)
  const inFlight = () => lanes.filter((lane) => lane.busy).length

  /** How full the memory is; 1 is its bound in count or bytes. */
  function fullness(): number {
    let signals = 0
    let bytes = 0
    // by index, as the next: each event comes by, and iterators cost where there is no JIT
    for (let i = 0; i < parcels.length; i++)
      if (!isShard(parcels[i])) {
        signals += parcels[i].signals.length
        bytes += parcels[i].bytes
      }
    return Math.max(signals / maxQueue, bytes / maxQueueBytes)
  }

  /** The oldest of the least important goes; false if there is none that may. */
  function discard(): boolean {
    const least = foremost(
      parcels.filter((parcel) => !isShard(parcel) && !isBusy(parcel)),
      -1,
    )
    if (!least) return false
    // what is in storage is not lost: it is read back when there is room
    if (store.setAside(least)) return true
    if (least.closed || least.signals.length < 2) store.drop(least, 'queue_full')
    else {
      const oldest = least.signals.shift()!
      const weight = weigh(oldest)
      lose(account, least.kind, 'queue_full', weight)
      least.weight -= weight
      least.bytes -= sizeOf(oldest)
      least.saved = undefined
    }
    return true
  }

  /** The batch for the signal: of its kind and importance, untried, so that an hour offline makes few shards. */
  function batchFor(lane: Lane, signal: Signal, bytes: number): Parcel {
    const { kind } = signal
    const rank = rankOf(signal)
    for (let i = 0; i < parcels.length; i++) {
      const each = parcels[i]
      if (each.closed || each.lane !== lane || each.kind !== kind || each.rank !== rank) continue
      // with more to come it could not be left to storage to make room
      const large = each.saved && each.signals.length * 4 >= maxQueue
      if (!large && each.signals.length < BATCH_COUNT && each.bytes + bytes <= BATCH_BYTES) return each
      each.closed = true
    }
    const parcel = parcelOf({ id: newId(), kind, rank, lane, resource, weight: 0, at: clock.now() })
    parcels.push(parcel)
    return parcel
  }

  /** Sends what can go, and sees to it that this is looked at again in time. */
  function pump(): void {
    aside = owner.appRequests.active < APP_BUSY ? 0 : aside || clock.tick() || 1
    const mayGo = !closed && (!aside || since(aside) > APP_PATIENCE)
    let wait = aside ? APP_RECHECK : Infinity
    for (const lane of lanes) {
      const rest = waitOf(lane, clock)
      if (rest) wait = Math.min(wait, rest)
      else if (mayGo && !lane.busy && inFlight() < MAX_IN_FLIGHT) sendNext(lane)
    }
    if (!inFlight() && !aside) waiters.splice(0).forEach((resolve) => resolve())
    if (wait < Infinity && !closed) wakeTimer.by(wait)
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
    owner.drain(why)
    store.tell()
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
    if (hidden && !closed) {
      // in the background the next moment may be the last: what comes in together is stored at its end
      void Promise.resolve().then(() => {
        owner.drain('hide')
        void store.save(true)
      })
    }
    flushTimer.by(flushInterval * 0.8)
    // written, not only begun, when the interval is over
    storeTimer.by(flushInterval * 0.95)
  }

  function open(): Promise<void> {
    return store.open().then(pump)
  }

  function leave(): void {
    store.leave()
    if (tenancy) void tenancy.leave()
  }

  function stop(): void {
    ;[flushTimer, hurryTimer, storeTimer, wakeTimer].forEach((timer) => timer.stop())
  }

  return {
    touch,
    open,
    accept(signal) {
      const lane = laneOf(signal)
      const weight = weigh(signal)
      if (closed || !lane) return lose(account, signal.kind, closed ? 'shutdown' : 'no_exporter', weight)
      const bytes = sizeOf(signal)
      const batch = batchFor(lane, signal, bytes)
      batch.signals.push(signal)
      batch.weight += weight
      batch.bytes += bytes
      batch.saved = undefined
      let full = fullness()
      while (full > 1 && discard()) full = fullness()
      touch()
      if (!batch.rank) storeTimer.by(ERROR_STORE)
      if (!batch.rank || full >= 0.5) hurryTimer.by(Math.max(HURRY_DELAY, HURRY_PACE - since(hurried)))
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
    counts: (inStorage) =>
      parcels.reduce((sums: Counts, parcel) => {
        if (isShard(parcel) === inStorage) count(sums, parcel.kind, parcel.weight)
        return sums
      }, {}),
    lanes: () => lanes.map((lane) => stateOf(lane, clock)),
  }
}
