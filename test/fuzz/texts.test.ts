/** Texts that are long, and made to make expressions go back and forth: no door holds the thread for them. */
import { expect, test, vi } from 'vitest'
import type { Monitor } from '../../core/monitor/api.ts'
import { replace } from '../../core/monitor/current.ts'
import { inertMonitor } from '../../core/monitor/inert.ts'
import { record } from '../../core/raw/record.ts'
import { fakeClock } from '../fakes/clock.ts'
import { fakePlatform, type FakePlatform } from '../fakes/platform.ts'
import { count, expectInputs } from './figures.ts'
import { COLLECTOR, start } from './kit.ts'

vi.setConfig({ testTimeout: 300000 })

type Door = (text: string, monitor: Monitor, platform: FakePlatform) => void

const DOORS: Record<string, Door> = {
  'a hook of errors': (text, _, platform) => platform.fire('error', text),
  'a stack apart': (text, _, platform) => platform.fire('error', 'boom', text),
  'an object’s message and stack': (text, _, platform) =>
    platform.fire('error', { message: text, stack: text }),
  'a rejection’s members': (text, _, platform) =>
    platform.fire('rejection', { [text]: text, list: [text, { token: text }] }),
  'the name of a sub-package': (text, _, platform) =>
    platform.fire('lazyLoadError', { subpackage: [text], errMsg: text }),
  'the path of a page that is not there': (text, _, platform) => platform.fire('pageNotFound', text),
  'the page in front': (text, monitor, platform) => {
    platform.page = text
    monitor.log('x')
    platform.page = ''
  },
  captureError: (text, monitor) =>
    monitor.captureError(new Error(text), { page: text, componentStack: text, attributes: { [text]: text } }),
  'an error’s cause': (text, monitor) =>
    monitor.captureError(Object.assign(new Error('x'), { cause: new Error(text) })),
  log: (text, monitor) => monitor.log(text, { [text]: text, list: [text], map: { text } }),
  'attributes and user': (text, monitor) => {
    monitor.setAttributes({ text })
    monitor.setUser(text)
    monitor.log('x')
    monitor.setAttributes({ text: undefined })
    monitor.setUser(undefined)
  },
  'a hashed user': (text, monitor) => monitor.setUser(text, { hash: true }),
  metrics(text, monitor) {
    monitor.gauge(text, 1, { [text]: text }, text)
    monitor.count(text, 1, { text })
    monitor.histogram(text, 1, { text }, { unit: text })
  },
  'a span'(text, monitor) {
    const span = monitor.startSpan(text)
    span.setAttribute(text, text)
    span.setError(text)
    span.end()
  },
  'a request’s URL': (text, _, platform) => {
    for (const url of [text, 'https://' + text, 'https://a.example/' + text])
      platform.call({ url })?.end({ status: 500 })
  },
  'a request’s failure': (text, _, platform) => platform.call({})?.end({ status: 0, error: text }),
  'a raw log': (text) =>
    record('log', {
      timeUnixNano: text,
      body: { stringValue: text },
      severityText: text,
      attributes: [{ key: text, value: { stringValue: text } }],
    }),
  'a raw number': (text) =>
    record('log', { body: { stringValue: 'x' }, attributes: [{ key: 'n', value: { intValue: text } }] }),
  'a raw segment': (text) =>
    record('segment', {
      traceId: 't',
      traceSegmentId: 's',
      spans: [{ operationName: text, peer: text, tags: [{ key: 'url', value: text }] }],
    }),
}

/** What expressions trip over: the repeated part, and an end that does not fit. */
const UNITS = [
  ...['a', 'A', '0', ' ', '\t', '\n', '\r\n', '/', ':', '@', '#', '?', '%3f', ';', '\\', '"', '(', '{', '['],
  ...[
    '://',
    'a://',
    '?#',
    '/#',
    ':1',
    ':1:1',
    'at ',
    ' at\n',
    'Er',
    'Error: ',
    'Error;',
    ';at ',
    'Uncaught ',
  ],
  ...['MiniProgramError\n', '"a":', '\\"token\\":\\"', '"token":[', 'tel:', 'a@', '=&', '😀', '手机'],
]

/**
 * ms that nothing may take longer, of the processor; of 38 that the dearest takes on a busy machine. More where tests
 * run beside others: what goes back and forth takes seconds.
 */
const LONGEST = Number(process.env.FUZZ_MS ?? 150)
const MEGABYTE = 1e6

/** ms of the processor that the text takes until it is sent; the least of some tries, for neighbours and collections. */
async function held(door: Door, text: string): Promise<number> {
  let least = Infinity
  for (let tries = 0; tries < 5 && least > LONGEST; tries++) {
    const platform = fakePlatform()
    const clock = fakeClock()
    const monitor = start({ ...COLLECTOR, enable: { tracing: true } }, platform, clock)
    replace(() => monitor)
    await clock.pass(100)
    const from = process.cpuUsage()
    door(text, monitor, platform)
    await clock.pass(2000)
    const { user, system } = process.cpuUsage(from)
    least = Math.min(least, (user + system) / 1000)
    replace(() => inertMonitor())
  }
  return least
}

test.each(Object.keys(DOORS))('a text of 1 MB through %s holds nobody', async (name) => {
  const slow: string[] = []
  for (const unit of UNITS) {
    count('texts of 1 MB')
    const ms = await held(DOORS[name]!, '0r' + unit.repeat(MEGABYTE / unit.length) + '\0')
    if (ms > LONGEST) slow.push(`${JSON.stringify(unit)}: ${Math.round(ms)} ms`)
  }
  expect(slow).toEqual([])
})

test('five hundred in all, and more', () => expectInputs(500))
