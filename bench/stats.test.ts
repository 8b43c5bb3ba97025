import { describe, expect, test } from 'vitest'
import { growth, median, pairwise, quantile, spread } from './stats.ts'

describe('quantiles', () => {
  test('the median of an odd and of an even number of values, in whatever order', () => {
    expect(median([3, 1, 2])).toBe(2)
    expect(median([4, 1, 3, 2])).toBe(2.5)
    expect(median([])).toBeNaN()
  })

  test('lie between two neighbours in proportion', () => {
    expect(quantile([0, 10, 20, 30], 0.25)).toBe(7.5)
    expect(quantile([0, 10, 20, 30], 1)).toBe(30)
  })

  test('leave what they are given as it was', () => {
    const values = [3, 1, 2]
    median(values)
    expect(values).toEqual([3, 1, 2])
  })
})

describe('spread', () => {
  test('is that of the middle half, and one outlier does not show', () => {
    expect(spread([10, 10, 10, 10, 10, 10, 10, 500])).toBe(0)
    expect(spread([8, 9, 10, 11, 12])).toBeCloseTo(0.2)
  })

  test('of nothing but zeros is none', () => {
    expect(spread([0, 0, 0])).toBe(0)
  })
})

describe('growth', () => {
  test('up to eleven times is linear', () => {
    expect(growth([9, 10, 11])).toEqual({ factor: 10, verdict: 'linear' })
    expect(growth([11, 11, 11]).verdict).toBe('linear')
  })

  test('a little more, or only in some rounds, is not taken for a proof', () => {
    expect(growth([11.5, 11.6, 11.7]).verdict).toBe('unclear')
    expect(growth([9, 10, 40, 50, 60]).verdict).toBe('unclear')
  })

  test('what grows with the square is found, also through some noise', () => {
    expect(growth([100, 95, 9, 105, 110])).toEqual({ factor: 100, verdict: 'superlinear' })
    expect(growth([13, 12.5, 14, 12.2]).verdict).toBe('superlinear')
  })
})

test('pairwise takes the rounds one by one', () => {
  expect(pairwise([10, 20], [2, 5], (a, b) => a / b)).toEqual([5, 4])
})
