import { describe, expect, test } from 'vitest'
import { fakeClock, type FakeClock } from './clock.ts'

const START = Date.UTC(2024, 5, 1)

/** Both ways to let time pass keep the same law. */
describe.each<[string, (clock: FakeClock, ms: number) => unknown]>([
  ['advance', (clock, ms) => clock.advance(ms)],
  ['pass', (clock, ms) => clock.pass(ms)],
])('%s', (_, pass) => {
  test('time passes only when told, on both clocks alike', async () => {
    const clock = fakeClock({ start: 1000, monotonic: true })
    expect([clock.now(), clock.tick(), clock.now(), clock.tick()]).toEqual([1000, 0, 1000, 0])
    await pass(clock, 250)
    await pass(clock, 0)
    expect([clock.now(), clock.tick()]).toEqual([1250, 250])
  })

  test('timers run in order of due time and then of making, each once and at its time', async () => {
    const clock = fakeClock({ start: 0 })
    const ran: [string, number][] = []
    const make = (name: string, ms: number) => clock.after(ms, () => ran.push([name, clock.now()]))
    make('late', 300)
    make('early', 100)
    make('late, made second', 300)
    make('at once', 0)
    make('too late', 301)
    await pass(clock, 300)
    expect(ran).toEqual([
      ['at once', 0],
      ['early', 100],
      ['late', 300],
      ['late, made second', 300],
    ])
    expect(clock.waiting).toBe(1)
    await pass(clock, 1)
    expect(ran[4]).toEqual(['too late', 301])
    await pass(clock, 10000)
    expect(ran).toHaveLength(5)
  })

  test('a timer that a timer makes runs in the same pass, if it comes due', async () => {
    const clock = fakeClock({ start: 0 })
    const ran: number[] = []
    clock.after(100, function again() {
      ran.push(clock.now())
      clock.after(100, again)
    })
    await pass(clock, 350)
    expect(ran).toEqual([100, 200, 300])
    expect([clock.waiting, clock.now()]).toEqual([1, 350])
  })

  test('a timer can be called off, also by another that is due at the same time', async () => {
    const clock = fakeClock()
    const ran: string[] = []
    clock.after(100, () => off())
    const off = clock.after(100, () => ran.push('called off'))
    clock.after(100, () => ran.push('kept'))
    await pass(clock, 100)
    off()
    expect(ran).toEqual(['kept'])
    expect(clock.waiting).toBe(0)
  })

  test('step moves the wall clock: no tick, and no timer sooner or later', async () => {
    const clock = fakeClock({ monotonic: true })
    const ran: number[] = []
    clock.after(100, () => ran.push(clock.tick()))
    clock.step(3600000)
    expect([clock.now(), clock.tick(), ran.length]).toEqual([START + 3600000, 0, 0])
    await pass(clock, 99)
    clock.step(-7200000)
    expect(ran).toEqual([])
    await pass(clock, 1)
    expect(ran).toEqual([100])
    expect(clock.now()).toBe(START - 3600000 + 100)
  })
})

test('where nothing is monotonic the tick is the wall clock, and steps with it', () => {
  const clock = fakeClock()
  clock.advance(5)
  clock.step(-1000)
  expect([clock.tick(), clock.now()]).toEqual([START - 995, START - 995])
})

test('promises settle between two timers of a pass, and not of an advance', async () => {
  const seen: string[] = []
  const clock = fakeClock()
  const make = () => {
    clock.after(1, () => void Promise.resolve().then(() => seen.push('promise')))
    clock.after(2, () => seen.push('timer'))
  }
  make()
  await clock.pass(2)
  make()
  clock.advance(2)
  expect(seen).toEqual(['promise', 'timer', 'timer'])
})
