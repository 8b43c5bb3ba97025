import type { CallWatch } from '../../platform.ts'
import type { AppRequest } from './app-request.ts'

/** Trace headers that the call does not have yet: the app may have its own; those of a first try are replaced. */
export function headersOf({ call: { header }, traced }: AppRequest, first?: AppRequest): CallWatch['header'] {
  if (!traced) return undefined
  const given = traced.header
  let added = given
  if (!header) return given
  const names = Object.keys(given)
  for (const its of Object.keys(header))
    for (const name of names)
      if (
        its.length === name.length &&
        its.toLowerCase() === name.toLowerCase() &&
        !(first && header[its] === first.traced!.header[name])
      ) {
        if (added === given) added = Object.assign({}, given)
        delete added[name]
      }
  return added
}
