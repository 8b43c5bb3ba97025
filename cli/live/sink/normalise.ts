import { LIMITS, tooMuch } from './limits.ts'
import type { Encoding, Received, ReceivedLog, ReceivedPoint, ReceivedSpan } from './types.ts'
import { anyValue, hex, integer, keyValues } from './values.ts'

// The decoded message as `decodeOtlp` gives it; optional fields are absent, repeated ones always there.
/* eslint-disable @typescript-eslint/no-explicit-any */
type Raw = any

/** Nanoseconds to ms, to the microsecond, without going through a double first. */
function milliseconds(nanoseconds: string | undefined): number {
  return Number(BigInt(nanoseconds ?? 0) / 1000n) / 1000
}

interface Envelope {
  resource: ReturnType<typeof keyValues>
  scope: { name: string; version: string }
  encoding: Encoding
  request: number
}

function received(envelope: Envelope, list: Raw[] | undefined): Received {
  const own = keyValues(list)
  return {
    attributes: own.attributes,
    types: own.types,
    resource: envelope.resource.attributes,
    resourceTypes: envelope.resource.types,
    duplicates: [
      ...envelope.resource.repeated.map((key) => `resource:${key}`),
      ...own.repeated.map((key) => `attributes:${key}`),
    ],
    scope: envelope.scope,
    encoding: envelope.encoding,
    request: envelope.request,
  }
}

/** @returns what to call at each record; it throws at the first one too many */
function counter(): () => void {
  let records = 0
  return () => {
    if (++records > LIMITS.records) throw tooMuch(`more than ${LIMITS.records} records`)
  }
}

function eachScope(
  groups: Raw[],
  scopes: string,
  items: string,
  encoding: Encoding,
  request: number,
  visit: (envelope: Envelope, item: Raw) => void,
): void {
  const count = counter()
  for (const group of groups) {
    const resource = keyValues(group.resource?.attributes)
    for (const scoped of group[scopes]) {
      const scope = { name: scoped.scope?.name ?? '', version: scoped.scope?.version ?? '' }
      for (const item of scoped[items]) {
        count()
        visit({ resource, scope, encoding, request }, item)
      }
    }
  }
}

export function normaliseLogs(message: Raw, encoding: Encoding, request: number): ReceivedLog[] {
  const result: ReceivedLog[] = []
  eachScope(message.resourceLogs, 'scopeLogs', 'logRecords', encoding, request, (envelope, log) => {
    const body = anyValue(log.body)
    result.push({
      time: milliseconds(log.timeUnixNano),
      timeUnixNano: log.timeUnixNano ?? '0',
      observedTimeUnixNano: log.observedTimeUnixNano ?? '0',
      severity: log.severityNumber ?? 0,
      severityText: log.severityText ?? '',
      body: body.value,
      bodyType: body.type,
      traceId: hex(log.traceId),
      spanId: hex(log.spanId),
      flags: log.flags ?? 0,
      ...received(envelope, log.attributes),
    })
  })
  return result
}

const TEMPORALITIES = ['unspecified', 'delta', 'cumulative'] as const
const METRIC_TYPES = ['gauge', 'sum', 'histogram', 'exponentialHistogram', 'summary'] as const

function buckets(raw: Raw) {
  return { offset: raw?.offset ?? 0, buckets: (raw?.bucketCounts ?? []).map(integer) }
}

function pointValues(type: ReceivedPoint['type'], point: Raw): Partial<ReceivedPoint> {
  if (type === 'gauge' || type === 'sum') {
    if (point.asInt !== undefined) return { value: integer(point.asInt), valueType: 'int' }
    if (point.asDouble !== undefined) return { value: point.asDouble, valueType: 'double' }
    return { valueType: 'empty' }
  }
  const values: Partial<ReceivedPoint> = { count: integer(point.count) }
  if (point.sum !== undefined) values.sum = point.sum
  if (point.min !== undefined) values.min = point.min
  if (point.max !== undefined) values.max = point.max
  if (type === 'histogram') {
    values.bounds = point.explicitBounds
    values.buckets = point.bucketCounts.map(integer)
  } else if (type === 'exponentialHistogram') {
    values.exponential = {
      scale: point.scale ?? 0,
      zeroCount: integer(point.zeroCount),
      positive: buckets(point.positive),
      negative: buckets(point.negative),
    }
  } else {
    values.quantiles = point.quantileValues.map((each: Raw) => ({
      quantile: each.quantile ?? 0,
      value: each.value ?? 0,
    }))
  }
  return values
}

export function normaliseMetrics(message: Raw, encoding: Encoding, request: number): ReceivedPoint[] {
  const result: ReceivedPoint[] = []
  const count = counter()
  eachScope(message.resourceMetrics, 'scopeMetrics', 'metrics', encoding, request, (envelope, metric) => {
    const type = METRIC_TYPES.find((each) => metric[each])
    if (!type) return
    const data = metric[type]
    const timed = type === 'sum' || type === 'histogram' || type === 'exponentialHistogram'
    for (const point of data.dataPoints) {
      count()
      result.push({
        name: metric.name ?? '',
        unit: metric.unit ?? '',
        description: metric.description ?? '',
        type,
        ...(timed ? { temporality: TEMPORALITIES[(data.aggregationTemporality ?? 0) as 0] } : {}),
        ...(type === 'sum' ? { monotonic: data.isMonotonic ?? false } : {}),
        time: milliseconds(point.timeUnixNano),
        timeUnixNano: point.timeUnixNano ?? '0',
        startTimeUnixNano: point.startTimeUnixNano ?? '0',
        ...pointValues(type, point),
        ...received(envelope, point.attributes),
      })
    }
  })
  return result
}

export function normaliseSpans(message: Raw, encoding: Encoding, request: number): ReceivedSpan[] {
  const result: ReceivedSpan[] = []
  eachScope(message.resourceSpans, 'scopeSpans', 'spans', encoding, request, (envelope, span) => {
    result.push({
      name: span.name ?? '',
      traceId: hex(span.traceId),
      spanId: hex(span.spanId),
      parentSpanId: hex(span.parentSpanId),
      traceState: span.traceState ?? '',
      spanKind: span.kind ?? 0,
      start: milliseconds(span.startTimeUnixNano),
      end: milliseconds(span.endTimeUnixNano),
      startTimeUnixNano: span.startTimeUnixNano ?? '0',
      endTimeUnixNano: span.endTimeUnixNano ?? '0',
      status: { code: span.status?.code ?? 0, message: span.status?.message ?? '' },
      events: span.events.map((event: Raw) => {
        const { attributes, types } = keyValues(event.attributes)
        return { time: milliseconds(event.timeUnixNano), name: event.name ?? '', attributes, types }
      }),
      links: span.links.map((link: Raw) => ({
        traceId: hex(link.traceId),
        spanId: hex(link.spanId),
        attributes: keyValues(link.attributes).attributes,
      })),
      ...received(envelope, span.attributes),
    })
  })
  return result
}
