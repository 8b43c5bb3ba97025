import { expect, test } from 'vitest'
import { fakeClock } from '../../test/fakes/clock.ts'
import { createTally } from './tally.ts'

function start() {
  const clock = fakeClock()
  return { clock, tally: createTally(clock, 1000), now: () => clock.tick() }
}

test('how many are under way', () => {
  const { tally, now } = start()
  const [first, second] = [tally.begin(now()), tally.begin(now())]
  expect(tally.active).toBe(2)
  tally.end(first, now())
  expect(tally.active).toBe(1)
  tally.end(second, now())
  expect(tally.active).toBe(0)
})

test('one that never ends is forgotten, not before the bound and not long after', () => {
  const { clock, tally, now } = start()
  clock.advance(900)
  tally.begin(now())
  clock.advance(999)
  expect(tally.active).toBe(1)
  clock.advance(1001)
  expect(tally.active).toBe(0)
})

test('one that ends after it was forgotten counts for no other', () => {
  const { clock, tally, now } = start()
  const late = tally.begin(now())
  clock.advance(2500)
  tally.begin(now())
  tally.end(late, now())
  expect(tally.active).toBe(1)
})

test('those of the period before end as their own', () => {
  const { clock, tally, now } = start()
  const old = tally.begin(now())
  clock.advance(1000)
  const young = tally.begin(now())
  expect(tally.active).toBe(2)
  tally.end(old, now())
  expect(tally.active).toBe(1)
  clock.advance(1000)
  tally.end(young, now())
  expect(tally.active).toBe(0)
})

test.each([-3600000, 3600000])('a clock that is set by %i ms makes it neither negative nor stuck', (ms) => {
  const { clock, tally, now } = start()
  const some = [tally.begin(now()), tally.begin(now())]
  clock.step(ms)
  expect(tally.active).toBeGreaterThanOrEqual(0)
  const next = tally.begin(now())
  some.forEach((each) => tally.end(each, now()))
  tally.end(next, now())
  expect(tally.active).toBe(0)
})
