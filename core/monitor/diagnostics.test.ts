import { expect, test } from 'vitest'
import { testContext } from '../../test/fakes/context.ts'
import type { Consent } from '../context.ts'
import { count, createAccount, lose, type Counts } from '../outbox/account.ts'
import { diagnosticsOf } from './diagnostics.ts'

function tell(consent: Consent, stopped = false) {
  const { context } = testContext({ consent: () => consent })
  context.patched['fake.request'] = true
  const account = createAccount()
  count(account.taken, 'log', 3)
  lose(account, 'log', 'queue_full', 1)
  const pipeline = {
    held(counts: Counts) {
      count(counts, 'log', 1)
      return counts
    },
  }
  const outbox = {
    counts: (inStorage: boolean): Counts => (inStorage ? { metric: 4 } : { log: 1 }),
    lanes: () => [{ name: 'fake', sending: false, failures: 0, retryIn: 0 }],
  }
  return { told: diagnosticsOf(context, stopped, true, account, pipeline, outbox), account, context }
}

test.each<[Consent, stopped: boolean, state: string]>([
  ['granted', false, 'running'],
  ['pending', false, 'waiting for consent'],
  ['denied', false, 'consent denied'],
  ['granted', true, 'stopped'],
  ['denied', true, 'stopped'],
])('%s, stopped %j: %s', (consent, stopped, state) => {
  expect(tell(consent, stopped).told.state).toBe(state)
})

test('the account, what is held by pipeline and outbox, and what could be patched', () => {
  const { told } = tell('granted')
  expect(told).toEqual({
    state: 'running',
    platform: 'fake',
    framework: 'fake',
    taken: { log: 3 },
    restored: {},
    delivered: {},
    dropped: { log: { queue_full: 1 } },
    pending: { log: 2 },
    storage: true,
    stored: { metric: 4 },
    collector: [{ name: 'fake', sending: false, failures: 0, retryIn: 0 }],
    patched: { 'fake.request': true },
    errors: [],
    warnings: [],
  })
})

test('what was told stays as it is', () => {
  const { told, account, context } = tell('granted')
  count(account.taken, 'log', 1)
  context.patched['fake.uploadFile'] = true
  context.diag.error('x', new Error('later'))
  expect([told.taken, told.patched, told.errors]).toEqual([{ log: 3 }, { 'fake.request': true }, []])
})
