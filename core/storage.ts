/** Strings under keys. Every promise settles; a rejection or a throw tells that it did not work. */
export interface Storage {
  get(key: string): Promise<string | undefined>
  set(key: string, value: string): Promise<void>
  remove(key: string): Promise<void>
  keys(prefix: string): Promise<string[]>
  /** At once, for the moment in which the app goes to the background. */
  setNow(key: string, value: string): void
}
