import type { Clock } from '../internal/clock.ts'
import type { Diag } from '../internal/diag.ts'
import type { Any } from '../internal/guard.ts'
import type { Resource } from '../resource.ts'
import type { DropReason, Signal } from '../signal.ts'
import type { Storage } from '../storage.ts'
import type { Tenancy } from '../tenancy.ts'
import { count, lose, lossesOf, type Account } from './account.ts'
import {
  isBusy,
  isShard,
  keyOf,
  parcelOf,
  rankOf,
  shardOf,
  takeOut,
  weightOf,
  type Lane,
  type Parcel,
} from './parcel.ts'

/** Of what a shard holds; a reader leaves newer ones alone until they expire. */
const FORMAT = 1
/** All shards together; the oldest goes first. */
const MAX_BYTES = 1 << 20
/** No more requests than this come of what earlier runs have stored: ms from one to the next, of an exporter. */
const READ_PACE = 400
/** The losses are told of at most once in so many ms. */
const REPORT_PACE = 60000

/** The parcels, in memory and in storage. */
export interface Store {
  /** The oldest first: to be sent, under way, or left to storage. */
  readonly parcels: Parcel[]
  /** Writes what a kill would lose: all that is not in storage yet, and losses not told of. */
  save(now?: boolean): Promise<unknown>
  /** Counts its loss; nothing of it stays. */
  drop(parcel: Parcel, reason: DropReason): void
  /** Drops it if it is too old. */
  expired(parcel: Parcel): boolean
  /** It needs no keeping any more, in memory or in storage. */
  forget(parcel: Parcel): void
  /** Leaves it to storage alone, to be read back later; false if it is not there. */
  setAside(parcel: Parcel): boolean
  /** Leaves all to storage that is there. */
  leave(): void
  /** Finds the shards. */
  open(): Promise<void>
  /** Reads a shard into memory, if there is anything to be had of it. */
  fetch(parcel: Parcel): Promise<void>
  /** The losses since the last report become a parcel, if that is a while ago. */
  tell(): void
  /** Consent was withdrawn: nothing of this service stays but what is under way. */
  erase(): Promise<void>
}

interface Services {
  clock: Clock
  diag: Diag
  resource: Resource
  /** `maxAge`: ms after which a parcel is dropped. */
  settings: { maxAge: number }
}

interface Owner {
  account: Account
  review(signal: Signal): Signal | undefined
}

export function createStore(
  { clock, diag, resource, settings }: Services,
  { account, review }: Owner,
  storage: Storage | Tenancy,
  prefix: string,
  newId: () => string,
  laneOf: (signal: Signal) => Lane | undefined,
): Store {
  const parcels: Parcel[] = []
  /** Keys of no use, not yet gone: a removal that failed is tried again, or a restart would send a repeat. */
  const dead: string[] = []
  let version = 0
  let pace = 0
  /** The losses, for a run that has no time to tell of them: a shard like any other, for the next run to send. */
  let report: Parcel
  let reported: string
  let since: number

  function startReport(): void {
    account.unreported = {}
    reported = '{}'
    since = clock.now()
    report = parcelOf({ id: newId(), kind: 'metric', resource, weight: 0, at: 0, saved: true })
  }
  startReport()

  const failed = (error: unknown) => diag.error('storage', error)

  function bury(key: string): void {
    if (dead.indexOf(key) < 0) dead.push(key)
    storage.remove(key).then(() => takeOut(dead, key), failed)
  }

  function forget(parcel: Parcel): void {
    takeOut(parcels, parcel)
    parcel.keys.splice(0).forEach(bury)
  }

  function drop(parcel: Parcel, reason: DropReason): void {
    lose(account, parcel.kind, reason, parcel.weight)
    forget(parcel)
  }

  const expired = (parcel: Parcel): boolean =>
    clock.now() - parcel.at > settings.maxAge && (drop(parcel, 'expired'), true)

  function makeRoom(): void {
    let bytes = parcels.reduce((sum, parcel) => sum + parcel.bytes, 0)
    parcels.filter(isShard).forEach((shard) => {
      if (bytes > MAX_BYTES) drop(shard, 'storage_full')
      bytes -= shard.bytes
    })
  }

  /** `now`: before this returns. Always under a new key: a kill in the middle leaves what was written before. */
  function put(parcel: Parcel, now?: boolean): Promise<void> {
    const { id, keys, resource: from, signals } = parcel
    const key = keyOf(prefix, parcel, ++version)
    parcel.saved = false
    keys.unshift(key)
    makeRoom()
    return new Promise<void>((resolve) => {
      const text = JSON.stringify({ v: FORMAT, id, resource: from, signals })
      resolve(now ? storage.setNow(key, text) : storage.set(key, text))
    })
      .then(() => true as const, failed)
      .then((saved) => {
        const i = keys.indexOf(key)
        // delivered, erased or outdone while it was being written
        if (i < 0) return bury(key)
        // not if more has come meanwhile
        if (!i && parcel.saved === false) parcel.saved = saved || undefined
        if (saved) keys.splice(i + 1).forEach(bury)
      })
  }

  /** Shards that are not known yet. */
  function find(keys: string[]): void {
    const known = parcels.concat(report).reduce((all, parcel) => all.concat(parcel.keys), dead)
    keys
      .filter((key) => known.indexOf(key) < 0)
      .map((key) => shardOf(key, prefix))
      .sort((a, b) => b.version - a.version)
      .forEach((shard) => {
        const newer = parcels.filter(({ id }) => id === shard.id)[0]
        if (newer) return newer.keys.push(shard.keys[0])
        parcels.push(shard)
        count(account.restored, shard.kind, shard.weight)
        // exporters go by the kind; the rest has not been read yet
        const unread: Any = { kind: shard.kind, attributes: {}, points: [] }
        shard.lane = laneOf(unread)
        if (!shard.lane) drop(shard, 'no_exporter')
      })
    parcels.sort((a, b) => a.at - b.at)
  }

  /** A shard that is somebody else's, or not to be read now: as if it had not been found. */
  function disown(parcel: Parcel): void {
    if (takeOut(parcels, parcel)) count(account.restored, parcel.kind, -parcel.weight)
  }

  function load(parcel: Parcel, text: string | undefined): void {
    const { keys, kind, weight } = parcel
    let content: Any
    try {
      content = JSON.parse(text!)
    } catch (_) {
      // half-written, not ours, or gone, since the user has cleared the storage
    }
    const { v, resource: from, signals } = Object(content)
    if (v > FORMAT) return disown(parcel)
    const valid = v === FORMAT && Object(from).service && Array.isArray(signals)
    if (!valid && keys[1]) {
      // killed while it was being written: what it was to replace is whole
      bury(keys.shift()!)
      parcel.weight = shardOf(keys[0], prefix).weight
      return count(account.restored, kind, parcel.weight - weight)
    }
    const whole = valid ? signals.filter((signal: Any) => Object(signal).kind) : []
    parcel.weight = weightOf(whole)
    lose(account, kind, 'storage_corrupt', weight - parcel.weight)
    if (!parcel.weight) return forget(parcel)
    keys.splice(1).forEach(bury)
    const lane = laneOf(whole[0])
    if (!lane) return drop(parcel, 'no_exporter')
    Object.assign(parcel, {
      lane,
      resource: from,
      signals: whole,
      rank: rankOf(whole[0]),
      bytes: text!.length,
    })
  }

  function setAside(parcel: Parcel): boolean {
    if (!parcel.saved || isBusy(parcel)) return false
    parcel.signals = []
    parcel.encoded = undefined
    return (parcel.closed = true)
  }

  /** What no metric has told of yet. */
  function refresh(): void {
    const losses = JSON.stringify(account.unreported)
    if (losses === reported) return
    reported = losses
    // no two points of a series have one time, though the last report was this very moment
    const at = clock.now() + +(clock.now() === since)
    // the run that sends it asks nobody any more
    const metric = review(lossesOf(account, since, at))
    const lane = metric && laneOf(metric)
    if (lane)
      Object.assign(report, { signals: [metric], lane, weight: weightOf([metric!]), at, saved: undefined })
  }

  /** The report goes the way of all parcels; another one begins. */
  function handOver(): void {
    parcels.push(report)
    count(account.taken, report.kind, report.weight)
    startReport()
  }

  return {
    parcels,
    drop,
    expired,
    forget,
    setAside,
    tell() {
      refresh()
      if (report.weight && Math.abs(clock.now() - since) >= REPORT_PACE) handOver()
    },
    save(now) {
      dead.forEach(bury)
      refresh()
      const unsaved = parcels
        .concat(report)
        .filter(({ saved, doomed, kind }) => saved === undefined && !doomed && kind !== 'keepAlive')
      return Promise.all(unsaved.map((parcel) => put(parcel, now)))
    },
    leave() {
      refresh()
      // that one is for whoever reads it
      if (report.weight && report.saved) handOver()
      parcels.forEach((parcel) => {
        if (setAside(parcel) || isShard(parcel)) parcel.due = false
      })
    },
    open: () =>
      storage
        .keys(prefix)
        .then((keys) => {
          find(keys)
          parcels.forEach((parcel) => (parcel.due = parcel.due || isShard(parcel)))
        })
        .catch(failed),
    fetch(parcel) {
      const key = parcel.keys[0]
      const wait = pace
      pace = READ_PACE
      // also the first in a turn of its own: of two tabs that open together, one reads first
      return new Promise<void>((resolve) => clock.after(wait, resolve))
        .then(() => storage.get(key))
        .then((text) => {
          // erased meanwhile
          if (parcels.indexOf(parcel) < 0) bury(key)
          else load(parcel, text)
        })
        .catch((error) => {
          // still there, and tried again at the next start; or another tab has it
          if (error) failed(error)
          disown(parcel)
        })
    },
    erase() {
      const refuse = (parcel: Parcel) => drop(parcel, 'consent_denied')
      parcels.slice().forEach((parcel) => {
        if (!isBusy(parcel) || isShard(parcel)) return refuse(parcel)
        parcel.doomed = true
        parcel.keys.splice(0).forEach(bury)
      })
      forget(report)
      startReport()
      return (storage as Tenancy).keys(prefix, true).then((keys) => {
        find(keys)
        parcels.filter(isShard).forEach(refuse)
      }, failed)
    },
  }
}
