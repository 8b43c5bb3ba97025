import { describe, expect, test } from 'vitest'
import { copyOf } from './copy.ts'
import type { Any } from './guard.ts'

class Options {
  #method = 'PUT'
  url = '/a'
  get method() {
    return this.#method
  }
  get url2() {
    return this.url + '2'
  }
}

function hidden() {
  return Object.defineProperty({ url: '/a' }, 'method', { value: 'PUT' })
}

describe.each([
  ['a literal', () => ({ url: '/a', method: 'PUT' })],
  ['private members', () => new Options()],
  ['hidden members', hidden],
  ['a frozen class instance', () => Object.freeze(new Options())],
  ['no prototype', () => Object.assign(Object.create(null), { url: '/a', method: 'PUT' })],
  ['inherited members', () => Object.assign(Object.create({ method: 'PUT' }), { url: '/a' })],
  [
    'a proxy',
    () =>
      new Proxy(
        { url: '/a', method: 'GET' },
        { get: (all: Any, name) => (name === 'method' ? 'PUT' : all[name]) },
      ),
  ],
  [
    'accessors',
    () => ({
      url: '/a',
      get method() {
        return 'PUT'
      },
    }),
  ],
] as [string, () => Any][])('%s', (_, make) => {
  test('reads as the object does, with the changes, and nothing was written to the object', () => {
    const object = make()
    const copy = copyOf(object, { added: 1 })
    expect([copy.url, copy.method, copy.added, 'added' in object]).toEqual(['/a', 'PUT', 1, false])
    expect(Object.getPrototypeOf(copy)).toBe(Object.getPrototypeOf(object))
    expect(Object.keys(copy).sort()).toEqual([...Object.keys(object), 'added'].sort())
    expect(copyOf(object, { method: 'GET' }).method).toBe('GET')
  })
})

test('symbols come along', () => {
  const symbol = Symbol('its own')
  expect([
    copyOf({ [symbol]: 1 })[symbol],
    copyOf(Object.assign(new Options(), { [symbol]: 2 }))[symbol],
  ]).toEqual([1, 2])
})

test('a member that throws does so to who reads it', () => {
  const object = Object.defineProperty(new Options(), 'data', {
    get() {
      throw new Error('of the app')
    },
  })
  const copy = copyOf(object)
  expect(copy.method).toBe('PUT')
  expect(() => copy.data).toThrow('of the app')
})

test('what is written to a stand-in goes where it went without it', () => {
  const object = new Options()
  copyOf(object).url = '/b'
  expect(object.url2).toBe('/b2')
})
