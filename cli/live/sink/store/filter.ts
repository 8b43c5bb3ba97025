/** What a user chooses to see. Where a part is not given, all. */
export interface Filter {
  service?: string
  platform?: string
  framework?: string
  version?: string
  /** A name of `RANGES`; all that is kept without, and for what is no range. */
  range?: string
  /** What lists of requests, errors, traces, logs and payloads are searched for; capitals don't count. */
  q?: string
}

const FILTER_PARTS = ['service', 'platform', 'version', 'framework', 'range', 'q'] as const
export type FilterPart = (typeof FILTER_PARTS)[number]

/** Longer ones are nobody's name, and nothing that anybody searches for. */
const VALUE_LENGTH = 200

/** As the query of an address has it. */
export function filterFrom(valueOf: (part: FilterPart) => string | null | undefined): Filter {
  const filter: Filter = {}
  for (const part of FILTER_PARTS) {
    const value = valueOf(part)
    if (value) filter[part] = value.slice(0, VALUE_LENGTH)
  }
  return filter
}
