import { expect, test } from 'vitest'
import { matchesAny } from './match.ts'

test.each([
  ['/health', 'https://a.example/health?x', true],
  ['/health', 'https://a.example/wealth', false],
  ['a.example', 'https://A.example/', false],
  [/^https:\/\/a\./, 'https://a.example/', true],
  [/\.png$/, 'https://a.example/x.png?1', false],
])('%s in %s: %s', (matcher, text, is) => expect(matchesAny([matcher], text)).toBe(is))
