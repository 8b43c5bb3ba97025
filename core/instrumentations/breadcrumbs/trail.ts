import type { Clock } from '../../internal/clock.ts'
import { put, stringify } from '../../internal/own.ts'
import { simple } from '../../internal/simple.ts'
import { cut } from '../../internal/utf8.ts'
import type { Crumb, CrumbData, Trail } from '../../trail.ts'

/** Characters of a category, and of a message or a value. */
const MAX_CATEGORY = 50
const MAX_TEXT = 500

/** The newest `max` crumbs, in a ring: adding one is a single object. */
export function createTrail(clock: Pick<Clock, 'now'>, max: number): Trail {
  const ring: Crumb[] = []
  /** Where the next one goes, and so, in a full ring, where the oldest is. */
  let next = 0
  let isShut = false
  const trail: Trail = {
    add(category, message, data) {
      if (isShut) return
      ring[next] = { time: clock.now(), category, message, data, text: undefined }
      next = (next + 1) % max
    },
    note({ diag, hooks }, category, message, data) {
      if (!textIn(category) || !textIn(message))
        return diag.warn('addBreadcrumb() needs category and message')
      // what the user's hooks say would come back to them
      if (!hooks.running)
        trail.add(cut(category, MAX_CATEGORY), cut(message, MAX_TEXT), data === undefined ? data : flat(data))
    },
    // holds none of the app's objects
    ended: ({ cleanUrl }, { method, url }, status, ms) =>
      trail.add('request', () => method + ' ' + cleanUrl(url), { status, ms }),
    cross(message, type) {
      const before = ring.slice(next).concat(ring.slice(0, next))
      trail.add('error', message, { type })
      return before
    },
    open() {
      isShut = false
    },
    shut() {
      isShut = true
      ring.length = next = 0
    },
  }
  return trail
}

/** Read now, since the app may change it, and as flat as the list that it is read in. */
function flat(given: unknown): CrumbData {
  const members = Object(simple(given))
  const data: { [name: string]: string | number | boolean } = {}
  Object.keys(members).forEach((name) => {
    const value = members[name]
    const text = typeof value === 'object' ? stringify(value) : value
    put(data, name, typeof text === 'string' ? cut(text, MAX_TEXT) : text)
  })
  return data
}

function textIn(given: unknown): given is string {
  return typeof given === 'string' && !!given
}
