/** How options are read: by rules, which are data, so that they cost nothing until they are used. */

import { has, memberOf } from '../internal/own.ts'

/** Told of every bad value, once. */
export type Warn = (message: string) => void

/** The words for what a value must be, and what is made of a good one; undefined, or a throw: it is bad. */
export type Check<T> = [expected: string, take: (value: unknown, path: string, warn: Warn) => T | undefined]

/** Or a range of numbers, [min, max], or choices. */
export type Allowed<T> = Check<T> | readonly T[]

/** What goes where there is no value, and where there is a bad one. What must be there has a default. */
export type Rule<T> = undefined extends T
  ? [allowed: Allowed<NonNullable<T>>]
  : [allowed: Allowed<T>, fallback: T, instead?: T]

/** For every member of `T` a rule, or the rules of its own members. */
export type Rules<T> = { [K in keyof T]-?: Rule<T[K]> | (T[K] extends object ? Rules<T[K]> : never) }

type AnyRule = [allowed: Allowed<unknown>, fallback?: unknown, instead?: unknown]

interface AnyRules {
  [name: string]: AnyRule | AnyRules
}

interface Members {
  [name: string]: unknown
}

const OBJECT: Check<Members> = ['an object', (given) => (hasMembers(given, false) ? given : undefined)]

/** Of a list, or else of an object of any members: a copy of it without those that are bad. */
export function membersOf<T>(isList: true, item: Allowed<T>): Check<T[]>
export function membersOf<T>(isList: false, item: Allowed<T>): Check<{ [name: string]: T }>
export function membersOf<T>(isList: boolean, item: Allowed<T>): Check<T[] | { [name: string]: T }> {
  return [
    isList ? 'an array' : OBJECT[0],
    (given, path, warn) => {
      if (!hasMembers(given, isList)) return undefined
      const list: T[] = []
      const members: { [name: string]: T } = {}
      Object.keys(given).forEach((key) => {
        const value = read([item], given, key, path + (isList ? '[' + key + ']' : '.' + key), warn, true)
        if (value === undefined) return
        list.push(value)
        members[key] = value
      })
      return isList ? list : members
    },
  ]
}

/** What either of two takes. */
export function either<A, B>(one: Check<A>, other: Check<B>): Check<A | B> {
  return [
    one[0] + ' or ' + other[0],
    (value, path, warn) => one[1](value, path, warn) || other[1](value, path, warn),
  ]
}

/**
 * `from[name]`, an object with a rule for each of its members; warns of those that have none. What `Rules` asks for
 * makes a `T`.
 */
export function readMembers<T>(rules: Rules<T>, from: Members, name: string, path: string, warn: Warn): T
export function readMembers(rules: AnyRules, from: Members, name: string, path: string, warn: Warn): Members {
  const given = read([OBJECT, {}], from, name, path, warn)!
  const prefix = path && path + '.'
  const copy: Members = {}
  try {
    Object.keys(given).forEach((key) => has(rules, key) || warn('there is no option "' + prefix + key + '"'))
  } catch (_) {
    // a proxy that tells nobody its keys
  }
  for (const key of Object.keys(rules)) {
    const rule = rules[key]
    copy[key] = Array.isArray(rule)
      ? read(rule, given, key, prefix + key, warn)
      : readMembers<unknown>(rule, given, key, prefix + key, warn)
  }
  return copy
}

/** `from[name]` by its rule; `isItem`: there must be something. */
function read<T>(
  [allowed, fallback, instead = fallback]: [allowed: Allowed<T>, fallback?: T, instead?: T],
  from: Members,
  name: string,
  path: string,
  warn: Warn,
  isItem?: boolean,
): T | undefined {
  const [expected, take] = checkOf(allowed)
  try {
    const given = isItem ? from[name] : memberOf(from, name)
    if (given === undefined && !isItem) return fallback
    const made = take(given, path, warn)
    if (made !== undefined) return made
  } catch (_) {
    // a getter, a proxy that throws: as bad as a wrong type
  }
  warn('option "' + path + '" must be ' + expected)
  return instead
}

function checkOf<T>(allowed: Allowed<T>): Check<T> {
  if (isCheck(allowed)) return allowed
  if (isRange(allowed)) {
    const [min, max] = allowed
    return [
      'a number from ' + min + ' to ' + max,
      (given) =>
        typeof given === 'number' && given >= min && given <= max ? (given as typeof min) : undefined,
    ]
  }
  return [allowed.join(' or '), (given) => allowed.filter((choice) => choice === given)[0]]
}

function isRange<T>(allowed: readonly T[]): allowed is readonly (T & number)[] {
  return typeof allowed[0] === 'number'
}

function isCheck<T>(allowed: Allowed<T>): allowed is Check<T> {
  return typeof allowed[1] === 'function'
}

function hasMembers(given: unknown, asList: boolean): given is Members {
  return typeof given === 'object' && !!given && Array.isArray(given) === asList
}
