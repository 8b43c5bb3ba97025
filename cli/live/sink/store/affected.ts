/** Whose sessions, or which users, met an error: exact up to a limit, beyond it "that many and more". */
export interface Affected {
  /** Numbers that stand for the ids: a session's id may be long, and there are many. */
  ids: Set<number>
  /** Some were not counted. */
  more: boolean
}

/** As the page is told. */
export interface Headcount {
  count: number
  /** There are more than `count`. */
  more: boolean
}

/** Of one group. */
export const AFFECTED_LIMIT = 1000

export function nobody(): Affected {
  return { ids: new Set(), more: false }
}

/**
 * @param room whether one more may be kept
 * @returns whether it was kept as one more
 */
export function addAffected(affected: Affected, id: string, room: boolean): boolean {
  const number = numberOf(id)
  if (affected.ids.has(number)) return false
  if (!room || affected.ids.size >= AFFECTED_LIMIT) {
    affected.more = true
    return false
  }
  affected.ids.add(number)
  return true
}

/** One session may have met an error in several frameworks' pages: the ids are brought together, not the counts. */
export function headcount(all: Affected[]): Headcount {
  const ids = all.length === 1 ? all[0]!.ids : new Set(all.flatMap((each) => [...each.ids]))
  const more = ids.size > AFFECTED_LIMIT || all.some((each) => each.more)
  return { count: Math.min(ids.size, AFFECTED_LIMIT), more }
}

/** FNV-1a, in 31 bits: two of a thousand ids are the same number once in five thousand times. */
function numberOf(id: string): number {
  let hash = 0x811c9dc5
  for (let at = 0; at < id.length; at++) hash = Math.imul(hash ^ id.charCodeAt(at), 0x01000193)
  return hash >>> 1
}
