import type { Filter } from './filter.ts'

/** Whether any text or number in a value, names of its members left out, has what is searched for; all without. */
export function searcher({ q }: Filter): (value: unknown) => boolean {
  const wanted = q?.trim().toLowerCase()
  if (!wanted) return () => true
  const has = (value: unknown): boolean => {
    if (typeof value === 'string') return value.toLowerCase().includes(wanted)
    if (typeof value === 'number') return String(value) === wanted
    return typeof value === 'object' && value !== null && Object.values(value).some(has)
  }
  return has
}
