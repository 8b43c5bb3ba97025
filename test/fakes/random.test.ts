import { expect, test } from 'vitest'
import { seeded } from './random.ts'

function take(seed: number, count = 1000) {
  return Array.from({ length: count }, seeded(seed))
}

test('a seed repeats it all, and another seed is another sequence', () => {
  expect(take(7)).toEqual(take(7))
  expect(take(8)).not.toEqual(take(7))
  const [first, second] = [seeded(7), seeded(7)]
  first()
  expect(second()).toBe(take(7)[0])
})

test.each([0, 1, -1, 2 ** 31, 20240601])('numbers from 0 to below 1, spread evenly: seed %d', (seed) => {
  const numbers = take(seed, 10000)
  expect(numbers.every((number) => number >= 0 && number < 1)).toBe(true)
  const tenths = Array.from({ length: 10 }, (_, i) => numbers.filter((n) => Math.floor(n * 10) === i).length)
  expect(Math.min(...tenths)).toBeGreaterThan(900)
  expect(Math.max(...tenths)).toBeLessThan(1100)
})
