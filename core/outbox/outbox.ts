import type { Exporter, Send } from '../exporter.ts'
import type { Clock } from '../internal/clock.ts'
import type { Diag } from '../internal/diag.ts'
import { noop } from '../internal/guard.ts'
import { hexId, type Random } from '../internal/id.ts'
import type { Platform } from '../platform.ts'
import type { Why } from '../processor.ts'
import type { Resource } from '../resource.ts'
import { weigh, type Signal, type SignalKind } from '../signal.ts'
import { count, lose, none, type Account, type Counts } from './account.ts'
import type { MakeDepot } from './depot.ts'
import { createLane, statesOf, type Lane, type LaneState } from './lane.ts'
import type { LoadsOf } from './leave.ts'
import { isShard, parcelOf, rankOf, READING, type Parcel } from './parcel.ts'
import { createParcels, type Parcels } from './parcels.ts'
import { createReport } from './report.ts'
import { createSchedule } from './schedule.ts'
import { createSender } from './send.ts'

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

interface OutboxParts {
  exporters: Exporter[]
  resource: Resource
  platform: Platform
  clock: Clock
  random: Random
  diag: Diag
  depot: MakeDepot
  loadsOf?: LoadsOf
  settings: {
    maxQueue: number
    maxQueueBytes: number
    maxAge: number
    flushInterval: number
    timeout: number
  }
}

/** The monitor that it belongs to. */
interface OutboxOwner {
  account: Account
  send: Send
  appRequests: { readonly active: number }
  /** Aggregates and summaries are due: they come back through `accept`. */
  drain(why: Why): void
  /** What the user's hook makes of it; undefined: it is not to be told. */
  review(signal: Signal): Signal | undefined
}

export function createOutbox(parts: OutboxParts, owner: OutboxOwner): Outbox {
  const { clock } = parts
  const { account } = owner
  const { parcels, keep, schedule, lanes, laneOf, tenancy, leave } = connect(parts, owner, () => void open())
  let hidden = false
  let closed = false

  function touch(urgent?: boolean, crowded?: boolean): void {
    // together, and at once: the next moment may be the last (docs/platforms/wechat.md#suspended)
    if (hidden && !closed)
      void Promise.resolve().then(() => {
        owner.drain('hide')
        void keep.save(true)
      })
    schedule.touch(urgent, crowded)
  }

  function open(): Promise<void> {
    return keep.open().then(schedule.pump)
  }

  return {
    touch,
    open,
    accept(signal) {
      const lane = laneOf(signal)
      if (closed || !lane)
        return lose(account, signal.kind, closed ? 'shutdown' : 'no_exporter', weigh(signal))
      const full = parcels.add(lane, signal)
      touch(!rankOf(signal), full >= 0.5)
    },
    flush: () => schedule.flush('flush'),
    hide() {
      void schedule.flush('hide')
      hidden = true
      if (tenancy) tenancy.hide()
    },
    show() {
      hidden = false
      if (tenancy) tenancy.show()
      schedule.pump()
    },
    erase() {
      schedule.stop(closed)
      const erased = keep.erase()
      schedule.pump()
      return erased
    },
    close(patience) {
      const gaveUp = new Promise<void>((resolve) => clock.after(patience, resolve))
      return Promise.race([schedule.flush('shutdown'), gaveUp]).then(() => {
        closed = true
        schedule.stop(true)
        return keep.save().then(leave)
      })
    },
    counts: (inStorage) => countsOf(parcels.all, inStorage),
    lanes: () => statesOf(lanes, clock),
  }
}

/** The rooms, each with what it needs of the others. `enter`: as `TenancyOptions` has it. */
function connect(parts: OutboxParts, owner: OutboxOwner, enter: () => void) {
  const { clock, platform, resource, settings } = parts
  const { account, appRequests } = owner
  const newId = () => hexId(parts.random, 16)
  const begin = (kind: SignalKind) => parcelOf(newId(), kind, resource, clock.now())
  const lanes = parts.exporters.map(createLane)
  const laneOf = (signal: Signal): Lane | undefined =>
    lanes.filter((lane) => lane.exporter.accepts(signal))[0]
  const depot = parts.depot({
    account,
    clock,
    maxAge: settings.maxAge,
    platform,
    resource,
    newId,
    failed: (error) => parts.diag.error('storage', error),
    leave,
    enter,
  })
  const parcels = createParcels(account, settings, begin, depot.bury, depot.recall)
  const report = createReport(clock, account, parcels, begin, laneOf, owner.review)
  const { keep, read } = depot.connect(parcels, report, laneOf)
  const sender = createSender(parts, owner, parcels, read, keep.save, newId)
  const sendNext = trimming(parcels, sender.next)
  /** Before all is sent: aggregates come in, and the losses are told of. */
  const gather = (why: Why) => {
    owner.drain(why)
    report.tell()
    if (why !== 'hide') return
    const { loadsOf } = parts
    const go = platform.lasting && loadsOf ? sender.leave(loadsOf, platform.lasting(), pump) : noop
    void keep.save(true)
    go()
  }
  const interval = settings.flushInterval
  const schedule = createSchedule(
    clock,
    interval,
    appRequests,
    lanes,
    parcels.all,
    gather,
    keep.save,
    sendNext,
  )
  function pump(): void {
    parcels.trim()
    schedule.pump()
  }
  function leave(): void {
    keep.leave()
    if (depot.tenancy) void depot.tenancy.leave()
  }
  return { parcels, keep, schedule, lanes, laneOf, tenancy: depot.tenancy, leave }
}

type SendNext = ReturnType<typeof createSender>['next']

/** Sends, and then trims: what was on the wire may be back. What was read has just found its room. */
function trimming({ all, trim }: Parcels, send: SendNext): SendNext {
  return (lane, settled) => {
    let reads = false
    const wait = send(lane, () => {
      if (!reads) trim()
      settled()
    })
    reads = all.some((parcel) => parcel.lane === lane && parcel.state === READING)
    return wait
  }
}

function countsOf(parcels: Parcel[], inStorage: boolean): Counts {
  return parcels.reduce((sums: Counts, parcel) => {
    if (isShard(parcel) === inStorage) count(sums, parcel.kind, parcel.weight)
    return sums
  }, none())
}
