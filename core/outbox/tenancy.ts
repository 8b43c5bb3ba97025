import type { Clock } from '../internal/clock.ts'
import { noop, type Undo } from '../internal/guard.ts'
import type { Platform } from '../platform.ts'
import type { Shard } from './shard.ts'

/** A tab that has not said so for this long is gone. Hidden ones run their timers once a minute. */
const LEASE = 180000
const RENEW = 50000

/** Who may read which shard, where several contexts (tabs) share one storage. */
export interface Tenancy {
  /** Of this run. */
  readonly owner: string
  /** Others may run at the same time: a shard that has gone is theirs. */
  readonly shared: boolean
  /** Says that this run is alive, and finds out which others are. */
  enter(): Promise<void>
  /** Gives up what this run has stored: another tab may take it. */
  leave(): void
  isLease(key: string): boolean
  /** Whether its owner is gone. */
  mayTake(owner: string): boolean
  /** What a shard holds, which from now on is this run's; undefined if somebody else has it. */
  take(shard: Shard): Promise<string | undefined>
}

interface Options {
  platform: Platform
  prefix: string
  owner: string
  clock: Clock
}

/** Mini programs run once: what is in storage is what earlier runs left. */
function alone({ platform, owner }: Options): Tenancy {
  return {
    owner,
    shared: false,
    enter: () => Promise.resolve(),
    leave: noop,
    isLease: () => false,
    mayTake: () => true,
    take: ({ key }) => platform.storage.get(key),
  }
}

/** Tabs take shards over under a lock where there is one, else as well as it goes: repeats can be told by their uid. */
function shared({ platform, prefix, owner, clock }: Options): Tenancy {
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

export function createTenancy(options: Options): Tenancy {
  return options.platform.sharedStorage ? shared(options) : alone(options)
}
