import type { Clock } from '../core/internal/clock.ts'

/** The system's time, as mini programs have it (no `performance`), and timers that run when the bench says so. */
export interface BenchClock extends Clock {
  /** So much time passes at once; no timer runs. */
  skip(ms: number): void
  /** Runs the next timer that is due within `ms`; false if there is none. */
  next(ms: number): boolean
  /** Forgets all timers. */
  reset(): void
}

export function benchClock(): BenchClock {
  let ahead = 0
  const timers = new Set<{ due: number; fn: () => void }>()
  const now = () => Date.now() + ahead
  return {
    now,
    tick: now,
    after(ms, fn) {
      const timer = { due: now() + ms, fn }
      timers.add(timer)
      return () => void timers.delete(timer)
    },
    skip: (ms) => void (ahead += ms),
    next(ms) {
      const [timer] = [...timers].sort((a, b) => a.due - b.due)
      if (!timer || timer.due > now() + ms) return false
      timers.delete(timer)
      ahead += Math.max(0, timer.due - now())
      timer.fn()
      return true
    },
    reset: () => timers.clear(),
  }
}

/** Lets everything run that promises wait for. */
export function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}
