import type { Clock } from '../../internal/clock.ts'
import type { Crumb, Trail } from '../../trail.ts'

/** The newest `max` crumbs, in a ring: adding one is a single object. */
export function createTrail(clock: Pick<Clock, 'now'>, max: number): Trail {
  const ring: Crumb[] = []
  /** Where the next one goes, and so, in a full ring, where the oldest is. */
  let next = 0
  let isShut = false
  return {
    add(category, message, data) {
      if (isShut) return
      ring[next] = { time: clock.now(), category, message, data, text: undefined }
      next = (next + 1) % max
    },
    crumbs: () => ring.slice(next).concat(ring.slice(0, next)),
    open() {
      isShut = false
    },
    shut() {
      isShut = true
      ring.length = next = 0
    },
  }
}
