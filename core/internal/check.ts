/* eslint-disable @typescript-eslint/no-explicit-any -- users hand over anything */
/** Told of every bad value, once. */
export type Warn = (message: string) => void

/** What a value must be, and what is made of a good one; undefined: it is bad. */
export type Check = [expected: string, take: (value: any, path: string, warn: Warn) => unknown]

/** How an option is checked, what goes where there is none, and where there is a bad one. */
export type Rule = [check: Check, fallback?: unknown, instead?: unknown]

/** An object with a rule for each member, or such an object again. */
export interface Rules {
  [name: string]: Rule | Rules
}

const isObject = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Takes a value as it is, if it is a good one. */
const when = (expected: string, good: (value: any) => unknown): Check => [
  expected,
  (value) => (good(value) ? value : undefined),
]

export const flag = /* @__PURE__ */ when('true or false', (value) => typeof value === 'boolean')
export const callable = /* @__PURE__ */ when('a function', (value) => typeof value === 'function')
export const text = /* @__PURE__ */ when('a non-empty string', (value) => value && typeof value === 'string')

export const number = (min: number, max: number, step = 0): Check =>
  when(
    (step ? 'a whole number' : 'a number') + ' from ' + min + ' to ' + max,
    (value) => typeof value === 'number' && value >= min && value <= max && !(step && value % step),
  )

export const oneOf = (...choices: string[]): Check =>
  when('"' + choices.join('" or "') + '"', (value) => choices.indexOf(value) >= 0)

export const url = /* @__PURE__ */ when(
  'an http(s) URL',
  (value) => typeof value === 'string' && /^(https?:)?\/\/[^/]|^\/(?!\/)/i.test(value),
)

export const regExp: Check = [
  'a RegExp',
  (value) =>
    // `instanceof` fails on what another realm made; `g` and `y` would remember where the last test ended
    Object.prototype.toString.call(value) === '[object RegExp]'
      ? new RegExp(value.source, value.flags.replace(/[gy]/g, ''))
      : undefined,
]

/** What either of two takes. */
export const either = (one: Check, other: Check): Check => [
  one[0] + ' or ' + other[0],
  (value, path, warn) => one[1](value, path, warn) || other[1](value, path, warn),
]

/** A list, without the items that are bad. */
export const list = (item: Check): Check => [
  'an array',
  (given, path, warn) =>
    Array.isArray(given)
      ? given
          .map((each, i) => check(item, each, path + '[' + i + ']', warn))
          .filter((value) => value !== undefined)
      : undefined,
]

const object = /* @__PURE__ */ when('an object', isObject)

/** A copy of an object, without the members that are bad. */
export const members = (item: Check): Check => [
  object[0],
  (given, path, warn) => {
    if (!isObject(given)) return undefined
    const copy: Record<string, unknown> = {}
    for (const name of Object.keys(given)) {
      const value = check(item, get(given, name), path + '.' + name, warn)
      if (value !== undefined) copy[name] = value
    }
    return copy
  },
]

/** A getter, a proxy that throws: as bad as null. */
function get(from: any, name: string): unknown {
  try {
    return from[name]
  } catch (_) {
    return null
  }
}

/** What is made of a value; undefined, and a warning, if that is nothing good. */
function check([expected, take]: Check, given: unknown, path: string, warn: Warn): unknown {
  let value: unknown
  try {
    value = take(given, path, warn)
  } catch (_) {
    // as bad as a wrong type
  }
  if (value === undefined) warn('option "' + path + '" must be ' + expected)
  return value
}

/** Reads an object by its rules; warns of members that have none. */
export function read(rules: Rules, given: unknown, path: string, warn: Warn): Record<string, any> {
  const from = (given !== undefined && check(object, given, path, warn)) || {}
  const prefix = path && path + '.'
  const taken: Record<string, unknown> = {}
  try {
    Object.keys(from).forEach((name) => name in rules || warn('there is no option "' + prefix + name + '"'))
  } catch (_) {
    // a proxy that tells nobody its keys
  }
  for (const name in rules) {
    const rule = rules[name]
    const value = get(from, name)
    if (!Array.isArray(rule)) taken[name] = read(rule, value, prefix + name, warn)
    else {
      const [how, fallback, instead = fallback] = rule
      const good = value === undefined ? fallback : check(how, value, prefix + name, warn)
      taken[name] = value !== undefined && good === undefined ? instead : good
    }
  }
  return taken
}
