/** What is printed while `npm start` runs, and at its end. */
import { expect, test } from 'vitest'
import { leftBehind } from './accounts.ts'
import type { Fleet } from './fleet.ts'
import { createReporter } from './report.ts'
import type { Services } from './services.ts'

/** A terminal's last line after so many signals, of which one is an error. */
function lineAfter(signals: number, shop?: { count: number }): string {
  let printed = ''
  let arrive: (data: object) => void = () => {}
  const sink = {
    on(_: string, listener: typeof arrive) {
      arrive = listener
      return () => {}
    },
  }
  const services = { sink, shop } as unknown as Services
  const fleet = shop && ({ visitors: [{ visitor: { diagnostics() {} } }] } as unknown as Fleet)
  const reporter = createReporter({ write: (text) => (printed += text) }, services, fleet)
  const logs = Array.from({ length: signals }, (_, i) => ({
    attributes: i ? {} : { 'exception.type': 'js' },
  }))
  arrive({ logs, metrics: [], spans: [], segments: [] })
  reporter.stop()
  return printed.trimEnd()
}

test('one is 1 signal, two are 2 signals', () => {
  expect(lineAfter(1)).toMatch(/^\d\d:\d\d · 1 signal arrived, 1 of them an error$/)
  expect(lineAfter(2, { count: 1 })).toMatch(
    / · 1 request of 1 device reached the shop · 2 signals arrived, 1 of them an error$/,
  )
  expect(lineAfter(0, { count: 2 })).toMatch(
    / · 2 requests of 1 device reached the shop · 0 signals arrived, 0 of them errors$/,
  )
})

function left(pending: object, stored: object) {
  return { visitor: { account: () => ({ pending, stored }) } }
}

test('what a dead collector left on the devices is told at the end, and nothing where nothing is left', () => {
  const visitors = [left({ log: 2, metric: 3 }, {}), left({}, { log: 1 })] as unknown as Fleet['visitors']
  expect(leftBehind({ visitors })).toBe(
    '6 signals not delivered: 1 in the devices’ storage, for their next start, 5 in memory',
  )
  expect(leftBehind({ visitors: [left({}, { log: 1 })] as unknown as Fleet['visitors'] })).toContain(
    '1 signal not',
  )
  expect(leftBehind({ visitors: [left({}, {})] as unknown as Fleet['visitors'] })).toBeUndefined()
})
