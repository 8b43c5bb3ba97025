import { expect, test } from 'vitest'
import { seeded } from '../../test/fakes/random.ts'
import { hexId } from './id.ts'

test.each([4, 16, 32, 48])('%d lower-case hex digits', (digits) => {
  const random = seeded(digits)
  const ids = Array.from({ length: 500 }, () => hexId(random, digits))
  for (const id of ids) expect(id).toMatch(new RegExp(`^[0-9a-f]{${digits}}$`))
  if (digits > 4) expect(new Set(ids).size).toBe(500)
})

test('every digit comes up in every place', () => {
  const random = seeded(3)
  const seen = Array.from({ length: 16 }, () => new Set<string>())
  for (let i = 0; i < 400; i++) [...hexId(random, 16)].forEach((digit, place) => seen[place].add(digit))
  expect(seen.map((digits) => digits.size)).toEqual(Array(16).fill(16))
})

test.each([
  ['always 0', () => 0, '0000000000000001'],
  ['no number', () => NaN, '0000000000000001'],
  ['never below 1', () => 1, '0000000000000001'],
])('a random source that is broken (%s) still gives an id that is not all zero', (_, random, id) => {
  expect(hexId(random, 16)).toBe(id)
})
