import type { Attributes } from './signal.ts'

/** One thing that the app or its user did. */
export interface Crumb {
  /** Wall clock, ms. */
  readonly time: number
  /** `page`, `request`, `error`, `app`, `network`, `memory`, `log`, `tap`, `console`, or the app's own. */
  readonly category: string
  /** What is read late may be made late: called when an error is told of, or never. */
  readonly message: string | (() => string | undefined)
  /** More of it, as attributes are. */
  readonly data?: Attributes
}

/** What came before an error: the newest crumbs, in memory only. */
export interface Trail {
  /** Costs next to nothing: nothing is read or made into text. */
  add(category: Crumb['category'], message: Crumb['message'], data?: Crumb['data']): void
  /** As it stands now, the oldest first. */
  crumbs(): readonly Crumb[]
  /** Consent was withdrawn. */
  clear(): void
}
