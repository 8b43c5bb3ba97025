import { textOf } from './diag.ts'

/** What `read` makes of data that somebody handed over, or why it is refused. Never throws. */
export function readOr<T>(read: () => T): T | string {
  try {
    return read()
  } catch (error) {
    return textOf(error)
  }
}

/** Refuses what is not good. */
export function check(good: unknown, what: string): void {
  if (!good) throw new Error('invalid ' + what)
}
