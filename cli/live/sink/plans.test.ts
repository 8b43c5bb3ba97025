import { expect, test } from 'vitest'
import { createFaults } from './faults.ts'
import { CHAOS_FAULTS, checkFault } from './plans.ts'

test('a wrong plan is refused with the reason', () => {
  expect(() => checkFault(null)).toThrow('fault.kind')
  expect(() => checkFault({ kind: 'status', status: 42 })).toThrow('fault.status')
  expect(() => checkFault({ kind: 'slow' })).toThrow('fault.delayMs')
})

test.each([
  [{}, 'fault.kind: one of status, hang, reset, slow, partial, lose, login, chaos expected, found undefined'],
  [{ kind: 'explode' }, 'lose, login, chaos expected, found "explode"'],
  [{ kind: 'status', status: '503' }, 'fault.status: a status code from 200 to 599 expected, found "503"'],
  [{ kind: 'slow', delayMs: -1 }, 'fault.delayMs: a number of ms expected, found -1'],
  [{ kind: 'slow' }, 'fault.delayMs: missing'],
  [{ kind: 'hang', time: 3 }, 'fault.time: not known here'],
  [
    { kind: 'hang', signal: 'log', times: [] },
    /fault\.signal: .*; fault\.times: a number of requests expected/,
  ],
  [
    { kind: 'chaos', faults: [{ kind: 'hang' }, { kind: 'hang', times: 1 }] },
    'fault.faults.1.times: not known',
  ],
])('%j is refused: %s', (plan, reason) => {
  expect(() => checkFault(plan)).toThrow(reason)
})

test('what chaos plays is a right plan itself', () => {
  for (const fault of CHAOS_FAULTS) expect(checkFault(fault)).toEqual(fault)
  const faults = createFaults()
  expect(() => faults.plan({ kind: 'chaos', faults: [...CHAOS_FAULTS], failing: 0 })).toThrow('fault.failing')
  expect(faults.active()).toEqual([])
})
