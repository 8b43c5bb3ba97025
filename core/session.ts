import type { Clock } from './internal/clock.ts'
import { noop, type Guard } from './internal/guard.ts'
import { hexId, type Random } from './internal/id.ts'
import type { Storage } from './platform.ts'

const KEY = 'mm:session'
/** After so long without a signal the next one begins a new session. */
const IDLE = 1800000
/** How old the stored time of the last signal may become. */
const SAVE_EVERY = 60000

/** A random id, in memory and in storage, that says nothing of who or what the device is. */
export interface Session {
  id(): string
  /** The id under which what was captured before `load` is to go. */
  settled(id: string): string
  /** Goes on with the session of an earlier start, if it is young enough. */
  load(): Promise<void>
  /** Before the app is suspended. */
  saveNow(): void
  erase(): void
}

interface Options {
  storage: Storage
  clock: Clock
  random: Random
  guard: Guard
}

export function createSession({ storage, clock, random, guard }: Options): Session {
  let id = hexId(random, 32)
  let last = clock.now()
  let saved = 0
  let loaded = false
  let provisional: string | undefined
  let resumed = ''
  const value = () => id + ' ' + last
  /** What storage does with it is no matter of life and death. */
  const calm = (ask: () => Promise<unknown>) => void guard.run('session', () => ask().catch(noop))
  const save = () => {
    saved = last
    calm(() => storage.set(KEY, value()))
  }
  return {
    id() {
      const now = clock.now()
      // a clock that was set back a little is not a new visit
      if (Math.abs(now - last) > IDLE) id = hexId(random, 32)
      last = now
      if (loaded && Math.abs(now - saved) > SAVE_EVERY) save()
      return id
    },
    settled: (captured) => (captured === provisional ? resumed : captured),
    load() {
      return storage
        .get(KEY)
        .then((text) => {
          const found = /^([0-9a-f]{32}) (\d+)$/.exec(text || '')
          if (!found || Math.abs(clock.now() - Number(found[2])) >= IDLE) return
          provisional = id
          id = resumed = found[1]
        }, noop)
        .then(() => {
          loaded = true
          save()
        })
    },
    saveNow() {
      if (loaded) guard.run('session', () => storage.setNow(KEY, value()))
    },
    erase() {
      loaded = false
      provisional = undefined
      id = hexId(random, 32)
      calm(() => storage.remove(KEY))
    },
  }
}
