import { describe, expect, test, vi } from 'vitest'
import { testContext } from '../../test/fakes/context.ts'
import { aLog, aSpan } from '../../test/fakes/signals.ts'
import type { LogRecord, Signal } from '../signal.ts'
import { limitProcessor } from './limit.ts'

const SECOND = 1000

function start() {
  const t = testContext()
  return { ...t, limit: limitProcessor()(t.context) }
}

function log(body: string, more: Partial<LogRecord> = {}) {
  return aLog({ body, ...more })
}

function error(body = 'boom', attributes = {}) {
  return log(body, { severity: 17, attributes: { 'exception.type': 'js', ...attributes } })
}

function countOf(signal: Signal) {
  return (signal as LogRecord).attributes['exception.count']
}

describe('equal errors', () => {
  test('the first is sent at once, the others become one summary when the window ends', () => {
    const { clock, limit, touched } = start()
    expect(limit.onEmit(error())).toMatchObject({ body: 'boom' })
    for (let i = 0; i < 5; i++) {
      clock.advance(SECOND)
      expect(limit.onEmit(error())).toBe('deduplicated')
    }
    expect(limit.drain!('flush')).toEqual([])
    expect(touched.times).toBe(0)
    clock.advance(55 * SECOND)
    expect(touched.times).toBe(1)
    const summaries = limit.drain!('flush')
    expect(summaries.map(countOf)).toEqual(['5'])
    expect(summaries[0]).toMatchObject({ body: 'boom', severity: 17, attributes: { 'exception.type': 'js' } })
    expect((summaries[0] as LogRecord).uid).not.toBe('u')
    expect(limit.drain!('flush')).toEqual([])
    expect(limit.onEmit(error())).toMatchObject({ body: 'boom' })
  })

  test('a burst of several counts as so many; an attribute of the app’s own of that name does not', () => {
    const { clock, limit } = start()
    limit.onEmit(error())
    limit.onEmit(log('boom', { severity: 17, attributes: { 'exception.type': 'js' }, repeats: 7 }))
    for (const own of ['many', '1000', 5]) limit.onEmit(error('boom', { 'exception.count': own }))
    // whoever emits signals of the kit's own form may get it wrong
    limit.onEmit(log('boom', { severity: 17, attributes: { 'exception.type': 'js' }, repeats: 'x' as never }))
    clock.advance(61 * SECOND)
    expect(limit.drain!('flush').map(countOf)).toEqual(['11'])
  })

  test('one alone leaves no summary and no timer', () => {
    const { clock, limit } = start()
    limit.onEmit(error())
    expect(limit.drain!('flush')).toEqual([])
    expect(clock.waiting).toBe(0)
    clock.advance(61 * SECOND)
    // before anything is sent, and after
    expect(limit.onEmit(error())).not.toBe('deduplicated')
    clock.advance(61 * SECOND)
    expect(limit.drain!('flush')).toEqual([])
    expect(limit.onEmit(error())).not.toBe('deduplicated')
  })

  test.each(['hide', 'shutdown'] as const)(
    'on %s the summary does not wait; the next one counts anew',
    (why) => {
      const { clock, limit } = start()
      limit.onEmit(error())
      limit.onEmit(error())
      expect(limit.drain!(why).map(countOf)).toEqual(['1'])
      expect(limit.drain!(why)).toEqual([])
      expect(limit.onEmit(error())).toBe('deduplicated')
      clock.advance(61 * SECOND)
      expect(limit.drain!('flush').map(countOf)).toEqual(['1'])
    },
  )

  test('a storm has no gaps: between the end of the window and its summary nothing gets through', () => {
    const { clock, limit } = start()
    const sent: Signal[] = []
    const summaries: Signal[] = []
    for (let i = 0; i < 2000; i++) {
      const result = limit.onEmit(error())
      if (typeof result !== 'string') sent.push(result)
      clock.advance(100)
      if (i % 50 === 49) summaries.push(...limit.drain!('flush'))
    }
    // 200 s: a first one and a summary for each window
    expect(sent.length).toBeLessThanOrEqual(4)
    summaries.push(...limit.drain!('shutdown'))
    const merged = summaries.reduce((sum, s) => sum + Number(countOf(s)), 0)
    expect(sent.length + merged).toBe(2000)
  })

  test('one timer serves all windows', () => {
    const { clock, limit, touched } = start()
    for (const name of ['a', 'b', 'c']) {
      limit.onEmit(error(name))
      limit.onEmit(error(name))
      clock.advance(10 * SECOND)
    }
    expect(clock.waiting).toBe(1)
    clock.advance(30 * SECOND)
    expect(touched.times).toBe(1)
    expect(limit.drain!('flush')).toHaveLength(1)
    clock.advance(10 * SECOND)
    expect(touched.times).toBe(2)
    expect(limit.drain!('flush')).toHaveLength(1)
    limit.clear!()
    expect(clock.waiting).toBe(0)
  })

  test.each<[string, LogRecord, LogRecord, boolean]>([
    ['another message', error('a'), error('b'), false],
    [
      'another page',
      error('a', { 'miniprogram.page.path': 'x' }),
      error('a', { 'miniprogram.page.path': 'y' }),
      false,
    ],
    ['another type', error('a'), error('a', { 'exception.type': 'promise' }), false],
    [
      'another place',
      error('a', { 'exception.stacktrace': 'a\n at f (x.js:1:1)' }),
      error('a', { 'exception.stacktrace': 'a\n at f (x.js:2:1)' }),
      false,
    ],
    [
      'the same place, reached in another way',
      error('a', { 'exception.stacktrace': 'a\n at f (x.js:1:1)\n at g (x.js:2:2)' }),
      error('a', { 'exception.stacktrace': 'a\n at f (x.js:1:1)\n at h (x.js:3:3)' }),
      true,
    ],
    ['another user', error('a', { 'user.id': '1' }), error('a', { 'user.id': '2' }), true],
    ['a log of the app', log('a'), log('a'), false],
    ['an error log of the app', log('a', { severity: 17 }), log('a', { severity: 17 }), false],
  ])('%s', (_, first, second, same) => {
    const { limit } = start()
    limit.onEmit(first)
    expect(limit.onEmit(second) === 'deduplicated').toBe(same)
  })

  test('no more than fifty windows; the rest is left to the rate limit', () => {
    const { clock, limit } = start()
    const merged = (name: string) =>
      Array.from({ length: 60 }, (_, i) => limit.onEmit(error(name + i))).filter((r) => r === 'deduplicated')
    merged('e')
    expect(merged('e')).toHaveLength(50)
    // those that are over make room
    clock.advance(61 * SECOND)
    limit.drain!('flush')
    merged('f')
    expect(merged('f')).toHaveLength(50)
  })

  test('long errors are known by a short text', () => {
    const { limit } = start()
    const keep = vi.spyOn(Map.prototype, 'set')
    limit.onEmit(error('x'.repeat(8000)))
    const [key] = keep.mock.calls[0]
    keep.mockRestore()
    expect(key.length).toBeLessThan(200)
  })

  test('of long errors no more is held than 65,536 characters; what finds no room is not merged', () => {
    const { limit } = start()
    const long = (name: string) => error(name, { 'exception.stacktrace': 'x'.repeat(20000) })
    const names = ['a', 'b', 'c', 'd', 'e']
    names.forEach((name) => limit.onEmit(long(name)))
    const merged = () => names.map((name) => limit.onEmit(long(name)) === 'deduplicated')
    expect(merged()).toEqual([true, true, true, false, false])
    // a repeat takes the place of the one before
    expect(merged()).toEqual([true, true, true, false, false])
    expect(limit.drain!('hide').map(countOf)).toEqual(['2', '2', '2'])
    // their room is free again
    expect(names.reverse() && merged()).toEqual([true, true, true, false, false])
    limit.clear!()
    names.forEach((name) => limit.onEmit(long(name)))
    expect(merged()).toEqual([true, true, true, false, false])
  })

  test('a clock that is set back ends the window, and loses no count', () => {
    const { clock, limit } = start()
    limit.onEmit(error())
    limit.onEmit(error())
    clock.step(-3600 * SECOND)
    limit.onEmit(error())
    expect(limit.drain!('flush').map(countOf)).toEqual(['2'])
    expect(limit.onEmit(error())).not.toBe('deduplicated')
    expect(limit.onEmit(error())).toBe('deduplicated')
  })

  test('cleared: nothing is held any more', () => {
    const { clock, limit } = start()
    limit.onEmit(error())
    limit.onEmit(error())
    limit.clear!()
    expect(clock.waiting).toBe(0)
    expect(limit.drain!('shutdown')).toEqual([])
  })
})

describe('floods', () => {
  const flood = (limit: ReturnType<typeof start>['limit'], n: number, make: (i: number) => Signal) =>
    Array.from({ length: n }, (_, i) => limit.onEmit(make(i))).filter((r) => r === 'rate_limited').length

  test('a burst of 500 of a kind, then twenty a second', () => {
    const { clock, limit } = start()
    expect(flood(limit, 600, (i) => log('n' + i))).toBe(100)
    clock.advance(SECOND)
    expect(flood(limit, 100, (i) => log('n' + i))).toBe(80)
    clock.advance(3600 * SECOND)
    expect(flood(limit, 600, (i) => log('n' + i))).toBe(100)
  })

  test('kinds have their own, and no chatter keeps errors out', () => {
    const { limit } = start()
    flood(limit, 600, (i) => log('n' + i))
    expect(flood(limit, 400, (i) => error('e' + i))).toBe(0)
    expect(flood(limit, 400, () => aSpan())).toBe(0)
  })

  test('a clock that is set back or forth gives no more than the burst', () => {
    const { clock, limit } = start()
    flood(limit, 600, (i) => log('n' + i))
    clock.step(-1e9)
    expect(flood(limit, 100, (i) => log('n' + i))).toBe(100)
    clock.step(2e9)
    expect(flood(limit, 600, (i) => log('n' + i))).toBe(100)
    // set back: it goes on filling from there
    clock.step(-3600 * SECOND)
    expect(flood(limit, 1, () => log('n'))).toBe(1)
    clock.advance(10 * SECOND)
    expect(flood(limit, 300, (i) => log('n' + i))).toBe(100)
  })
})
