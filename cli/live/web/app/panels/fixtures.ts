/** For tests: what apps might have sent to a sink. */
import type { Sink } from '../../../sink/index.ts'

export function send(sink: Sink, path: string, body: unknown) {
  return sink.receive({
    method: 'POST',
    path,
    headers: { 'content-type': 'application/json' },
    body: Buffer.from(JSON.stringify(body)),
  })
}

function attributes(object: { [key: string]: string }) {
  return Object.entries(object).map(([key, stringValue]) => ({ key, value: { stringValue } }))
}

function resourceOf(platform: string) {
  return {
    attributes: attributes({
      'service.name': 'shop',
      'miniprogram.platform': platform,
      'miniprogram.framework': 'native',
    }),
  }
}

const RESOURCE = resourceOf('wechat')
export const STACK = 'Error: boom\n    at pay (https://usr/app.js:4:12)\n    at <b>odd</b>'

export function sendError(sink: Sink, more: { [key: string]: string } = {}) {
  return send(sink, '/v1/logs', {
    resourceLogs: [
      {
        resource: RESOURCE,
        scopeLogs: [
          {
            logRecords: [
              {
                timeUnixNano: '1',
                body: { stringValue: '<script>boom' },
                attributes: attributes({
                  'exception.type': 'js',
                  'exception.stacktrace': STACK,
                  'sw8.trace_id': 't1',
                  ...more,
                }),
              },
            ],
          },
        ],
      },
    ],
  })
}

export function sendSegment(sink: Sink, id = 't1') {
  const span = { startTime: 1000, endTime: 1400, operationName: 'pages/a', peer: 'api:443', spanType: 'Exit' }
  const tags = [
    { key: 'http.method', value: 'GET' },
    { key: 'url', value: 'https://api/orders' },
    { key: 'http.status_code', value: '503' },
  ]
  const spans = [{ ...span, spanId: 0, parentSpanId: -1, isError: true, componentId: 10002, tags }]
  return send(sink, '/v3/segments', [
    { traceId: id, traceSegmentId: `s ${id}`, service: 'shop', serviceInstance: '-', spans },
  ])
}

/** @param vital ms of launch and first render */
export function sendMetrics(sink: Sink, platform = 'wechat', vital = 321) {
  return send(sink, '/v1/metrics', {
    resourceMetrics: [
      {
        resource: resourceOf(platform),
        scopeMetrics: [
          {
            metrics: [
              {
                name: 'miniprogram.request.duration',
                histogram: {
                  aggregationTemporality: 1,
                  dataPoints: [
                    {
                      attributes: attributes({ 'server.address': 'api', 'http.response.status_code': '0' }),
                      startTimeUnixNano: '1',
                      timeUnixNano: '2',
                      count: 4,
                      sum: 600,
                      explicitBounds: [100, 200],
                      bucketCounts: [0, 4, 0],
                    },
                  ],
                },
              },
              ...['first_render', 'app_launch'].map((name) => ({
                name: `miniprogram.${name}.duration`,
                gauge: {
                  dataPoints: [
                    {
                      timeUnixNano: '2',
                      asInt: String(vital),
                      attributes: attributes({ 'miniprogram.page.path': 'pages/a' }),
                    },
                  ],
                },
              })),
            ],
          },
        ],
      },
    ],
  })
}
