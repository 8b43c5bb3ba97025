import { createSink, type Sink } from '../../../cli/live/sink/index.ts'
import { servePage } from '../../../cli/live/web/serve.ts'
import { reports } from '../../../playground/traffic/accounts.ts'
import { APPS } from '../../../playground/traffic/apps.ts'
import { flush } from '../../../playground/traffic/flush.ts'

const MINUTE = 60_000

/** A live page on which every panel has something to show, good and bad. */
export async function serveFullPage(): Promise<{ url: string; sink: Sink; close(): Promise<void> }> {
  const clock = { time: 1_700_000_000_000 }
  const now = () => clock.time
  const sink = await createSink({ ports: [], now })
  const page = await servePage({ sink, port: 0, interval: 50, now })
  const post = (path: string, body: unknown) => Promise.resolve(send(sink, path, body))
  for (const end = clock.time + 5 * MINUTE; clock.time < end; clock.time += 5000)
    for (const app of APPS) await flush({ app, now: clock.time, post })
  sink.report(reports(clock.time))
  sink.report({ device: 'uneven', diagnostics: { taken: 5, delivered: 2, pending: 0, dropped: {} } })
  sendError(sink, clock.time)
  sendUnknown(sink)
  send(sink, '/v1/nothing', {})
  sink.plan({ kind: 'status', status: 503, times: 1 })
  send(sink, '/v1/logs', {})
  sink.plan({ kind: 'chaos', seed: 3 })
  return {
    url: page.url,
    sink,
    async close() {
      await page.close()
      await sink.close()
    },
  }
}

export function send(sink: Sink, path: string, body: unknown) {
  const headers = { 'content-type': 'application/json' }
  return sink.receive({ method: 'POST', path, headers, body: Buffer.from(JSON.stringify(body)) })
}

export function attributes(object: { [key: string]: string }) {
  return Object.entries(object).map(([key, stringValue]) => ({ key, value: { stringValue } }))
}

/** More often than any other, so that it is the first: all that an error can tell. */
function sendError(sink: Sink, time: number): void {
  const breadcrumbs = JSON.stringify([
    { category: 'page', message: 'pages/cart/cart', at: time - 4000 },
    { category: 'request', message: 'GET https://api.coral.shop/v2/cart', data: { status: 200, ms: 120 } },
    { category: 'tap', message: 'pay' },
  ])
  const record = (at: number) => ({
    timeUnixNano: `${time - at * 1000}000000`,
    body: {
      stringValue: `Cannot pay order ${at}: ${'the cart is empty, and so is what it stands for; '.repeat(6)}`,
    },
    attributes: attributes({
      'exception.type': 'js',
      'exception.stacktrace': `Error: Cannot pay\n    at pay (https://usr/app.js:4:12)\n${'    at next (https://usr/app.js:5:1)\n'.repeat(40)}`,
      'exception.component_stack': '\n    in Pay\n    in App',
      'exception.count': '9',
      'miniprogram.breadcrumbs': breadcrumbs,
      'miniprogram.page.path': 'pages/checkout/checkout',
      'session.id': `${at % 9}a1b2c3d4e5f6a7b8`,
      'user.id': `user-${at % 4}`,
      'device.manufacturer': 'HUAWEI',
      'device.model.identifier': 'ALN-AL00',
      'os.name': 'Android',
      'os.version': String(10 + (at % 4)),
      ...(at === 0 ? { 'sw8.trace_id': 'of-the-error' } : {}),
    }),
  })
  const resource = {
    attributes: attributes({
      ...{ 'service.name': 'coral-shop', 'service.version': 'v2.3.1' },
      ...{ 'miniprogram.platform': 'wechat', 'miniprogram.framework': 'native' },
    }),
  }
  const logRecords = Array.from({ length: 30 }, (_, at) => record(29 - at))
  const words = { severityText: 'WARN', body: { stringValue: 'the cart was emptied' }, attributes: [] }
  send(sink, '/v1/logs', {
    resourceLogs: [{ resource, scopeLogs: [{ logRecords: [...logRecords, words] }] }],
  })
  const span = {
    startTime: time - 900,
    endTime: time,
    operationName: 'pages/checkout/checkout',
    spanType: 'Exit',
  }
  const spans = [
    {
      ...span,
      spanId: 0,
      parentSpanId: -1,
      isError: true,
      tags: [{ key: 'http.status_code', value: '500' }],
    },
    { ...span, spanId: 1, parentSpanId: 0, operationName: 'pay' },
  ]
  const ids = { traceId: 'of-the-error', traceSegmentId: 's', service: 'coral-shop', serviceInstance: '-' }
  send(sink, '/v3/segments', [{ ...ids, spans }])
}

/** As of some other sender: nothing is told but that it is an error. */
function sendUnknown(sink: Sink): void {
  const record = { attributes: attributes({ 'exception.type': 'java.lang.IllegalStateException' }) }
  send(sink, '/v1/logs', { resourceLogs: [{ scopeLogs: [{ logRecords: [record] }] }] })
}
