import { noop } from '../internal/guard.ts'
import type { Storage } from '../storage.ts'
import type { MakeDepot } from './depot.ts'
import { eraseParcels } from './keep.ts'
import { isWaiting } from './parcel.ts'

function done(): Promise<void> {
  return Promise.resolve()
}

/** For kits without the slice `storage`: what is not sent is lost with the app, and counted where there is time. */
export const memoryDepot: MakeDepot = () => ({
  bury: noop,
  recall: () => Promise.resolve([]),
  connect({ all, end }, report) {
    return {
      read: done,
      keep: {
        open: done,
        save: done,
        leave: () => all.filter(isWaiting).forEach((parcel) => end(parcel, 'shutdown')),
        erase() {
          eraseParcels(all, isWaiting, (parcel) => end(parcel, 'consent_denied'), noop)
          report.erase()
          return done()
        },
      },
    }
  },
})

/** A storage that keeps nothing. */
export const NOWHERE: Storage = {
  get: () => Promise.resolve(undefined),
  set: done,
  remove: done,
  keys: () => Promise.resolve([]),
  setNow: noop,
}
