import { describe, expect, test } from 'vitest'
import { createDiag } from './diag.ts'
import { createGuard, type Any, type Fn } from './guard.ts'
import { patch, watch } from './patch.ts'

function add(n: number) {
  return (original: Fn) =>
    function (this: unknown, ...args: unknown[]) {
      return original.apply(this, args) + n
    }
}

function request() {
  return 1
}

function accessor(descriptor: PropertyDescriptor) {
  return Object.defineProperty({}, 'request', descriptor)
}

/** How a host may carry its function, and whether we can get in front of it. */
const HOSTS: [what: string, make: () => Any, installed: boolean][] = [
  ['a plain member', () => ({ request }), true],
  [
    'a member that is not enumerable',
    () => accessor({ value: request, writable: true, configurable: true }),
    true,
  ],
  ['a read-only member', () => accessor({ value: request, configurable: true }), true],
  ['an inherited member', () => Object.create({ request }), true],
  ['an inherited accessor', () => Object.create(accessor({ get: () => request, configurable: true })), true],
  ['a getter without setter', () => accessor({ get: () => request, configurable: true }), true],
  [
    'a fixed accessor with a setter',
    () => {
      let held = request
      return accessor({ get: () => held, set: (value) => (held = value), configurable: false })
    },
    true,
  ],
  [
    'an accessor whose setter keeps nothing',
    () => accessor({ get: () => request, set: () => {}, configurable: true }),
    true,
  ],
  [
    'an accessor whose setter throws',
    () =>
      accessor({
        get: () => request,
        set() {
          throw new Error('no')
        },
        configurable: true,
      }),
    true,
  ],
  ['a fixed getter', () => accessor({ get: () => request, configurable: false }), false],
  ['a frozen object', () => Object.freeze({ request }), false],
  ['a sealed object', () => Object.seal({ request }), true],
  ['an object that takes no new members', () => Object.preventExtensions(Object.create({ request })), false],
]

describe.each(HOSTS)('%s', (_, make, installed) => {
  test('is replaced, or left as it is', () => {
    const host = make()
    const patched = patch(host, 'request', add(10))
    expect(patched.installed).toBe(installed)
    expect(host.request()).toBe(installed ? 11 : 1)
    patched.undo()
    expect(host.request()).toBe(1)
  })

  test('comes back as it was', () => {
    const host = make()
    const before = Object.getOwnPropertyDescriptor(host, 'request')
    const original = host.request
    patch(host, 'request', add(10)).undo()
    expect(host.request).toBe(original)
    const after = Object.getOwnPropertyDescriptor(host, 'request')
    expect(after && { ...after, value: after.value === original }).toEqual(
      before && { ...before, value: before.value === original },
    )
  })

  test('is listed among the members as before, and others may write over ours', () => {
    const host = make()
    const listed = 'request' in { ...host } || !Object.hasOwn(host, 'request')
    patch(host, 'request', add(10))
    if (!installed) return
    expect('request' in { ...host }).toBe(listed)
    const theirs = () => 5
    host.request = theirs
    expect(host.request).toBe(theirs)
  })

  test('can be patched again, also over ours', () => {
    const host = make()
    const first = patch(host, 'request', add(10))
    const second = patch(host, 'request', add(100))
    expect(host.request()).toBe(installed ? 111 : 1)
    second.undo()
    first.undo()
    expect(host.request()).toBe(1)
  })
})

test('a setter that keeps what it is given stays', () => {
  let held = request
  const host = accessor({ get: () => held, set: (value) => (held = value), configurable: true })
  patch(host, 'request', add(10))
  expect(held()).toBe(11)
  expect(Object.getOwnPropertyDescriptor(host, 'request')).toHaveProperty('set')
})

test('this, arguments, results and exceptions pass', () => {
  const seen: unknown[] = []
  const host: Any = {
    request(this: unknown, ...args: unknown[]) {
      seen.push(this, ...args)
      throw args[0]
    },
  }
  patch(host, 'request', (original) => original)
  const error = new Error('boom')
  expect(() => host.request(error, 2)).toThrow(error)
  expect(seen).toEqual([host, error, 2])
})

test('members of the function are those of its replacement, too', () => {
  const host: Any = { request: Object.assign(() => 1, { version: 2 }) }
  const { undo } = patch(host, 'request', add(10))
  expect([host.request(), host.request.version]).toEqual([11, 2])
  undo()
})

test('name, length and text are those of the original', () => {
  const host: Any = { request: Math.max }
  const own = { request: Object.assign((a: unknown) => a, { toString: () => 'its own text' }) }
  const undos = [host, own].map((each) => patch(each, 'request', add(10)).undo)
  const { request } = host
  expect([request.name, request.length]).toEqual(['max', 2])
  expect([`${request}`, `${own.request}`]).toEqual([`${Math.max}`, 'its own text'])
  expect(Object.keys(request)).toEqual([])
  expect(Object.getOwnPropertyDescriptor(request, 'name')!.configurable).toBe(true)
  undos.forEach((undo) => undo())
})

test('a look before a call: what it throws stays with us, and the call goes on', () => {
  const diag = createDiag(false, {})
  const seen: unknown[] = []
  const host: Any = { request: (...args: unknown[]) => args.length }
  const undo = watch(createGuard(diag), host, 'request', (self, first, second) => {
    seen.push(self, first, second)
    throw new Error('ours')
  })
  expect(host.request(1, 2, 3)).toBe(3)
  expect(seen).toEqual([host, 1, 2])
  expect(diag.errors).toMatchObject([{ where: 'framework', message: 'ours' }])
  undo()
  host.request(1)
  expect(seen).toHaveLength(3)
})

test('somebody else on top goes on working after the undo, without us', () => {
  const host: Any = { request }
  const ours = patch(host, 'request', add(10))
  const below = host.request
  const theirs = (host.request = () => below() + 100)
  ours.undo()
  expect(host.request).toBe(theirs)
  expect(host.request()).toBe(101)
  ours.undo()
  expect(host.request()).toBe(101)
})

test.each([
  ['no host', undefined],
  ['no such member', {}],
  ['no function', { request: 5 }],
])('%s: nothing to do', (_, host) => {
  const patched = patch(host, 'request', add(10))
  expect(patched.installed).toBe(false)
  expect(() => patched.undo()).not.toThrow()
})
