import { expect, test, vi } from 'vitest'
import { fakeClock } from '../../test/fakes/clock.ts'
import type { UpdateEvent } from '../../core/index.ts'
import { createDiag } from '../../core/internal/diag.ts'
import { createGuard, type Any } from '../../core/internal/guard.ts'
import { updates } from './updates.ts'

function start(measured = true) {
  const told: UpdateEvent[] = []
  const clock = fakeClock()
  const options: Any = updates(
    { guard: createGuard(createDiag(false, {})), clock },
    (_: string, event: object) => void told.push(event as UpdateEvent),
    () => measured,
  )
  return { options, updates: told, pass: clock.advance, stop: () => (measured = false) }
}

function page() {
  const given: Any[][] = []
  const setData = (...args: Any[]) => {
    given.push(args)
    return 'result'
  }
  return { instance: { $scope: { route: 'pages/a', setData } } as Any, given, setData }
}

test('bytes, keys, and ms until the platform calls back; the app’s callback is called as it would be', () => {
  const t = start()
  const { instance, given } = page()
  t.options.beforeCreate.call(instance)
  const callback = vi.fn(() => 5)
  expect(instance.$scope.setData({ a: 1, b: 'xy' }, callback)).toBe('result')
  t.pass(12)
  expect(t.updates).toEqual([])
  given[0][1]('now')
  expect(t.updates).toEqual([{ path: 'pages/a', duration: 12, bytes: 16, keys: 2 }])
  expect(callback).toHaveBeenCalledWith('now')
})

test('the data is the very object, and a call without a callback may be one', () => {
  const t = start()
  const { instance, given } = page()
  t.options.beforeCreate.call(instance)
  const data = {}
  instance.$scope.setData(data)
  expect(given[0][0]).toBe(data)
  expect(() => given[0][1]()).not.toThrow()
  expect(t.updates).toHaveLength(1)
})

test('nobody wants to know: untouched; nobody any more: passed through', () => {
  const quiet = start(false)
  const one = page()
  quiet.options.beforeCreate.call(one.instance)
  expect(one.instance.$scope.setData).toBe(one.setData)
  const t = start()
  const two = page()
  t.options.beforeCreate.call(two.instance)
  t.stop()
  const callback = () => {}
  two.instance.$scope.setData({}, callback)
  expect(two.given[0][1]).toBe(callback)
})

test('what has no platform beneath it has no updates', () => {
  const t = start()
  expect(() => t.options.beforeCreate.call({})).not.toThrow()
})
