import type { Clock } from '../internal/clock.ts'
import type { Resource } from '../resource.ts'
import type { DropReason, Signal, SignalKind } from '../signal.ts'
import { count, lose, type Account } from './account.ts'
import type { Lane } from './lane.ts'
import { isShard, takeOut, type Parcel } from './parcel.ts'
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
    for (const shard of shardsOf(
      found.filter((key) => !known.has(key)),
      resource,
    )) {
      const [key] = shard.keys
      note(key, shard.bytes)
      if (key.lastIndexOf(prefix, 0) || KINDS.indexOf(shard.kind) < 0) strangers.push(shard)
      else if (newest.has(shard.id)) newest.get(shard.id)!.keys.push(key)
      else {
        newest.set(shard.id, shard)
        all.push(shard)
        count(account.restored, shard.kind, shard.weight)
        shard.lane = laneOf(likeOf(shard.kind))
        if (!shard.lane) end(shard, 'no_exporter')
        else if (clock.now() - shard.at > maxAge) end(shard, 'expired')
      }
    }
    strangers.slice().forEach((shard) => Math.abs(clock.now() - shard.at) > maxAge && drop(shard, 'expired'))
    all.sort((a, b) => a.at - b.at)
    for (const parcel of all) if (isShard(parcel)) parcel.due = true
    makeRoom(0)
  }

  function drop(shard: Parcel, reason: DropReason): void {
    const { keys, kind, weight } = shard
    if (!takeOut(strangers, shard)) return end(shard, reason)
    keys.forEach((key) => bury(key))
    if (KINDS.indexOf(kind) < 0) return
    count(account.restored, kind, weight)
    lose(account, kind, reason, weight)
  }

  function makeRoom(more: number): boolean {
    while (size() + more > MAX_SIZE) {
      const [oldest] = shards().sort((a, b) => a.at - b.at)
      if (!oldest) return false
      drop(oldest, 'storage_full')
    }
    return true
  }

  return { adopt, drop, makeRoom, shards }
}

/** The newest version first. */
function shardsOf(keys: string[], resource: Resource): Shard[] {
  const shards = keys.map((key) => shardOf(key, resource)).filter(Boolean) as Shard[]
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
