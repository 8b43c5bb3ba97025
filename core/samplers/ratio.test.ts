import { expect, test } from 'vitest'
import { seeded } from '../../test/fakes/random.ts'
import { hexId } from '../internal/id.ts'
import { ratioSampler } from './ratio.ts'

const random = seeded(1)
const ids = Array.from({ length: 20000 }, () => hexId(random, 32))

function taken(rate: number) {
  const sampler = ratioSampler(rate)
  return ids.filter((traceId) => sampler.shouldSample({ traceId, session: '', url: '' }))
}

test('all and none are exact', () => {
  expect(taken(1)).toHaveLength(ids.length)
  expect(taken(0)).toHaveLength(0)
  const all = ratioSampler(1)
  expect(all.shouldSample({ traceId: 'f'.repeat(32), session: '', url: '' })).toBe(true)
  expect(ratioSampler(0).shouldSample({ traceId: '0'.repeat(32), session: '', url: '' })).toBe(false)
})

test.each([0.001, 0.1, 0.5, 0.9])('a share of %d', (rate) => {
  expect(taken(rate).length / ids.length).toBeCloseTo(rate, 1)
  expect(Math.abs(taken(rate).length - rate * ids.length)).toBeLessThan(5 * Math.sqrt(ids.length * rate))
})

test('the same trace gets the same answer, and what a low rate takes a higher one takes', () => {
  expect(taken(0.3)).toEqual(taken(0.3))
  const more = new Set(taken(0.6))
  expect(taken(0.3).every((id) => more.has(id))).toBe(true)
})
