/** For tests: a store with its own clock, and what apps might have sent. */
import { onTestFinished } from 'vitest'
import { createSink } from '../sink.ts'
import type { Sink } from '../sink.ts'
import { createStore } from './store.ts'

export async function startStore() {
  const clock = { time: 1_700_000_000_000 }
  const now = () => clock.time
  const sink = await createSink({ ports: [], now })
  onTestFinished(() => sink.close())
  return { clock, sink, store: createStore({ sink, now }) }
}

export function send(sink: Sink, path: string, body: unknown) {
  return sink.receive({
    method: 'POST',
    path,
    headers: { 'content-type': 'application/json' },
    body: Buffer.from(JSON.stringify(body)),
  })
}

export function text(key: string, stringValue: string) {
  return { key, value: { stringValue } }
}

export function attributes(object: { [key: string]: string }) {
  return Object.entries(object).map(([k, v]) => text(k, v))
}

export function resourceOf(service: string, platform: string, version = '1.2', framework = 'native') {
  return {
    attributes: attributes({
      'service.name': service,
      'service.version': version,
      'miniprogram.platform': platform,
      'miniprogram.framework': framework,
    }),
  }
}

export function durations(
  service: string,
  platform: string,
  point: { [key: string]: string },
  buckets: number[],
  resource = resourceOf(service, platform),
) {
  return {
    resourceMetrics: [
      {
        resource,
        scopeMetrics: [
          {
            metrics: [
              {
                name: 'miniprogram.request.duration',
                histogram: {
                  aggregationTemporality: 1,
                  dataPoints: [
                    {
                      attributes: attributes(point),
                      startTimeUnixNano: '1',
                      timeUnixNano: '2',
                      count: buckets.reduce((sum, each) => sum + each, 0),
                      sum: 1,
                      explicitBounds: [100, 200],
                      bucketCounts: buckets,
                    },
                  ],
                },
              },
            ],
          },
        ],
      },
    ],
  }
}

export function gauge(name: string, page: string, values: number[], platform = 'wechat') {
  return {
    resourceMetrics: [
      {
        resource: resourceOf('shop', platform),
        scopeMetrics: [
          {
            metrics: values.map((asInt, at) => ({
              name,
              unit: 'ms',
              gauge: {
                dataPoints: [
                  { timeUnixNano: 5 + at, asInt, attributes: [text('miniprogram.page.path', page)] },
                ],
              },
            })),
          },
        ],
      },
    ],
  }
}

export function logs(...records: { body: string; attributes: { [key: string]: string } }[]) {
  return {
    resourceLogs: [
      {
        resource: resourceOf('shop', 'wechat'),
        scopeLogs: [
          {
            logRecords: records.map((record) => ({
              timeUnixNano: '1',
              severityText: 'ERROR',
              body: { stringValue: record.body },
              attributes: attributes(record.attributes),
            })),
          },
        ],
      },
    ],
  }
}

/** A segment of one span; its tags are its platform, and whatever else is given. */
export function segment(id: string, startTime: number, tags: { [key: string]: string } = {}) {
  const pairs = Object.entries({ 'miniprogram.platform': 'wechat', ...tags })
  const span = { spanId: 0, parentSpanId: -1, startTime, endTime: startTime + 7, operationName: 'page' }
  return {
    ...{ traceId: id, traceSegmentId: id, service: 'shop', serviceInstance: '-' },
    spans: [{ ...span, tags: pairs.map(([key, value]) => ({ key, value })) }],
  }
}

/** A request that went well. */
export const POINT = {
  'server.address': 'api',
  'http.response.status_code': '200',
  'miniprogram.page.path': 'p',
}
