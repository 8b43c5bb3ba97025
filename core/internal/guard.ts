import type { Diag } from './diag.ts'

/** Ends what the call that gave it began. */
export type Undo = () => void
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type Any = any
/** A function of the host's or of the app's, of whatever shape. */
export interface Fn {
  (...args: Any[]): Any
  /** As `Function.apply`, which takes `arguments`, too. */
  apply(self: unknown, args: ArrayLike<unknown>): Any
  /** As `Function.call`. */
  call(self: unknown, ...args: Any[]): Any
}

/**
 * The one boundary between the host and us: runs ours, and turns whatever it throws into a line of diagnostics.
 * Wherever the host calls us, or we call the host or a hook of the user's.
 */
export interface Guard {
  /** The result, or undefined if it threw. Up to three arguments pass: a closure for each call would cost. */
  run<A extends [Any?, Any?, Any?], T>(where: string, fn: (...args: A) => T, ...args: A): T | undefined
  /** The same for a listener that is handed out; its arguments pass. */
  wrap<A extends [Any?, Any?, Any?]>(where: string, fn: (...args: A) => void): (...args: A) => void
  /** For a `catch` of one's own, where each request comes by and a call more would cost. */
  caught(where: string, error: unknown): void
}

export function createGuard(diag: Diag): Guard {
  const run = (where: string, fn: Fn, a?: Any, b?: Any, c?: Any): Any => {
    try {
      return fn(a, b, c)
    } catch (error) {
      diag.error(where, error)
      return undefined
    }
  }
  return {
    run,
    wrap: (where, fn) => (a?: Any, b?: Any, c?: Any) => void run(where, fn, a, b, c),
    caught: diag.error,
  }
}

/** Undoes all, in the opposite order; one that throws does not keep the others. */
export function undoAll(guard: Guard, undos: (Undo | undefined | void)[]): void {
  while (undos.length) {
    const undo = undos.pop()
    if (undo) guard.run('undo', undo)
  }
}

export function noop(): void {}
