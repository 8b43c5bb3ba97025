import { afterEach, expect, test, vi } from 'vitest'
import { fakeClock } from '../../test/fakes/clock.ts'
import { elapsed, oneTimer, systemClock } from './clock.ts'

test.each([
  [100, 100.4, 0],
  [100, 103.6, 4],
  [100, 100, 0],
  [100, 99, undefined],
  [0, 3599999, 3599999],
  [0, 3600000, undefined],
  [NaN, 5, undefined],
])('elapsed from %d to %d is %s', (from, to, ms) => expect(elapsed(from, to)).toBe(ms))

function timed() {
  const clock = fakeClock()
  const ran: number[] = []
  const began = clock.now()
  return { clock, ran, timer: oneTimer(clock, () => ran.push(clock.now() - began)) }
}

test('one timer runs at the earliest of what it was asked for, once', () => {
  const { clock, ran, timer } = timed()
  timer.by(500)
  timer.by(200)
  timer.by(400)
  clock.advance(1000)
  expect(ran).toEqual([200])
  expect(clock.waiting).toBe(0)
  timer.by(100)
  clock.advance(100)
  expect(ran).toEqual([200, 1100])
})

test('one timer can be stopped, and used again', () => {
  const { clock, ran, timer } = timed()
  timer.by(100)
  timer.stop()
  timer.stop()
  expect(clock.waiting).toBe(0)
  timer.by(300)
  clock.advance(300)
  expect(ran).toEqual([300])
})

test.each([-3600000, -2000, 0, 2000, 3600000])(
  'a clock that steps by %d ms neither puts one timer off nor keeps it from being set sooner',
  (step) => {
    const { clock, timer } = timed()
    const ran: number[] = []
    const twice = oneTimer(clock, () => ran.push(1))
    twice.by(4750)
    clock.advance(4000)
    clock.step(step)
    twice.by(4750)
    clock.advance(750)
    expect(ran, 'put off').toHaveLength(1)
    timer.by(4750)
    clock.step(step)
    timer.by(600)
    clock.advance(600)
    expect(clock.waiting, 'not set sooner').toBe(0)
  },
)

afterEach(() => vi.unstubAllGlobals())

test('the system clock ticks by performance where there is one, else by Date', () => {
  vi.stubGlobal('performance', { now: () => 12.5 })
  expect(systemClock().tick()).toBe(12.5)
  vi.stubGlobal('performance', undefined)
  const clock = systemClock()
  expect(Math.abs(clock.tick() - clock.now())).toBeLessThan(1000)
})

test('the system clock calls a timer off', () => {
  vi.useFakeTimers()
  const ran = vi.fn()
  const off = systemClock().after(10, ran)
  systemClock().after(10, ran)
  off()
  vi.advanceTimersByTime(20)
  expect(ran).toHaveBeenCalledTimes(1)
  vi.useRealTimers()
})
