import { CALLS, PAGES, type App, type Call } from './apps.ts'
import { hex, pickOne, random, skewed } from './chance.ts'
import { errorLog } from './logs.ts'
import type { Histogram } from './metrics.ts'
import type { Round } from './round.ts'

/** SkyWalking's ids of the clients; the others count as JavaScript. */
const COMPONENTS: { readonly [platform in App['platform']]: number } = {
  wechat: 10002,
  alipay: 10003,
  bytedance: 10001,
}

/** A request that has come to its end. */
interface Sent {
  call: Call
  page: string
  /** `0`: there was no answer. */
  status: string
  duration: number
  traceId: string
  segmentId: string
}

/** One request of an app: into the histogram, as a segment now and then, and as a log, which is given, if it failed. */
export async function sendCall({ app, now, post }: Round, durations: Histogram): Promise<object | undefined> {
  const call = pickOne(CALLS)
  const page = pickOne(PAGES)
  const duration = skewed(call.typical * app.speed)
  const status = random() < 0.03 ? pickOne(['500', '502', '404', '0']) : '200'
  const sent: Sent = { call, page, duration, status, traceId: hex(32), segmentId: hex(32) }
  durations.add(duration, {
    ...answerOf(sent),
    'miniprogram.page.path': page,
    ...(call.group ? { 'url.path.group': call.group } : {}),
  })
  const log = hasFailed(sent) ? failureLog(app, now, sent) : undefined
  if (random() < 0.4 || log) await post('/v3/segments', [segmentOf(app, now, sent)])
  return log
}

function hasFailed({ status }: Sent): boolean {
  return status === '0' || Number(status) >= 400
}

function answerOf({ call, status }: Sent) {
  return {
    'http.request.method': call.method,
    'http.response.status_code': status,
    'server.address': call.host,
  }
}

function failureLog(app: App, now: number, sent: Sent): object {
  const { call, page, status, traceId, segmentId } = sent
  const reason = status === '0' ? 'request:fail timeout' : status
  return errorLog(
    app,
    now,
    `${call.method} https://${call.host}${call.path} failed: ${reason}`,
    {
      'exception.type': 'ajax',
      ...answerOf(sent),
      'miniprogram.page.path': page,
      'sw8.trace_id': traceId,
      'sw8.segment_id': segmentId,
      'sw8.span_id': '0',
    },
    { traceId, spanId: segmentId.slice(0, 16) },
  )
}

function segmentOf(app: App, now: number, sent: Sent): object {
  const { call, page, status, duration, traceId, segmentId } = sent
  const outcome =
    status === '0'
      ? { key: 'error.message', value: 'request:fail timeout' }
      : { key: 'http.status_code', value: status }
  const span = {
    spanId: 0,
    parentSpanId: -1,
    startTime: now - duration,
    endTime: now,
    operationName: page,
    peer: `${call.host}:443`,
    spanType: 'Exit',
    spanLayer: 'Http',
    componentId: COMPONENTS[app.platform],
    isError: hasFailed(sent),
    tags: [
      { key: 'http.method', value: call.method },
      { key: 'url', value: `https://${call.host}${call.path}` },
      outcome,
      { key: 'miniprogram.platform', value: app.platform },
    ],
  }
  return {
    traceId,
    traceSegmentId: segmentId,
    service: app.service,
    serviceInstance: '-',
    spans: [span],
  }
}
