import { expect, test } from 'vitest'
import type { Row } from './row.ts'
import { cellOf, readTable, tableText } from './table.ts'

function row(what: string): Row {
  return { what, how: `try ${what}`, attempt: () => Promise.resolve('') }
}

test('what was seen is found again, row by row', () => {
  const seen = [
    { what: 'Node 30', how: 'try Node 30', result: 'works: 12 tests', date: '2026-11-30' },
    { what: 'Node 32', how: 'try Node 32', result: 'fails: npm ci', date: '2026-12-01' },
  ]
  expect(readTable([row('Node 30'), row('Node 32')], tableText(seen))).toEqual(seen)
})

test('a row that is new was not tried; one that is gone is left out; the way of today is told', () => {
  const before = tableText([{ what: 'gone', how: '', result: 'works: yes', date: '2026-11-30' }])
  expect(readTable([row('new')], before)).toEqual([
    { what: 'new', how: 'try new', result: 'not tried yet', date: '' },
  ])
})

test('whatever is said fits into a cell', () => {
  expect(cellOf(' a | b\nmore')).toBe('a / b more')
  expect(cellOf('x'.repeat(999))).toHaveLength(160)
  expect(cellOf('')).toBe('')
})
