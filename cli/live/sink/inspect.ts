import { seriesOf } from './series.ts'
import { nameOf, shownOf } from './text.ts'
import type { ReceivedLog, ReceivedPoint, ReceivedSegment, ReceivedSpan } from './types.ts'

/** A rule that was broken; `poison` makes SkyWalking's OAP answer 500 to the whole request, for ever. */
export interface Finding {
  rule: string
  detail: string
  poison?: boolean
}

const TRACE_ID = /^[0-9a-f]{32}$/
const SPAN_ID = /^[0-9a-f]{16}$/
const ZEROS = /^0+$/

function ids(traceId: string, spanId: string, where: string): Finding[] {
  const result: Finding[] = []
  if (traceId !== '' && (!TRACE_ID.test(traceId) || ZEROS.test(traceId)))
    result.push({ rule: 'trace id', detail: `${where}: ${nameOf(traceId)}` })
  if (spanId !== '' && (!SPAN_ID.test(spanId) || ZEROS.test(spanId)))
    result.push({ rule: 'span id', detail: `${where}: ${nameOf(spanId)}` })
  return result
}

interface Common {
  duplicates: string[]
  resource: { [key: string]: unknown }
}

function common(record: Common, where: string): Finding[] {
  const result: Finding[] = record.duplicates.map((key) => ({
    rule: key.startsWith('resource:') ? 'duplicate resource key' : 'duplicate attribute key',
    detail: `${where}: ${key}`,
  }))
  if (typeof record.resource['service.name'] !== 'string' || record.resource['service.name'] === '')
    result.push({ rule: 'no service.name', detail: where })
  if ('service.layer' in record.resource) result.push({ rule: 'service.layer set', detail: where })
  return result
}

export function inspectLogs(logs: ReceivedLog[]): Finding[] {
  return logs.flatMap((log) => {
    const where = `log ${shownOf(log.body, 60)}`
    const found = [...common(log, where), ...ids(log.traceId, log.spanId, where)]
    for (const each of found) if (each.rule === 'duplicate resource key') each.poison = true
    if (log.timeUnixNano === '0') found.push({ rule: 'no time', detail: where })
    return found
  })
}

function inspectHistogram(point: ReceivedPoint, where: string): Finding[] {
  const result: Finding[] = []
  const { bounds = [], buckets = [], count = 0 } = point
  if (bounds.length > 0 && buckets.length !== bounds.length + 1)
    result.push({
      rule: 'bucket counts',
      detail: `${where}: ${buckets.length} counts for ${bounds.length} bounds`,
      poison: buckets.length < bounds.length + 1,
    })
  const total = buckets.reduce<bigint>((sum, each) => sum + BigInt(each), 0n)
  if (buckets.length > 0 && total !== BigInt(count))
    result.push({ rule: 'bucket sum', detail: `${where}: ${total} in buckets, count ${count}` })
  if (bounds.some((bound, at) => at > 0 && bound <= bounds[at - 1]!))
    result.push({ rule: 'bounds order', detail: where })
  return result
}

export function inspectMetrics(message: unknown, points: ReceivedPoint[]): Finding[] {
  const result: Finding[] = []
  const tree = message as {
    resourceMetrics: {
      scopeMetrics: { metrics: Record<string, { dataPoints?: unknown[] } | undefined>[] }[]
    }[]
  }
  for (const resource of tree.resourceMetrics)
    for (const scope of resource.scopeMetrics)
      for (const metric of scope.metrics) {
        const data =
          metric.gauge ?? metric.sum ?? metric.histogram ?? metric.exponentialHistogram ?? metric.summary
        if (!data?.dataPoints?.length)
          result.push({ rule: 'metric without data', detail: nameOf(metric.name), poison: true })
      }
  const seen = new Set<string>()
  for (const point of points) {
    const where = `metric ${nameOf(point.name)}`
    result.push(...common(point, where))
    if (point.type === 'histogram') result.push(...inspectHistogram(point, where))
    if (point.valueType === 'empty') result.push({ rule: 'no value', detail: where })
    if (point.timeUnixNano === '0') result.push({ rule: 'no time', detail: where })
    if (point.temporality === 'unspecified') result.push({ rule: 'no temporality', detail: where })
    if (point.temporality === 'delta') {
      if (point.startTimeUnixNano === '0') result.push({ rule: 'delta without start', detail: where })
      else if (BigInt(point.startTimeUnixNano) > BigInt(point.timeUnixNano))
        result.push({ rule: 'start after end', detail: where })
    }
    const place = `${seriesOf(point)} ${point.timeUnixNano}`
    if (seen.has(place)) result.push({ rule: 'two points at one time', detail: where })
    seen.add(place)
  }
  return result
}

export function inspectSpans(spans: ReceivedSpan[]): Finding[] {
  return spans.flatMap((span) => {
    const where = `span ${nameOf(span.name)}`
    const found = [...common(span, where), ...ids(span.traceId, span.spanId, where)]
    if (span.traceId === '' || span.spanId === '') found.push({ rule: 'span without ids', detail: where })
    if (BigInt(span.startTimeUnixNano) > BigInt(span.endTimeUnixNano))
      found.push({ rule: 'start after end', detail: where })
    return found
  })
}

/** Limits of OAP: names longer than these are cut or refused there. */
const LIMITS = { service: 50, serviceInstance: 50, operationName: 150 }

export function inspectSegments(segments: ReceivedSegment[]): Finding[] {
  return segments.flatMap((segment) => {
    const found: Finding[] = []
    const where = `segment ${nameOf(segment.traceSegmentId)}`
    if (segment.service.length > LIMITS.service) found.push({ rule: 'service too long', detail: where })
    if (segment.serviceInstance.length > LIMITS.serviceInstance)
      found.push({ rule: 'service instance too long', detail: where })
    if (!segment.spans.some((span) => span.parentSpanId === -1))
      found.push({ rule: 'no root span', detail: where })
    for (const span of segment.spans) {
      if (!['Entry', 'Exit', 'Local'].includes(span.spanType ?? 'Entry'))
        found.push({ rule: 'span type', detail: `${where}: ${nameOf(span.spanType)}` })
      if (span.spanType === 'Exit' && !span.peer) found.push({ rule: 'exit without peer', detail: where })
      if (span.operationName.length > LIMITS.operationName)
        found.push({ rule: 'endpoint too long', detail: where })
      if (span.endTime < span.startTime) found.push({ rule: 'start after end', detail: where })
    }
    return found
  })
}
