/** Strings under keys. Every promise settles; a rejection or a throw tells that it did not work. */
export interface Storage {
  /** Undefined where there is none. */
  get(key: string): Promise<string | undefined>
  /** Rejects where there is no room. */
  set(key: string, value: string): Promise<void>
  /** Also one that is not there. */
  remove(key: string): Promise<void>
  /** All that begin so. */
  keys(prefix: string): Promise<string[]>
  /** At once, for the moment in which the app goes to the background. */
  setNow(key: string, value: string): void
}
