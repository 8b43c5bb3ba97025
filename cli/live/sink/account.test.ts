import { expect, test } from 'vitest'
import { createAccounts, readReport } from './account.ts'

const even = {
  taken: 8,
  restored: 2,
  delivered: 6,
  pending: 1,
  stored: 1,
  dropped: { queue: 1, deduplicated: 1 },
}

test('reads numbers, columns by signal, and signals with columns alike', () => {
  const columns = {
    taken: { log: 8 },
    restored: { log: 2 },
    delivered: { log: 6 },
    pending: { log: 1 },
    stored: { log: 1 },
    dropped: { log: { queue: 1, deduplicated: 1 } },
  }
  for (const diagnostics of [even, { account: even }, columns, { signals: { log: even } }]) {
    const account = readReport({ device: 'd', diagnostics })
    expect(account.total).toEqual(even)
    expect(account.missing).toBe(0)
  }
})

test('shows what is missing', () => {
  expect(readReport({ device: 'd', diagnostics: { ...even, delivered: 4 } }).missing).toBe(2)
})

test('keeps the latest of each device, and none of a report that is malformed', () => {
  const accounts = createAccounts()
  accounts.report([
    { device: 'a', diagnostics: even },
    { device: 'b', diagnostics: even },
  ])
  accounts.report({ device: 'a', diagnostics: { ...even, taken: 9 } })
  expect(accounts.list().map(({ device, missing }) => [device, missing])).toEqual([
    ['a', 1],
    ['b', 0],
  ])
  expect(() => accounts.report([{ device: 'c', diagnostics: even }, { device: 'd' }])).toThrow('diagnostics')
  expect(accounts.list()).toHaveLength(2)
})
