import { expect, test } from 'vitest'
import { createFaults } from './faults.ts'

function play(seed: number, count: number): string[] {
  const faults = createFaults()
  faults.plan({ kind: 'chaos', seed })
  return Array.from({ length: count }, () => {
    const fault = faults.next('logs')
    if (!fault) return 'ok'
    return fault.kind === 'status' ? String(fault.status) : fault.kind
  })
}

test('chaos is the same for a seed, differs between seeds, and plays every fault and health', () => {
  expect(play(7, 300)).toEqual(play(7, 300))
  expect(play(7, 300)).not.toEqual(play(8, 300))
  expect([...new Set(play(7, 300))].sort()).toEqual(
    ['400', '413', '429', '502', '503', '504', 'hang', 'lose', 'ok', 'partial', 'reset', 'slow'].sort(),
  )
})

test('a plan waits, applies to its signal, and ends', () => {
  const faults = createFaults()
  faults.plan({ kind: 'reset', signal: 'logs', after: 1, times: 2 })
  expect(faults.next('metrics')).toBe(undefined)
  expect(faults.next('logs')).toBe(undefined)
  expect(faults.next('logs')?.kind).toBe('reset')
  expect(faults.next('logs')?.kind).toBe('reset')
  expect(faults.next('logs')).toBe(undefined)
  expect(faults.active()).toEqual([])
})

test('plans play one after another', () => {
  const faults = createFaults()
  faults.plan({ kind: 'reset', times: 1 })
  faults.plan({ kind: 'hang' })
  expect(faults.next('logs')?.kind).toBe('reset')
  expect(faults.next('logs')?.kind).toBe('hang')
  faults.clear()
  expect(faults.next('logs')).toBe(undefined)
})
