import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { sha256 } from './sha256.ts'

test('the same as the platform’s own, for any text', () => {
  const own = (text: string) => createHash('sha256').update(text).digest('hex')
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (text) => {
      expect(sha256(text)).toBe(own(text))
    }),
  )
  for (const length of [0, 54, 55, 56, 63, 64, 65, 119, 120, 128]) {
    expect(sha256('a'.repeat(length))).toBe(own('a'.repeat(length)))
  }
})
