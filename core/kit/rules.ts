/* eslint-disable @typescript-eslint/no-explicit-any -- users hand over anything */
/** Told of every bad value, once. */
export type Warn = (message: string) => void

/** The words for what a value must be, and what is made of a good one; undefined, or a throw: it is bad. */
export type Check = [expected: string, take: (value: any, path: string, warn: Warn) => unknown]

/** Or a range, or choices. */
export type Kind = Check | [min: number, max: number] | (string | boolean)[]

/** What goes where there is no value, and where there is a bad one. */
export type Rule = [kind: Kind, fallback?: unknown, instead?: unknown]

/** Data, so that it costs nothing until it is used. */
export interface Rules {
  [name: string]: Rule | Rules
}

const OBJECT: Check = [
  'an object',
  (given) => (typeof given === 'object' && given && !Array.isArray(given) ? given : undefined),
]

/** `from[name]` by its rule; `item`: there must be something. */
export function read(rule: Rule, from: any, name: string, path: string, warn: Warn, item?: boolean): any {
  const kind = rule[0]
  const second: any = kind[1]
  const isCheck = typeof second === 'function'
  const isRange = typeof second === 'number'
  try {
    const given = from[name]
    if (given === undefined && !item) return rule[1]
    const good = isRange
      ? typeof given === 'number' && given >= (kind[0] as number) && given <= second
      : kind.indexOf(given as never) >= 0
    const made = isCheck ? second(given, path, warn) : good ? given : undefined
    if (made !== undefined) return made
  } catch (_) {
    // a getter, a proxy that throws: as bad as a wrong type
  }
  const expected = isCheck ? kind[0] : isRange ? 'a number from ' + kind.join(' to ') : kind.join(' or ')
  warn('option "' + path + '" must be ' + expected)
  return rule[2] || rule[1]
}

/** `from[name]`, an object with a rule for each of its members; warns of those that have none. */
export function readMembers(rules: Rules, from: any, name: string, path: string, warn: Warn): any {
  const given = read([OBJECT, {}], from, name, path, warn)
  const prefix = path && path + '.'
  const copy: { [name: string]: unknown } = {}
  try {
    Object.keys(given).forEach((key) => key in rules || warn('there is no option "' + prefix + key + '"'))
  } catch (_) {
    // a proxy that tells nobody its keys
  }
  for (const key in rules) {
    const rule = rules[key]
    copy[key] = Array.isArray(rule)
      ? read(rule, given, key, prefix + key, warn)
      : readMembers(rule, given, key, prefix + key, warn)
  }
  return copy
}

/** A list, or an object of any members: a copy of it without those that are bad. */
export function all(isList: boolean, item: Kind): Check {
  return [
    isList ? 'an array' : OBJECT[0],
    (given, path, warn) => {
      if (isList ? !Array.isArray(given) : !OBJECT[1](given, path, warn)) return undefined
      const copy: any = isList ? [] : {}
      Object.keys(given).forEach((key) => {
        const value = read([item], given, key, path + (isList ? '[' + key + ']' : '.' + key), warn, true)
        if (value !== undefined) copy[isList ? copy.length : key] = value
      })
      return copy
    },
  ]
}
