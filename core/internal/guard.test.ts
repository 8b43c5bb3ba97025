import { expect, test, vi } from 'vitest'
import { createDiag } from './diag.ts'
import { createGuard, undoAll } from './guard.ts'

function make() {
  const diag = createDiag(false, {})
  return { diag, guard: createGuard(diag) }
}

function boom() {
  throw new Error('boom')
}

test('run gives the result, or nothing and a line of diagnostics', () => {
  const { diag, guard } = make()
  expect(guard.run('here', (a: number, b: number, c: number) => a + b + c, 1, 2, 3)).toBe(6)
  expect(guard.run('there', boom)).toBeUndefined()
  expect(diag.errors).toEqual([{ where: 'there', message: 'boom', count: 1 }])
})

test('a wrapped listener gets up to three arguments, and throws nothing', () => {
  const { diag, guard } = make()
  const seen = vi.fn()
  guard.wrap('event', seen)(1, 'two', 3)
  expect(seen).toHaveBeenCalledWith(1, 'two', 3)
  expect(() => guard.wrap('event', boom)()).not.toThrow()
  expect(diag.errors).toHaveLength(1)
})

test('undoes in the opposite order, once, also behind one that throws', () => {
  const { diag, guard } = make()
  const order: number[] = []
  const undos = [() => order.push(1), undefined, boom, () => order.push(2)].map((f) => f && (() => void f()))
  undoAll(guard, undos)
  undoAll(guard, undos)
  expect(order).toEqual([2, 1])
  expect(diag.errors).toMatchObject([{ where: 'undo' }])
})
