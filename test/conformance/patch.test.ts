import { describe, expect, test } from 'vitest'
import type { Any, Fn } from '../../core/internal/guard.ts'
import { patch } from '../../core/internal/patch.ts'

function twice(original: Fn): Fn {
  return function (this: unknown, ...args) {
    return original.apply(this, args) * 2
  }
}

function seven() {
  return 7
}

/** Hosts as platforms and other libraries leave them; each gives 7. */
const hosts: Record<string, () => Any> = {
  'a plain object': () => ({ f: seven }),
  'a method of a class': () => new (class { f() { return 7 } })(), // prettier-ignore
  'a hidden property': () =>
    Object.defineProperty({}, 'f', { value: seven, writable: true, configurable: true }),
  'a read-only property': () => Object.defineProperty({}, 'f', { value: seven, configurable: true }),
  'a sealed object': () => Object.seal({ f: seven }),
  'a getter': () =>
    Object.defineProperty({}, 'f', { get: () => seven, configurable: true, enumerable: true }),
  'a fixed accessor with a setter': () => {
    let value = seven
    return Object.defineProperty({}, 'f', { get: () => value, set: (it) => void (value = it) })
  },
  'a sealed object with an inherited accessor': () => {
    let value = seven
    return Object.seal(Object.create({ get f() { return value }, set f(it) { value = it } })) // prettier-ignore
  },
  'a proxy': () => new Proxy({ f: seven }, {}),
  'a proxy that lets nothing be defined': () =>
    new Proxy({ f: seven } as Any, {
      defineProperty: (target, name, descriptor) =>
        'get' in descriptor || 'writable' in descriptor
          ? false
          : Reflect.defineProperty(target, name, descriptor),
    }),
}

const refusing: Record<string, () => Any> = {
  'a frozen object': () => Object.freeze({ f: seven }),
  'a fixed getter': () => Object.defineProperty({}, 'f', { get: () => seven }),
  'a setter that does nothing': () => Object.defineProperty({}, 'f', { get: () => seven, set() {} }),
  'a sealed object that inherits': () => Object.seal(Object.create({ f: seven })),
}

describe('patch', () => {
  test.each(Object.keys(hosts))('%s: replaced, and restored to the very descriptor', (name) => {
    const host = hosts[name]()
    const before = Object.getOwnPropertyDescriptor(host, 'f')
    const original = host.f
    const { installed, undo } = patch(host, 'f', twice)
    expect([installed, host.f()]).toEqual([true, 14])
    expect(Object.keys(host)).toEqual(before && !before.enumerable ? [] : Object.keys(host))
    undo()
    expect(host.f()).toBe(7)
    expect(host.f).toBe(original)
    const after = Object.getOwnPropertyDescriptor(host, 'f')
    expect(after && { ...after, get: 0, set: 0 }).toEqual(before && { ...before, get: 0, set: 0 })
    expect(after?.get).toBe(before?.get)
  })

  test.each(Object.keys(refusing))('%s: told, and left alone', (name) => {
    const host = refusing[name]()
    const { installed, undo } = patch(host, 'f', twice)
    expect([installed, host.f()]).toEqual([false, 7])
    undo()
    expect(host.f()).toBe(7)
  })

  test('what is no function, or no host, is left alone', () => {
    expect(patch(undefined, 'f', twice).installed).toBe(false)
    expect(patch({ f: 1 }, 'f', twice).installed).toBe(false)
  })

  test('this, arguments, result and exceptions pass', () => {
    const host = {
      f(this: unknown, ...args: unknown[]) {
        if (args[0] === 'throw') throw args
        return [this, ...args]
      },
    }
    const through = (original: Fn): Fn =>
      function (this: unknown, ...args) {
        return original.apply(this, args)
      }
    patch(host, 'f', through)
    expect(host.f(1, 2)).toEqual([host, 1, 2])
    expect(() => host.f('throw')).toThrow()
  })

  test('under somebody else’s wrapper the undone one passes through, and patching again works on top', () => {
    const host: Any = { f: seven }
    const first = patch(host, 'f', twice)
    const ours = host.f
    const theirs = () => ours() + 1
    host.f = theirs
    first.undo()
    expect(host.f).toBe(theirs)
    expect(host.f()).toBe(8)
    const second = patch(host, 'f', twice)
    expect(host.f()).toBe(16)
    second.undo()
    expect(host.f).toBe(theirs)
    first.undo()
    expect(host.f()).toBe(8)
  })

  test('two patches come off in either order', () => {
    for (const order of [
      [0, 1],
      [1, 0],
    ]) {
      // prettier-ignore
      const host: Any = { f: seven }
      const patches = [patch(host, 'f', twice), patch(host, 'f', twice)]
      expect(host.f()).toBe(28)
      for (const i of order) patches[i].undo()
      expect(host.f()).toBe(7)
    }
  })
})
