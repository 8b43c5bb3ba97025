import type { Undo } from './guard.ts'

/** All of the kit's time; the only door to Date and timers, so that tests can bring their own. */
export interface Clock {
  /** Wall clock, ms since the epoch. It may be wrong, and it may step. */
  now(): number
  /** For durations: ms, monotonic where the runtime has such a source. */
  tick(): number
  /** Runs `fn` once after `ms`; the result calls it off. */
  after(ms: number, fn: () => void): Undo
}

/** Longer than anything that we time: an hour is a clock that was set, not a slow request. */
const ABSURD = 3600000

/** Whole ms between two ticks; undefined if the clock was set in between, so that no made-up number is reported. */
export function elapsed(from: number, to: number): number | undefined {
  const ms = Math.round(to - from)
  return ms >= 0 && ms < ABSURD ? ms : undefined
}

export function systemClock(): Clock {
  const now = () => Date.now()
  // Mini programs have no free `performance`, and WeChat's own has been seen counting in microseconds; web pages do:
  // docs/platforms/wechat.md#microseconds
  const monotonic = typeof performance === 'object' && typeof performance.now === 'function'
  return {
    now,
    tick: monotonic ? () => performance.now() : now,
    after(ms, fn) {
      const timer = setTimeout(fn, ms)
      return () => clearTimeout(timer)
    },
  }
}

/** ms since the epoch of a date as HTTP writes it; NaN of what is none. */
export function dateOf(text: string): number {
  return Date.parse(text)
}

export interface OneTimer {
  /** Runs `fn` after `ms`, unless it is to run sooner already. */
  by(ms: number): void
  stop(): void
}

export function oneTimer(clock: Clock, fn: () => void): OneTimer {
  // Two, and no due time to compare: timers go on as they were where the clock is set. What was asked for first is never
  // put off; a shorter wait gets a timer beside it.
  let first: Undo | undefined
  let shorter: Undo | undefined
  let shortest = 0
  const stop = () => {
    if (first) first()
    if (shorter) shorter()
    first = shorter = undefined
  }
  const run = () => {
    stop()
    fn()
  }
  return {
    stop,
    by(ms) {
      if (first && ms >= shortest) return
      shortest = ms
      if (shorter) shorter()
      const undo = clock.after(ms, run)
      if (first) shorter = undo
      else first = undo
    },
  }
}
