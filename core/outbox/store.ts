import type { Clock } from '../internal/clock.ts'
import type { Diag } from '../internal/diag.ts'
import type { Storage } from '../platform.ts'
import type { Resource } from '../resource.ts'
import { weigh, type DropReason, type Metric, type Signal } from '../signal.ts'
import type { Tenancy } from '../tenancy.ts'
import { lossesOf, type Account } from './account.ts'
import {
  isBusy,
  isShard,
  keyOf,
  parcelOf,
  rankOf,
  readKey,
  takeOut,
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
  /** Finds the shards; the expired ones are dropped and counted. */
  open(): Promise<void>
  /** Reads the oldest shard into memory, if there is anything to be had of it. */
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
  resource: Resource
  /** ms after which a parcel is dropped. */
  maxAge: number
  review(signal: Signal): Signal | undefined
}

export function createStore(
  { account, clock, diag, maxAge, resource, review }: Options,
  storage: Storage | Tenancy,
  prefix: string,
  newId: () => string,
  laneOf: (signal: Signal) => Lane | undefined,
): Store {
  const parcels: Parcel[] = []
  /** Keys of no use, not yet gone: a removal that failed is tried again, or a restart would send a repeat. */
  const dead: string[] = []
  let version = 0
  const empty = () => parcelOf({ id: newId(), kind: 'metric', resource, weight: 0, at: 0, saved: true })
  /** The losses, for a run that has no time to tell of them: an ordinary shard, for the next run to send. */
  let report = empty()
  let reported = '{}'
  let since = clock.now()

  const unreported = () => JSON.stringify(account.unreported)
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
    account.drop(parcel.kind, reason, parcel.weight)
    forget(parcel)
  }

  const expired = (parcel: Parcel): boolean =>
    clock.now() - parcel.at > maxAge && (drop(parcel, 'expired'), true)

  /** A shard that is somebody else's, or not to be read now: as if it had not been found. */
  function disown(parcel: Parcel): void {
    if (takeOut(parcels, parcel)) account.add('restored', parcel.kind, -parcel.weight)
  }

  /** `now`: before this returns. Always under a new key: a kill in the middle leaves what was written before. */
  function write(parcel: Parcel, now?: boolean): Promise<void> {
    const { id, keys, resource: from, signals } = parcel
    const key = keyOf(prefix, parcel, ++version)
    const settle = (saved?: true) => {
      const i = keys.indexOf(key)
      // delivered, erased or outdone while it was being written
      if (i < 0) return bury(key)
      // not if more has come meanwhile
      if (!i && parcel.saved === false) parcel.saved = saved
      if (saved) keys.splice(i + 1).forEach(bury)
    }
    parcel.saved = false
    keys.unshift(key)
    makeRoom()
    return new Promise<void>((resolve) => {
      const value = JSON.stringify({ v: FORMAT, id, resource: from, signals })
      resolve(now ? storage.setNow(key, value) : storage.set(key, value))
    }).then(
      () => settle(true),
      (error) => {
        settle()
        failed(error)
      },
    )
  }

  function makeRoom(): void {
    let bytes = parcels.reduce((sum, parcel) => sum + parcel.bytes, 0)
    parcels.filter(isShard).forEach((shard) => {
      if (bytes > MAX_BYTES) drop(shard, 'storage_full')
      bytes -= shard.bytes
    })
  }

  function told(): void {
    account.unreported = {}
    report = empty()
    reported = '{}'
  }

  /** Shards that are not known yet. */
  function find(keys: string[]): void {
    const known = parcels.concat(report).reduce((all, parcel) => all.concat(parcel.keys), dead)
    const byId = new Map<string, Parcel>()
    keys
      .filter((key) => known.indexOf(key) < 0)
      .map((key) => readKey(key, prefix))
      .sort((a, b) => b.version - a.version)
      .forEach((shard) => {
        const newer = byId.get(shard.id)
        if (newer) return newer.keys.push(shard.keys[0])
        byId.set(shard.id, shard)
        parcels.push(shard)
        account.add('restored', shard.kind, shard.weight)
      })
    parcels.sort((a, b) => a.at - b.at)
  }

  function load(parcel: Parcel, text: string): void {
    const { keys, kind, weight } = parcel
    let content: { v?: number; resource?: Resource; signals?: Signal[] } = {}
    try {
      content = Object(JSON.parse(text))
    } catch (_) {
      // half-written, or not ours
    }
    const { v, resource: from, signals } = content
    if (v! > FORMAT) return disown(parcel)
    const valid = v === FORMAT && typeof Object(from).service === 'string' && Array.isArray(signals)
    if (!valid && keys[1]) {
      // killed while it was being written: what it was to replace is whole
      bury(keys.shift()!)
      parcel.weight = readKey(keys[0], prefix).weight
      return account.add('restored', kind, parcel.weight - weight)
    }
    const whole = valid ? signals!.filter((signal) => typeof Object(signal).kind === 'string') : []
    parcel.weight = weightOf(whole)
    account.drop(kind, 'storage_corrupt', weight - parcel.weight)
    if (!parcel.weight) return forget(parcel)
    keys.splice(1).forEach(bury)
    parcel.lane = laneOf(whole[0])
    if (!parcel.lane) return drop(parcel, 'no_exporter')
    parcel.resource = from!
    parcel.signals = whole
    parcel.rank = rankOf(whole[0])
    parcel.bytes = text.length
    parcel.due = true
  }

  function setAside(parcel: Parcel): boolean {
    if (!parcel.saved || isBusy(parcel)) return false
    parcel.signals = []
    parcel.encoded = undefined
    parcel.due = false
    return (parcel.closed = true)
  }

  return {
    parcels,
    drop,
    expired,
    forget,
    setAside,
    save(now) {
      dead.forEach(bury)
      const counts = unreported()
      if (counts !== reported) {
        reported = counts
        // no two points of a series have one time, though the last report was this very moment
        const at = clock.now() + +(clock.now() === since)
        // the run that sends it asks nobody any more
        const losses = review(lossesOf(account, since, at))
        const weight = losses ? weigh(losses) : 0
        if (weight) Object.assign(report, { signals: [losses], weight, at, saved: undefined })
      }
      const unsaved = parcels
        .concat(report)
        .filter(({ saved, doomed, kind }) => saved === undefined && !doomed && kind !== 'keepAlive')
      return Promise.all(unsaved.map((parcel) => write(parcel, now)))
    },
    leave() {
      parcels.forEach(setAside)
      // that one is for whoever reads it
      if (report.saved && unreported() === reported) told()
    },
    open: () =>
      storage
        .keys(prefix)
        .then((keys) => {
          find(keys)
          parcels.filter(isShard).forEach(expired)
        })
        .catch(failed),
    read() {
      const parcel = parcels.filter(isShard)[0]
      const key = parcel.keys[0]
      return storage
        .get(key)
        .then((text) => {
          // erased meanwhile
          if (parcels.indexOf(parcel) < 0) bury(key)
          // the user has cleared the storage
          else if (text === undefined) drop(parcel, 'storage_corrupt')
          else load(parcel, text)
        })
        .catch((error) => {
          // still there, and tried again at the next start; or another tab has it
          if (error) failed(error)
          disown(parcel)
        })
    },
    dropReport() {
      const now = clock.now()
      if (Math.abs(now - since) < REPORT_PACE) return undefined
      const metric = lossesOf(account, since, now)
      since = now
      if (!metric.points.length) return undefined
      forget(report)
      told()
      return metric
    },
    erase() {
      parcels.slice().forEach((parcel) => {
        if (!isBusy(parcel)) return drop(parcel, 'consent_denied')
        parcel.doomed = true
        parcel.keys.splice(0).forEach(bury)
      })
      forget(report)
      told()
      return (storage as Tenancy).keys(prefix, true).then((keys) => {
        find(keys)
        parcels.filter(isShard).forEach((shard) => drop(shard, 'consent_denied'))
      }, failed)
    },
  }
}
