import { noop, type Undo } from '../internal/guard.ts'
import type { Storage } from '../platform.ts'
import type { Tenancy, TenancyOptions } from '../tenancy.ts'

/** A tab that has not said so for this long is gone. Hidden ones run their timers once a minute. */
const LEASE = 180000
const RENEW = 50000

/** Where tabs live: one storage, and perhaps locks. */
export interface TabbedPlatform {
  readonly storage: Storage
  /** Runs `task` while no other tab holds the lock; resolves when done. */
  lock?(name: string, task: () => Promise<void>): Promise<void>
}

/** Tabs take shards over under a lock where there is one, else as well as it goes: repeats can be told by their uid. */
export function tabs(platform: TabbedPlatform, { prefix, owner, clock }: TenancyOptions): Tenancy {
  const { storage } = platform
  const leases = prefix + '~'
  const own = leases + owner
  let renewal: Undo | undefined
  let alive: string[] = []

  const locked = <T>(task: () => Promise<T>): Promise<T> => {
    if (!platform.lock) return task()
    let result: T
    return platform.lock(prefix, () => task().then((value) => void (result = value))).then(() => result)
  }
  function renew(): Promise<void> {
    if (renewal) renewal()
    renewal = clock.after(RENEW, () => {
      renew().then(undefined, noop)
    })
    return storage.set(own, String(clock.now() + LEASE))
  }
  function isAlive(key: string): Promise<void> {
    return storage.get(key).then((until) => {
      const left = Number(until) - clock.now()
      if (left > 0 && left <= LEASE) alive.push(key.slice(leases.length))
      else if (key !== own) return storage.remove(key)
    })
  }

  return {
    owner,
    shared: true,
    enter() {
      return renew()
        .then(() => storage.keys(leases))
        .then((keys) => {
          alive = []
          return Promise.all(keys.map(isAlive)).then(noop)
        })
    },
    leave() {
      if (renewal) renewal()
      renewal = undefined
      storage.remove(own).then(undefined, noop)
    },
    isLease: (key) => key.indexOf(leases) === 0,
    mayTake: (other) => other === owner || alive.indexOf(other) < 0,
    take(shard) {
      if (shard.owner === owner) return storage.get(shard.key)
      return locked(() =>
        storage.get(shard.key).then((text) => {
          if (text === undefined) return text
          const old = shard.key
          shard.key = old.slice(0, old.lastIndexOf(':') + 1) + owner
          shard.owner = owner
          return storage
            .set(shard.key, text)
            .then(() => storage.remove(old))
            .then(() => text)
        }),
      )
    },
  }
}
