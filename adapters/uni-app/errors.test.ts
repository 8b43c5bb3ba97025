import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { App } from 'vue'
import { createDiag } from '../../core/internal/diag.ts'
import { createGuard, type Any } from '../../core/internal/guard.ts'
import { watchErrors } from './errors.ts'

let seen: unknown[]
let config: { errorHandler?: Any }
let order: string[]
const guard = createGuard(createDiag(false, {}))

function watch() {
  return watchErrors({ config } as unknown as App, guard, (error) => void seen.push(error))
}

/** As Vue does it. */
function fail(error: unknown) {
  return config.errorHandler.call(null, error, null, 'info')
}

function handler(name: string) {
  return (error: unknown) => void order.push(`${name} ${String(error)}`)
}

beforeEach(() => {
  seen = []
  order = []
  config = {}
})
afterEach(() => void vi.restoreAllMocks())

test('one that is there before: seen, and called with all that it is given', () => {
  const before = (config.errorHandler = vi.fn())
  watch()
  fail('x')
  expect(seen).toEqual(['x'])
  expect(before.mock.calls).toEqual([['x', null, 'info']])
})

test('one that the app sets later, in its place', () => {
  config.errorHandler = handler('first')
  watch()
  config.errorHandler = handler('second')
  fail('x')
  expect([seen, order]).toEqual([['x'], ['second x']])
})

test('one that chains what it finds: each once', () => {
  config.errorHandler = handler('uni')
  watch()
  const found = config.errorHandler
  config.errorHandler = (error: unknown) => {
    order.push('app')
    found(error)
  }
  fail('x')
  expect([seen, order]).toEqual([['x'], ['app', 'uni x']])
})

test('uni-app on H5 sets its own last, around what it finds, though there is nothing', () => {
  watch()
  const found = config.errorHandler
  config.errorHandler = (error: unknown) => {
    if (found) found(error)
    order.push('uni ' + String(error))
  }
  fail('x')
  expect([seen, order]).toEqual([['x'], ['uni x']])
})

test('nobody handles it: it is Vue’s again', () => {
  watch()
  expect(() => fail('x')).toThrow('x')
  expect(seen).toEqual(['x'])
})

test('what a handler throws passes, and the next error is seen', () => {
  config.errorHandler = () => {
    throw new RangeError('its own')
  }
  watch()
  expect(() => fail('x')).toThrow(RangeError)
  expect(() => fail('y')).toThrow(RangeError)
  expect(seen).toEqual(['x', 'y'])
})

test('setting what was read changes nothing', () => {
  const own = (config.errorHandler = handler('own'))
  const undo = watch()
  const read = config.errorHandler
  config.errorHandler = read
  fail('x')
  expect(order).toEqual(['own x'])
  expect(config.errorHandler).toBe(read)
  undo()
  expect(config.errorHandler).toBe(own)
})

describe('undone', () => {
  test('the handler of the day is a plain member again', () => {
    watch()()
    expect(Object.getOwnPropertyDescriptor(config, 'errorHandler')).toMatchObject({
      value: undefined,
      writable: true,
    })
    config.errorHandler = handler('own')
    fail('x')
    expect([seen, order]).toEqual([[], ['own x']])
  })

  test('one that an app has read before goes on', () => {
    config.errorHandler = handler('uni')
    const undo = watch()
    const found = config.errorHandler
    undo()
    config.errorHandler = found
    fail('x')
    expect(order).toEqual(['uni x'])
  })
})
