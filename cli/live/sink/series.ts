import { keyOf, shortened } from './text.ts'
import type { Attributes, ReceivedPoint } from './types.ts'

const NAME_LENGTH = 200

/** Of each resource once: all points of a request share it, and it may be as large as the request. */
const RESOURCES = new WeakMap<Attributes, string>()

/** What tells the series of a point from all others, whatever the order of its attributes. */
export function seriesOf({ name, resource, attributes }: ReceivedPoint): string {
  let from = RESOURCES.get(resource)
  if (from === undefined) RESOURCES.set(resource, (from = keyOf(JSON.stringify(sorted(resource)))))
  return JSON.stringify([shortened(name, NAME_LENGTH), name.length, from, sorted(attributes)])
}

function sorted(object: Attributes): [string, unknown][] {
  return Object.entries(object).sort(([a], [b]) => (a < b ? -1 : 1))
}
