import { describe, expect, test } from 'vitest'
import type { FakeClock } from '../../test/fakes/clock.ts'
import { testContext } from '../../test/fakes/context.ts'
import { fakePlatform } from '../../test/fakes/platform.ts'
import { seeded } from '../../test/fakes/random.ts'
import { createAccount } from '../outbox/account.ts'
import { createContext, createTraceIds } from './parts-context.ts'
import type { Parts, Settings } from './parts.ts'

const ALL = { session: 1, error: 1, perf: 1, request: 1 }

function start(given: Partial<Parts> = {}, settings: Partial<Settings> = {}) {
  const { context: around } = testContext()
  const account = createAccount()
  const parts = {
    ...around,
    meter: () => around.meter,
    settings: { sampling: ALL, ...settings },
    ...given,
  } as unknown as Parts
  return { context: createContext(parts, account, around), account, diag: around.diag }
}

describe('the page in front', () => {
  const { framework } = testContext().context
  test.each<[what: string, framework: unknown, platform: unknown, page: string]>([
    ['the framework’s first', 'pages/a', 'pages/b', 'pages/a'],
    ['or the platform’s', '', 'pages/b', 'pages/b'],
    ['none yet', '', '', ''],
    ['what is no text is none', '', { route: 'x' }, ''],
  ])('%s', (_, ofFramework, ofPlatform, page) => {
    const { context } = start({
      framework: { ...framework, currentPage: () => ofFramework as string },
      platform: fakePlatform({ currentPage: () => ofPlatform as string }),
    })
    expect(context.page()).toBe(page)
  })

  test('a host that throws has none', () => {
    const currentPage = () => {
      throw new Error('no pages')
    }
    const { context, diag } = start({ platform: fakePlatform({ currentPage }) })
    expect(context.page()).toBe('')
    expect(diag.errors).toMatchObject([{ where: 'page', message: 'no pages' }])
  })
})

describe('URLs are cleaned', () => {
  test('without query, fragment and user info, then by the user’s hook', () => {
    const url = 'https://me:secret@a.example/x?token=1#y'
    expect(start().context.cleanUrl(url)).toBe('https://a.example/x')
    const redactUrl = (clean: string) => clean.replace('/x', '/…')
    expect(start({}, { redactUrl }).context.cleanUrl(url)).toBe('https://a.example/…')
  })

  test('a hook that gives no text is as bad as one that throws', () => {
    const { context } = start({}, { redactUrl: () => undefined as never })
    expect(() => context.cleanUrl('https://a.example/')).toThrow('redactUrl returned no text')
  })
})

describe('a sort of signals is kept', () => {
  const shareOf = (_: string, sort: string) => (sort === 'session' ? 0.3 : 0.6)
  test.each<[what: string, sampling: Partial<Settings['sampling']>, sampled: boolean, kept: boolean]>([
    ['all of it', {}, true, true],
    ['the session is in its share', { session: 0.5 }, true, true],
    ['the session is not', { session: 0.2 }, true, false],
    ['the session is, the sort is not', { session: 0.5, perf: 0.5 }, true, false],
    ['a share of nothing', { perf: 0 }, true, false],
    ['a kit that does not sample keeps all', { session: 0, perf: 0 }, false, true],
  ])('%s', (_, sampling, sampled, kept) => {
    const { context } = start(
      { shareOf: sampled ? shareOf : undefined },
      { sampling: { ...ALL, ...sampling } },
    )
    expect(context.keep('perf')).toBe(kept)
  })
})

test('what is dropped was taken in first: the account stays even', () => {
  const { context, account } = start()
  context.drop('metric', 'clock')
  expect(account).toMatchObject({ taken: { metric: 1 }, dropped: { metric: { clock: 1 } } })
})

test('trace ids of one run begin alike and end apart', () => {
  const next = createTraceIds(seeded(1))
  const ids = [next(), next(), next()]
  expect(ids.every((id) => /^[0-9a-f]{32}$/.test(id))).toBe(true)
  expect(new Set(ids.map((id) => id.slice(0, 18))).size).toBe(1)
  expect(new Set(ids.map((id) => id.slice(18))).size).toBe(3)
  expect(createTraceIds(seeded(2))().slice(0, 18)).not.toBe(ids[0].slice(0, 18))
})

test('a request of the app that nothing is ever heard of is under way for some two minutes at most', () => {
  const { context } = start()
  const clock = context.clock as FakeClock
  context.appRequests.begin(clock.tick())
  clock.advance(60000)
  expect(context.appRequests.active).toBe(1)
  clock.advance(70000)
  expect(context.appRequests.active).toBe(0)
})
