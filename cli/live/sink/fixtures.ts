/** For tests: a sink that ends with its test, and what an app might send it. */
import { onTestFinished } from 'vitest'
import { createSink } from './sink.ts'
import type { Sink, SinkOptions } from './sink.ts'

/** On a free port. */
export async function startSink(options: SinkOptions = {}): Promise<Sink> {
  const sink = await createSink({ ports: [0], ...options })
  onTestFinished(() => sink.close())
  return sink
}

export const JSON_TYPE = { 'content-type': 'application/json' }
export const PROTOBUF_TYPE = { 'content-type': 'application/x-protobuf' }

export function post(
  sink: Sink,
  path: string,
  body: unknown,
  headers: Record<string, string> = JSON_TYPE,
): Promise<Response> {
  return fetch(sink.urls[0] + path, {
    method: 'POST',
    headers,
    body: (body instanceof Uint8Array || typeof body === 'string' ? body : JSON.stringify(body)) as BodyInit,
  })
}

export function text(key: string, value: string) {
  return { key, value: { stringValue: value } }
}

export const RESOURCE = { attributes: [text('service.name', 'shop'), text('miniprogram.platform', 'wechat')] }
export const SCOPE = { name: 'kit', version: '1' }

export function log(uid: string, extra: object = {}) {
  return {
    timeUnixNano: '1700000000123456789',
    severityNumber: 17,
    severityText: 'ERROR',
    body: { stringValue: 'boom' },
    attributes: [text('log.record.uid', uid)],
    traceId: '0af7651916cd43dd8448eb211c80319c',
    spanId: 'b7ad6b7169203331',
    ...extra,
  }
}

export function logs(...logRecords: object[]) {
  return {
    resourceLogs: [{ resource: RESOURCE, scopeLogs: [{ scope: SCOPE, logRecords }] }],
  }
}

export function metrics(...list: object[]) {
  return {
    resourceMetrics: [{ resource: RESOURCE, scopeMetrics: [{ scope: SCOPE, metrics: list }] }],
  }
}

export function histogram(point: object = {}) {
  return {
    name: 'miniprogram.request.duration',
    unit: 'ms',
    histogram: {
      aggregationTemporality: 1,
      dataPoints: [
        {
          startTimeUnixNano: '1000000',
          timeUnixNano: '2000000',
          count: '3',
          sum: 70,
          explicitBounds: [10, 50],
          bucketCounts: ['1', '1', '1'],
          ...point,
        },
      ],
    },
  }
}

export function segment(id = 'seg-1') {
  return {
    traceId: 't',
    traceSegmentId: id,
    service: 'shop',
    serviceInstance: '-',
    spans: [
      {
        spanId: 0,
        parentSpanId: -1,
        startTime: 1,
        endTime: 2,
        operationName: 'p',
        peer: 'h:1',
        spanType: 'Exit',
      },
    ],
  }
}
