import type { Context } from '../context.ts'
import { runHook, warnOfPromise } from '../internal/hooks.ts'
import type { Signal } from '../signal.ts'
import { plainCopy } from './plain.ts'

/** Whole enough not to trip those who handle it; raw records were looked at more closely before. */
export function isSignal(thing: unknown): thing is Signal {
  const { kind, attributes, points } = Object(thing)
  if (kind === 'metric') return Array.isArray(points) && points.every(Boolean)
  if (kind === 'log' || kind === 'span') return Object(attributes) === attributes
  return kind === 'segment' || kind === 'keepAlive'
}

/** What the user's hook makes of a signal; undefined if it drops it, throws, or gives back something else. */
export function createReview(
  { diag, guard, hooks }: Pick<Context, 'diag' | 'guard' | 'hooks'>,
  beforeSend: ((signal: Signal) => unknown) | undefined,
): (signal: Signal) => Signal | undefined {
  return (signal) => {
    // a copy: a hook may return anything, and keep what it returned
    const result = beforeSend
      ? guard.run('beforeSend', () => {
          const returned = runHook(hooks, beforeSend, signal)
          warnOfPromise(diag, 'beforeSend', returned)
          return returned && plainCopy(returned)
        })
      : signal
    return isSignal(result) ? result : undefined
  }
}
