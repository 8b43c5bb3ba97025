import { noop } from '../internal/guard.ts'
import type { Storage } from '../platform.ts'
import type { Tenancy, TenancyOptions } from '../tenancy.ts'

/** ms. A tab that has not said so for this long is gone. Hidden ones run their timers once a minute. */
const LEASE = 180000
const RENEW = 50000

/** Where tabs live: one storage, and perhaps locks (the browser's LockManager). */
export interface TabbedPlatform {
  readonly storage: Storage
  /** Runs `task` while no other tab holds the lock. */
  readonly locks?: { request<T>(name: string, task: () => Promise<T>): Promise<T> }
}

/** Tabs take shards over under a lock where there is one, else as well as it goes: repeats can be told by their uid. */
export function tabs({ storage, locks }: TabbedPlatform, { prefix, owner, clock }: TenancyOptions): Tenancy {
  const leases = prefix + '~'
  const own = leases + owner
  let stop = noop
  /** Keys of leases. */
  let alive: string[] = []

  function renew(): Promise<void> {
    stop()
    stop = clock.after(RENEW, () => {
      renew().catch(noop)
    })
    return storage.set(own, String(clock.now() + LEASE))
  }
  function look(key: string): Promise<void> {
    return storage.get(key).then((until) => {
      const left = Number(until) - clock.now()
      if (left > 0 && left <= LEASE) alive.push(key)
      else if (key !== own) return storage.remove(key)
    })
  }

  return {
    owner,
    shared: true,
    enter: () =>
      renew()
        .then(() => storage.keys(leases))
        .then((keys) => {
          alive = []
          return Promise.all(keys.map(look))
        })
        .then(noop),
    leave() {
      stop()
      storage.remove(own).catch(noop)
    },
    isLease: (key) => key.indexOf(leases) === 0,
    mayTake: (other) => other === owner || alive.indexOf(leases + other) < 0,
    take(shard) {
      const { key } = shard
      if (shard.owner === owner) return storage.get(key)
      const task = () =>
        storage.get(key).then((text) => {
          if (text === undefined) return text
          shard.key = key.slice(0, key.lastIndexOf(':') + 1) + owner
          shard.owner = owner
          return storage
            .set(shard.key, text)
            .then(() => storage.remove(key))
            .then(() => text)
        })
      return locks ? locks.request(prefix, task) : task()
    },
  }
}
