import { noop } from '../internal/guard.ts'
import { hexId } from '../internal/id.ts'
import { SESSION_ID } from '../names.ts'
import type { Attributes } from '../signal.ts'
import type { Storage } from '../storage.ts'
import type { Parts } from './parts.ts'

const SESSION_KEY = 'mm:session'
/** After so long without a signal the next one begins a new session. */
const IDLE = 1800000
/** How old the stored time of the last signal may become. */
const SAVE_EVERY = 60000

/** A random id, in memory and in storage, that says nothing of who or what the device is. */
export interface Session {
  id(): string
  /** What was captured before `load` goes under the session that goes on. */
  settle(attributes: Attributes): void
  /** Goes on with the session of an earlier start, if it is young enough. */
  load(): Promise<void>
  /** Before the app is suspended: docs/platforms/wechat.md#suspended */
  saveNow(): void
  erase(): void
}

export function createSession(
  storage: Storage,
  { arrival, clock, random, guard }: Pick<Parts, 'arrival' | 'clock' | 'random' | 'guard'>,
  /** A new one may be told of: once for each, when it is known that it goes on with no other. */
  begun: () => void,
): Session {
  const newId = () => hexId(random, 32)
  let id = arrival ? arrival.session : newId()
  let last = clock.now()
  let saved = 0
  let loaded = false
  let provisional = ''
  let resumed = ''
  const value = () => id + ' ' + last
  const save = () => {
    loaded = true
    saved = last
    calm(guard, () => storage.set(SESSION_KEY, value()))
  }
  return {
    id() {
      const now = clock.now()
      // a clock that was set back a little is not a new visit
      const isOver = Math.abs(now - last) > IDLE
      if (isOver) id = newId()
      last = now
      if (isOver && loaded) begun()
      if (loaded && Math.abs(now - saved) > SAVE_EVERY) save()
      return id
    },
    settle(attributes) {
      if (attributes[SESSION_ID] === provisional) attributes[SESSION_ID] = resumed
    },
    load: () =>
      storage
        .get(SESSION_KEY)
        .then((text) => {
          const found = /^([0-9a-f]{32}) (\d+)$/.exec(text || '')
          // that of the mini program goes on, whatever this page had
          if (arrival) return true
          if (!found || Math.abs(clock.now() - +found[2]) >= IDLE) return false
          provisional = id
          id = resumed = found[1]
          return true
        }, noop)
        .then((goesOn) => {
          if (!goesOn && !loaded) begun()
          save()
        }),
    saveNow() {
      if (loaded) guard.run('session', () => storage.setNow(SESSION_KEY, value()))
    },
    erase() {
      loaded = false
      provisional = ''
      id = newId()
      calm(guard, () => storage.remove(SESSION_KEY))
    },
  }
}

/** What storage does with it is no matter of life and death. */
function calm(guard: Parts['guard'], ask: () => Promise<unknown>): void {
  void guard.run('session', () => ask().catch(noop))
}
