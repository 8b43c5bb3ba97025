/** Size is a feature: each entry within its limit of `.size-limit.json`, and no growth by more than 1 % unexplained. */
import { describe, expect, test } from 'vitest'
import {
  askForReason,
  changesOf,
  measure,
  readBook,
  recorded,
  table,
  wantsReason,
  type Book,
} from './sizes.ts'

const checks = measure()
const changes = changesOf(checks, readBook())

describe('sizes', () => {
  test.each(checks)('$name: $size of $sizeLimit bytes', ({ size, sizeLimit }) => {
    expect(size).toBeLessThanOrEqual(sizeLimit)
  })

  test('what grew by more than 1 % has a reason', () => {
    if (changes.some(({ was, is }) => was !== is)) console.log(table(changes))
    const grown = changes.filter(wantsReason)
    expect(grown, grown.length ? askForReason(grown) : '').toEqual([])
  })

  test('each entry is in the book, and nothing else', () => {
    expect(Object.keys(readBook().sizes).sort()).toEqual(checks.map(({ name }) => name).sort())
  })

  test('every reason says something', () => {
    expect(readBook().grown.filter(({ why }) => why.trim().split(/\s+/).length < 3)).toEqual([])
  })
})

describe('the book', () => {
  const book: Book = { sizes: { 'a, minified': 1000, 'a, gzipped': 400 }, grown: [] }
  const at = (minified: number, gzipped: number) => [
    { name: 'a, minified', was: 1000, is: minified },
    { name: 'a, gzipped', was: 400, is: gzipped },
  ]

  test('takes what grew by 1 % or shrank as it is', () => {
    expect(recorded(book, at(1010, 390))).toEqual({
      sizes: { 'a, minified': 1010, 'a, gzipped': 390 },
      grown: [],
    })
  })

  test('takes more only with a reason, and keeps that', () => {
    expect(() => recorded(book, at(1011, 400))).toThrow(/a, minified: 1000 → 1011 bytes, \+11 \(\+1\.1 %\)/)
    const next = recorded(book, at(1011, 400), 'a signal more')
    expect(next.sizes).toEqual({ 'a, minified': 1011, 'a, gzipped': 400 })
    expect(next.grown).toEqual([{ why: 'a signal more', sizes: { 'a, minified': [1000, 1011] } }])
  })

  test('a new entry has no past', () => {
    const [change] = changesOf([{ name: 'b, minified', size: 5, sizeLimit: 9 }], book)
    expect(wantsReason(change!)).toBe(false)
    expect(table([change!])).toMatch(/b +│ +new +5 +·/)
  })

  test('is shown as a line an entry, the largest growth first', () => {
    const lines = table([{ name: 'b, minified', was: 10, is: 9 }, ...at(1011, 390)]).split('\n')
    expect(lines.map((line) => line.replace(/ +/g, ' ').trim())).toEqual([
      'entry │ minified, was is change │ gzipped, was is change',
      'a │ 1000 1011 +11 (+1.1 %) │ 400 390 −10 (−2.5 %)',
      'b │ 10 9 −1 (−10.0 %) │',
    ])
  })
})
