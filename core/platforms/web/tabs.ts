import { noop } from '../../internal/guard.ts'
import type { Storage } from '../../storage.ts'
import type { Tenancy, TenancyOptions } from '../../tenancy.ts'
import { createLease } from './lease.ts'

/** A tab that has been hidden for longer than a request of ours may take leaves what is stored to others. */
const PATIENCE = 12000

/** Where tabs live: one storage, and perhaps locks: https://developer.mozilla.org/docs/Web/API/LockManager */
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
  const lease = createLease(storage, options)
  const { mark } = lease
  /** Where a shard is that was another tab's, by the name under which it was found. */
  const taken: { [name: string]: string } = Object.create(null)
  let stopWaiting = noop
  /** Wall clock ms; 0 while the page is shown. */
  let hiddenAt = 0

  const keyOf = (name: string) => taken[name] || (name.split('~')[1] ? name : name + mark)

  /** Its text, and from now on it is this tab's, if no other has taken it. */
  const takeOver = (name: string, key: string): Promise<string> =>
    storage.get(key).then((text) => {
      if (!text) return Promise.reject()
      const [id, whose] = key.split('~')
      if (whose === owner) return text
      const mine = (taken[name] = id + mark)
      return storage
        .set(mine, text)
        .then(() => storage.remove(key))
        .then(() => text)
    })

  const free = (keys: string[], all?: boolean): Promise<string[]> =>
    Promise.all(keys.map((key) => lease.isFree(key, all))).then((are) => keys.filter((_, i) => are[i]))

  function leave(): Promise<void> {
    stopWaiting()
    return lease.end()
  }

  return {
    leave,
    setNow: (name, value) => storage.setNow(keyOf(name), value),
    set: (name, value) => storage.set(keyOf(name), value),
    remove: (name) => storage.remove(keyOf(name)),
    keys: (root, all) =>
      (all ? leave() : lease.renew()).then(() => storage.keys(root)).then((keys) => free(keys, all)),
    get(name) {
      const key = keyOf(name)
      const task = () => takeOver(name, key)
      return locks && key.split('~')[1] !== owner ? locks.request(prefix, task) : task()
    },
    hide() {
      hiddenAt = clock.now()
      stopWaiting = clock.after(PATIENCE, options.leave)
    },
    show() {
      stopWaiting()
      if (hiddenAt && Math.abs(clock.now() - hiddenAt) >= PATIENCE) {
        options.leave()
        options.enter()
      }
      hiddenAt = 0
    },
  }
}
