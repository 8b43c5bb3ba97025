import type { Resource } from '../resource.ts'
import type { Signal } from '../signal.ts'
import { count, type Account } from './account.ts'
import type { Lane } from './lane.ts'
import { DOOMED, UNSAVED, isShard, isWaiting, setAside, type Parcel } from './parcel.ts'
import type { Parcels } from './parcels.ts'
import type { Report } from './report.ts'
import { shardOf } from './shard.ts'
import type { Store } from './store.ts'

/** All shards together, a tenth of what an app may store (docs/platforms/wechat.md#storage); the oldest goes first. */
const MAX_BYTES = 1 << 20

/** What becomes of the parcels when the app starts, is hidden, or ends. */
export interface Keep {
  /** Finds the shards. */
  open(): Promise<void>
  /** Writes what a kill would lose: all that is not in storage yet, and losses not told of. */
  save(now?: boolean): Promise<unknown>
  /** Leaves all to storage that is there. */
  leave(): void
  /** Consent was withdrawn: nothing of this service stays but what is under way. */
  erase(): Promise<void>
}

export function createKeep(
  account: Account,
  keysOf: (all?: boolean) => Promise<string[]>,
  { bury, dead, put }: Store,
  { all, end }: Parcels,
  report: Report,
  resource: Resource,
  laneOf: (signal: Signal) => Lane | undefined,
  failed: (error: unknown) => void,
): Keep {
  /** Takes in the shards that are not known yet. */
  function adopt(found: string[]): void {
    const known = all.concat(report.parcel()).reduce((list, parcel) => list.concat(parcel.keys), dead)
    found
      .filter((key) => known.indexOf(key) < 0)
      .map((key) => shardOf(key, resource))
      .sort((a, b) => b.version - a.version)
      .forEach((shard) => {
        const newer = all.filter((each) => each.id === shard.id)[0]
        if (newer) return newer.keys.push(shard.keys[0])
        all.push(shard)
        count(account.restored, shard.kind, shard.weight)
        // exporters go by the kind; the rest has not been read yet
        shard.lane = laneOf({ kind: shard.kind, attributes: {}, points: [] } as Partial<Signal> as Signal)
        if (!shard.lane) end(shard, 'no_exporter')
      })
    all.sort((a, b) => a.at - b.at)
    for (const parcel of all) if (isShard(parcel)) parcel.due = true
  }

  return {
    open: () => keysOf().then(adopt).catch(failed),
    save(now) {
      dead.forEach(bury)
      const unsaved = all
        .concat(report.parcel(true))
        .filter((each) => each.saved === UNSAVED && each.state !== DOOMED && each.kind !== 'keepAlive')
      if (unsaved.length) makeRoom(all, end)
      return Promise.all(unsaved.map((parcel) => put(parcel, now)))
    },
    leave() {
      report.tell(true)
      for (const parcel of all) if (isShard(parcel) || setAside(parcel)) parcel.due = false
    },
    erase() {
      const refuse = (parcel: Parcel) => end(parcel, 'consent_denied')
      all.slice().forEach((parcel) => {
        if (isWaiting(parcel) || isShard(parcel)) return refuse(parcel)
        parcel.state = DOOMED
        parcel.keys.splice(0).forEach(bury)
      })
      report.erase()
      return keysOf(true).then((found) => {
        adopt(found)
        all.filter(isShard).forEach(refuse)
      }, failed)
    },
  }
}

function makeRoom(all: Parcel[], end: Parcels['end']): void {
  let bytes = all.reduce((sum, parcel) => sum + parcel.bytes, 0)
  all.filter(isShard).forEach((shard) => {
    if (bytes > MAX_BYTES) end(shard, 'storage_full')
    bytes -= shard.bytes
  })
}
