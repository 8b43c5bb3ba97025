import { expect, test, vi } from 'vitest'
import { fakeClock } from '../../test/fakes/clock.ts'
import { testMonitor } from '../../test/fakes/monitor.ts'
import { fakePlatform } from '../../test/fakes/platform.ts'
import { seeded } from '../../test/fakes/random.ts'
import { settle } from '../../test/fakes/settle.ts'
import { logsOf } from '../../test/fakes/signals.ts'
import { createDiag } from '../internal/diag.ts'
import { createGuard } from '../internal/guard.ts'
import { createSession } from './session.ts'

const KEY = 'mm:session'
const MINUTE = 60000

function start(platform = fakePlatform(), clock = fakeClock(), seed = 1) {
  const diag = createDiag(false, {})
  const begun = vi.fn()
  const session = createSession(
    platform.storage,
    { clock, random: seeded(seed), guard: createGuard(diag) },
    begun,
  )
  return { session, platform, clock, diag, begun }
}

test('an id of 32 digits, the same while signals come', async () => {
  const { session, clock } = start()
  await session.load()
  const id = session.id()
  expect(id).toMatch(/^[0-9a-f]{32}$/)
  for (let i = 0; i < 10; i++) {
    clock.advance(29 * MINUTE)
    expect(session.id()).toBe(id)
  }
})

test.each([
  ['half an hour of silence', 31 * MINUTE, true],
  ['less', 29 * MINUTE, false],
  ['a clock set back a little', -5 * MINUTE, false],
  ['a clock set back far', -31 * MINUTE, true],
])('%s', async (_, ms, anew) => {
  const { session, clock } = start()
  await session.load()
  const id = session.id()
  clock.step(ms)
  expect(session.id() !== id).toBe(anew)
})

test('one from a clock far ahead is not gone on with, and a clock set back is stored at once', async () => {
  const { session, platform, clock } = start()
  const ahead = 'b'.repeat(32) + ' ' + (clock.now() + 31 * MINUTE)
  platform.stored.set(KEY, ahead)
  await session.load()
  const id = session.id()
  expect(id).not.toBe('b'.repeat(32))
  clock.step(-10 * MINUTE)
  session.id()
  await settle()
  expect(platform.stored.get(KEY)).toBe(id + ' ' + clock.now())
})

test('a restart goes on with it, if it is young', async () => {
  const first = start()
  await first.session.load()
  const id = first.session.id()
  first.clock.advance(5 * MINUTE)
  const second = start(first.platform, first.clock, 2)
  await second.session.load()
  expect(second.session.id()).toBe(id)
  first.clock.advance(31 * MINUTE)
  const third = start(first.platform, first.clock, 3)
  await third.session.load()
  expect(third.session.id()).not.toBe(id)
})

test('what is stored is as old as a minute at most, and exact when the app hides', async () => {
  const { session, platform, clock } = start()
  await session.load()
  const age = () => clock.now() - Number(platform.stored.get(KEY)!.split(' ')[1])
  for (let i = 0; i < 200; i++) {
    clock.advance(1000)
    session.id()
    await settle()
    expect(age()).toBeLessThanOrEqual(MINUTE + 1000)
  }
  // nor is it written for each signal
  expect(platform.asked.filter((call) => call.startsWith('storage.set '))).toHaveLength(1 + 3)
  session.saveNow()
  expect(age()).toBe(0)
})

test.each(['', 'nonsense', 'x'.repeat(32) + ' 5', 'a'.repeat(32) + ' NaN', '{"id":1}'])(
  'foreign content (%j) is no session',
  async (text) => {
    const { session, platform } = start()
    platform.stored.set(KEY, text)
    await session.load()
    expect(session.id()).toMatch(/^[0-9a-f]{32}$/)
    expect(session.id()).not.toContain('x')
  },
)

test('storage that fails changes nothing', async () => {
  const { session, platform, diag } = start()
  ;(['get', 'set', 'setNow', 'remove'] as const).forEach((fault) => platform.faults.add(fault))
  await session.load()
  const id = session.id()
  session.saveNow()
  session.erase()
  await settle()
  expect(session.id()).not.toBe(id)
  expect(diag.errors.map((e) => e.where)).toEqual(['session'])
})

test('before it is loaded nothing is written; erased means gone, with another id', async () => {
  const { session, platform } = start()
  const id = session.id()
  session.saveNow()
  expect(platform.asked).toEqual([])
  await session.load()
  session.erase()
  await settle()
  expect(platform.stored.has(KEY)).toBe(false)
  expect(session.id()).not.toBe(id)
  session.saveNow()
  expect(platform.stored.has(KEY)).toBe(false)
})

test('what was captured under another session stays in that one', async () => {
  const { session, platform, clock } = start()
  platform.stored.set(KEY, 'b'.repeat(32) + ' ' + clock.now())
  const provisional = session.id()
  await session.load()
  const settled = (id: string) => {
    const attributes = { 'session.id': id }
    session.settle(attributes)
    return attributes['session.id']
  }
  expect([provisional, 'other'].map(settled)).toEqual(['b'.repeat(32), 'other'])
  session.erase()
  expect(settled(provisional)).toBe(provisional)
})

test('what was captured before storage had answered belongs to the session that goes on', async () => {
  const platform = fakePlatform()
  const clock = fakeClock()
  platform.stored.set(KEY, 'b'.repeat(32) + ' ' + (clock.now() - MINUTE))
  const t = testMonitor({ platform, clock })
  t.monitor.log('early')
  await settle()
  t.monitor.log('later')
  await t.flushed()
  expect(logsOf(t.exporter.signals).map((l) => l.attributes['session.id'])).toEqual([
    'b'.repeat(32),
    'b'.repeat(32),
  ])
})

test('a new one is told of once, when it is known that it goes on with no other', async () => {
  const first = start()
  first.session.id()
  expect(first.begun).not.toHaveBeenCalled()
  await first.session.load()
  await first.session.load()
  first.session.id()
  expect(first.begun).toHaveBeenCalledTimes(1)
  first.clock.advance(31 * MINUTE)
  first.session.id()
  expect(first.begun).toHaveBeenCalledTimes(2)

  const second = start(first.platform, first.clock, 2)
  await second.session.load()
  expect(second.begun).not.toHaveBeenCalled()
})

test('without consent none has begun', () => {
  const { begun, clock, session } = start()
  session.id()
  clock.advance(31 * MINUTE)
  session.id()
  expect(begun).not.toHaveBeenCalled()
})
