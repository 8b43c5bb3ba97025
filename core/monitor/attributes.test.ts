import { describe, expect, test } from 'vitest'
import { toAttributes, toValue } from './attributes.ts'

describe('a value', () => {
  test.each<[string, unknown, unknown]>([
    ['text', 'a', 'a'],
    ['an empty text', '', ''],
    ['false', false, false],
    ['zero', 0, 0],
    ['NaN', NaN, { double: 'NaN' }],
    ['infinity', -Infinity, { double: '-Infinity' }],
    ['an object', { a: { b: 1 } }, { map: { a: { map: { b: 1 } } } }],
    ['a list', [1, 'a', [true]], [1, 'a', [true]]],
    ['a list with what can not be sent', [1, null, undefined, () => {}, 2], [1, 2]],
    ['null', null, undefined],
    ['a function', () => {}, undefined],
    ['a symbol', Symbol('s'), undefined],
  ])('%s', (_, given, value) => expect(toValue(given)).toEqual(value))
})

test('attributes: what can not be sent, and what has no name, is left out', () => {
  expect(toAttributes({ a: 1, b: undefined, c: null, '': 'x', d: { e: () => {} } })).toEqual({
    a: 1,
    d: { map: {} },
  })
})

test.each([[undefined], [null], ['text'], [5], [[1, 2]]])('no attributes in %j', (given) => {
  expect(toAttributes(given)).toEqual({})
})

test('the given object is not written to, and shares nothing with the result', () => {
  const given = Object.freeze({ list: Object.freeze([1]), map: Object.freeze({ a: 1 }) })
  const attributes = toAttributes(given)
  expect(attributes.list).not.toBe(given.list)
  expect(attributes).toEqual({ list: [1], map: { map: { a: 1 } } })
})

const cyclic: Record<string, unknown> = {}
cyclic.list = Array.from({ length: 50 }, () => cyclic)
cyclic.map = cyclic

test.each<[string, unknown]>([
  ['cyclic and wide', cyclic],
  ['long', Array.from({ length: 1e5 }, (_, i) => i)],
  ['sparse', new Array(4e9)],
  ['wide', Object.fromEntries(Array.from({ length: 1e5 }, (_, i) => ['k' + i, i]))],
  ['deep', Array.from({ length: 1e4 }).reduce((inner) => ({ inner }), {})],
])('what is %s ends somewhere', (_, given) => {
  expect(JSON.stringify(toValue(given)).length).toBeLessThan(20000)
  expect(JSON.stringify(toAttributes({ given })).length).toBeLessThan(20000)
})

test('__proto__, constructor and toString are names like any other', () => {
  const text = '{"__proto__":"a","constructor":"b","toString":"c"}'
  const attributes = toAttributes(JSON.parse(text))
  expect(Object.getPrototypeOf(attributes)).toBe(Object.prototype)
  expect(JSON.stringify(attributes)).toBe(text)
})
