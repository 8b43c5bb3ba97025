import type { Clock } from '../../core/internal/clock.ts'
import { settle } from './settle.ts'

/**
 * The one fake clock of the unit tests. Its law, which `clock.test.ts` holds it to: time passes only when told; timers
 * run in order of due time and then of making; one that a timer makes runs in the same pass, if it comes due.
 */
export interface FakeClock extends Clock {
  /** Time passes, and the timers that come due run in their order. */
  advance(ms: number): void
  /** The same; promises settle after each timer, as they would. */
  pass(ms: number): Promise<void>
  /** Code runs for so long, and no timer can. */
  block(ms: number): void
  /** Somebody sets the wall clock; no time passes. */
  step(ms: number): void
  /** Timers that wait. */
  readonly waiting: number
}

/** As in mini programs, ticks come from the wall clock, and step with it, unless `monotonic`. */
export function fakeClock(options: { start?: number; monotonic?: boolean } = {}): FakeClock {
  let passed = 0
  let wall = options.start ?? Date.UTC(2024, 5, 1)
  let timers: { due: number; fn: () => void }[] = []

  /** Runs the next timer that is due by then, at its time; false if there is none. */
  const runNext = (until: number) => {
    const [timer] = timers.filter((each) => each.due <= until).sort((a, b) => a.due - b.due)
    if (!timer) return false
    timers = timers.filter((each) => each !== timer)
    moveTo(timer.due)
    timer.fn()
    return true
  }
  const moveTo = (at: number) => {
    wall += Math.max(0, at - passed)
    passed = Math.max(at, passed)
  }
  return {
    now: () => wall,
    tick: () => (options.monotonic ? passed : wall),
    after(ms, fn) {
      const timer = { due: passed + ms, fn }
      timers.push(timer)
      return () => void (timers = timers.filter((each) => each !== timer))
    },
    advance(ms) {
      const until = passed + ms
      while (runNext(until));
      moveTo(until)
    },
    async pass(ms) {
      const until = passed + ms
      await settle()
      while (runNext(until)) await settle()
      moveTo(until)
    },
    block: (ms) => moveTo(passed + ms),
    step: (ms) => void (wall += ms),
    get waiting() {
      return timers.length
    },
  }
}
