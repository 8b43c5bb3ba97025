import type { Any, Guard } from '../internal/guard.ts'
import type { CallWatch, Outcome, PerformanceEntry } from '../platform.ts'

/** What the platform gave the app: a result, or the reason of a failure. */
export type End = (result: Any, failed: boolean) => void

/** Tells the watch once. */
export function ender(
  guard: Guard,
  watch: CallWatch,
  outcomeOf: (result: Any, failed: boolean) => Outcome,
): End {
  let open = true
  return (result, failed) => {
    if (open) guard.run('request', () => watch.end(outcomeOf(result, failed)))
    open = false
  }
}

/** The promise that the app gets for one of the platform's; undefined for what is none. */
export function follow(guard: Guard, result: Any, end: End): Any {
  return guard.run('request', () => {
    if (!result || typeof result.then !== 'function') return
    const ok = (value: Any) => {
      end(value, false)
      return value
    }
    if (typeof result.abort === 'function') {
      // a task as well, which no derived promise would be
      result.then(ok, (reason: unknown) => end(reason, true))
      return result
    }
    // Derived, so that a rejection stays as unhandled as the app leaves it.
    return result.then(ok, (reason: unknown) => {
      end(reason, true)
      throw reason
    })
  })
}

/** Hands on a measurement in whole ms, unless the number is impossible: negative, no number, above an hour. */
export function report(
  listener: (entry: PerformanceEntry) => void,
  name: PerformanceEntry['name'],
  value: number,
  page?: string,
): void {
  value = Math.round(value)
  // a paint is wall clock, between 2001 and 2286: neither a duration nor microseconds
  if (name === 'first_paint' ? value > 1e12 && value < 1e13 : value >= 0 && value < 3600000)
    listener(page ? { name, value, page } : { name, value })
}
