import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fakeClock } from '../../test/fakes/clock.ts'
import type { Attributes, Metric, Point } from '../signal.ts'
import { DURATION_BOUNDS } from './histogram.ts'
import { createMeter } from './meter.ts'

function start(redact = (attributes: Attributes) => attributes) {
  const clock = fakeClock()
  const told = { touched: 0, overflows: 0, redacted: 0 }
  const meter = createMeter({
    clock,
    redact(attributes) {
      told.redacted++
      return redact(attributes)
    },
    touch: () => void told.touched++,
    overflow: () => void told.overflows++,
  })
  const record = (value: number, attributes: Attributes = {}, name = 'd') =>
    meter.histogram(name, 'ms').record(value, JSON.stringify(attributes), () => attributes)
  return { clock, meter, told, record }
}

function only(metrics: Metric[]): Metric {
  expect(metrics).toHaveLength(1)
  return metrics[0]
}

describe('histogram', () => {
  test('a delta, with the contract’s bounds, inclusive', () => {
    const { meter, record } = start()
    ;[0, 10, 10.5, 11, 25, 60000, 60001].forEach((value) => record(value))
    const metric = only(meter.drain())
    expect(metric).toMatchObject({
      type: 'histogram',
      name: 'd',
      unit: 'ms',
      temporality: 1,
      monotonic: false,
    })
    const [point] = metric.points
    expect(point.bounds).toEqual([10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10000, 30000, 60000])
    expect(point.counts).toEqual([2, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1])
    expect(point).toMatchObject({ count: 7, min: 0, max: 60001, sum: 120057.5 })
  })

  test('start and end: deltas follow one another without gap or overlap', () => {
    const { clock, meter, record } = start()
    const began = clock.now()
    record(5)
    clock.advance(1000)
    const [first] = only(meter.drain()).points
    clock.advance(500)
    record(5)
    clock.advance(500)
    const [second] = only(meter.drain()).points
    expect([first.start, first.time, second.start, second.time]).toEqual([
      began,
      began + 1000,
      began + 1000,
      began + 2000,
    ])
  })

  test('nothing recorded, nothing drained', () => {
    const { meter, record } = start()
    expect(meter.drain()).toEqual([])
    record(1)
    meter.drain()
    expect(meter.drain()).toEqual([])
  })

  test('bounds of one’s own; one instrument a name and unit', () => {
    const { meter } = start()
    meter.histogram('cart', 'items', [1, 5]).record(5, '', () => ({}))
    meter.histogram('cart', 'items', [1, 5]).record(6, '', () => ({}))
    expect(only(meter.drain()).points[0]).toMatchObject({ bounds: [1, 5], counts: [0, 1, 1], count: 2 })
  })

  test('the bounds given are not written to', () => {
    const { meter } = start()
    meter.histogram('h', 'ms', Object.freeze([1, 2]) as number[]).record(1, '', () => ({}))
    meter.histogram('d', 'ms').record(1, '', () => ({}))
    const metrics = meter.drain()
    metrics[1].points[0].bounds!.push(1)
    expect(DURATION_BOUNDS).toHaveLength(12)
  })

  test('counts have one more than bounds and add up, whatever comes', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 1e7, noNaN: true })), (values) => {
        const { meter, record } = start()
        values.forEach((value) => record(value))
        for (const { points } of meter.drain()) {
          const { bounds, counts, count, min, max } = points[0] as Required<Point>
          expect(counts).toHaveLength(bounds.length + 1)
          expect(counts.reduce((a, b) => Number(a) + Number(b), 0)).toBe(count)
          expect(count).toBe(values.length)
          expect([min, max]).toEqual([Math.min(...values), Math.max(...values)])
        }
      }),
    )
  })
})

describe('count', () => {
  test('a monotonic delta sum', () => {
    const { meter } = start()
    const clicks = meter.count('clicks')
    clicks.record(1, '', () => ({}))
    clicks.record(2.5, '', () => ({}))
    expect(only(meter.drain())).toMatchObject({
      type: 'sum',
      name: 'clicks',
      unit: '1',
      temporality: 1,
      monotonic: true,
      points: [{ value: 3.5 }],
    })
    clicks.record(1, '', () => ({}))
    expect(only(meter.drain()).points[0].value).toBe(1)
  })
})

describe('gauge', () => {
  test('every value is a point of its own; no two share a time', () => {
    const { clock, meter } = start()
    const gauge = meter.gauge('g', 'ms')
    for (let i = 0; i < 5; i++) gauge.record(i, 'k', () => ({ page: 'a' }))
    clock.advance(1)
    gauge.record(9, 'k', () => ({ page: 'a' }))
    const metric = only(meter.drain())
    expect(metric).not.toHaveProperty('temporality')
    expect(metric.points.map((p) => p.value)).toEqual([0, 1, 2, 3, 4, 9])
    expect(metric.points[0].attributes).toEqual({ page: 'a' })
    expect(new Set(metric.points.map((p) => p.time)).size).toBe(6)
  })

  test('gauges of one moment keep its time, though they are many', () => {
    const { clock, meter } = start()
    clock.advance(1)
    for (let i = 0; i < 5; i++) meter.gauge('g' + i).record(i, '', () => ({}))
    expect(meter.drain().map(({ points }) => points[0].time)).toEqual(Array(5).fill(clock.now()))
  })

  test('no more than 200 points between two flushes; what is over is counted', () => {
    const { meter, told } = start()
    for (let i = 0; i < 150; i++) meter.gauge('a').record(i, '', () => ({}))
    for (let i = 0; i < 150; i++) meter.gauge('b').record(i, '', () => ({}))
    expect(meter.drain().reduce((sum, m) => sum + m.points.length, 0)).toBe(200)
    expect(told.overflows).toBe(100)
    meter.gauge('a').record(1, '', () => ({}))
    expect(meter.drain()).toHaveLength(1)
  })
})

describe('time stamps', () => {
  type Step = { do: 'record' | 'drain' | 'advance' | 'step'; ms: number }
  const step: fc.Arbitrary<Step> = fc.record({
    do: fc.constantFrom('record', 'record', 'record', 'drain', 'drain', 'advance', 'step'),
    ms: fc.integer({ min: -900, max: 3000 }),
  })

  test('no two points of a series share one, and no start is behind its end, though the clock is set back a little', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 400 }), (steps) => {
        const { clock, meter, record } = start()
        const gauge = meter.gauge('g')
        const points: { gauge: Point[]; histogram: Point[] } = { gauge: [], histogram: [] }
        const add = () => {
          gauge.record(1, '', () => ({}))
          record(1)
        }
        const drain = () => meter.drain().forEach((m) => points[m.type as 'gauge'].push(...m.points))
        for (const each of steps) {
          if (each.do === 'advance') clock.advance(Math.abs(each.ms))
          else if (each.do === 'record') add()
          else {
            // back by less than a second from what was last seen
            if (each.do === 'step') clock.step(each.ms)
            add()
            drain()
          }
        }
        for (const list of Object.values(points))
          expect(new Set(list.map((p) => p.time)).size).toBe(list.length)
        for (const point of points.histogram)
          expect(Number(point.start)).toBeLessThanOrEqual(Number(point.time))
      }),
      { numRuns: 300 },
    )
  })

  test('flushed over and over within one millisecond', () => {
    const { meter } = start()
    const times = new Set<unknown>()
    for (let i = 0; i < 20; i++) {
      for (let k = 0; k < 200; k++) meter.gauge('g').record(k, '', () => ({}))
      for (const point of only(meter.drain()).points) times.add(point.time)
    }
    expect(times.size).toBe(4000)
  })

  test('a clock that was set right is believed', () => {
    const { clock, meter, record } = start()
    record(1)
    meter.drain()
    clock.step(-86400000)
    record(1)
    const [point] = only(meter.drain()).points
    expect(point.time).toBe(clock.now())
    expect(point.start).toBe(clock.now())
  })
})

describe('series', () => {
  test('what is over a hundred goes to one marked as overflow', () => {
    const { meter, record } = start()
    for (let i = 0; i < 250; i++) record(i, { n: i })
    const { points } = only(meter.drain())
    expect(points).toHaveLength(101)
    const over = points.filter((p) => p.attributes['otel.metric.overflow'])
    expect(over).toHaveLength(1)
    expect(over[0]).toMatchObject({ attributes: { 'otel.metric.overflow': true }, count: 150 })
    record(1, { n: 999 })
    expect(only(meter.drain()).points[0].attributes).toEqual({ n: 999 })
  })

  test('each instrument has its own hundred', () => {
    const { meter, record } = start()
    for (let i = 0; i < 150; i++) record(i, { n: i }, 'one')
    record(1, { n: 5 }, 'two')
    expect(meter.drain()[1].points[0].attributes).toEqual({ n: 5 })
  })

  test('redaction merges: two keys come to one series', () => {
    const { meter, told, record } = start(({ page }) => ({ page }))
    for (let i = 0; i < 10; i++) record(5, { page: 'a', phone: 'p' + (i % 2) })
    expect(only(meter.drain()).points).toMatchObject([{ attributes: { page: 'a' }, count: 10 }])
    expect(told.redacted).toBe(2)
  })

  test('names that are made up without end are bounded and counted', () => {
    const { meter, told } = start()
    for (let i = 0; i < 1000; i++) meter.count('n' + i).record(1, '', () => ({}))
    expect(meter.drain()).toHaveLength(200)
    expect(told.overflows).toBe(800)
    meter.count('n5').record(1, '', () => ({}))
    expect(meter.drain()).toHaveLength(1)
  })
})

test('drained: nothing of before is left', () => {
  const { clock, meter, record } = start()
  record(1)
  meter.count('c').record(1, '', () => ({}))
  meter.gauge('g').record(1, '', () => ({}))
  clock.advance(1000)
  meter.drain()
  expect(meter.drain()).toEqual([])
  record(1)
  expect(only(meter.drain()).points[0].start).toBeGreaterThanOrEqual(clock.now())
})

test('asks for a flush whenever there is something', () => {
  const { meter, told, record } = start()
  record(1)
  meter.gauge('g').record(1, '', () => ({}))
  meter.count('c').record(1, '', () => ({}))
  expect(told.touched).toBe(3)
})
