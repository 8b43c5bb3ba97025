import { cut } from './utf8.ts'

/** What the kit says of itself: lines on the console while `debug` is on, and the last errors in `diagnostics()`. */
export interface Diag {
  /** Something of ours, of the host or of a user's hook threw. Never shown to the app. */
  error(where: string, error: unknown): void
  /** What the developer should know; printed always, each text once. */
  warn(message: string): void
  /** Printed with `debug` only. */
  debug(message: string): void
  /** The last ones, alike ones once. */
  readonly errors: readonly DiagEntry[]
  /** All texts that were printed. */
  readonly warnings: readonly string[]
}

export interface DiagEntry {
  where: string
  message: string
  count: number
}

/** What of the console is used; the host's may lack any of it. */
export interface Console {
  warn?(line: string): void
  log?(line: string): void
}

const KEPT = 10
const WARNING_LENGTH = 1000

export function createDiag(debug: boolean, out: Console = typeof console === 'object' ? console : {}): Diag {
  const errors: DiagEntry[] = []
  const warnings: string[] = []
  const print = (method: 'warn' | 'log', message: string) => {
    try {
      const write = out[method] || out.log
      if (write) write.call(out, '[mini-monitor] ' + message)
    } catch (_) {
      // a console that throws is the host's; there is nobody left to tell
    }
  }
  const keep = <T>(list: T[], entry: T) => {
    if (list.push(entry) > KEPT) list.shift()
  }
  return {
    errors,
    warnings,
    error(where, error) {
      const message = textOf(error)
      const known = errors.filter((e) => e.where === where && e.message === message)[0]
      if (known) known.count++
      else {
        keep(errors, { where, message, count: 1 })
        if (debug) print('warn', where + ': ' + message)
      }
    },
    warn(text) {
      const message = cut(text, WARNING_LENGTH)
      if (warnings.indexOf(message) >= 0) return
      keep(warnings, message)
      print('warn', message)
    },
    debug(message) {
      if (debug) print('log', message)
    },
  }
}

/** Never throws, whatever was thrown: proxies, getters that throw, `toString` that returns an object. */
export function textOf(thing: unknown): string {
  try {
    return cut(String((thing && (thing as Error).message) || thing), 300)
  } catch (_) {
    return 'unreadable error'
  }
}
