import { describe, expect, test } from 'vitest'
import { gaugeOf } from '../../test/fakes/outbox.ts'
import type { SignalKind } from '../signal.ts'
import { count, createAccount, lose, lossesOf, tellAgain } from './account.ts'

test('a loss is counted by kind and reason, and is not told of yet', () => {
  const account = createAccount()
  lose(account, 'log', 'expired', 2)
  lose(account, 'log', 'expired', 1)
  lose(account, 'span', 'poison', 1)
  expect(account.dropped).toEqual({ log: { expired: 3 }, span: { poison: 1 } })
  expect(account.unreported).toEqual({ 'log:expired': 3, 'span:poison': 1 })
})

test('nothing lost is no loss', () => {
  const account = createAccount()
  lose(account, 'log', 'expired', 0)
  lose(account, 'log', 'expired', -1)
  expect(account).toEqual(createAccount())
})

test('counts go up and down', () => {
  const counts = {}
  count(counts, 'log', 3)
  count(counts, 'log', -1)
  expect(counts).toEqual({ log: 2 })
})

test('losses become one metric, a point for each kind and reason', () => {
  const metric = lossesOf({ 'log:expired': 3, 'span:poison': 1 }, 1000, 5000)
  expect(metric).toMatchObject({ kind: 'metric', type: 'sum', monotonic: true, temporality: 1 })
  expect(metric.points).toEqual([
    { attributes: { signal: 'log', reason: 'expired' }, start: 1000, time: 5000, value: 3 },
    { attributes: { signal: 'span', reason: 'poison' }, start: 1000, time: 5000, value: 1 },
  ])
})

test('a clock that was set back makes no point that starts after its end', () => {
  expect(lossesOf({ 'log:expired': 1 }, 5000, 1000).points).toMatchObject([{ start: 1000, time: 1000 }])
})

test.each(['__proto__', 'constructor', 'toString'])(
  'a kind that is called %s is a name like any other',
  (name) => {
    const account = createAccount()
    lose(account, name as SignalKind, 'invalid', 2)
    lose(account, name as SignalKind, 'invalid', 1)
    count(account.taken, name, 3)
    expect(Object.entries(account.dropped)).toEqual([[name, { invalid: 3 }]])
    expect(Object.entries(account.taken)).toEqual([[name, 3]])
    expect(Object.keys({})).toEqual([])
  },
)

test.each([NaN, -5, -Infinity])('%s is no loss', (n) => {
  const account = createAccount()
  lose(account, 'log', 'expired', n)
  expect(account.dropped).toEqual({})
})

describe('a report of losses that is lost itself', () => {
  const report = lossesOf({ 'log:expired': 3, 'span:poison': 1 }, 1000, 5000)

  test('is told again, and of itself nothing: no report is the cause of the next', () => {
    const account = createAccount()
    for (let i = 0; i < 10; i++) {
      account.unreported = createAccount().unreported
      lose(account, 'metric', 'poison', 2)
      tellAgain(account, 'poison', [report])
      expect(account.unreported).toEqual({ 'log:expired': 3, 'span:poison': 1 })
    }
    expect(account.dropped).toEqual({ metric: { poison: 20 } })
  })

  test('beside other metrics, of which the loss is told', () => {
    const account = createAccount()
    lose(account, 'metric', 'poison', 2 + 5)
    lose(account, 'log', 'expired', 1)
    tellAgain(account, 'poison', [gaugeOf('g', 5), report])
    expect(account.unreported).toEqual({ 'log:expired': 4, 'span:poison': 1, 'metric:poison': 5 })
  })

  test('from storage: what is no count is none', () => {
    const account = createAccount()
    const point = (signal: unknown, value: unknown) => ({ attributes: { signal, reason: 'expired' }, value })
    const points = [
      point('log', 1),
      point('log', '5'),
      point('log', -5),
      point('log', NaN),
      point(null, {}),
      point('a:b', 1),
    ]
    tellAgain(account, 'expired', [{ ...report, points: points as never }])
    expect(account.unreported).toEqual({ 'log:expired': 1 })
  })
})
