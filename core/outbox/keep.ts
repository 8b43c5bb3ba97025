import type { Found } from './found.ts'
import { DOOMED, UNSAVED, isShard, isWaiting, setAside, type Parcel } from './parcel.ts'
import type { Parcels } from './parcels.ts'
import type { Report } from './report.ts'
import { isOther } from './shard.ts'
import type { Store } from './store.ts'

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
  /** Of all services. */
  keysOf: (all?: boolean) => Promise<string[]>,
  { bury, dead, put }: Store,
  { all }: Parcels,
  { adopt, drop, makeRoom, shards }: Found,
  report: Report,
  failed: (error: unknown) => void,
): Keep {
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
      eraseParcels(all, (parcel) => isWaiting(parcel) || isShard(parcel), refuse, bury)
      report.erase()
      return keysOf(true).then((found) => {
        adopt(found)
        shards().forEach(refuse)
        found.filter(isOther).forEach((key) => bury(key))
      }, failed)
    },
  }
}

/** What is under way can't be taken back: it goes with its answer. */
export function eraseParcels(
  all: Parcel[],
  may: (parcel: Parcel) => boolean,
  refuse: (parcel: Parcel) => void,
  bury: (key: string) => void,
): void {
  all.slice().forEach((parcel) => {
    if (may(parcel)) return refuse(parcel)
    parcel.state = DOOMED
    parcel.keys.splice(0).forEach((key) => bury(key))
  })
}
