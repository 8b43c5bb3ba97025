import type { Clock } from '../internal/clock.ts'

/** While the app has this many of the platform's ten requests under way, ours wait, but not for ever. */
const BUSY = 8
const PATIENCE = 10000

/** App traffic goes first. */
export interface Courtesy {
  mayGo(): boolean
  /** Ours stand back at the moment. */
  waiting(): boolean
}

export function createCourtesy(clock: Clock, appRequests: { active: number }): Courtesy {
  let since: number | undefined
  return {
    mayGo() {
      if (appRequests.active < BUSY) {
        since = undefined
        return true
      }
      if (since === undefined) since = clock.tick()
      return Math.abs(clock.tick() - since) > PATIENCE
    },
    waiting: () => since !== undefined,
  }
}
