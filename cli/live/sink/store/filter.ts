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
