import { describe, expect, test } from 'vitest'
import { membersOf, either, readMembers, type Check, type Rules } from './rules.ts'

interface Bread {
  weight: number
  sliced: boolean
  flour: 'rye' | 'wheat'
  seeds: string[]
  label?: string
  crust: { dark: boolean }
}

const WORD: Check<string> = ['a word', (value) => (typeof value === 'string' && value ? value : undefined)]

const RULES: Rules<Bread> = {
  weight: [[100, 2000], 500],
  sliced: [[true, false], true],
  flour: [['rye', 'wheat'], 'wheat', 'rye'],
  seeds: [membersOf(true, WORD), []],
  label: [WORD],
  crust: { dark: [[true, false], false] },
}

function read(bread: unknown) {
  const warnings: string[] = []
  return { made: readMembers(RULES, { bread }, 'bread', '', (line) => warnings.push(line)), warnings }
}

const PLAIN: Bread = { weight: 500, sliced: true, flour: 'wheat', seeds: [], crust: { dark: false } }

test('nothing is given: every member that has a default is there', () => {
  expect(read(undefined)).toEqual({ made: PLAIN, warnings: [] })
})

test('what is good is taken as it is, false and the ends of a range too', () => {
  const good = {
    weight: 2000,
    sliced: false,
    flour: 'rye',
    seeds: ['poppy'],
    label: 'x',
    crust: { dark: true },
  }
  expect(read(good)).toEqual({ made: good, warnings: [] })
})

describe('what is bad is said, once, in the words of its rule', () => {
  test.each<[bread: object, warning: string, made: Partial<Bread>]>([
    [{ weight: 99 }, '"weight" must be a number from 100 to 2000', {}],
    [{ weight: '500' }, '"weight" must be a number from 100 to 2000', {}],
    [{ sliced: 0 }, '"sliced" must be true or false', {}],
    [{ flour: 'corn' }, '"flour" must be rye or wheat', { flour: 'rye' }],
    [{ seeds: 'poppy' }, '"seeds" must be an array', {}],
    [{ seeds: ['poppy', 5] }, '"seeds[1]" must be a word', { seeds: ['poppy'] }],
    [{ label: '' }, '"label" must be a word', {}],
    [{ crust: [] }, '"crust" must be an object', {}],
    [{ crust: { dark: 1 } }, '"crust.dark" must be true or false', {}],
  ])('%j', (bread, warning, made) => {
    expect(read(bread)).toEqual({ made: { ...PLAIN, ...made }, warnings: ['option ' + warning] })
  })
})

test('a member without a rule is no option', () => {
  expect(read({ butter: 1, crust: { thick: 1 } }).warnings).toEqual([
    'there is no option "butter"',
    'there is no option "crust.thick"',
  ])
})

test('either of two: the words of both', () => {
  const [expected, take] = either(WORD, membersOf(false, WORD))
  expect(expected).toBe('a word or an object')
  expect([take('x', '', () => {}), take({ a: 'x' }, '', () => {})]).toEqual(['x', { a: 'x' }])
})
