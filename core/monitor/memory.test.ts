import { describe, expect, test } from 'vitest'
import { bytesHeldBy, longText } from '../../test/fakes/heap.ts'
import { testMonitor } from '../../test/fakes/monitor.ts'
import type { TestMonitor } from '../../test/fakes/monitor.ts'
import { requestInstrumentation } from '../instrumentations/request/index.ts'

const PROMISED = 256 * 1024

/** What a monitor holds when all that `fill` gave it has been delivered; `fill` gets numbers from 1 to 60. */
async function keptAfter(fill: (t: TestMonitor, i: number) => void): Promise<number> {
  const requests = requestInstrumentation({ errors: true, metrics: true, urlGroupRules: [], own: [] })
  const live = async (n: number) => {
    const t = testMonitor({ parts: { instrumentations: [requests] } })
    await t.clock.pass(300)
    for (let i = 1; i <= n; i++) {
      fill(t, i)
      if (i % 10 === 0) await t.flushed()
    }
    await t.flushed()
    await t.clock.pass(10000)
    // what the fakes note is not the kit's
    for (const list of [t.exporter.batches, t.exporter.signals, t.platform.sent, t.platform.asked])
      list.splice(0)
    return t
  }
  return (await bytesHeldBy(() => live(60))) - (await bytesHeldBy(() => live(1)))
}

describe('sixty large texts: what is kept of them once they were sent', () => {
  const large = (i: number) => longText(200000, i)
  const failure = (i: number) => Object.assign(new Error(large(i)), { stack: `at f (${large(i)}:1:1)` })
  test.each<[string, (t: TestMonitor, i: number) => void]>([
    ['errors with stacks', ({ monitor }, i) => monitor.captureError(failure(i))],
    [
      'errors that come again',
      ({ monitor }, i) => {
        monitor.captureError(failure(i))
        monitor.captureError(failure(i))
      },
    ],
    [
      'errors whose first line is short',
      ({ monitor }, i) => monitor.captureError(`no. ${i} of a kind\n${large(i)}`),
    ],
    ['objects that were thrown', ({ monitor }, i) => monitor.captureError({ i, text: large(i) })],
    ['logs', ({ monitor }, i) => monitor.log(large(i))],
    ['attributes', ({ monitor }, i) => monitor.log('a log', { text: large(i), list: [large(i)] })],
    [
      'spans',
      ({ monitor }, i) => {
        const span = monitor.startSpan(`${i}`)
        span.setAttribute('text', large(i))
        span.end()
      },
    ],
    ['names of metrics', ({ monitor }, i) => monitor.count(large(i))],
    ['what is refused', ({ monitor }, i) => monitor.gauge(large(i), NaN)],
    ['warnings', ({ monitor }, i) => monitor.refuse('log', large(i))],
    [
      'queries of requests',
      ({ platform }, i) =>
        platform
          .call({ url: `https://host-number-${i}.example.com/items?q=${large(i)}` })
          ?.end({ status: 500 }),
    ],
  ])('%s', async (_, fill) => {
    expect(await keptAfter(fill)).toBeLessThan(PROMISED)
  })
})
