import { afterEach, describe, expect, test } from 'vitest'
import { has, memberOf, merge, put, stringify, withoutForeign } from './own.ts'

// eslint-disable-next-line @typescript-eslint/no-explicit-any
type Any = any
const all = Object.prototype as Any
const lists = Array.prototype as Any

afterEach(() => {
  for (const name of ['extra', 'count', 'toJSON']) {
    delete all[name]
    delete lists[name]
  }
})

/** Prototype’s: a text where JSON.stringify expects a value. */
function toJSON(this: unknown[]) {
  return '[' + this.map((item) => JSON.stringify(item)).join() + ']'
}

const DATA = { a: [1, { b: [2, [3]] }, 'x'], date: new Date(0), none: undefined, nil: null }
const TEXT = JSON.stringify(DATA)

test('JSON is the same text where all lists, or all objects, have a toJSON', () => {
  lists.toJSON = toJSON
  const ofLists = [JSON.stringify(DATA), stringify(DATA)]
  delete lists.toJSON
  all.toJSON = String
  const ofAll = [JSON.stringify(DATA), stringify(DATA)]
  delete all.toJSON
  expect([ofLists[1], ofAll[1]]).toEqual([TEXT, TEXT])
  expect([ofLists[0], ofAll[0]]).not.toContain(TEXT)
})

test('the replacer sees the same', () => {
  const seen: string[] = []
  const see = (key: string, value: unknown) => {
    seen.push(key)
    return typeof value === 'number' ? -value : value
  }
  const before = [stringify(DATA, see), ...seen.splice(0)]
  lists.toJSON = toJSON
  const after = [stringify(DATA, see), ...seen]
  delete lists.toJSON
  expect(after).toEqual(before)
})

test('who reads members that may be missing finds none that all objects have', () => {
  all.count = 5
  const message: Any = withoutForeign({ points: [{ value: 1 }] })
  const found = [message.count, message.points[0].count, message.points[0].value]
  delete all.count
  expect(found).toEqual([undefined, undefined, 1])
  const same = {}
  expect(withoutForeign(same)).toBe(same)
})

describe('an option', () => {
  class Options {
    get service() {
      return 'shop'
    }
  }

  test('that every object has is nobody’s; one of a class, or given with that very value, is its user’s', () => {
    all.extra = 5
    const found = [
      memberOf({}, 'extra'),
      memberOf({ extra: 5 }, 'extra'),
      memberOf(new Options() as Any, 'service'),
    ]
    delete all.extra
    expect(found).toEqual([undefined, 5, 'shop'])
  })
})

test('__proto__, constructor and toString are names like any other', () => {
  const attributes: Any = {}
  for (const name of ['__proto__', 'constructor', 'toString']) {
    expect(has(attributes, name)).toBe(false)
    put(attributes, name, { map: {} })
  }
  const copy: Any = merge({}, attributes)
  expect(Object.keys(copy)).toEqual(['__proto__', 'constructor', 'toString'])
  expect(Object.getPrototypeOf(copy)).toBe(Object.prototype)
})
