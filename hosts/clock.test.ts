import { expect, test } from 'vitest'
import { virtualClock } from './clock.ts'

test('timers run in order of their due time, promise jobs in between', async () => {
  const clock = virtualClock({ start: 1000 })
  const seen: string[] = []
  const note = (name: string) => () => {
    seen.push(`${name} ${clock.now()}`)
    void Promise.resolve().then(() => seen.push(`job of ${name}`))
  }
  clock.setTimeout(note('late'), 20)
  clock.setTimeout(note('early'), 10)
  clock.setTimeout(note('early too'), 10)
  await clock.advance(15)
  expect(seen).toEqual(['early 1010', 'job of early', 'early too 1010', 'job of early too'])
  await clock.advance(5)
  expect(seen.slice(4)).toEqual(['late 1020', 'job of late'])
  expect(clock.pending).toBe(0)
})

test('an interval repeats until it is cleared, also by itself', async () => {
  const clock = virtualClock()
  let ticks = 0
  const handle = clock.setInterval(() => {
    if (++ticks === 3) clock.clearInterval(handle)
  }, 100)
  await clock.advance(1000)
  expect(ticks).toBe(3)
})

test('a step moves the wall clock only, work moves both and makes timers late', async () => {
  const clock = virtualClock({ start: 0 })
  let at = 0
  clock.setTimeout(() => clock.elapse(50), 10)
  clock.setTimeout(() => (at = clock.monotonic()), 20)
  clock.step(-500)
  await clock.advance(100)
  expect(at).toBe(60)
  expect([clock.monotonic(), clock.now()]).toEqual([100, -400])
})

test('a chain of zero delays does not stop time', async () => {
  const clock = virtualClock()
  let runs = 0
  const again = () => {
    runs++
    clock.setTimeout(again, 0)
  }
  again()
  await clock.advance(50)
  expect(runs).toBe(51)
})
