import { type Any, type Fn, type Guard, type Undo, undoAll } from '../../internal/guard.ts'
import { type Patch, replaceMember } from '../../internal/patch.ts'
import type { Call, CallObserver, CallWatch } from '../../platform.ts'
import { hasStatus, outcomeOf } from './outcome.ts'

/** A call under way. */
export interface Watched extends CallWatch {
  /** Set for a call that may be answered with a promise; called if it was not: docs/platforms/mini.md#promises */
  bare?: () => void
  /** The app has ended it. */
  aborted?: boolean
  /** By which the app may end it, with a reason of its own. */
  signal?: Any
  /** A call inside of this one did what it was to do. */
  done?: boolean
}

/** Whom a look tells. */
export interface Calls {
  guard: Guard
  /** Of the call; undefined where it is not to be watched. */
  start(call: Call): Watched | undefined
  /** What the platform gave the app: a result, or the reason of a failure. The first one counts. */
  end(watched: Watched, result: unknown, failed: boolean): void
}

/**
 * Looks at a call before the platform does, and may replace its arguments, last of all. A function is called once the call
 * has succeeded; undefined: it passes untouched.
 */
export type Look = (calls: Calls, self: Any, args: Any[]) => Watched | Fn | undefined | void

/** What is patched: its name in diagnostics, the object, the member. */
export type Target = [label: string, host: Any, member: string, look: Look]

/** As `Call.method` has it. */
export function verbOf(method: unknown): string {
  return String(method || 'GET').toUpperCase()
}

/**
 * The reason may be anything, but a time-out is a failure: docs/platforms/h5.md#aborts. Undefined where only the platform
 * knows.
 */
function isAborted({ aborted, signal }: Watched): boolean | undefined {
  if (!signal || !signal.aborted) return aborted
  const { code, name } = Object(signal.reason)
  return name !== 'TimeoutError' && code !== 'ETIMEDOUT'
}

/**
 * The promise that the app gets for one of the platform's; undefined for what is none. Whoever wrapped the function before
 * us may answer so to any call, and keep our callbacks from it: docs/platforms/mini.md#wrappers
 */
function follow(result: Any, watched: Watched, { end }: Calls): Any {
  if (!result || typeof result.then !== 'function') return
  const task = typeof result.abort === 'function'
  const derived = result.then(
    (value: Any) => {
      // the task itself, of a function that was made `async`: the callbacks tell
      if (watched.bare || hasStatus(value)) end(watched, value, false)
      return value
    },
    (reason: unknown) => {
      end(watched, reason, true)
      // so that a rejection stays as unhandled as the app leaves it; a task may be a promise:
      // docs/platforms/mini.md#promises
      if (!task) throw reason
    },
  )
  // a derived promise would be no task any more
  return task ? result : derived
}

function ending(guard: Guard): Calls['end'] {
  return (watched, result, failed) => {
    try {
      watched.end(outcomeOf(result, failed, isAborted(watched)))
    } catch (error) {
      guard.caught('request', error)
    }
  }
}

/** Patches them all; whatever of ours fails, the calls go through. */
export function observeCalls(guard: Guard, start: CallObserver, targets: Target[]) {
  const patched: Record<string, boolean> = {}
  const undos: Undo[] = []
  /** While a call runs that is built on another (fetch on XMLHttpRequest), the latter is not counted again. */
  let within: Watched | undefined

  const calls: Calls = { guard, start, end: ending(guard) }

  const watching = (original: Fn, look: Look, patch: Patch) =>
    function (this: unknown, ...args: Any[]) {
      let watched: ReturnType<Look>
      let result: Any
      try {
        if (within) within.done = true
        else if (patch.installed) watched = look(calls, this, args)
      } catch (error) {
        guard.caught('request', error)
      }
      if (!watched) return original.apply(this, args)
      if (typeof watched === 'function') {
        result = original.apply(this, args)
        guard.run('request', watched)
        return result
      }
      const { bare } = watched
      if (bare) within = watched
      try {
        result = original.apply(this, args)
      } catch (error) {
        within = undefined
        calls.end(watched, error, true)
        throw error
      }
      within = undefined
      const promise = guard.run('request', follow, result, watched, calls)
      if (bare && !promise) {
        // How this one ends nobody is told.
        bare()
        watched.aborted = true
        calls.end(watched, 'aborted or unseen', true)
      }
      return promise || result
    }

  for (const [label, host, member, look] of targets)
    guard.run('patch', () => {
      if (!host[member]) return
      const { installed, undo } = replaceMember(host, member, (original, patch) =>
        watching(original, look, patch),
      )
      undos.push(undo)
      patched[label] = installed && patched[label] !== false
    })
  return { undo: () => undoAll(guard, undos), patched }
}
