import fc from 'fast-check'
import { expect, test } from 'vitest'
import { base64, base64Bytes, unbase64 } from './base64.ts'

test.each(['', 'a', 'ab', 'abc', 'abcd', '小程序', 'page/首页', '😀', '4bf92f3577b34da6a3ce929d0e0e4736'])(
  '%j is what Node makes of it',
  (text) => expect(base64(text)).toBe(Buffer.from(text).toString('base64')),
)

test('a lone surrogate is U+FFFD', () => {
  expect(base64('a\ud800')).toBe(Buffer.from('a\ufffd').toString('base64'))
})

test('any bytes, there and back', () => {
  fc.assert(
    fc.property(fc.uint8Array(), (bytes) => {
      const text = Buffer.from(bytes).toString('base64')
      const chars = Buffer.from(bytes).toString('latin1')
      expect(base64Bytes(chars)).toBe(text)
      expect(unbase64(text)).toBe(chars)
      expect(unbase64(Buffer.from(bytes).toString('base64url'))).toBe(chars)
    }),
  )
})

test('what is no base64 is passed over', () => {
  expect(unbase64('QUJD*\nQUJD')).toBe('ABCABC')
})
