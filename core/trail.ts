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

/** Of the monitor's context, what a trail asks it for. */
interface Hearing {
  readonly diag: { warn(message: string): void }
  readonly hooks: { readonly running: number }
}
interface Cleaning {
  cleanUrl(url: string): string
}

/** What came before an error: the newest crumbs, in memory only. */
export interface Trail {
  /** Costs next to nothing: nothing is read or made into text. */
  add(category: Crumb['category'], message: Crumb['message'], data?: CrumbData): void
  /** What the app says, of whatever types; its hooks are not heard. */
  note(context: Hearing, category: unknown, message: unknown, data?: unknown): void
  /** A request of the app's is over; `ms`: how long it took. */
  ended(context: Cleaning, call: { method: string; url: string }, status: number, ms?: number): void
  /** An error came: what is there, the oldest first, before the error itself is added. */
  cross(message: string, type: string): readonly Crumb[]
  /** Consent was given: crumbs are kept from now on. */
  open(): void
  /** Consent was withdrawn: what is there is forgotten, and nothing is kept. */
  shut(): void
}
