/** Refuses data that somebody handed over: throws, if it is not good. */
export function check(good: unknown, what: string): void {
  if (!good) throw new Error('invalid ' + what)
}
