import { noop } from '../../internal/guard.ts'
import type { Storage } from '../../storage.ts'
import type { TenancyOptions } from '../../tenancy.ts'

/** ms. A tab that has not said so for this long is gone; timers of hidden ones are slow: docs/platforms/h5.md#timers */
const LEASE = 180000
const RENEW = 50000

/** How tabs know of each other: what a tab owns has its mark behind it, and a tab is alive while its lease runs. */
export interface Lease {
  /** `~` and the owner. */
  readonly mark: string
  /** Says that this tab is alive, again and again. */
  renew(): Promise<void>
  /** Whether what lies under the key may be taken over, or is another tab's at `all`. */
  isFree(key: string, all?: boolean): unknown
  /** Bows out. */
  end(): Promise<void>
}

export function createLease(storage: Storage, { prefix, owner, clock, enter }: TenancyOptions): Lease {
  const mark = '~' + owner
  let stopRenewing = noop
  let stopLooking = noop

  function renew(): Promise<void> {
    stopRenewing()
    stopRenewing = clock.after(RENEW, () => {
      renew().catch(noop)
    })
    return storage.set(prefix + mark, String(clock.now() + LEASE))
  }

  return {
    mark,
    renew,
    isFree(key, all) {
      const [name, tab] = key.split('~')
      const isShard = !/:$/.test(name)
      if (!tab || tab === owner) return false
      if (all) return true
      // of the service that the shard is of
      const lease = name.split(':', 2).join(':') + ':~' + tab
      return storage.get(lease).then((until): unknown => {
        const left = +until! - clock.now()
        // a lease that has run out goes
        if (!(left > 0 && left <= LEASE)) return isShard || storage.remove(key).catch(noop)
        // it may be of a page that was loaded anew, which this one would never hear of
        if (lease.lastIndexOf(prefix, 0)) return false
        stopLooking()
        stopLooking = clock.after(left, enter)
        return false
      })
    },
    end() {
      stopRenewing()
      stopLooking()
      return storage.remove(prefix + mark).catch(noop)
    },
  }
}
