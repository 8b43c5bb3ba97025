import { expect, test } from 'vitest'
import { createDiag } from '../internal/diag.ts'
import { createGuard } from '../internal/guard.ts'
import type { Signal } from '../signal.ts'
import { createLate } from './late.ts'

function start() {
  const diag = createDiag(false, {})
  const emitted: string[] = []
  const touched = { times: 0 }
  const late = createLate(
    createGuard(diag),
    (signal) => void emitted.push((signal as { layer: string }).layer),
    () => touched.times++,
  )
  const signal = (layer: string) => (): Signal => ({ kind: 'keepAlive', layer })
  return { ...late, diag, emitted, touched, signal }
}

test('what is emitted later waits, and wants a flush once', () => {
  const t = start()
  t.emitLater(t.signal('a'))
  t.emitLater(t.signal('b'))
  expect([t.emitted, t.touched.times]).toEqual([[], 1])
  t.catchUp()
  expect(t.emitted).toEqual(['a', 'b'])
  t.catchUp()
  expect(t.emitted).toHaveLength(2)
  t.emitLater(t.signal('c'))
  expect(t.touched.times).toBe(2)
})

test('a hundred are emitted at once', () => {
  const t = start()
  for (let i = 0; i < 99; i++) t.emitLater(t.signal(String(i)))
  expect(t.emitted).toEqual([])
  t.emitLater(t.signal('99'))
  expect(t.emitted).toHaveLength(100)
})

test('none, or one that throws, keeps no other', () => {
  const t = start()
  t.emitLater(() => undefined)
  t.emitLater(() => {
    throw new Error('no')
  })
  t.emitLater(t.signal('a'))
  t.catchUp()
  expect(t.emitted).toEqual(['a'])
  expect(t.diag.errors).toEqual([{ where: 'emitLater', message: 'no', count: 1 }])
})

test('what comes while others are emitted waits for the next time', () => {
  const t = start()
  t.emitLater(() => {
    t.emitLater(t.signal('next'))
    return undefined
  })
  t.catchUp()
  expect(t.emitted).toEqual([])
  t.catchUp()
  expect(t.emitted).toEqual(['next'])
})
