import { describe, expect, test } from 'vitest'
import { toAttributes, toValue } from './attributes.ts'

const cyclic: Record<string, unknown> = {}
cyclic.list = Array.from({ length: 50 }, () => cyclic)
cyclic.map = cyclic

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

describe('an object is never an empty map, but what a person can read', () => {
  class Cart {
    total = 3
    add = () => {}
  }
  class Price {
    #cents = 500
    toString() {
      return this.#cents / 100 + ' EUR'
    }
  }
  class Hidden {
    #x = 1
    get x() {
      return this.#x
    }
  }
  test.each<[string, unknown, unknown]>([
    ['an Error', new TypeError('boom'), 'TypeError: boom'],
    ['a DOMException', new DOMException('no room', 'QuotaExceededError'), 'QuotaExceededError: no room'],
    ['a date', new Date(0), '1970-01-01T00:00:00.000Z'],
    ['no date', new Date(NaN), 'Invalid Date'],
    [
      'a map',
      new Map<unknown, unknown>([
        ['a', 1],
        [2, new Map([['b', true]])],
      ]),
      { map: { a: 1, 2: { map: { b: true } } } },
    ],
    ['a set', new Set(['a', 1]), ['a', 1]],
    ['bytes', new Uint8Array([1, 2]), [1, 2]],
    ['numbers', new Float64Array([0.5, NaN]), [0.5, { double: 'NaN' }]],
    ['a buffer', new ArrayBuffer(2), '[object ArrayBuffer]'],
    ['a view', new DataView(new ArrayBuffer(2)), '[object DataView]'],
    ['a big integer', 12345678901234567890n, '12345678901234567890'],
    ['a URL', new URL('https://a.example/x'), 'https://a.example/x'],
    ['a query', new URLSearchParams('a=1'), { map: { a: '1' } }],
    ['an expression', /a/g, '/a/g'],
    ['a boxed number', Object(5), '5'],
    ['a promise', Promise.resolve(1), '[object Promise]'],
    ['an instance', new Cart(), { map: { total: 3 } }],
    ['an instance that can be written', new Price(), '5 EUR'],
    ['an instance without members', new Hidden(), 'Hidden'],
    ['what says itself what is of it', { secret: 1, toJSON: () => ({ a: 1 }) }, { map: { a: 1 } }],
    ['an object without a prototype', Object.assign(Object.create(null), { a: 1 }), { map: { a: 1 } }],
    ['an empty object', {}, { map: {} }],
    ['a circle', cyclic.map, { map: { list: expect.anything(), map: '[circular]' } }],
  ])('%s', (_, given, value) => {
    expect(toValue(given)).toEqual(value)
    expect(toAttributes({ given })).toEqual({ given: value })
  })

  test('what is handed on by steps is not used up', () => {
    const steps = [1, 2][Symbol.iterator]()
    toValue(steps)
    expect([...steps]).toEqual([1, 2])
  })
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

test('of what is deep five levels are told', () => {
  const told = JSON.stringify(toValue(Array.from({ length: 20 }).reduce((inner) => ({ inner }), {})))
  expect(told.match(/inner/g)).toHaveLength(5)
})
