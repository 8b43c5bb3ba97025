import { expect, test } from 'vitest'
import { createAccounts, readReport } from './account.ts'
import type { DeviceAccount } from './account.ts'

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
    ['b', 0],
    ['a', 1],
  ])
  expect(() => accounts.report([{ device: 'c', diagnostics: even }, { device: 'd' }])).toThrow('diagnostics')
  expect(accounts.list()).toHaveLength(2)
})

test('reasons that are called like what every object has are added up like any other', () => {
  const accounts = createAccounts()
  const dropped = JSON.parse('{"toString":1,"constructor":2,"__proto__":3}') as object
  for (const device of ['a', 'b']) accounts.report({ device, diagnostics: { taken: { log: 1 }, dropped } })
  const [{ total }] = accounts.list() as [DeviceAccount]
  expect(JSON.stringify(total.dropped)).toBe('{"toString":1}')
  expect(({} as { taken?: number }).taken).toBe(undefined)
})

test('ten thousand devices are not kept all; who reports stays', () => {
  const accounts = createAccounts()
  for (let at = 0; at < 10_000; at++)
    accounts.report([
      { device: 'ours', diagnostics: even },
      { device: `d${at}`, diagnostics: even },
    ])
  expect(accounts.list().length).toBeLessThanOrEqual(2000)
  expect(accounts.list().map(({ device }) => device)).toContain('ours')
})
