import { describe, expect, test } from 'vitest'
import { fakeClock } from '../../test/fakes/clock.ts'
import { fakeExporter } from '../../test/fakes/exporter.ts'
import { logOf, parcelWith } from '../../test/fakes/outbox.ts'
import { createLane, type Lane } from './lane.ts'
import { SHARD, type Parcel } from './parcel.ts'
import { createSchedule } from './schedule.ts'

/** Lanes that are busy from when they are asked to send until `answer`; 10 s between flushes. */
function fakeSchedule({ lanes: n = 1 } = {}) {
  const clock = fakeClock()
  const start = clock.now()
  const appRequests = { active: 0 }
  const lanes = Array.from({ length: n }, () => createLane(fakeExporter()))
  const parcels: Parcel[] = []
  const calls: string[] = []
  const answers: (() => void)[] = []
  const note = (what: string) => void calls.push(`${what} ${clock.now() - start}`)
  const sendNext = (lane: Lane, settled: () => void) => {
    note('send')
    lane.busy = true
    answers.push(() => {
      lane.busy = false
      settled()
    })
    return Infinity
  }
  const schedule = createSchedule(
    clock,
    10000,
    appRequests,
    lanes,
    parcels,
    (why) => note('gather ' + why),
    () => note('save'),
    sendNext,
  )
  return { clock, appRequests, lanes, parcels, calls, answers, schedule }
}

/** Whether it has resolved, after what is settled has run. */
async function isDone(promise: Promise<unknown>) {
  let done = false
  void promise.then(() => (done = true))
  for (let i = 0; i < 5; i++) await Promise.resolve()
  return done
}

describe('what comes in', () => {
  test('is sent after 0.8 of the interval, and stored after 0.95 of it', () => {
    const { schedule, clock, calls } = fakeSchedule()
    schedule.touch()
    clock.advance(1000)
    schedule.touch()
    clock.advance(7000)
    expect(calls).toEqual(['gather flush 8000', 'send 8000'])
    clock.advance(1500)
    expect(calls.slice(2)).toEqual(['save 9500'])
  })

  test('urgent: is sent after a moment in which others may join it, and stored soon', () => {
    const { schedule, clock, calls } = fakeSchedule()
    schedule.touch(true)
    clock.advance(99)
    schedule.touch(true)
    expect(calls).toEqual([])
    clock.advance(1)
    expect(calls).toEqual(['send 100'])
    clock.advance(500)
    expect(calls.slice(1)).toEqual(['save 600'])
  })

  test('crowded: is sent after a moment, but not stored before its time', () => {
    const { schedule, clock, calls } = fakeSchedule()
    schedule.touch(false, true)
    clock.advance(7999)
    expect(calls).toEqual(['send 100'])
  })

  test('a storm makes no more than one request a second', () => {
    const { schedule, clock, parcels } = fakeSchedule()
    const due: number[] = []
    for (let i = 0; i < 30; i++) {
      parcels.splice(0, 1, parcelWith([logOf('a')], { due: false }))
      schedule.touch(true)
      clock.advance(100)
      if (parcels[0].due) due.push(i)
    }
    expect(due).toEqual([0, 10, 20])
  })

  test('makes all that is in memory due; a shard may be somebody else’s', () => {
    const { schedule, clock, parcels, calls } = fakeSchedule()
    parcels.push(
      parcelWith([logOf('a')], { due: false }),
      parcelWith([logOf('b')], { due: false, state: SHARD }),
    )
    schedule.touch(true)
    clock.advance(100)
    expect(parcels.map(({ due }) => due)).toEqual([true, false])
    expect(calls).toEqual(['send 100'])
  })
})

describe('a flush', () => {
  test('gathers first, and calls off what was planned', () => {
    const { schedule, clock, calls } = fakeSchedule()
    schedule.touch(true)
    void schedule.flush('hide')
    expect(calls).toEqual(['gather hide 0', 'send 0'])
    clock.advance(10000)
    expect(calls.slice(2)).toEqual(['save 600'])
  })

  test('is done when nothing is under way', async () => {
    const { schedule, answers } = fakeSchedule({ lanes: 2 })
    const done = schedule.flush('flush')
    expect(answers).toHaveLength(2)
    answers[0]()
    expect(await isDone(done)).toBe(false)
    answers.splice(2)
    answers[1]()
    expect(await isDone(done)).toBe(false)
  })

  test('is done after 30 s, whatever still hangs, and leaves no timer', async () => {
    const { schedule, clock, answers } = fakeSchedule()
    const done = schedule.flush('flush')
    clock.advance(29999)
    expect(await isDone(done)).toBe(false)
    clock.advance(1)
    expect(await isDone(done)).toBe(true)
    expect([answers.length, clock.waiting]).toEqual([1, 0])
  })

  test('is done at once when all lanes wait', async () => {
    const { schedule, lanes, clock, calls } = fakeSchedule()
    Object.assign(lanes[0], { delay: 5000, from: clock.now() })
    expect(await isDone(schedule.flush('flush'))).toBe(true)
    expect(calls).toEqual(['gather flush 0'])
  })
})

describe('the lanes', () => {
  test('two requests at a time, whatever is there to be sent', () => {
    const { schedule, calls } = fakeSchedule({ lanes: 3 })
    schedule.pump()
    expect(calls).toEqual(['send 0', 'send 0'])
  })

  test('one at a time for each', () => {
    const { schedule, calls } = fakeSchedule()
    schedule.pump()
    schedule.pump()
    expect(calls).toEqual(['send 0'])
  })

  test('an answer makes room for the next', () => {
    const { schedule, calls, answers } = fakeSchedule()
    schedule.pump()
    answers[0]()
    expect(calls).toHaveLength(2)
  })

  test('one that has to wait is looked at when that is over', () => {
    const { schedule, lanes, clock, calls } = fakeSchedule({ lanes: 2 })
    Object.assign(lanes[0], { delay: 5000, from: clock.now() })
    schedule.pump()
    clock.advance(4999)
    expect(calls).toEqual(['send 0'])
    clock.advance(1)
    expect(calls).toEqual(['send 0', 'send 5000'])
  })
})

describe('the app goes first', () => {
  test('with seven requests of the app ours go, with eight they wait', () => {
    const { schedule, appRequests, calls } = fakeSchedule()
    appRequests.active = 8
    schedule.pump()
    expect(calls).toEqual([])
    appRequests.active = 7
    schedule.pump()
    expect(calls).toEqual(['send 0'])
  })

  test('that is looked at every 250 ms', () => {
    const { schedule, appRequests, clock, calls } = fakeSchedule()
    appRequests.active = 8
    schedule.pump()
    appRequests.active = 0
    clock.advance(249)
    expect(calls).toEqual([])
    clock.advance(1)
    expect(calls).toEqual(['send 250'])
  })

  test('for ten seconds at most', () => {
    const { schedule, appRequests, clock, calls } = fakeSchedule()
    appRequests.active = 8
    schedule.pump()
    clock.advance(10000)
    expect(calls).toEqual([])
    clock.advance(250)
    expect(calls).toEqual(['send 10250'])
  })

  test('each time anew', () => {
    const { schedule, appRequests, lanes, clock, calls } = fakeSchedule()
    lanes[0].busy = true
    appRequests.active = 8
    schedule.pump()
    clock.advance(9000)
    appRequests.active = 0
    clock.advance(1000)
    appRequests.active = 8
    lanes[0].busy = false
    schedule.pump()
    clock.advance(5000)
    expect(calls).toEqual([])
  })

  test('a flush is done though the app stays busy for ever', async () => {
    const { schedule, appRequests, clock, lanes } = fakeSchedule()
    Object.assign(lanes[0], { delay: 60000, from: clock.now() })
    appRequests.active = 8
    const done = schedule.flush('flush')
    clock.advance(10000)
    expect(await isDone(done)).toBe(false)
    clock.advance(250)
    expect(await isDone(done)).toBe(true)
  })

  test('a flush waits for that', async () => {
    const { schedule, appRequests, clock, lanes } = fakeSchedule()
    Object.assign(lanes[0], { delay: 60000, from: clock.now() })
    appRequests.active = 8
    const done = schedule.flush('flush')
    expect(await isDone(done)).toBe(false)
    appRequests.active = 0
    clock.advance(250)
    expect(await isDone(done)).toBe(true)
  })
})

describe('the end', () => {
  test('for now: no timer is left, and the next run goes on', () => {
    const { schedule, lanes, clock, calls } = fakeSchedule()
    Object.assign(lanes[0], { delay: 60000, from: clock.now() })
    schedule.touch(true)
    schedule.pump()
    schedule.stop(false)
    expect(clock.waiting).toBe(0)
    schedule.pump()
    clock.advance(60000)
    expect(calls).toEqual(['send 60000'])
  })

  test('for good: nothing is sent any more, but a flush that waits for an answer is done', async () => {
    const { schedule, clock, calls, answers } = fakeSchedule()
    const done = schedule.flush('shutdown')
    schedule.stop(true)
    answers[0]()
    expect(await isDone(done)).toBe(true)
    expect(clock.waiting).toBe(0)
    expect(calls).toEqual(['gather shutdown 0', 'send 0'])
  })
})
