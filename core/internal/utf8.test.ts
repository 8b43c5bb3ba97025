import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { bytesHeldBy, longText } from '../../test/fakes/heap.ts'
import { cut, flat, toJson, utf8 } from './utf8.ts'

const utf16 = fc.array(fc.integer({ min: 0, max: 0xffff })).map((codes) => String.fromCharCode(...codes))

describe('UTF-8', () => {
  test.each([
    '',
    'abc',
    'é',
    '中文',
    '😀',
    'a\ud83d',
    '\ude00',
    '\ud83d\ud83d\ude00',
    '\uffff\u07ff\u0800\u007f',
    'éabcdefgh',
    'aébcdefgh',
    'abécdefgh',
    'abcédefgh',
    'abcdéfgh',
  ])('%j is what TextEncoder makes of it', (text) =>
    expect([...utf8(text)]).toEqual([...new TextEncoder().encode(text)]),
  )
  test('any UTF-16', () => {
    fc.assert(
      fc.property(utf16, (text) => {
        expect([...utf8(text)]).toEqual([...new TextEncoder().encode(text)])
      }),
    )
  })
})

describe('JSON', () => {
  test('a lone surrogate becomes U+FFFD, everything else stays', () => {
    const wellFormed = (text: string) => (text as unknown as { toWellFormed(): string }).toWellFormed()
    fc.assert(
      fc.property(utf16, fc.constantFrom('', '\\ud800', '\\\\udfff', '"'), (text, more) => {
        expect(JSON.parse(toJson({ [text]: text + more }))).toEqual({
          [wellFormed(text)]: wellFormed(text + more),
        })
      }),
    )
  })
  test('of an engine that writes lone surrogates as they are', () => {
    const stringify = JSON.stringify
    JSON.stringify = (value: string) => '"' + value + '"'
    try {
      expect(toJson('a\ud800 😀 \udc00')).toBe('"a\ufffd 😀 \ufffd"')
    } finally {
      JSON.stringify = stringify
    }
  })
})

test('cut never leaves half a pair', () => {
  expect(cut('abc', 3)).toBe('abc')
  expect(cut('abcd', 3)).toBe('abc')
  expect(cut('ab😀', 3)).toBe('ab')
  expect(cut('a😀b', 3)).toBe('a😀')
})

test('a text that was cut does not keep the whole', async () => {
  const sixty = (of: (text: string) => string) =>
    bytesHeldBy(() => Array.from({ length: 60 }, (_, i) => of(longText(200000, i))))
  expect(await sixty((text) => cut(text, 300))).toBeLessThan(60 * 1000)
  // nor does a match or a part of it
  expect(await sixty((text) => flat(/of many.{50}/.exec(text)![0]))).toBeLessThan(60 * 500)
  expect(flat('')).toBe('')
  expect(flat('a')).toBe('a')
})
