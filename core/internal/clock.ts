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
  let undo: Undo | undefined
  let due = 0
  const stop = () => {
    if (undo) undo()
    undo = undefined
  }
  return {
    stop,
    by(ms) {
      const at = clock.tick() + ms
      if (undo && due <= at) return
      stop()
      due = at
      undo = clock.after(ms, () => {
        undo = undefined
        fn()
      })
    },
  }
}
