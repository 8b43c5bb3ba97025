import { expect, test } from 'vitest'
import { defaults } from './assumptions.ts'
import { countedMetrics, measuredBytes } from './measured.ts'
import { sizingOf } from './model.ts'
import { short } from './rows.ts'

const bytes = { envelope: 200, log: 1000, gauge: 100, series: 400, segment: 500 }
const rules = { service: 10, instance: 5, endpoint: 4 }
const simple = {
  ...{ activeDays: 30, sessions: 2, pages: 5, bursts: 1, requests: 10, series: 1, gauges: 2, errors: 0.5 },
  ...{ tracedShare: 0, peak: 3, overhead: 100, versions: 2, appPages: 10, calls: 4 },
}

test('a fleet, reckoned by hand', () => {
  // 43,200 devices are a session a second
  const sizing = sizingOf(43_200, bytes, rules, simple)
  expect(sizing).toMatchObject({ devicesPerDay: 43_200, sessionsPerDay: 86_400 })
  // five with metrics, half of one with a log
  expect(sizing.requestsPerSession).toBe(5.5)
  expect(sizing.requestsAtPeak).toBeCloseTo(16.5)
  // 5.5 × (200 + 100) + 10 gauges × 100 + 5 series × 400 + 0.5 logs × 1000
  expect(sizing.bytesPerDevice).toBe(2 * 5150)
  expect(sizing.bitsAtPeak).toBeCloseTo(5150 * 8 * 3)
  expect(sizing.pointsAtPeak).toBeCloseTo(45)
  expect(sizing.logsPerDay).toBe(43_200)
  // one service, two instances, ten pages
  expect(sizing.entities).toBe(13)
  expect(sizing.skywalkingSeries).toBe(10 + 2 * 5 + 10 * 4)
  // two gauges a page; four calls a page, of 13 buckets, sum and count
  expect(sizing.attributeSeries).toBe(20 + 40 * 15)
})

test('traces cost requests until each burst has one', () => {
  const traced = (tracedShare: number) => sizingOf(43_200, bytes, rules, { ...simple, tracedShare })
  expect(traced(0.1).requestsPerSession).toBe(6.5)
  expect(traced(1).requestsPerSession).toBe(10.5)
  expect(traced(1).segmentsPerDay).toBe(864_000)
})

test('a hundred times the devices: a hundred times the load, and not one entity more', () => {
  const [one, hundred] = [1e6, 1e8].map((n) => sizingOf(n, measuredBytes(), countedMetrics(), defaults))
  expect(hundred!.requestsAtPeak / one!.requestsAtPeak).toBeCloseTo(100)
  expect(hundred!.bytesPerDevice).toBe(one!.bytesPerDevice)
  expect([hundred!.entities, hundred!.skywalkingSeries]).toEqual([one!.entities, one!.skywalkingSeries])
})

test('what is measured is of the size of its kind', () => {
  const { envelope, log, gauge, series, segment } = measuredBytes()
  expect(envelope).toBeGreaterThan(100)
  expect(log).toBeGreaterThan(500)
  expect(gauge).toBeLessThan(series)
  expect(segment).toBeLessThan(log)
  expect(Object.values(countedMetrics()).every((n) => n > 2)).toBe(true)
})

test.each([
  [0, '', '0'],
  [9.14, '', '9.1'],
  [84, '', '84'],
  [999, '', '1 k'],
  [34_200, '', '34 k'],
  [49_000, 'B', '49 kB'],
  [500, 'B', '500 B'],
  [1.34e12, 'B', '1.3 TB'],
])('%d %s is %s', (n, unit, text) => {
  expect(short(n, unit)).toBe(text)
})
