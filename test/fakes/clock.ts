import type { Clock } from '../../core/internal/clock.ts'

/** Time that moves only when a test says so. */
export interface FakeClock extends Clock {
  advance(ms: number): void
  /** Timers that wait. */
  readonly waiting: number
}

export function fakeClock(start = Date.UTC(2024, 0, 1)): FakeClock {
  let passed = 0
  let timers: { due: number; fn: () => void }[] = []
  return {
    now: () => start + passed,
    tick: () => passed,
    after(ms, fn) {
      const timer = { due: passed + ms, fn }
      timers.push(timer)
      return () => void (timers = timers.filter((each) => each !== timer))
    },
    advance(ms) {
      passed += ms
      const due = timers.filter((each) => each.due <= passed).sort((a, b) => a.due - b.due)
      timers = timers.filter((each) => each.due > passed)
      for (const { fn } of due) fn()
    },
    get waiting() {
      return timers.length
    },
  }
}
