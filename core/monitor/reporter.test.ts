import { describe, expect, test } from 'vitest'
import { fakeClock } from '../../test/fakes/clock.ts'
import { seeded } from '../../test/fakes/random.ts'
import { logsOf } from '../../test/fakes/signals.ts'
import type { ErrorReport } from '../context.ts'
import type { Matcher } from '../internal/match.ts'
import type { Signal } from '../signal.ts'
import { createReporter } from './reporter.ts'

function start(ignoreErrors: Matcher[] = []) {
  const clock = fakeClock()
  const emitted: Signal[] = []
  const dropped: string[] = []
  const later: (() => Signal | undefined)[] = []
  let page = ''
  const report = createReporter(
    { clock, random: seeded(1), settings: { ignoreErrors } },
    {
      emit: (signal) => void emitted.push(signal),
      emitLater: (make) => void later.push(make),
      drop: (kind, reason, n = 1) => void dropped.push([kind, reason, ...(n > 1 ? [n] : [])].join(' ')),
      page: () => page,
      hooks: { running: 0 },
    },
  )
  const see = (door: string, message = 'boom', more: Partial<ErrorReport> = {}) =>
    report({ type: 'js', door, message, ...more })
  /** Some seconds later, as the monitor does. */
  const catchUp = () => later.splice(0).forEach((make) => emitted.push(make()!))
  const goTo = (path: string) => void (page = path)
  return { catchUp, clock, dropped, emitted, goTo, see }
}

test('an error log as the contract has it', () => {
  const { clock, emitted, see } = start()
  const span = { traceId: 'a'.repeat(32), spanId: 'b'.repeat(16), segmentId: 's', sampled: true }
  see('request', 'GET /x failed: 500', {
    type: 'ajax',
    stack: 'at f',
    page: 'pages/a',
    span,
    attributes: { k: 1 },
  })
  expect(emitted).toEqual([
    {
      kind: 'log',
      time: clock.now(),
      uid: expect.stringMatching(/^[0-9a-f]{32}$/),
      severity: 17,
      severityText: 'ERROR',
      body: 'GET /x failed: 500',
      attributes: {
        'exception.type': 'ajax',
        'exception.stacktrace': 'at f',
        'miniprogram.page.path': 'pages/a',
        k: 1,
      },
      door: 'request',
      traceId: 'a'.repeat(32),
      spanId: 'b'.repeat(16),
    },
  ])
})

test('what is empty is left out', () => {
  const { emitted, see } = start()
  see('door', 'boom', { stack: '', page: '' })
  expect(Object.keys(logsOf(emitted)[0].attributes)).toEqual(['exception.type'])
})

const A = 'TypeError: boom\n    at f (a.js:1:1)'
const B = 'TypeError: boom\n    at g (b.js:2:2)'

test.each<[what: string, seen: [ms: number, door: string, message?: string, stack?: string][], logs: number]>(
  [
    [
      'two doors within a second',
      [
        [0, 'a'],
        [400, 'b'],
      ],
      1,
    ],
    [
      'three doors within a second',
      [
        [0, 'a'],
        [1, 'b'],
        [2, 'c'],
      ],
      1,
    ],
    [
      'two doors, a second apart',
      [
        [0, 'a'],
        [1000, 'b'],
      ],
      2,
    ],
    [
      'one door twice',
      [
        [0, 'a'],
        [1, 'a'],
      ],
      2,
    ],
    [
      'two errors through two doors, one after the other',
      [
        [0, 'a'],
        [1, 'b'],
        [2, 'a'],
        [3, 'b'],
      ],
      2,
    ],
    [
      'two errors through two doors, in turn',
      [
        [0, 'a'],
        [1, 'a'],
        [2, 'b'],
        [3, 'b'],
      ],
      2,
    ],
    [
      'a second one that only the second door sees',
      [
        [0, 'a'],
        [1, 'b'],
        [2, 'b'],
      ],
      2,
    ],
    [
      'one door names the class',
      [
        [0, 'a', 'TypeError: boom'],
        [1, 'b', 'boom'],
      ],
      1,
    ],
    [
      'one door says that it was uncaught',
      [
        [0, 'a', 'Uncaught TypeError: boom'],
        [1, 'b', 'boom'],
      ],
      1,
    ],
    [
      'another message',
      [
        [0, 'a', 'boom'],
        [1, 'b', 'bang'],
      ],
      2,
    ],
    [
      'the same place',
      [
        [0, 'a', 'boom', A],
        [1, 'b', 'boom', A],
      ],
      1,
    ],
    [
      'another place',
      [
        [0, 'a', 'boom', A],
        [1, 'b', 'boom', B],
      ],
      2,
    ],
    [
      'only one door knows the place',
      [
        [0, 'a', 'boom', A],
        [1, 'b', 'boom'],
      ],
      1,
    ],
  ],
)('%s', (_, seen, logs) => {
  const { catchUp, clock, emitted, see } = start()
  let at = 0
  for (const [ms, door, message, stack] of seen) {
    clock.advance(ms - at)
    at = ms
    see(door, message, { stack })
  }
  catchUp()
  expect(emitted).toHaveLength(logs)
})

test('a clock that is set in between makes two of one at worst', () => {
  const { clock, emitted, see } = start()
  see('a')
  clock.step(-3600000)
  see('b')
  clock.advance(10)
  see('a')
  expect(emitted.length).toBeLessThanOrEqual(2)
})

test('an error that the user does not want to hear of is dropped and counted, once though two hooks see it', () => {
  const { dropped, emitted, see } = start(['ResizeObserver', /^GET .*\/beacon failed/i])
  see('platform.error', 'ResizeObserver loop limit exceeded')
  see('framework.vue', 'ResizeObserver loop limit exceeded')
  see('request', 'get https://a.test/beacon failed: 500', { type: 'ajax' })
  see('request', 'GET https://a.test/orders failed: 500', { type: 'ajax' })
  see('platform.rejection', 'boom')
  expect(dropped).toEqual(['log ignored', 'log ignored'])
  expect(logsOf(emitted).map(({ body }) => body)).toEqual(['GET https://a.test/orders failed: 500', 'boom'])
})

describe('a burst of equal errors', () => {
  const countsOf = (emitted: Signal[]) => logsOf(emitted).map((log) => log.attributes['exception.count'] ?? 1)

  test('is its first at once, and one later with the number of the rest; all are counted', () => {
    const { catchUp, clock, dropped, emitted, goTo, see } = start()
    goTo('pages/a')
    const began = clock.now()
    for (let i = 0; i < 10000; i++) see('door', 'boom', { stack: 'at f (a.js:1:1)' })
    goTo('pages/b')
    expect(emitted).toHaveLength(1)
    clock.advance(5000)
    catchUp()
    expect(countsOf(emitted)).toEqual([1, '9999'])
    expect(logsOf(emitted)[1]).toMatchObject({ repeats: 9999, time: began })
    expect(logsOf(emitted)[1].attributes['miniprogram.page.path']).toBe('pages/a')
    expect(dropped).toEqual(['log deduplicated 9999'])
  })

  test('of two is two logs', () => {
    const { catchUp, emitted, see } = start()
    see('door')
    see('door')
    catchUp()
    expect(countsOf(emitted)).toEqual([1, 1])
  })

  test.each([
    ['one after the other', ['a', 'b', 'a', 'b', 'a', 'b']],
    ['one all at once', ['a', 'a', 'a', 'b', 'b', 'b']],
    ['one less often', ['a', 'a', 'b', 'a']],
  ])('that two doors see is counted once: %s', (_, doors) => {
    const { catchUp, emitted, see } = start()
    // one of them names the class
    for (const door of doors) see(door, door === 'a' ? 'boom' : 'Error: boom')
    catchUp()
    expect(countsOf(emitted)).toEqual([1, '2'])
  })

  test('that goes on for long is told of ten times a second', () => {
    const { catchUp, clock, emitted, see } = start()
    for (let i = 0; i < 1000; i++) {
      see('door')
      clock.advance(1)
    }
    catchUp()
    expect(emitted).toHaveLength(20)
    expect(countsOf(emitted).reduce((sum: number, n) => sum + Number(n), 0)).toBe(1000)
  })

  test('ends with another page, message, or attribute of the app’s own', () => {
    const { emitted, see } = start()
    see('door')
    see('door', 'other')
    see('door', 'other', { page: 'pages/a' })
    see('door', 'other', { attributes: { k: 1 } })
    see('door', 'other', { attributes: { k: 1 } })
    expect(emitted).toHaveLength(5)
  })

  test('that is ignored is counted as that', () => {
    const { catchUp, dropped, emitted, see } = start(['boom'])
    see('a')
    see('b')
    see('a')
    catchUp()
    expect([emitted, dropped]).toEqual([[], ['log ignored', 'log ignored']])
  })
})

describe('what is remembered of errors has an end', () => {
  test('of more than twenty within a second the oldest is new to another door', () => {
    const { emitted, see } = start()
    for (let i = 0; i < 30; i++) see('one', 'boom ' + i)
    see('two', 'boom 29')
    expect(emitted).toHaveLength(30)
    see('two', 'boom 0')
    expect(emitted).toHaveLength(31)
  })

  test('messages are compared by 500 characters', () => {
    const { emitted, see } = start()
    see('one', 'x'.repeat(500) + 'a')
    see('two', 'x'.repeat(500) + 'b')
    see('two', 'x'.repeat(499) + 'c')
    expect(emitted).toHaveLength(2)
  })
})
