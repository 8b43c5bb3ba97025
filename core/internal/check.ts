/* eslint-disable @typescript-eslint/no-explicit-any -- users hand over anything */
import { noop } from './guard.ts'

/** Told of every bad value, once. */
export type Warn = (message: string) => void

/** What is made of a good value; undefined, or a throw: it is bad. */
type Take = (value: any, path: string, warn: Warn) => unknown

/** What a value must be, what is made of it, what goes where there is none, and where there is a bad one. */
export type Rule = [expected: string, take: Take, fallback?: unknown, instead?: unknown]

/** A value as it is, if it is a good one. */
export const when = (
  expected: string,
  good: (value: any) => unknown,
  fallback?: unknown,
  instead?: unknown,
): Rule => [expected, (value) => (good(value) ? value : undefined), fallback, instead]

/** `from[name]` by its rule; `item`: there must be something. */
export function read(
  [expected, take, fallback, instead = fallback]: Rule,
  from: any,
  name: string,
  path: string,
  warn: Warn,
  item?: boolean,
): any {
  try {
    const given = from[name]
    if (given === undefined && !item) return fallback
    const good = take(given, path, warn)
    if (good !== undefined) return good
  } catch (_) {
    // a getter, a proxy that throws: as bad as a wrong type
  }
  warn('option "' + path + '" must be ' + expected)
  return instead
}

/** A list, or an object of any members: a copy of it without those that are bad. */
export const all = (isList: boolean, [expected, good]: Rule, fallback?: unknown): Rule => [
  isList ? 'an array' : 'an object',
  (given, path, warn) => {
    if (!isObject(given, isList)) return undefined
    const copy: any = isList ? [] : {}
    Object.keys(given).forEach((name) => {
      const at = path + (isList ? '[' + name + ']' : '.' + name)
      const value = read([expected, good], given, name, at, warn, true)
      if (value !== undefined) copy[isList ? copy.length : name] = value
    })
    return copy
  },
  fallback,
]

/** An object with a rule for each member. */
export const members = (rules: { [name: string]: Rule }): Rule => {
  const take: Take = (given, path, warn) => {
    if (!isObject(given, false)) return undefined
    const prefix = path && path + '.'
    const copy: { [name: string]: unknown } = {}
    try {
      Object.keys(given).forEach(
        (name) => name in rules || warn('there is no option "' + prefix + name + '"'),
      )
    } catch (_) {
      // a proxy that tells nobody its keys
    }
    for (const name in rules) copy[name] = read(rules[name], given, name, prefix + name, warn)
    return copy
  }
  return ['an object', take, take({}, '', noop)]
}

const isObject = (given: unknown, isList: boolean): boolean =>
  typeof given === 'object' && !!given && Array.isArray(given) === isList
