/** What each path of a receiver takes, every member of it there once. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json }

const RESOURCE: Json = { attributes: [text('service.name', 'shop'), text('miniprogram.platform', 'wechat')] }
const AT: Json = { startTimeUnixNano: '1000000', timeUnixNano: '2000000' }
const PLACE = [
  text('server.address', 'api'),
  text('http.response.status_code', '200'),
  text('miniprogram.page.path', 'p'),
]
const TRACE = { traceId: '0af7651916cd43dd8448eb211c80319c', spanId: 'b7ad6b7169203331' }
const PAIRS: Json = [{ key: 'http.method', value: 'GET' }]

/** What each path takes. */
export const GOOD: [path: string, body: Json][] = [
  [
    '/v1/logs',
    { resourceLogs: [{ resource: RESOURCE, scopeLogs: [{ scope: { name: 'k' }, logRecords: logs() }] }] },
  ],
  ['/v1/metrics', { resourceMetrics: [{ resource: RESOURCE, scopeMetrics: [{ metrics: metrics() }] }] }],
  ['/v1/traces', { resourceSpans: [{ resource: RESOURCE, scopeSpans: [{ spans: spans() }] }] }],
  ['/v3/segments', [segment()]],
  ['/v3/management/keepAlive', { service: 'shop', serviceInstance: '-', layer: 'WECHAT' }],
  ['/control', { clear: 'faults', plan: [{ kind: 'status', status: 503, retryAfter: '1', times: 1 }] }],
  [
    '/devices',
    [{ device: 'd', service: 'shop', diagnostics: { taken: { log: 3 }, dropped: { log: { queue: 1 } } } }],
  ],
]

function logs(): Json {
  const attributes = [
    text('log.record.uid', 'u'),
    text('exception.type', 'js'),
    text('exception.count', '2'),
    ...PLACE,
  ]
  return [{ timeUnixNano: '1', severityNumber: 17, body: { stringValue: 'boom' }, attributes, ...TRACE }]
}

function metrics(): Json {
  const point = {
    ...(AT as object),
    count: '3',
    sum: 70,
    explicitBounds: [10, 50],
    bucketCounts: ['1', '1', '1'],
  }
  const dataPoints: Json = [{ ...point, attributes: PLACE }]
  const gauge: Json = { dataPoints: [{ ...(AT as object), asInt: '5', attributes: PLACE }] }
  return [
    {
      name: 'miniprogram.request.duration',
      unit: 'ms',
      histogram: { aggregationTemporality: 1, dataPoints },
    },
    { name: 'miniprogram.app_launch.duration', gauge },
    { name: 'own', sum: { aggregationTemporality: 1, isMonotonic: true, dataPoints: [{ asDouble: 1 }] } },
  ]
}

function spans(): Json {
  const events: Json = [{ timeUnixNano: '1500000', name: 'e', attributes: PLACE }]
  return [
    {
      ...TRACE,
      name: 'GET',
      kind: 3,
      startTimeUnixNano: '1',
      endTimeUnixNano: '2',
      attributes: PLACE,
      events,
    },
  ]
}

function segment(): Json {
  const times = { startTime: 1, endTime: 2 }
  const span = {
    spanId: 0,
    parentSpanId: -1,
    operationName: 'p',
    peer: 'h:1',
    spanType: 'Exit',
    componentId: 10002,
  }
  const logsOfSpan: Json = [{ time: 1, data: PAIRS }]
  const refs: Json = [{ parentTraceSegmentId: 's', parentSpanId: 0 }]
  const all: Json = { ...span, ...times, isError: true, tags: PAIRS, logs: logsOfSpan, refs }
  return { traceId: 't', traceSegmentId: 's', service: 'shop', serviceInstance: '-', spans: [all] }
}

function text(key: string, stringValue: string): Json {
  return { key, value: { stringValue } }
}
