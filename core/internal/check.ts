/* eslint-disable @typescript-eslint/no-explicit-any -- users hand over anything */
/** Told of every bad value, once. */
export type Warn = (message: string) => void

/** What a value must be, what is made of a good one (undefined: it is bad), what goes where there is none, or a bad one. */
export type Rule = [
  expected: string,
  take: (value: any, path: string, warn: Warn) => unknown,
  fallback?: unknown,
  instead?: unknown,
]

const isObject = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** A value of one type of JavaScript's, and not empty. */
const typed =
  (type: string, expected: string) =>
  (fallback?: unknown): Rule => [expected, (value) => (typeof value === type ? value : undefined), fallback]

export const flag = typed('boolean', 'true or false')
export const callable = typed('function', 'a function')

export const text = (fallback?: string): Rule => [
  'a non-empty string',
  (value) => (typeof value === 'string' && value) || undefined,
  fallback,
]

export const number = (fallback: number | undefined, min: number, max: number, step = 0): Rule => [
  (step ? 'a whole number' : 'a number') + ' from ' + min + ' to ' + max,
  (value) =>
    typeof value === 'number' && value >= min && value <= max && !(step && value % step) ? value : undefined,
  fallback,
]

/** The first choice is the default. */
export const oneOf = (...choices: string[]): Rule => [
  '"' + choices.join('" or "') + '"',
  (value) => (choices.indexOf(value) < 0 ? undefined : value),
  choices[0],
]

export const url = (): Rule => [
  'a URL that starts with http:// or https://',
  (value) => (typeof value === 'string' && /^(https?:)?\/\/[^/]|^\/(?!\/)/i.test(value) ? value : undefined),
]

export const regExp: Rule = [
  'a RegExp',
  (value) =>
    // `instanceof` fails on what another realm made; `g` and `y` would remember where the last test ended
    Object.prototype.toString.call(value) === '[object RegExp]'
      ? new RegExp(value.source, value.flags.replace(/[gy]/g, ''))
      : undefined,
]

/** What either of two rules takes. */
export const either = (one: Rule, other: Rule): Rule => [
  one[0] + ' or ' + other[0],
  (value, path, warn) => one[1](value, path, warn) || other[1](value, path, warn),
]

/** A list, without the items that `item` refuses. */
export const list = (item: Rule, fallback?: unknown[]): Rule => [
  'an array',
  (given, path, warn) =>
    Array.isArray(given)
      ? given
          .map((_, i) => read(item, path + '[' + i + ']', warn, () => given[i]))
          .filter((value) => value !== undefined)
      : undefined,
  fallback,
]

/** A copy of an object, without the members that `item` refuses. */
export const members = (item: Rule, fallback?: object): Rule => [
  'an object',
  (given, path, warn) => {
    if (!isObject(given)) return undefined
    const copy: Record<string, unknown> = {}
    for (const name of Object.keys(given)) {
      const value = read(item, path + '.' + name, warn, () => given[name])
      if (value !== undefined) copy[name] = value
    }
    return copy
  },
  fallback,
]

/** An object with a rule for each member; warns of members that have none. */
export function group(rules: Record<string, Rule>): Rule {
  const take: Rule[1] = (given, path, warn) => {
    if (!isObject(given)) return undefined
    const taken: Record<string, unknown> = {}
    const prefix = path && path + '.'
    try {
      Object.keys(given).forEach(
        (name) => name in rules || warn('there is no option "' + prefix + name + '"'),
      )
    } catch (_) {
      // a proxy that tells nobody its keys
    }
    for (const name in rules) {
      const [expected, check, fallback, instead = fallback] = rules[name]
      const orNull: Rule[1] = (value) => (value === undefined ? null : check(value, prefix + name, warn))
      const value = read([expected, orNull], prefix + name, warn, () => given[name])
      taken[name] = value === null ? fallback : value === undefined ? instead : value
    }
    return taken
  }
  return ['an object', take, take({}, '', () => {})]
}

/** What the rule makes of what `get` gives; undefined, and a warning, if that is nothing good or throws. */
export function read([expected, take]: Rule, path: string, warn: Warn, get: () => unknown): unknown {
  let value: unknown
  try {
    value = take(get(), path, warn)
  } catch (_) {
    // a getter, a proxy: as bad as a wrong type
  }
  if (value === undefined) warn('option "' + path + '" must be ' + expected)
  return value
}
