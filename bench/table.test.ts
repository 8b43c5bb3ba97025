import { expect, test } from 'vitest'
import { figure, mark, percent, table } from './table.ts'

test('columns line up, and lines have no blanks at their end', () => {
  const text = table(
    ['what', 'µs', ''],
    [
      ['a request', '1.20', '✓'],
      ['a log', '10.0', ''],
    ],
  )
  expect(text).toBe(
    ['what         µs', '──────────────────', 'a request  1.20  ✓', 'a log      10.0'].join('\n'),
  )
})

test('a column in which nothing stands is left out', () => {
  const text = table(
    ['what', 'was', 'is'],
    [
      ['a', '', '1'],
      ['b', '', '2'],
    ],
  )
  expect(text.split('\n')[0]).toBe('what  is')
})

test('figures have three digits that matter', () => {
  expect([0, 0.012, 1.234, 9.999, 12.34, 99.96, 1234.5].map(figure)).toEqual([
    '0',
    '0.01',
    '1.23',
    '10.0',
    '12.3',
    '100',
    '1235',
  ])
  expect(figure(-1.5)).toBe('-1.50')
  expect(figure(NaN)).toBe('–')
})

test('shares and marks', () => {
  expect(percent(0.125)).toBe('13 %')
  expect([true, false, undefined].map(mark)).toEqual(['✓', '✗', ''])
})
