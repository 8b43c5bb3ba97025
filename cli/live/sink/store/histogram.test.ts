import { expect, test } from 'vitest'
import { emptyHistogram, mergeInto, percentile } from './histogram.ts'
import type { Histogram } from './histogram.ts'

function of(bounds: number[], buckets: number[], extra: Partial<Histogram> = {}): Histogram {
  return {
    bounds,
    buckets,
    count: buckets.reduce((sum, each) => sum + each, 0),
    sum: 0,
    ...extra,
  }
}

test('interpolates within the bucket', () => {
  const histogram = of([10, 20, 40], [10, 10, 0, 0])
  expect(percentile(histogram, 0.5)).toBe(10)
  expect(percentile(histogram, 0.75)).toBe(15)
  expect(percentile(histogram, 0.25)).toBe(5)
  expect(percentile(histogram, 1)).toBe(20)
})

test('the open bucket gives the last bound, or the maximum', () => {
  expect(percentile(of([10, 20], [0, 0, 5]), 0.9)).toBe(20)
  expect(percentile(of([10, 20], [0, 0, 5], { max: 70 }), 0.9)).toBe(70)
})

test('minimum and maximum narrow the outer buckets', () => {
  const histogram = of([100, 200], [0, 4, 0], { min: 120, max: 160 })
  expect(percentile(histogram, 0)).toBe(120)
  expect(percentile(histogram, 0.5)).toBe(140)
  expect(percentile(histogram, 1)).toBe(160)
})

test('has no percentile without data', () => {
  expect(percentile(emptyHistogram(), 0.5)).toBe(undefined)
})

test('adds up with the same bounds, and leaves what it adds alone', () => {
  const into = emptyHistogram()
  const from = of([10], [1, 2], { sum: 30, min: 3, max: 15 })
  mergeInto(into, from)
  mergeInto(into, of([10], [4, 0], { sum: 8, min: 1, max: 9 }))
  expect(into).toEqual({ bounds: [10], buckets: [5, 2], count: 7, sum: 38, min: 1, max: 15 })
  expect(from.buckets).toEqual([1, 2])
})

test('other bounds: the result has both, the count stays whole', () => {
  const into = of([10, 30], [2, 4, 1])
  mergeInto(into, of([20], [8, 3]))
  expect(into.bounds).toEqual([10, 20, 30])
  // 2 + 4 of the 8 below 20; 2 of the 4 from 10 to 30 + 4; 2; what is open stays open.
  expect(into.buckets).toEqual([6, 6, 2, 4])
  expect(into.count).toBe(18)
})
