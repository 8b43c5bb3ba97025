import { stringify } from '../internal/own.ts'

/** A copy in plain JSON: it stays as it is, whatever becomes of what was given, which may be anything. */
export function plainCopy<T>(given: T): T {
  return JSON.parse(stringify(given))
}
