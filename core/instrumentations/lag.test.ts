import { describe, expect, test, vi } from 'vitest'
import { fakeClock } from '../../test/fakes/clock.ts'
import { testContext } from '../../test/fakes/context.ts'
import { fakePlatform } from '../../test/fakes/platform.ts'
import type { LogRecord } from '../signal.ts'
import { lagInstrumentation, type LagOptions } from './lag.ts'

function start({
  monotonic = false,
  api = {} as object | undefined,
  ...options
}: Partial<LagOptions> & {
  monotonic?: boolean
  api?: object
} = {}) {
  const clock = fakeClock({ monotonic })
  const t = testContext({ clock, platform: fakePlatform({ api }) })
  const undo = lagInstrumentation({ errors: true, ...options }).install(t.context)
  t.platform.page = 'pages/a'
  if (api) t.platform.fire('show')
  /** Some code runs for that long, and then nothing does. */
  const block = (ms: number) => {
    clock.block(ms)
    clock.advance(1000)
  }
  const lags = () =>
    t.meter
      .drain()
      .filter(({ name }) => name === 'miniprogram.lag.duration')
      .flatMap(({ points }) => points)
      .map(({ attributes, count, sum }) => [attributes['miniprogram.page.path'], count, sum])
  return { ...t, clock, block, lags, undo }
}

describe('code that blocks', () => {
  test.each([true, false])('is measured from when the timer was due; monotonic clock: %s', (monotonic) => {
    const t = start({ monotonic })
    t.block(700)
    expect(t.lags()).toEqual([['pages/a', 1, 500]])
    t.clock.advance(150)
    t.platform.page = 'pages/b'
    t.block(700)
    expect(t.lags()).toEqual([['pages/b', 1, 650]])
    expect(t.emitted).toEqual([])
  })

  test('for more than two seconds is a warning, too, with what came before', () => {
    const crumbs: [] = []
    const cross = vi.fn(() => crumbs)
    const t = start()
    Object.assign(t.context, { trail: { cross } })
    t.block(2550)
    expect(t.emitted).toEqual([
      {
        kind: 'log',
        time: expect.any(Number),
        uid: expect.stringMatching(/^[0-9a-f]{32}$/),
        severity: 13,
        severityText: 'WARN',
        body: 'blocked for 2350 ms',
        attributes: { 'exception.type': 'lag', 'miniprogram.page.path': 'pages/a' },
        door: 'lag',
        crumbs,
      },
    ])
    expect(cross).toHaveBeenCalledExactlyOnceWith('blocked for 2350 ms', 'lag')
    expect((t.emitted[0] as LogRecord).crumbs).toBe(crumbs)
  })

  test('that is none of the errors that are wanted is no log', () => {
    const t = start({ errors: false })
    t.block(5000)
    expect([t.lags().length, t.emitted]).toEqual([1, []])
  })

  test('on a page that nobody knows has no page', () => {
    const t = start()
    t.platform.page = ''
    t.block(3000)
    expect(t.lags()).toEqual([[undefined, 1, 2800]])
    expect((t.emitted[0] as LogRecord).attributes).toEqual({ 'exception.type': 'lag' })
  })

  test('for less than 50 ms more than a look waits is none; nor are timers that run in time', () => {
    const t = start()
    t.block(249)
    t.clock.advance(60000)
    expect(t.lags()).toEqual([])
  })

  test('and is left by the user is told all the same', () => {
    const t = start()
    t.clock.block(3000)
    t.clock.advance(0)
    t.platform.fire('hide')
    t.clock.advance(100)
    expect(t.lags()).toEqual([['pages/a', 1, 2800]])
  })
})

describe('an idle callback', () => {
  test('says when what had piled up is done; asked for only then', () => {
    const waiting: (() => void)[] = []
    const idle = vi.fn((fn: () => void) => void waiting.push(fn))
    const t = start({ idle })
    t.clock.advance(10000)
    expect(idle).not.toHaveBeenCalled()
    t.clock.block(700)
    t.clock.advance(0)
    t.clock.block(120)
    waiting[0]()
    t.clock.advance(1000)
    expect(t.lags()).toEqual([['pages/a', 1, 620]])
    // one that comes too late
    t.clock.advance(80)
    t.block(700)
    waiting.forEach((fn) => fn())
    expect(t.lags()).toEqual([['pages/a', 1, 500]])
  })
})

describe('no signal rather than a wrong one', () => {
  test.each([3000, -3000, 3600000, 160])('a clock that is set by %s ms', (ms) => {
    const t = start()
    t.clock.advance(150)
    t.clock.step(ms)
    t.clock.advance(5000)
    expect([t.lags(), t.emitted]).toEqual([[], []])
  })

  test('the app is in the background', () => {
    const t = start()
    t.platform.fire('hide')
    t.framework.onPage({ phase: 'show', path: 'pages/a' })
    expect(t.clock.waiting).toBe(0)
    t.block(5000)
    t.platform.fire('show')
    t.block(700)
    expect(t.lags()).toEqual([['pages/a', 1, 500]])
  })

  test.each([
    ['says so late', ['hide', 'show']],
    ['says only that it is back', ['show']],
  ] as const)('an app that was suspended and %s', (_, events) => {
    const t = start()
    t.clock.block(5000)
    t.clock.advance(0)
    events.forEach((event) => t.platform.fire(event))
    t.clock.advance(1000)
    expect([t.lags(), t.emitted]).toEqual([[], []])
  })

  test('an app that was suspended and says nothing', () => {
    const t = start()
    t.block(30500)
    expect(t.lags()).toEqual([])
  })

  test('it is not known that the app is in front', () => {
    const clock = fakeClock()
    const { context, framework } = testContext({ clock, platform: fakePlatform({ api: {} }) })
    lagInstrumentation({ errors: true }).install(context)
    expect(clock.waiting).toBe(0)
    framework.onPage({ phase: 'load', path: 'a' })
    expect(clock.waiting).toBe(0)
    framework.onPage({ phase: 'show', path: 'a' })
    framework.onPage({ phase: 'show', path: 'b' })
    expect(clock.waiting).toBe(2)
  })

  test('a web page is looked at from its start, unless nobody sees it', () => {
    const seen = start({ api: undefined, isHidden: () => false })
    expect(seen.clock.waiting).toBe(2)
    const hidden = start({ api: undefined, isHidden: () => true })
    expect(hidden.clock.waiting).toBe(0)
  })
})

test('ends with its undo', () => {
  const t = start()
  t.undo()
  expect([t.clock.waiting, t.platform.listening(), t.framework.listening('page')]).toEqual([0, 0, 0])
})
