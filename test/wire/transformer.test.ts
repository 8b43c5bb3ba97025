/** Against OpenTelemetry's own encoders: the same signals, given to both, decode to the same request. */
import {
  JsonLogsSerializer,
  JsonMetricsSerializer,
  JsonTraceSerializer,
  ProtobufLogsSerializer,
  ProtobufMetricsSerializer,
  ProtobufTraceSerializer,
} from '@opentelemetry/otlp-transformer'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { encodeJson } from '../../core/otlp/json.ts'
import { encodeProtobuf } from '../../core/otlp/protobuf.ts'
import type { Attributes, LogRecord, Metric, Point, Span, Time, Value } from '../../core/signal.ts'
import * as any from './arbitrary.ts'
import { normal } from './expected.ts'
import { decode, decodeJson, type Plain } from './official.ts'

const resource = { service: 'shop', attributes: { 'service.name': 'shop', empty: '' } }
const scope = { name: 'mini-monitor', version: '1.2.3' }
const sdkResource = { attributes: resource.attributes }

/** The SDK's clock readings: seconds and nanoseconds. */
function hrTime(time: Time): [number, number] {
  const ns = typeof time === 'string' ? BigInt(time) : BigInt(time) * 1000000n
  return [Number(ns / 1000000000n), Number(ns % 1000000000n)]
}

/** The SDK has no tagged values: the kinds that it knows. */
function plain(value: Value): unknown {
  if (Array.isArray(value)) return value.map(plain)
  if (typeof value !== 'object') return value
  if ('map' in value) return sdkAttributes(value.map)
  if ('bytes' in value) return new Uint8Array(Buffer.from(value.bytes, 'base64'))
  return 0
}

function sdkAttributes(attributes: Attributes) {
  return Object.fromEntries(Object.entries(attributes).map(([key, value]) => [key, plain(value)]))
}

/** The SDK's encoders write what nobody asked for: observed times, flags of the span context, counts of drops. */
function common(request: Plain): Plain {
  if (Array.isArray(request)) return request.map(common)
  if (!request || typeof request !== 'object') return request
  const out: Plain = {}
  for (const [key, value] of Object.entries(request)) {
    if (/^(dropped|observedTime|flags$)/.test(key)) continue
    if (/^(zeroThreshold|severityNumber)$/.test(key) && !value) continue
    if (/^(severityText|eventName|unit|description|message|name)$/.test(key) && value === '') continue
    if (key === 'code' && value === 0) continue
    if (key === 'isMonotonic' && !value) continue
    out[key] = common(value)
  }
  return normal(out)
}

// What both models can say: whole ms or ns, integers that are safe, no tagged numbers, no lone surrogates in JSON
function sayable(value: Value): boolean {
  if (typeof value === 'boolean') return true
  if (typeof value === 'string') return (value as unknown as { isWellFormed(): boolean }).isWellFormed()
  if (typeof value === 'number') return plainNumber(value)
  if (Array.isArray(value)) return value.every(sayable)
  return 'bytes' in value || ('map' in value && says(value.map))
}

function plainNumber(value: number): boolean {
  if (Number.isInteger(value)) return Number.isSafeInteger(value) && !Object.is(value, -0)
  return Number.isFinite(value)
}

function says(attributes: Attributes): boolean {
  return Object.entries(attributes).every(([key, value]) => sayable(key) && sayable(value))
}

const attributes = any.attributes.filter(says)
const texts = any.strings.filter(sayable)
const times = any.times.filter((time) => typeof time === 'string' || Number.isInteger(time))

/** A point's value as the SDK has it: a number, or a histogram of its own shape. */
function sdkValue(point: Partial<Point>): unknown {
  if (point.count !== undefined) {
    const { bounds, counts, positive, negative } = point
    return {
      ...point,
      buckets: { boundaries: bounds, counts },
      positive: positive && { offset: positive.offset, bucketCounts: positive.counts },
      negative: negative && { offset: negative.offset, bucketCounts: negative.counts },
    }
  }
  return typeof point.value === 'object' ? Number((point.value as { double: number }).double) : point.value
}

function compare(
  signal: 'logs' | 'metrics' | 'traces',
  ours: [ArrayBuffer, string],
  theirs: [Uint8Array, Uint8Array],
) {
  const wanted = common(decode(signal, theirs[0]))
  expect(common(decode(signal, ours[0]))).toEqual(wanted)
  expect(common(decodeJson(signal, ours[1]))).toEqual(wanted)
  expect(common(decodeJson(signal, Buffer.from(theirs[1]).toString()))).toEqual(wanted)
}

describe('the official encoders say the same', () => {
  test('of logs', () => {
    const records = fc.record({
      time: times,
      severity: fc.nat(24),
      severityText: texts,
      body: any.values.filter(sayable),
      attributes,
      traceId: any.traceIds,
      spanId: any.spanIds,
      eventName: texts,
    })
    const property = (list: Omit<LogRecord, 'kind' | 'uid'>[]) => {
      const ours = list.map((log): LogRecord => ({ ...log, kind: 'log', uid: '' }))
      const theirs = list.map((log) => ({
        hrTime: hrTime(log.time),
        hrTimeObserved: [0, 0],
        severityNumber: log.severity,
        severityText: log.severityText,
        body: plain(log.body!),
        eventName: log.eventName,
        attributes: sdkAttributes(log.attributes),
        droppedAttributesCount: 0,
        spanContext: { traceId: log.traceId, spanId: log.spanId, traceFlags: 0 },
        resource: sdkResource,
        instrumentationScope: scope,
      })) as never
      compare(
        'logs',
        [encodeProtobuf('logs', resource, scope, ours), encodeJson('logs', resource, scope, ours)],
        [ProtobufLogsSerializer.serializeRequest(theirs)!, JsonLogsSerializer.serializeRequest(theirs)!],
      )
    }
    fc.assert(fc.property(fc.array(records, { minLength: 1, maxLength: 4 }), property), { numRuns: 300 })
  })

  test('of spans', () => {
    const records = fc.record({
      traceId: any.traceIds,
      spanId: any.spanIds,
      parentSpanId: any.spanIds,
      name: texts,
      spanKind: fc.constantFrom<Span['spanKind'][]>(1, 2, 3, 4, 5),
      start: times,
      end: times,
      attributes,
      status: fc.nat(2),
      statusMessage: texts,
      events: fc.array(fc.record({ time: times, name: texts, attributes }), { maxLength: 3 }),
      links: fc.array(fc.record({ traceId: any.traceIds, spanId: any.spanIds, attributes }), {
        maxLength: 2,
      }),
    })
    const property = (list: Omit<Span, 'kind'>[]) => {
      const ours = list.map((span): Span => ({ ...span, kind: 'span' }))
      const theirs = list.map((span) => ({
        spanContext: () => ({ traceId: span.traceId, spanId: span.spanId, traceFlags: 0 }),
        parentSpanContext: { spanId: span.parentSpanId },
        name: span.name,
        kind: span.spanKind - 1,
        startTime: hrTime(span.start),
        endTime: hrTime(span.end),
        attributes: sdkAttributes(span.attributes),
        // OpenTelemetry ignores a description of what is no error
        status: { code: span.status, message: span.status ? span.statusMessage : '' },
        events: span.events!.map((e) => ({
          time: hrTime(e.time),
          name: e.name,
          attributes: sdkAttributes(e.attributes),
        })),
        links: span.links!.map((link) => ({
          context: { ...link, traceFlags: 0 },
          attributes: sdkAttributes(link.attributes),
        })),
        resource: sdkResource,
        instrumentationScope: scope,
      })) as never
      compare(
        'traces',
        [encodeProtobuf('traces', resource, scope, ours), encodeJson('traces', resource, scope, ours)],
        [ProtobufTraceSerializer.serializeRequest(theirs)!, JsonTraceSerializer.serializeRequest(theirs)!],
      )
    }
    fc.assert(fc.property(fc.array(records, { minLength: 1, maxLength: 4 }), property), { numRuns: 200 })
  })

  const count = fc.nat()
  const double = fc.double({ noNaN: true, noDefaultInfinity: true }).filter((n) => !Object.is(n, -0))
  const base = { attributes, start: times.filter((time) => !!Number(time)), time: times }
  const summed = { ...base, count, sum: double, min: double, max: double }
  const buckets = fc.record({
    offset: fc.integer({ min: -1000, max: 1000 }),
    counts: fc.array(count, { maxLength: 4 }),
  })
  const kinds: [Metric['type'], 'INT' | 'DOUBLE', fc.Arbitrary<Partial<Point>>][] = [
    ['gauge', 'INT', fc.record({ ...base, value: fc.maxSafeInteger() })],
    ['gauge', 'DOUBLE', fc.record({ ...base, value: double.map((n) => ({ double: n })) })],
    ['sum', 'INT', fc.record({ ...base, value: fc.maxSafeInteger() })],
    ['histogram', 'INT', fc.record({ ...summed, bounds: fc.array(double), counts: fc.array(count) })],
    [
      'exponentialHistogram',
      'INT',
      fc.record({
        ...summed,
        scale: fc.integer({ min: -10, max: 20 }),
        zeroCount: count,
        positive: buckets,
        negative: buckets,
      }),
    ],
  ]

  test.each(kinds)('of metrics: %s, %s', (type, valueType, points) => {
    const dataPointType = { histogram: 0, exponentialHistogram: 1, gauge: 2, sum: 3, summary: -1 }[type]
    const aggregated = type !== 'gauge'
    const property = (name: string, unit: string, list: Partial<Point>[], monotonic: boolean) => {
      const ours: Metric = { kind: 'metric', type, name, unit, points: list as Point[] }
      if (aggregated) ours.temporality = 1
      if (type === 'sum') ours.monotonic = monotonic
      const metric = {
        descriptor: { name, unit, description: '', valueType: valueType === 'INT' ? 0 : 1 },
        dataPointType,
        aggregationTemporality: 0,
        isMonotonic: monotonic,
        dataPoints: list.map((point) => ({
          startTime: hrTime(point.start!),
          endTime: hrTime(point.time!),
          attributes: sdkAttributes(point.attributes!),
          value: sdkValue(point),
        })),
      }
      const theirs = { resource: sdkResource, scopeMetrics: [{ scope, metrics: [metric] }] } as never
      compare(
        'metrics',
        [encodeProtobuf('metrics', resource, scope, [ours]), encodeJson('metrics', resource, scope, [ours])],
        [
          ProtobufMetricsSerializer.serializeRequest(theirs)!,
          JsonMetricsSerializer.serializeRequest(theirs)!,
        ],
      )
    }
    const name = texts.filter((text) => !!text)
    fc.assert(
      fc.property(name, texts, fc.array(points, { minLength: 1, maxLength: 3 }), fc.boolean(), property),
      { numRuns: 120 },
    )
  })
})
