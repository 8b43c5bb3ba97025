/** What a crumb may hold besides its message. */
export interface CrumbData {
  readonly [name: string]: string | number | boolean | undefined
}

/** One thing that the app or its user did. */
export interface Crumb {
  /** Wall clock, ms. */
  readonly time: number
  /** `page`, `request`, `error`, `app`, `network`, `memory`, `log`, `tap`, `console`, or the app's own. */
  readonly category: string
  /** What is read late may be made late: called when an error is sent, or never. */
  readonly message: string | (() => string | undefined)
  /** More of it. */
  readonly data?: CrumbData
  /** As it is sent, once it has been. @internal */
  text?: string
}

/** What came before an error: the newest crumbs, in memory only. */
export interface Trail {
  /** Costs next to nothing: nothing is read or made into text. */
  add(category: Crumb['category'], message: Crumb['message'], data?: CrumbData): void
  /** As it stands now, the oldest first. */
  crumbs(): readonly Crumb[]
  /** Consent was given: crumbs are kept from now on. */
  open(): void
  /** Consent was withdrawn: what is there is forgotten, and nothing is kept. */
  shut(): void
}
