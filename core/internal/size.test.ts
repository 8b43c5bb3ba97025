import { expect, test } from 'vitest'
import { errorOf, gaugeOf, logOf } from '../../test/fakes/outbox.ts'
import { sizeOf } from './size.ts'

test('the size is near the length of the JSON', () => {
  for (const signal of [logOf('hello'), gaugeOf('g', 20), errorOf('x'.repeat(5000))]) {
    const length = JSON.stringify(signal).length
    expect(sizeOf(signal)).toBeGreaterThan(length * 0.7)
    expect(sizeOf(signal)).toBeLessThan(length * 1.5)
  }
})

test('what a library has put on every object is none of it', () => {
  const polluted = Object.create({ itself: null as unknown }) as { itself: unknown }
  Object.getPrototypeOf(polluted).itself = polluted
  expect(sizeOf(polluted)).toBe(sizeOf({}))
  expect(sizeOf([null, undefined])).toBeGreaterThan(0)
})
