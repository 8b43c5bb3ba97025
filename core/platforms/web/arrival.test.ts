import { afterEach, expect, test, vi } from 'vitest'
import { composed } from '../../../test/fakes/composed.ts'
import { fakeFramework } from '../../../test/fakes/framework.ts'
import { settle } from '../../../test/fakes/settle.ts'
import { createDiag } from '../../internal/diag.ts'
import { createGuard } from '../../internal/guard.ts'
import type { Signal } from '../../signal.ts'
import { takeArrival } from './arrival.ts'

const SESSION = 'a'.repeat(32)
const TRACE = 'b'.repeat(32)
const SPAN = 'c'.repeat(16)
const HOST = 'm.example.com'

function open(url: string) {
  const { hash, host, href } = new URL(url)
  const replaced: unknown[][] = []
  vi.stubGlobal('location', { hash, host, href })
  vi.stubGlobal('history', {
    state: { own: 1 },
    replaceState: (...args: unknown[]) => void replaced.push(args),
  })
  return replaced
}

function take() {
  return takeArrival(createGuard(createDiag(false, {})), [HOST])
}

afterEach(() => vi.unstubAllGlobals())

test.each([
  ['#?mm=', '', ''],
  ['#/p?mm=', '', '#/p'],
  ['#/p?a=1&mm=', '', '#/p?a=1'],
  ['#/p?mm=', '&a=1', '#/p?a=1'],
  ['#/p?a=1&mm=', '&b=2', '#/p?a=1&b=2'],
  ['#place?mm=', '', '#place'],
])('%s…%s: taken out, and nothing else', (before, behind, rest) => {
  const base = `https://${HOST}/a?x=1`
  const replaced = open(base + before + SESSION + behind)
  expect(take()).toEqual({ session: SESSION, traceId: undefined, spanId: undefined })
  expect(replaced).toEqual([[{ own: 1 }, '', base + rest]])
})

test('session and trace', () => {
  open(`https://${HOST}/#/p?mm=${SESSION}-${TRACE}-${SPAN}`)
  expect(take()).toEqual({ session: SESSION, traceId: TRACE, spanId: SPAN })
})

test.each([
  [`https://${HOST}/#/p`],
  [`https://${HOST}/?mm=${SESSION}`],
  [`https://${HOST}/#/p?mm=short`],
  [`https://${HOST}/#/p?mm=${SESSION}0`],
  [`https://${HOST}/#/p?mm=${SESSION}-${TRACE}`],
  [`https://${HOST}/#/p?comm=${SESSION}`],
  [`https://other.example/#/p?mm=${SESSION}`],
])('%s is left', (url) => {
  const replaced = open(url)
  expect([take(), replaced]).toEqual([undefined, []])
})

test('a page that lets nobody change its address is left, and goes on', () => {
  open(`https://${HOST}/#/p?mm=${SESSION}`)
  vi.stubGlobal('history', {
    replaceState() {
      throw new Error('SecurityError')
    },
  })
  expect(take()).toBe(undefined)
})

test('the page goes on with the session, and its loading with the trace', async () => {
  open(`https://${HOST}/#/p?mm=${SESSION}-${TRACE}-${SPAN}`)
  const seen: Signal[] = []
  const framework = fakeFramework()
  const { monitor, platform } = composed(
    {
      webViews: [HOST],
      enable: { tracing: true, session: true },
      beforeSend(signal) {
        seen.push(signal)
        return signal
      },
    },
    { framework },
  )
  await settle()
  for (const path of ['pages/a', 'pages/b'])
    for (const phase of ['load', 'show', 'hide'] as const) {
      platform.page = path
      framework.onPage({ phase, path })
    }
  await monitor.shutdown()
  const roots = seen.filter((s) => s.kind === 'span' && /^pages/.test(s.name))
  expect(roots).toMatchObject([
    { name: 'pages/a', traceId: TRACE, parentSpanId: SPAN, attributes: { 'session.id': SESSION } },
    { name: 'pages/b', parentSpanId: undefined, attributes: { 'session.id': SESSION } },
  ])
  expect(roots[1]).not.toMatchObject({ traceId: TRACE })
  // it is the mini program's, and counted there
  expect(seen.filter((s) => s.kind === 'metric' && s.name === 'miniprogram.sessions')).toEqual([])
})
