import { noop } from '../../internal/guard.ts'
import type { Storage } from '../../storage.ts'
import type { Tenancy, TenancyOptions } from '../../tenancy.ts'

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
  const mark = '~' + owner
  /** Where a shard is that was another tab's, by the name under which it was found. */
  const taken: { [name: string]: string } = {}
  let stopRenewing = noop
  let stopWaiting = noop
  let stopLooking = noop
  /** Wall clock ms; 0 while the page is shown. */
  let hiddenAt = 0

  const keyOf = (name: string) => taken[name] || (name.split('~')[1] ? name : name + mark)

  function renew(): Promise<void> {
    stopRenewing()
    stopRenewing = clock.after(RENEW, () => {
      renew().catch(noop)
    })
    return storage.set(prefix + mark, String(clock.now() + LEASE))
  }

  /** Whether the shard under the key may be taken over, or is another tab's at `all`; a lease that has run out goes. */
  function isFree(key: string, all?: boolean): unknown {
    const [name, tab] = key.split('~')
    const isShard = name !== prefix
    if (!tab || tab === owner) return false
    if (all) return isShard
    return storage.get(prefix + '~' + tab).then((until): unknown => {
      const left = +until! - clock.now()
      if (left > 0 && left <= LEASE) {
        // it may be of a page that was loaded anew, which this one would never hear of
        stopLooking()
        stopLooking = clock.after(left, options.enter)
        return false
      }
      return isShard || storage.remove(key).catch(noop)
    })
  }

  function leave(): Promise<void> {
    stopRenewing()
    stopWaiting()
    stopLooking()
    return storage.remove(prefix + mark).catch(noop)
  }

  return {
    leave,
    setNow: (name, value) => storage.setNow(keyOf(name), value),
    set: (name, value) => storage.set(keyOf(name), value),
    remove: (name) => storage.remove(keyOf(name)),
    keys: (_, all) =>
      (all ? leave() : renew())
        .then(() => storage.keys(prefix))
        .then((keys) =>
          Promise.all(keys.map((key) => isFree(key, all))).then((free) => keys.filter((_key, i) => free[i])),
        ),
    get(name) {
      const key = keyOf(name)
      const [id, whose] = key.split('~')
      const task = () =>
        storage.get(key).then((text) => {
          // another tab has it
          if (!text) return Promise.reject()
          if (whose === owner) return text
          const mine = (taken[name] = id + mark)
          return storage
            .set(mine, text)
            .then(() => storage.remove(key))
            .then(() => text)
        })
      return locks && whose !== owner ? locks.request(prefix, task) : task()
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
