import type { Diag } from './diag.ts'
import { noop } from './guard.ts'

/** How many hooks of the user's run just now. */
export interface Hooks {
  running: number
}

/** What a hook does itself, at once, is nobody's signal: it would come back to it, and so on. */
export function runHook<A, T>(hooks: Hooks, hook: (arg: A) => T, arg: A): T {
  hooks.running++
  try {
    return hook(arg)
  } finally {
    hooks.running--
  }
}

export function isPromise<T>(value: T | PromiseLike<T>): value is PromiseLike<T> {
  return typeof (Object(value) as PromiseLike<T>).then === 'function'
}

/** A hook that can't be waited for says so once, instead of losing everything in silence. */
export function warnOfPromise(diag: Diag, hook: string, value: unknown): void {
  if (!isPromise(value)) return
  diag.warn(hook + ' gives a promise, but has to answer at once: signals are dropped')
  // what it fails with would be an error of the app's, which goes through the hook
  value.then(noop, noop)
}
