import { expect, test } from 'vitest'
import * as format from './format.ts'

test.each([
  [undefined, '–'],
  [0, '0 ms'],
  [0.4, '<1 ms'],
  [1.25, '1.3 ms'],
  [999.4, '999 ms'],
  [999.6, '1.00 s'],
  [12_340, '12.3 s'],
  [150_000, '2.5 min'],
])('duration of %s ms is %s', (ms, text) => {
  expect(format.duration(ms)).toBe(text)
})

test('counts, rates, shares and sizes stay short', () => {
  expect([9999, 12_345, 999_960].map(format.count)).toEqual(['9999', '12.3k', '1.0M'])
  expect([0, 0.25, 9.94, 120.4].map(format.rate)).toEqual(['0', '0.3', '9.9', '120'])
  expect([format.percent(0, 0), format.percent(0, 5), format.percent(1, 3000), format.percent(1, 3)]).toEqual(
    ['–', '0%', '<0.1%', '33%'],
  )
  expect([800, 2048, 3_000_000].map(format.bytes)).toEqual(['800 B', '2.0 KB', '2.9 MB'])
})

test('ages in both languages, never from the future', () => {
  expect([-5000, 40_000, 3_600_000].map((ms) => format.ago(ms, 'en'))).toEqual(['now', '40s ago', '1h ago'])
  expect(format.ago(40_000, 'zh')).toBe('40 秒前')
})
