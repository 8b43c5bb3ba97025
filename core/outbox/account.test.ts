import { expect, test } from 'vitest'
import { count, createAccount, lose, lossesOf } from './account.ts'

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
