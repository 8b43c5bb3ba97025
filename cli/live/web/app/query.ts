import type { Filter } from '../../sink/store/filter.ts'

/** A filter as the query of an address; only what is chosen. */
export function queryOf(filter: Filter): string {
  const chosen = Object.entries(filter).filter((pair): pair is [string, string] => Boolean(pair[1]))
  return String(new URLSearchParams(chosen))
}
