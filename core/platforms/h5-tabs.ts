import { noop } from '../internal/guard.ts'
import type { Storage } from '../platform.ts'
import type { Tenancy, TenancyOptions } from '../tenancy.ts'

/** ms. A tab that has not said so for this long is gone. Hidden ones run their timers once a minute. */
const LEASE = 180000
const RENEW = 50000
/** A tab that has been hidden for longer than a request of ours may take leaves what is stored to others. */
const PATIENCE = 12000

/** Where tabs live: one storage, and perhaps locks (the browser's LockManager). */
export interface TabbedPlatform {
  readonly storage: Storage
  /** Runs `task` while no other tab holds the lock. */
  readonly locks?: { request<T>(name: string, task: () => Promise<T>): Promise<T> }
}

/**
 * A shard lies under its name, `~` and the tab that owns it; a tab whose lease has run out owns nothing. Tabs take
 * shards over under a lock where there is one, else as well as it goes: repeats can be told by their uid.
 */
export function tabs({ storage, locks }: TabbedPlatform, options: TenancyOptions): Tenancy {
  const { prefix, owner, clock } = options
  const leases = prefix + '~'
  const lease = leases + owner
  const mark = '~' + owner
  /** Where a shard is that was another tab's, by the name under which it was found. */
  const taken = new Map<string, string>()
  let stopRenewing = noop
  let stopWaiting = noop
  /** Wall clock ms; 0 while the page is shown. */
  let hiddenAt = 0

  const keyOf = (name: string) => taken.get(name) || (name.lastIndexOf('~') < 0 ? name + mark : name)

  function renew(): Promise<void> {
    stopRenewing()
    stopRenewing = clock.after(RENEW, () => {
      renew().catch(noop)
    })
    return storage.set(lease, String(clock.now() + LEASE))
  }

  /** Gives the lease back if it is another's and holds. */
  function living(key: string): Promise<string | undefined> {
    return storage.get(key).then((until) => {
      const left = Number(until) - clock.now()
      if (left > 0 && left <= LEASE) return key
      return storage.remove(key).then(noop) as Promise<undefined>
    })
  }

  /** Of the shards of this tab, and of others unless these are among the living. */
  function names(keys: string[], alive: (string | undefined)[]): string[] {
    const found: string[] = []
    taken.forEach((key, name) => {
      if (keys.indexOf(key) >= 0) found.push(name)
    })
    const moved = found.map(keyOf)
    keys.forEach((key) => {
      const at = key.lastIndexOf('~')
      if (at < 0 || key.indexOf(leases) === 0 || moved.indexOf(key) >= 0) return
      if (key.slice(at) === mark) found.push(key.slice(0, at))
      else if (alive.indexOf(leases + key.slice(at + 1)) < 0) found.push(key)
    })
    return found
  }

  function leave(): void {
    stopRenewing()
    stopWaiting()
    storage.remove(lease).catch(noop)
  }

  return {
    leave,
    setNow: (name, value) => storage.setNow(keyOf(name), value),
    set: (name, value) => storage.set(keyOf(name), value),
    remove: (name) => storage.remove(keyOf(name)),
    keys(_, all) {
      if (all) leave()
      return (all ? Promise.resolve() : renew())
        .then(() => storage.keys(prefix))
        .then((keys) =>
          Promise.all(
            keys.filter((key) => !all && key !== lease && key.indexOf(leases) === 0).map(living),
          ).then((alive) => names(keys, alive)),
        )
    },
    get(name) {
      const key = keyOf(name)
      const task = () =>
        storage.get(key).then((text) => {
          // another tab has it
          if (text === undefined) throw undefined
          const mine = key.slice(0, key.lastIndexOf('~')) + mark
          if (key === mine) return text
          taken.set(name, mine)
          return storage
            .set(mine, text)
            .then(() => storage.remove(key))
            .then(() => text)
        })
      return locks && key.slice(-mark.length) !== mark ? locks.request(prefix, task) : task()
    },
    hide() {
      hiddenAt = clock.now()
      stopWaiting()
      stopWaiting = clock.after(PATIENCE, options.leave)
    },
    show() {
      const long = hiddenAt && Math.abs(clock.now() - hiddenAt) >= PATIENCE
      stopWaiting()
      hiddenAt = 0
      if (!long) return
      options.leave()
      options.enter()
    },
  }
}
