/** Refuses data that somebody handed over: throws, if it is not good. */
export function check(good: unknown, what: string): asserts good {
  if (!good) throw new Error('invalid ' + what)
}

/** What has members, also a list. */
export function isObject(value: unknown): value is { readonly [member: string]: unknown } {
  return Object(value) === value
}
