import type { Clock } from '../internal/clock.ts'
import type { Diag } from '../internal/diag.ts'
import { noop } from '../internal/guard.ts'
import type { Platform } from '../platform.ts'
import type { Resource } from '../resource.ts'
import type { DropReason, Metric, Signal } from '../signal.ts'
import { lossesOf, type Account } from './account.ts'
import {
  bytesOf,
  createParcel,
  isBusy,
  keyOf,
  ownerOf,
  prefixOf,
  readKey,
  shardsOf,
  takeOut,
  tally,
  weightOf,
  type Lane,
  type Parcel,
} from './parcel.ts'

/** Of what a shard holds; a reader leaves newer ones alone until they expire. */
const FORMAT = 1
/** All shards together; the oldest goes first. */
const MAX_BYTES = 1 << 20
/** The losses are told of at most once in so many ms. */
const REPORT_PACE = 60000

/** The parcels, in memory and in storage. */
export interface Store {
  /** In memory, in the order in which they are to be sent, those under way among them. */
  readonly queue: Parcel[]
  /** Of earlier runs, or set aside: only storage has their signals. The oldest first. */
  readonly stored: Parcel[]
  /** Writes what a kill would lose: all of the queue that is not stored yet, and losses not told of. */
  save(now?: boolean): Promise<unknown>
  /** At once, or resolves when done; a failure is noted, and the parcel has no key. */
  write(parcel: Parcel, now?: boolean): Promise<void> | undefined
  /** Counts its loss; nothing of it stays. */
  drop(parcel: Parcel, reason: DropReason): void
  /** It needs no keeping any more, in memory or in storage. */
  forget(parcel: Parcel): void
  /** Leaves it to storage alone, to be read back later; false if it is not stored. */
  setAside(parcel: Parcel): boolean
  /** Gives up what this run has stored: another tab may take it. */
  leave(): void
  /** Finds the shards that nobody else is at; the expired ones are dropped and counted. */
  open(): Promise<void>
  /** Reads the oldest shard into the queue, if there is anything to be had of it. */
  read(): Promise<void>
  /** The losses since the last report, as a metric that is due. */
  dropReport(): Metric | undefined
  /** Consent was withdrawn: nothing of this service stays but what is under way. */
  erase(): Promise<void>
}

interface Options {
  account: Account
  clock: Clock
  diag: Diag
  platform: Platform
  resource: Resource
  /** ms after which a shard is dropped. */
  maxAge: number
}

export function createStore(
  options: Options,
  newId: () => string,
  laneOf: (signal: Signal) => Lane | undefined,
): Store {
  const { account, clock, diag, resource } = options
  const { storage } = options.platform
  const prefix = prefixOf(resource.service)
  const owner = newId()
  // mini programs run once: what is in storage is what earlier runs left
  const tenancy = options.platform.tenancy && options.platform.tenancy({ prefix, owner, clock })
  const queue: Parcel[] = []
  const stored: Parcel[] = []
  /** Keys of no use, not yet gone: a removal that failed is tried again, or a restart would send a repeat. */
  const dead: string[] = []
  let reading = Promise.resolve()
  /** The losses, for a run that has no time to tell of them: an ordinary shard, for the next run to send. */
  let report: Parcel | undefined
  let reported = '{}'
  let since = clock.now()

  const failed = (error: unknown) => diag.error('storage', error)

  function bury(key: string): void {
    if (dead.indexOf(key) < 0) dead.push(key)
    storage.remove(key).then(() => takeOut(dead, key), failed)
  }

  function forget(parcel: Parcel): void {
    takeOut(queue, parcel)
    takeOut(stored, parcel)
    parcel.keys.splice(0).forEach(bury)
  }

  function drop(parcel: Parcel, reason: DropReason): void {
    tally(parcel, (kind, n) => account.drop(kind, reason, n))
    forget(parcel)
  }

  /** A shard that is somebody else's, or not to be read now: as if it had not been found. */
  function disown(parcel: Parcel): void {
    if (takeOut(stored, parcel)) account.add('restored', parcel.kind, -parcel.weight)
  }

  /** Another tab has it, or the user has cleared the storage. */
  function vanished(parcel: Parcel): void {
    if (tenancy) disown(parcel)
    else drop(parcel, 'storage_corrupt')
  }

  function write(parcel: Parcel, now?: boolean): Promise<void> | undefined {
    const { id, keys, signals } = parcel
    const key = (parcel.key = keyOf(prefix, parcel, owner))
    const done = () => {
      const i = keys.indexOf(key)
      // delivered, erased or outdone while it was being written
      if (i < 0) return bury(key)
      parcel.written = parcel.key === key
      keys.splice(i + 1).forEach(bury)
    }
    const undone = (error: unknown) => {
      if (parcel.key === key) parcel.key = undefined
      failed(error)
    }
    parcel.written = false
    if (keys.indexOf(key) < 0) keys.unshift(key)
    while (stored.length && bytesOf(stored) + bytesOf(queue) > MAX_BYTES) drop(stored[0], 'storage_full')
    try {
      const value = JSON.stringify({ v: FORMAT, id, resource: parcel.resource, signals })
      if (!now) return storage.set(key, value).then(done, undone)
      storage.setNow(key, value)
      done()
    } catch (error) {
      undone(error)
    }
  }

  function told(): void {
    account.unreported = {}
    report = undefined
    reported = '{}'
  }

  /** Shards that are not known yet. */
  function find(keys: string[], anybodys?: boolean): void {
    const known = stored.concat(queue, report || []).reduce((all, parcel) => all.concat(parcel.keys), dead)
    const fresh = keys.filter(
      (key) =>
        known.indexOf(key) < 0 &&
        (!tenancy || (!tenancy.isLease(key) && (anybodys || tenancy.mayTake(ownerOf(key))))),
    )
    shardsOf(fresh, prefix).forEach((shard) => {
      stored.push(shard)
      account.add('restored', shard.kind, shard.weight)
    })
    stored.sort((a, b) => a.at - b.at)
  }

  function load(parcel: Parcel, text: string): void {
    const { at, id, keys, kind, weight } = parcel
    let content: { v?: unknown; resource?: Resource; signals?: Signal[] } = {}
    try {
      content = JSON.parse(text) || {}
    } catch (_) {
      // half-written, or not ours
    }
    if ((content.v as number) > FORMAT) return disown(parcel)
    const from = content.v === FORMAT && content.resource
    const valid = from && typeof from.service === 'string' && Array.isArray(content.signals)
    if (!valid && keys[1]) {
      // killed while it was being written: what it was to replace is whole
      bury(keys.shift()!)
      const smaller = readKey(keys[0], prefix)
      account.add('restored', kind, smaller.weight - weight)
      parcel.key = smaller.key
      parcel.weight = smaller.weight
      return
    }
    const signals = valid
      ? content.signals!.filter((signal) => signal && typeof signal.kind === 'string')
      : []
    const left = weightOf(signals)
    if (left < weight) account.drop(kind, 'storage_corrupt', weight - left)
    if (!left) return forget(parcel)
    takeOut(stored, parcel)
    keys.splice(1).forEach(bury)
    const lane = laneOf(signals[0])
    Object.assign(parcel, createParcel(lane, from as Resource, signals, at, text.length, id, keys))
    if (lane) queue.push(parcel)
    else drop(parcel, 'no_exporter')
  }

  function setAside(parcel: Parcel): boolean {
    if (!parcel.key || !parcel.written) return false
    takeOut(queue, parcel)
    stored.push(parcel)
    parcel.signals = []
    parcel.encoded = undefined
    return true
  }

  return {
    queue,
    stored,
    write,
    drop,
    forget,
    setAside,
    save(now) {
      dead.forEach(bury)
      const losses = JSON.stringify(account.unreported)
      if (losses !== reported) {
        reported = losses
        const { id, keys } = report || { id: newId(), keys: [] }
        const metric = lossesOf(account, since, clock.now())
        report = createParcel(undefined, resource, [metric], clock.now(), 0, id, keys)
      }
      const unsaved = queue.concat(report || []).filter((p) => !p.key && !p.doomed && p.kind !== 'keepAlive')
      return Promise.all(unsaved.map((parcel) => write(parcel, now)))
    },
    leave() {
      queue.filter((parcel) => !isBusy(parcel)).forEach(setAside)
      if (report && report.written) told()
      if (tenancy) tenancy.leave()
    },
    open() {
      return reading
        .then(() => tenancy && tenancy.enter())
        .then(() => storage.keys(prefix))
        .then((keys) => {
          stored
            .filter(({ key }) => keys.indexOf(key!) < 0 || (tenancy && !tenancy.mayTake(ownerOf(key!))))
            .forEach(vanished)
          find(keys)
          stored
            .filter(({ at }) => clock.now() - at > options.maxAge)
            .forEach((shard) => drop(shard, 'expired'))
        })
        .then(noop, failed)
    },
    read() {
      const parcel = stored[0]
      const claim = { key: parcel.key!, owner: ownerOf(parcel.key!) }
      return (reading = (tenancy ? tenancy.take(claim) : storage.get(claim.key))
        .then((text) => {
          // erased meanwhile
          if (stored.indexOf(parcel) < 0) return bury(claim.key)
          parcel.key = parcel.keys[0] = claim.key
          if (text === undefined) vanished(parcel)
          else load(parcel, text)
        })
        .then(undefined, (error) => {
          // still there: the next start tries it again
          failed(error)
          disown(parcel)
        }))
    },
    dropReport() {
      const now = clock.now()
      if (Math.abs(now - since) < REPORT_PACE) return undefined
      const metric = lossesOf(account, since, now)
      since = now
      if (!metric.points.length) return undefined
      if (report) forget(report)
      told()
      return metric
    },
    erase() {
      queue.concat(stored).forEach((parcel) => {
        if (!isBusy(parcel)) return drop(parcel, 'consent_denied')
        parcel.doomed = true
        parcel.keys.splice(0).forEach(bury)
      })
      if (report) forget(report)
      told()
      if (tenancy) tenancy.leave()
      return storage.keys(prefix).then((keys) => {
        find(keys, true)
        stored.slice().forEach((parcel) => drop(parcel, 'consent_denied'))
      }, failed)
    },
  }
}
