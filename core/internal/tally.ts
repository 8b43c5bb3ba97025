import type { Clock } from './clock.ts'

/** How many of something are under way, of which some may never be heard of again. */
export interface Tally {
  readonly active: number
  /** One more, as of that tick; gives what `end` is to be told. */
  begin(tick: number): number
  end(period: number, tick: number): void
}

/** Whoever has not ended within `span` ms is forgotten, after twice that at the latest. */
export function createTally(clock: Clock, span: number): Tally {
  // two counts and no list: each request of the app comes by
  let period = 0
  let since = clock.tick()
  let young = 0
  let old = 0

  function turn(tick: number): void {
    const passed = Math.abs(tick - since)
    if (passed < span) return
    old = passed < 2 * span ? young : 0
    young = 0
    since = tick
    // those of the one before last are nobody's
    period += passed < 2 * span ? 1 : 2
  }

  return {
    get active() {
      turn(clock.tick())
      return young + old
    },
    begin(tick) {
      turn(tick)
      young++
      return period
    },
    end(of, tick) {
      turn(tick)
      if (of === period) young--
      else if (of === period - 1) old--
    },
  }
}
