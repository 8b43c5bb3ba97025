/** What an app calls, with arguments of any kind, and hooks of the user that answer anything. */
import fc from 'fast-check'
import { describe, test, vi } from 'vitest'
import type { Any } from '../../core/internal/guard.ts'
import type { Monitor } from '../../core/monitor/api.ts'
import { replace } from '../../core/monitor/current.ts'
import { inertMonitor } from '../../core/monitor/inert.ts'
import { record } from '../../core/raw/record.ts'
import { fakeClock } from '../fakes/clock.ts'
import { fakePlatform } from '../fakes/platform.ts'
import { count, expectInputs, run } from './figures.ts'
import { hostile, no, real } from './hostile.ts'
import { COLLECTOR, start, stillWorks } from './kit.ts'

vi.setConfig({ testTimeout: 60000 })

describe('the API and record', () => {
  type Call = (m: Monitor, a: Any, b: Any, c: Any) => void
  const calls: Record<string, Call> = {
    captureError: (m, a, b) => m.captureError(a, b),
    log: (m, a, b, c) => m.log(a, b, c),
    'log with attributes': (m, a, b) => m.log('x', { a, b, list: [a] }),
    gauge: (m, a, b, c) => m.gauge(a, b, c),
    count: (m, a, b, c) => m.count(a, b, c),
    'count with attributes': (m, a, b) => m.count('clicks', 1, { a, b }),
    histogram: (m, a, b, c) => m.histogram(a, b, c, a),
    'histogram with options': (m, a, b) => m.histogram('h', 5, a, b),
    startSpan(m, a, b, c) {
      const span = m.startSpan(a, b)
      span.setAttribute(b, c)
      span.setAttribute('x', a)
      span.setError(c)
      span.end()
    },
    emit: (m, a) => m.emit(a),
    'emit a kind': (m, a, b, c) =>
      m.emit({
        kind: ['log', 'metric', 'span', 'segment', 'keepAlive'][String(typeof a).length % 5],
        attributes: a,
        points: [b],
        segment: c,
        body: c,
      } as never),
    setAttributes: (m, a) => m.setAttributes(a),
    setUser: (m, a) => m.setUser(a),
    'record a log': (_, a, b) =>
      record('log', [a, { body: { stringValue: a }, attributes: [{ key: a, value: b }, b] }][1]),
    'record metrics': (_, a, b) =>
      record('metric', [a, { name: 'm', gauge: { dataPoints: [a, { asDouble: b, attributes: b }] } }]),
    'record a segment': (_, a, b) =>
      record('segment', { traceId: 't', traceSegmentId: 's', service: a, spans: [a, b] }),
    'record anything': (_, a, b) => record(a, b),
  }

  test('throw nothing; what is good is still delivered', async () => {
    const input = fc.tuple(fc.constantFrom(...Object.keys(calls)), hostile, hostile, hostile)
    await fc.assert(
      fc.asyncProperty(fc.array(input, { minLength: 5, maxLength: 40 }), async (inputs) => {
        const platform = fakePlatform()
        const clock = fakeClock()
        const monitor = start({ ...COLLECTOR, enable: { tracing: true } }, platform, clock)
        replace(() => monitor)
        for (const [name, ...recipes] of inputs) {
          count('API calls')
          const [a, b, c] = real(recipes)
          calls[name](monitor, a, b, c)
        }
        await stillWorks(monitor, clock, () => platform.sent.map((s) => s.body).join())
        replace(() => inertMonitor())
      }),
      run(200),
    )
  })
})

test('hooks of the user', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(hostile, { minLength: 1, maxLength: 20 }),
      fc.boolean(),
      async (answers, mutate) => {
        const platform = fakePlatform()
        const clock = fakeClock()
        let storm = true
        let i = 0
        const answer = () => {
          count('answers of hooks')
          const given = real(answers[i++ % answers.length])
          if (given === no) no()
          return given
        }
        const monitor = start(
          {
            ...COLLECTOR,
            beforeSend(signal: Any) {
              if (!storm) return signal
              if (!mutate) return answer()
              signal[['attributes', 'points', 'body', 'name', 'time', 'extra'][i % 6]] = answer()
              return signal
            },
            redactUrl: (url: string) => (storm ? answer() : url),
            headers: () => (storm ? answer() : {}),
          },
          platform,
          clock,
        )
        for (let k = 0; k < 12; k++) {
          monitor.log('see https://a.example/?q=' + k)
          monitor.captureError(new Error('e' + k))
          monitor.count('c', 1, { url: 'https://a.example/' + k })
        }
        await clock.pass(10000)
        storm = false
        await stillWorks(monitor, clock, () => platform.sent.map((s) => s.body).join())
      },
    ),
    run(150),
  )
})

test('four thousand in all, and more', () => expectInputs(4000))
