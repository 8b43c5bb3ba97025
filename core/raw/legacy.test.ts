import { expect, test } from 'vitest'
import { balanceOf } from '../../test/fakes/balance.ts'
import { composed } from '../../test/fakes/composed.ts'
import { fakePlatform } from '../../test/fakes/platform.ts'
import type { Options } from '../kit/user-options.ts'

function log(text: string) {
  return {
    kind: 'log',
    time: Date.UTC(2026, 0, 1),
    payload: { body: { stringValue: text }, attributes: [] },
  }
}

/** An app that has just changed from mini-program-monitor. */
async function changed(options: Partial<Options>, left: unknown = [log('a'), log('b')]) {
  const platform = fakePlatform()
  platform.stored.set('mpm:pending', JSON.stringify(left))
  const t = composed(options, { platform })
  await t.clock.pass(10000)
  return { ...t, isLeft: () => platform.stored.has('mpm:pending') }
}

test('what mini-program-monitor had left is sent', async () => {
  const { monitor, platform, isLeft } = await changed({})
  expect(isLeft()).toBe(false)
  expect(monitor.diagnostics().delivered.log).toBe(2)
  expect(platform.sent.map(({ body }) => String(body)).join()).toMatch(/"a".*"b"/)
})

test('without consent it is not even read', async () => {
  const { platform, isLeft } = await changed({ consent: 'pending' })
  expect(isLeft()).toBe(true)
  expect(platform.asked.join()).not.toContain('mpm:pending')
})

test('where consent is refused it goes, too, and is counted', async () => {
  const { clock, monitor, platform, isLeft } = await changed({ consent: 'pending' })
  monitor.setConsent(false)
  await clock.pass(1000)
  expect(isLeft()).toBe(false)
  expect(monitor.diagnostics().dropped).toEqual({ log: { consent_denied: 2 } })
  expect(platform.sent).toEqual([])
  const balance = balanceOf(monitor)
  expect(balance.in).toBe(balance.out)
})

test('where it is no list of events, it goes without harm', async () => {
  const { monitor, isLeft } = await changed({}, { kind: 'log' })
  expect(isLeft()).toBe(false)
  expect(monitor.diagnostics().dropped).toEqual({ log: { invalid: 1 } })
})
