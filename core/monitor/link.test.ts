import { describe, expect, test } from 'vitest'
import { composed } from '../../test/fakes/composed.ts'
import { settle } from '../../test/fakes/settle.ts'
import type { Options } from '../kit/user-options.ts'
import type { Signal } from '../signal.ts'
import { withUserApi } from './user-api.ts'

async function start(options: Partial<Options> = {}) {
  const seen: Signal[] = []
  const t = composed({
    webViews: ['m.example.com', 'M.example.com:8443'],
    beforeSend(signal) {
      seen.push(signal)
      return signal
    },
    ...options,
  })
  await settle()
  return { ...t, monitor: withUserApi(t.monitor), seen }
}

const SESSION = /^[\da-f]{32}$/

function saidBy(url: string): string {
  return /[?&]mm=(.*)$/.exec(url)![1]!
}

describe('linkUrl', () => {
  test.each([
    ['https://m.example.com', 'https://m.example.com#?mm='],
    ['https://m.example.com/a?x=1', 'https://m.example.com/a?x=1#?mm='],
    ['https://m.example.com/a?x=1#', 'https://m.example.com/a?x=1#?mm='],
    ['https://M.EXAMPLE.com/#/p', 'https://M.EXAMPLE.com/#/p?mm='],
    ['http://m.example.com:8443/#/p?a=1', 'http://m.example.com:8443/#/p?a=1&mm='],
  ])('%s: behind the hash, in its query', async (url, begin) => {
    const { monitor } = await start()
    const linked = monitor.linkUrl(url)
    expect(linked.slice(0, begin.length)).toBe(begin)
    expect(linked.slice(begin.length)).toMatch(SESSION)
  })

  test.each([
    ['https://other.example.com/'],
    ['https://m.example.com.evil.example/'],
    ['https://evil.example/?m.example.com'],
    ['https://evil.example@m.example.com/'],
    ['https://m.example.com:9/'],
    ['//m.example.com/'],
    ['/a'],
    [''],
    [undefined],
    [null],
    [5],
  ])('%s stays as it is', async (url) => {
    const { monitor } = await start()
    expect(monitor.linkUrl(url as string)).toBe(url)
  })

  test('without the option, and without consent, every URL stays as it is', async () => {
    const url = 'https://m.example.com/'
    expect((await start({ webViews: [] })).monitor.linkUrl(url)).toBe(url)
    expect((await start({ consent: 'pending' })).monitor.linkUrl(url)).toBe(url)
  })

  test('the session is that of the signals', async () => {
    const { monitor, seen } = await start()
    const session = saidBy(monitor.linkUrl('https://m.example.com/'))
    monitor.captureError(new Error('x'))
    expect(seen[0]).toMatchObject({ attributes: { 'session.id': session } })
  })

  test('with a trace that is sampled, its id and that of a span which is sent', async () => {
    const { monitor, seen } = await start({ enable: { tracing: true } })
    const [session, traceId, spanId] = saidBy(monitor.linkUrl('https://m.example.com/')).split('-')
    expect(session).toMatch(SESSION)
    expect(seen).toMatchObject([{ kind: 'span', name: 'web-view', traceId, spanId }])
    const { monitor: other } = await start({ enable: { tracing: true }, tracing: { sampleRate: 0 } })
    expect(saidBy(other.linkUrl('https://m.example.com/'))).toMatch(SESSION)
  })

  test('hosts are names, and nothing else', async () => {
    const { monitor } = await start({ webViews: ['https://m.example.com', 5, 'm.example.com'] as string[] })
    expect(monitor.diagnostics().warnings).toEqual([
      'option "webViews[0]" must be a host, such as "m.example.com"',
      'option "webViews[1]" must be a host, such as "m.example.com"',
    ])
    expect(monitor.linkUrl('https://m.example.com/')).toContain('mm=')
  })
})
