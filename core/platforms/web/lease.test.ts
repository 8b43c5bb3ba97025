import { describe, expect, test } from 'vitest'
import { fakeClock } from '../../../test/fakes/clock.ts'
import { fakePlatform } from '../../../test/fakes/platform.ts'
import { tabs } from './tabs.ts'

const PREFIX = 'mm:x:'
const SHARD = `${PREFIX}log:1~gone`
const LEASE = `${PREFIX}~gone`

/** A tab that finds what another one has left, whose lease runs for so many ms. */
function open(left?: number) {
  const clock = fakeClock()
  const { storage, stored } = fakePlatform()
  const told: string[] = []
  const say = (what: string) => () => void told.push(what)
  stored.set(SHARD, 'left behind')
  if (left !== undefined) stored.set(LEASE, String(clock.now() + left))
  const options = { prefix: PREFIX, owner: 'me', clock, leave: say('leave'), enter: say('enter') }
  return { clock, stored, told, tab: tabs({ storage }, options) }
}

describe('a lease', () => {
  test.each([
    ['of a tab that is alive', 180000, false],
    ['that ran out just now', 0, true],
    ['from a clock far ahead, which would never run out', 180001, true],
    ['that is no time', NaN, true],
  ])('%s', async (_, left, free) => {
    const { stored, tab } = open(left)
    expect(await tab.keys(PREFIX)).toEqual(free ? [SHARD] : [])
    // one that is over goes
    expect(stored.has(LEASE)).toBe(!free)
  })

  test('that nobody holds keeps nothing', async () => {
    expect(await open().tab.keys(PREFIX)).toEqual([SHARD])
  })

  test('is renewed before it runs out, by one timer, until the tab leaves', async () => {
    const { clock, stored, tab } = open()
    await tab.keys(PREFIX)
    for (let minute = 0; minute < 10; minute++) {
      clock.advance(60000)
      expect(Number(stored.get(`${PREFIX}~me`)) - clock.now()).toBeGreaterThan(100000)
    }
    await tab.keys(PREFIX)
    expect(clock.waiting).toBe(1)
    await tab.leave()
    expect(clock.waiting).toBe(0)
    expect([...stored.keys()]).toEqual([SHARD])
  })

  test('is looked at again when it would have run out, once', async () => {
    const { clock, told, tab } = open(30000)
    await tab.keys(PREFIX)
    await tab.keys(PREFIX)
    clock.advance(29999)
    expect(told).toEqual([])
    clock.advance(1)
    expect(told).toEqual(['enter'])
  })

  test('is not looked at any more by a tab that has left', async () => {
    const { clock, told, tab } = open(30000)
    await tab.keys(PREFIX)
    await tab.leave()
    clock.advance(60000)
    expect(told).toEqual([])
  })
})

describe('a tab that is hidden', () => {
  test.each([
    ['for a moment keeps what it has', 11999, [], []],
    [
      'for longer leaves it to others, and looks for it when it is shown',
      12000,
      ['leave'],
      ['leave', 'enter'],
    ],
  ])('%s', (_, ms, hidden, shown) => {
    const { clock, told, tab } = open()
    tab.hide()
    clock.advance(ms)
    expect(told.splice(0)).toEqual(hidden)
    tab.show()
    clock.advance(60000)
    expect(told).toEqual(shown)
  })

  test('while the device sleeps, when no timer runs, is as long away', () => {
    const { clock, told, tab } = open()
    tab.hide()
    clock.step(12000)
    tab.show()
    clock.advance(60000)
    tab.show()
    expect(told).toEqual(['leave', 'enter'])
  })
})
