import { expect, test } from 'vitest'
import { fakeClock } from '../../test/fakes/clock.ts'
import { fakeExporter } from '../../test/fakes/exporter.ts'
import { backOff, createLane, statesOf, waitOf } from './lane.ts'

test('a lane that failed waits, and counts down', () => {
  const clock = fakeClock()
  const lane = Object.assign(createLane(fakeExporter()), { delay: 5000, from: clock.now() })
  expect(waitOf(lane, clock)).toBe(5000)
  clock.advance(4000)
  expect(waitOf(lane, clock)).toBe(1000)
  clock.advance(2000)
  expect(waitOf(lane, clock)).toBe(0)
})

test.each([3600000, -3600000])('a clock that was set by %i ms ends the wait', (ms) => {
  const clock = fakeClock()
  const lane = Object.assign(createLane(fakeExporter()), { delay: 5000, from: clock.now() })
  clock.step(ms)
  expect(waitOf(lane, clock)).toBe(0)
})

test('the back-off doubles with each failure, up to five minutes', () => {
  const waits = [0, 1, 2, 8, 9, 100].map((failures) => backOff(failures, {}, 1))
  expect(waits).toEqual([1000, 2000, 4000, 256000, 300000, 300000])
})

test('it is drawn, so that not all devices come back at once', () => {
  expect(backOff(4, {}, 0.5)).toBe(8000)
})

test('an unlucky draw is no busy loop', () => {
  expect(backOff(0, {}, 0)).toBe(100)
})

test('what nobody but a person can mend is tried once a minute at most', () => {
  expect(backOff(0, { unreachable: true }, 0)).toBe(60000)
  expect(backOff(9, { unreachable: true }, 1)).toBe(300000)
})

test('Retry-After makes it later, within reason', () => {
  expect(backOff(0, { after: 7000 }, 1)).toBe(7000)
  expect(backOff(0, { after: 90000, unreachable: true }, 1)).toBe(90000)
  expect(backOff(0, { after: 86400000 }, 1)).toBe(3600000)
  expect(backOff(0, { after: 252623545822000 }, 1)).toBe(3600000)
})

test('Retry-After of 0, of the past or of this moment does not hammer: never sooner than the back-off', () => {
  expect([0, 1, 2, 9].map((failures) => backOff(failures, { after: 0 }, 1))).toEqual([
    1000, 2000, 4000, 300000,
  ])
  expect(backOff(9, { after: 7000 }, 1)).toBe(300000)
  expect(backOff(0, { after: 0 }, 0)).toBe(100)
  expect(backOff(0, { after: 7000, unreachable: true }, 0)).toBe(60000)
})

test('its state is told in plain words', () => {
  const clock = fakeClock()
  const lane = Object.assign(createLane(fakeExporter()), {
    busy: true,
    failures: 2,
    delay: 9,
    from: clock.now(),
    last: 'retryable: 503',
  })
  expect(statesOf([lane], clock)).toEqual([
    {
      name: 'fake',
      url: 'https://collector.example.com/v1/logs',
      sending: true,
      failures: 2,
      retryIn: 9,
      last: 'retryable: 503',
    },
  ])
})
