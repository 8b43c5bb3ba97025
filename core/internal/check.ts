/** The value to go on with, or undefined for a bad one. */
export type Check = (value: unknown, path: string) => unknown
type Members = Record<string, unknown>

export const isObject = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

export const text: Check = (value) => (typeof value === 'string' && value ? value : undefined)
export const flag: Check = (value) => (typeof value === 'boolean' ? value : undefined)
export const callable: Check = (value) => (typeof value === 'function' ? value : undefined)
/** A copy without `g` and `y`, which would remember where the last test ended. */
export const regExp: Check = (value) =>
  // `instanceof` fails on what another realm made
  Object.prototype.toString.call(value) === '[object RegExp]'
    ? new RegExp((value as RegExp).source, (value as RegExp).flags.replace(/[gy]/g, ''))
    : undefined
export const oneOf =
  (...choices: string[]): Check =>
  (value) =>
    choices.indexOf(value as string) < 0 ? undefined : value
export const numberFrom =
  (min: number, max: number, step?: number): Check =>
  (value) =>
    typeof value === 'number' && value >= min && value <= max && !(step && value % step) ? value : undefined
export const url: Check = (value) =>
  typeof value === 'string' && /^(https?:)?\/\/[^/]|^\/(?!\/)/i.test(value) ? value : undefined
/** Without slashes at the end. */
export const baseUrl: Check = (value, path) => url(value, path) && (value as string).replace(/\/+$/, '')

/** Reads what users wrote, which may be anything, also such as throws when it is read; their objects stay as they are. */
export interface Checker {
  /** The member that `path` ends with, or `fallback` where there is none or, after a warning, a bad one. */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  pick(from: Members, path: string, check: Check, expected: string, fallback?: unknown): any
  /** A list, without the items that `item` refuses. */
  list(item: Check, expected: string): Check
  /** A copy of an object, without the members that `item` refuses. */
  members(item: Check, expected: string): Check
  /** Warns of members that nobody has picked. */
  refuseUnknown(from: Members, prefix: string): void
}

export function createChecker(warn: (message: string) => void): Checker {
  const known: string[] = []

  /** Of what `take` reads; undefined, and a warning, if that is nothing good or throws. */
  function good(path: string, expected: string, take: () => unknown): unknown {
    let value: unknown
    try {
      value = take()
    } catch (_) {
      // a getter, a proxy: as bad as a wrong type
    }
    if (value === undefined) warn('option "' + path + '" must be ' + expected + '; it is ignored')
    return value
  }
  return {
    pick(from, path, check, expected, fallback) {
      known.push(path)
      const value = good(path, expected, () => {
        const given = from[path.slice(path.lastIndexOf('.') + 1)]
        return given === undefined ? null : check(given, path)
      })
      return value == null ? fallback : value
    },
    list: (item, expected) => (given, path) =>
      Array.isArray(given)
        ? given
            .map((_, i) => good(path + '[' + i + ']', expected, () => item(given[i], path)))
            .filter((value) => value !== undefined)
        : undefined,
    members: (item, expected) => (given, path) => {
      if (!isObject(given)) return undefined
      const copy: Members = {}
      Object.keys(given).forEach((name) => {
        const value = good(path + '.' + name, expected, () => item(given[name], path))
        if (value !== undefined) copy[name] = value
      })
      return copy
    },
    refuseUnknown(from, prefix) {
      try {
        Object.keys(from).forEach((name) => {
          if (known.indexOf(prefix + name) < 0) warn('there is no option "' + prefix + name + '"')
        })
      } catch (_) {
        // a proxy that tells nobody its keys
      }
    },
  }
}
