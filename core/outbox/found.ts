import type { Clock } from '../internal/clock.ts'
import type { Resource } from '../resource.ts'
import type { DropReason, Signal, SignalKind } from '../signal.ts'
import { count, lose, type Account } from './account.ts'
import type { Lane } from './lane.ts'
import { GONE, isShard, takeOut, type Parcel } from './parcel.ts'
import type { Parcels } from './parcels.ts'
import type { Report } from './report.ts'
import { shardOf, type Shard } from './shard.ts'
import type { Store } from './store.ts'

/** All shards together, a tenth of what an app may store (docs/platforms/wechat.md#storage); the oldest goes first. */
const MAX_SIZE = 1000000

/** What the kit stores; what else a key may say is a newer kit's. */
const KINDS: SignalKind[] = ['log', 'metric', 'span', 'segment']

/** Shards that were found, of whichever service, and their bound. */
export interface Found {
  /** Takes in those that are not known yet. */
  adopt(keys: string[]): void
  /** Gives one up. */
  drop(shard: Parcel, reason: DropReason): void
  /** Whether there is room for so much more. */
  makeRoom(more: number): boolean
  /** All that only storage has. */
  shards(): Parcel[]
}

export function createFound(
  clock: Clock,
  maxAge: number,
  account: Account,
  prefix: string,
  { dead, note, bury, size }: Store,
  { all, end }: Parcels,
  report: Report,
  resource: Resource,
  laneOf: (signal: Signal) => Lane | undefined,
): Found {
  /** Of other services, such as this one under its former name, or of a newer kit. */
  let strangers: Shard[] = []
  const shards = () => all.filter(isShard).concat(strangers)

  function adopt(found: string[]): void {
    const known = keysOf(all.concat(report.parcel()), dead)
    const newest = new Map(all.map((parcel) => [parcel.id, parcel] as const))
    strangers = []
    for (const shard of shardsOf(found, known, resource)) {
      const [key] = shard.keys
      note(key, shard.bytes)
      const sameId = newest.get(shard.id)
      if (key.lastIndexOf(prefix, 0) || !isOurs(shard.kind)) strangers.push(shard)
      else if (sameId) also(sameId, key)
      else {
        newest.set(shard.id, shard)
        restore(shard)
      }
    }
    strangers.slice().forEach((shard) => isOld(shard.at, clock, maxAge) && drop(shard, 'expired'))
    for (const parcel of all.sort(byAge)) if (isShard(parcel)) parcel.due = true
    makeRoom(0)
  }

  /** An older version of it; nobody's where it has been given up already. */
  const also = ({ keys, state }: Parcel, key: string) => (state === GONE ? bury(key) : keys.push(key))

  function restore(shard: Shard): void {
    all.push(shard)
    count(account.restored, shard.kind, shard.weight)
    shard.lane = laneOf(likeOf(shard.kind))
    if (!shard.lane) end(shard, 'no_exporter')
    else if (isOld(shard.at, clock, maxAge)) end(shard, 'expired')
  }

  function drop(shard: Parcel, reason: DropReason): void {
    const { keys, kind, weight } = shard
    if (!takeOut(strangers, shard)) return end(shard, reason)
    keys.forEach((key) => bury(key))
    if (isOurs(kind)) loseUnread(account, kind, reason, weight)
  }

  function makeRoom(more: number): boolean {
    for (const oldest of shards().sort(byAge)) if (size() + more > MAX_SIZE) drop(oldest, 'storage_full')
    return size() + more <= MAX_SIZE
  }

  return { adopt, drop, makeRoom, shards }
}

function isOurs(kind: SignalKind): boolean {
  return KINDS.indexOf(kind) >= 0
}

function loseUnread(account: Account, kind: SignalKind, reason: DropReason, weight: number): void {
  count(account.restored, kind, weight)
  lose(account, kind, reason, weight)
}

/** Or from so far ahead that the clock was wrong: it would stay for ever where nobody can read it. */
function isOld(at: number, clock: Clock, maxAge: number): boolean {
  return Math.abs(clock.now() - at) > maxAge
}

function byAge(a: Parcel, b: Parcel): number {
  return a.at - b.at
}

/** The newest version first. */
function shardsOf(keys: string[], known: Set<string>, resource: Resource): Shard[] {
  const unknown = keys.filter((key) => !known.has(key))
  const shards = unknown.map((key) => shardOf(key, resource)).filter(Boolean) as Shard[]
  return shards.sort((a, b) => b.version - a.version)
}

function keysOf(parcels: Parcel[], more: readonly string[]): Set<string> {
  const keys = new Set(more)
  for (const parcel of parcels) parcel.keys.forEach((key) => keys.add(key))
  return keys
}

/** Exporters go by the kind; the rest has not been read yet. */
function likeOf(kind: SignalKind): Signal {
  return { kind, attributes: {}, points: [] } as Partial<Signal> as Signal
}
