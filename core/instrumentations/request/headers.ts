import type { CallWatch } from '../../platform.ts'
import type { AppRequest } from './app-request.ts'

/** Trace headers that the call does not have yet: the app may have its own; those of a first try are replaced. */
export function headersOf({ call: { header }, traced }: AppRequest, first?: AppRequest): CallWatch['header'] {
  if (!traced) return undefined
  const given = traced.header
  let added = given
  for (const has in header)
    for (const name in given)
      if (
        has.length === name.length &&
        has.toLowerCase() === name.toLowerCase() &&
        !(first && header[has] === first.traced!.header[name])
      ) {
        if (added === given) added = Object.assign({}, given)
        delete added[name]
      }
  return added
}
