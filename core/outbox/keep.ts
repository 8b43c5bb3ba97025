import type { Clock } from '../internal/clock.ts'
import type { Resource } from '../resource.ts'
import type { DropReason, Signal, SignalKind } from '../signal.ts'
import { count, lose, type Account } from './account.ts'
import type { Lane } from './lane.ts'
import { DOOMED, UNSAVED, isShard, isWaiting, setAside, takeOut, type Parcel } from './parcel.ts'
import type { Parcels } from './parcels.ts'
import type { Report } from './report.ts'
import { isOther, shardOf, type Shard } from './shard.ts'
import type { Store } from './store.ts'

/** All shards together, a tenth of what an app may store (docs/platforms/wechat.md#storage); the oldest goes first. */
const MAX_SIZE = 1000000

/** What the kit stores; what else a key may say is a newer kit's. */
const KINDS: SignalKind[] = ['log', 'metric', 'span', 'segment']

/** What becomes of the parcels when the app starts, is hidden, or ends. */
export interface Keep {
  /** Finds the shards. */
  open(): Promise<void>
  /** Writes what a kill would lose: all that is not in storage yet, and losses not told of. */
  save(now?: boolean): Promise<unknown>
  /** Leaves all to storage that is there. */
  leave(): void
  /** Consent was withdrawn: nothing of the kit's stays but what is under way. */
  erase(): Promise<void>
}

export function createKeep(
  clock: Clock,
  maxAge: number,
  account: Account,
  /** Of all services. */
  keysOf: (all?: boolean) => Promise<string[]>,
  prefix: string,
  { bury, dead, note, put, size }: Store,
  { all, end }: Parcels,
  report: Report,
  resource: Resource,
  laneOf: (signal: Signal) => Lane | undefined,
  failed: (error: unknown) => void,
): Keep {
  /** Of other services, such as this one under its former name, or of a newer kit. */
  let strangers: Shard[] = []

  /** Takes in the shards that are not known yet. */
  function adopt(found: string[]): void {
    const known = new Set(dead)
    for (const parcel of all.concat(report.parcel())) parcel.keys.forEach((key) => known.add(key))
    const newest = new Map(all.map((parcel) => [parcel.id, parcel] as const))
    const fresh = found.filter((key) => !known.has(key)).map((key) => shardOf(key, resource))
    const shards = fresh.filter(Boolean) as Shard[]
    strangers = []
    shards.sort((a, b) => b.version - a.version)
    for (const shard of shards) {
      const [key] = shard.keys
      note(key, shard.bytes)
      if (key.lastIndexOf(prefix, 0) || KINDS.indexOf(shard.kind) < 0) strangers.push(shard)
      else if (newest.has(shard.id)) newest.get(shard.id)!.keys.push(key)
      else {
        newest.set(shard.id, shard)
        takeIn(shard)
      }
    }
    strangers.slice().forEach((shard) => Math.abs(clock.now() - shard.at) > maxAge && drop(shard, 'expired'))
    all.sort((a, b) => a.at - b.at)
    for (const parcel of all) if (isShard(parcel)) parcel.due = true
    makeRoom(0)
  }

  function takeIn(shard: Shard): void {
    all.push(shard)
    count(account.restored, shard.kind, shard.weight)
    // exporters go by the kind; the rest has not been read yet
    shard.lane = laneOf({ kind: shard.kind, attributes: {}, points: [] } as Partial<Signal> as Signal)
    if (!shard.lane) end(shard, 'no_exporter')
    else if (clock.now() - shard.at > maxAge) end(shard, 'expired')
  }

  /** Gives up a shard, of whichever service. */
  function drop(shard: Parcel, reason: DropReason): void {
    const { keys, kind, weight } = shard
    if (!takeOut(strangers, shard)) return end(shard, reason)
    keys.forEach((key) => bury(key))
    if (KINDS.indexOf(kind) < 0) return
    count(account.restored, kind, weight)
    lose(account, kind, reason, weight)
  }

  /** Whether there is room for so much more. */
  function makeRoom(more: number): boolean {
    while (size() + more > MAX_SIZE) {
      const [oldest] = all
        .filter(isShard)
        .concat(strangers)
        .sort((a, b) => a.at - b.at)
      if (!oldest) return false
      drop(oldest, 'storage_full')
    }
    return true
  }

  return {
    open: () => keysOf().then(adopt).catch(failed),
    save(now) {
      dead.forEach((key) => bury(key))
      const unsaved = all
        .concat(report.parcel(true))
        .filter((each) => each.saved === UNSAVED && each.state !== DOOMED && each.kind !== 'keepAlive')
      return Promise.all(unsaved.map((parcel) => put(parcel, makeRoom, now)))
    },
    leave() {
      report.tell(true)
      for (const parcel of all) if (isShard(parcel) || setAside(parcel)) parcel.due = false
    },
    erase() {
      const refuse = (parcel: Parcel) => drop(parcel, 'consent_denied')
      all.slice().forEach((parcel) => {
        if (isWaiting(parcel) || isShard(parcel)) return refuse(parcel)
        parcel.state = DOOMED
        parcel.keys.splice(0).forEach((key) => bury(key))
      })
      report.erase()
      return keysOf(true).then((found) => {
        adopt(found)
        all.filter(isShard).concat(strangers).forEach(refuse)
        found.filter(isOther).forEach((key) => bury(key))
      }, failed)
    },
  }
}
