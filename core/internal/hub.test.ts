import { expect, test, vi } from 'vitest'
import { createDiag } from './diag.ts'
import { createGuard } from './guard.ts'
import { createHub } from './hub.ts'

function hub() {
  const diag = createDiag(false, {})
  const undo = vi.fn()
  const start = vi.fn(() => [undo, undefined])
  return { diag, undo, start, ...createHub({ guard: createGuard(diag) }, start) }
}

test('the host is watched from the first listener on, and left alone after the last; then again', () => {
  const { start, undo, observe } = hub()
  expect(start).not.toHaveBeenCalled()
  const one = observe('page')(() => {})
  const two = observe('app')(() => {})
  expect(start).toHaveBeenCalledTimes(1)
  one()
  one()
  expect(undo).not.toHaveBeenCalled()
  two()
  two()
  expect(undo).toHaveBeenCalledTimes(1)
  observe('page')(() => {})
  one()
  expect([start.mock.calls.length, undo.mock.calls.length]).toEqual([2, 1])
})

test('those of a kind hear it, whatever one of them throws', () => {
  const { diag, emit, heard, observe } = hub()
  const told: unknown[] = []
  observe('page')(() => {
    throw new Error('ours')
  })
  observe('page')((event) => told.push(event))
  observe('app')((event) => told.push(event))
  emit('page', 1)
  emit('update', 2)
  expect(told).toEqual([1])
  expect(diag.errors).toHaveLength(1)
  expect([heard(), heard('app'), heard('update')]).toEqual([true, true, false])
})

test('a host that can not be watched costs a line of diagnostics', () => {
  const diag = createDiag(false, {})
  const { observe } = createHub({ guard: createGuard(diag) }, () => {
    throw new Error('theirs')
  })
  expect(() => observe('page')(() => {})()).not.toThrow()
  expect(diag.errors).toHaveLength(1)
})
