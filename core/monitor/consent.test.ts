import { describe, expect, test } from 'vitest'
import type { Consent } from '../context.ts'
import { createConsent } from './consent.ts'

function start(first: Consent) {
  const effects: string[] = []
  const consent = createConsent(first)
  consent.start({
    open: () => void effects.push('open'),
    forget: () => void effects.push('forget'),
    withdraw: () => void effects.push('withdraw'),
  })
  return { consent, effects }
}

describe('it begins', () => {
  test.each<[Consent, effects: string[]]>([
    ['pending', []],
    ['granted', ['open']],
    ['denied', ['withdraw']],
  ])('%s', (first, effects) => {
    const { consent, effects: seen } = start(first)
    expect([consent.state(), seen]).toEqual([first, effects])
  })
})

describe('the user says', () => {
  const nothing: string[] = []
  test.each<[before: Consent, says: unknown, after: Consent, effects: string[]]>([
    ['pending', true, 'granted', ['open']],
    ['pending', false, 'denied', ['withdraw']],
    ['granted', true, 'granted', nothing],
    ['granted', false, 'denied', ['withdraw']],
    ['denied', true, 'granted', ['forget', 'open']],
    ['denied', false, 'denied', nothing],
    // nothing but true is a yes
    ['pending', undefined, 'denied', ['withdraw']],
    ['pending', 'true', 'denied', ['withdraw']],
    ['pending', 1, 'denied', ['withdraw']],
    ['granted', undefined, 'denied', ['withdraw']],
    ['denied', 'yes', 'denied', nothing],
  ])('%s, then %j: %s', (before, says, after, effects) => {
    const { consent, effects: seen } = start(before)
    seen.length = 0
    consent.set(says as boolean)
    expect([consent.state(), seen]).toEqual([after, effects])
  })
})

test('an effect sees the new state', () => {
  const consent = createConsent('pending')
  const seen: Consent[] = []
  const look = () => void seen.push(consent.state())
  consent.start({ open: look, forget: look, withdraw: look })
  for (const granted of [true, false, true]) consent.set(granted)
  expect(seen).toEqual(['granted', 'denied', 'granted', 'granted'])
})
