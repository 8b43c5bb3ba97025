import { expect, test } from 'vitest'
import { COLLECTOR } from './history.ts'
import { print, simulate } from './simulate.ts'

const RUNS = 1500
const REASONS = ['queue_full', 'deduplicated', 'consent_denied', 'rejected', 'poison', 'storage_corrupt']

test(`${RUNS} lives of a device come out even`, { timeout: 900000 }, async () => {
  const figures = await simulate(RUNS, 20261123)
  console.log(`simulator\n${print(figures)}`)
  expect(figures.histories).toBe(RUNS)
  // a simulator in which nothing goes wrong shows nothing
  expect(figures.faults).toBeGreaterThan(RUNS)
  expect(figures.delivered).toBeGreaterThan(RUNS)
  for (const reason of REASONS) expect(figures.dropped[reason], reason).toBeGreaterThan(0)
  for (const mode of COLLECTOR) expect(figures.busiest[mode], mode).toBeGreaterThan(0)
})

test('300 lives of a device with the smallest kit come out even', { timeout: 300000 }, async () => {
  const figures = await simulate(300, 20261201, undefined, 'small')
  console.log(`simulator, smallest kit\n${print(figures)}`)
  expect(figures.delivered).toBeGreaterThan(300)
  expect(figures.excused['nothing is stored']).toBeGreaterThan(0)
})

test('one seed gives the same bytes at the same times, however quick the machine is', async () => {
  const first = await simulate(100, 7)
  expect(await simulate(100, 7)).toEqual(first)
  expect((await simulate(100, 8)).sent).not.toBe(first.sent)
})
