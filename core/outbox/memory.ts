import { noop } from '../internal/guard.ts'
import type { Platform } from '../platform.ts'
import type { Storage } from '../storage.ts'
import type { MakeDepot } from './depot.ts'
import { eraseParcels } from './keep.ts'
import { isWaiting } from './parcel.ts'
import { ROOT } from './shard.ts'

function done(): Promise<void> {
  return Promise.resolve()
}

/**
 * For kits without the slice `storage`: what is not sent is lost with the app, and counted where there is time. Builds
 * that had it may have left something in the platform's storage, which nobody will read: it is erased.
 */
export function memoryDepot({ storage, tenancy }: Platform): MakeDepot {
  return ({ failed }) => {
    const clear = () =>
      storage
        .keys(ROOT)
        .then((keys) => Promise.all(keys.map((key) => storage.remove(key))))
        .then(noop, failed)
    return {
      bury: noop,
      recall: () => Promise.resolve([]),
      connect({ all, end }, report) {
        return {
          read: done,
          keep: {
            // pages of other services may store on the same origin
            open: tenancy ? done : clear,
            save: done,
            leave: () => all.filter(isWaiting).forEach((parcel) => end(parcel, 'shutdown')),
            erase() {
              eraseParcels(all, isWaiting, (parcel) => end(parcel, 'consent_denied'), noop)
              report.erase()
              return clear()
            },
          },
        }
      },
    }
  }
}

/** A storage that keeps nothing. */
export const NOWHERE: Storage = {
  get: () => Promise.resolve(undefined),
  set: done,
  remove: done,
  keys: () => Promise.resolve([]),
  setNow: noop,
}
