/** OpenTelemetry's own serializers, on the data as its SDK has it. */
import {
  JsonLogsSerializer,
  JsonMetricsSerializer,
  JsonTraceSerializer,
  ProtobufLogsSerializer,
  ProtobufMetricsSerializer,
  ProtobufTraceSerializer,
} from '@opentelemetry/otlp-transformer'
import type { Attributes, LogRecord, Metric, Span, Time } from '../../core/index.ts'
import type { Mix } from '../mix.ts'
import { RESOURCE, SCOPE } from '../resource.ts'

/** ReadableLogRecord[], ResourceMetrics and ReadableSpan[]. */
export interface SdkMix {
  logs: never
  metrics: never
  spans: never
}

export function toSdk(mix: Mix): SdkMix {
  return {
    logs: mix.logs.map(toLog) as never,
    metrics: {
      resource: sdkResource,
      scopeMetrics: [{ scope: SCOPE, metrics: mix.metrics.map(toMetric) }],
    } as never,
    spans: mix.spans.map(toSpan) as never,
  }
}

/** Bytes in all. */
export function serializeProtobuf({ logs, metrics, spans }: SdkMix): number {
  return (
    ProtobufLogsSerializer.serializeRequest(logs)!.length +
    ProtobufMetricsSerializer.serializeRequest(metrics)!.length +
    ProtobufTraceSerializer.serializeRequest(spans)!.length
  )
}

/** Bytes in all. */
export function serializeJson({ logs, metrics, spans }: SdkMix): number {
  return (
    JsonLogsSerializer.serializeRequest(logs)!.length +
    JsonMetricsSerializer.serializeRequest(metrics)!.length +
    JsonTraceSerializer.serializeRequest(spans)!.length
  )
}

const sdkResource = { attributes: RESOURCE.attributes }
const common = { resource: sdkResource, instrumentationScope: SCOPE }

/** Seconds and nanoseconds. */
function hrTime(time: Time): [number, number] {
  return [Math.floor(Number(time) / 1000), (Number(time) % 1000) * 1e6]
}

function toLog({ time, severity, severityText, body, attributes, uid }: LogRecord): object {
  return {
    hrTime: hrTime(time),
    hrTimeObserved: [0, 0],
    severityNumber: severity,
    severityText,
    body,
    attributes: Object.assign({}, attributes, { 'log.record.uid': uid }),
    droppedAttributesCount: 0,
    ...common,
  }
}

function toSpan(span: Span): object {
  const { attributes, page, peer, start, end, name, spanKind, status, traceId, spanId } = span
  const more: Attributes = {
    'miniprogram.page.path': page!,
    'server.address': peer!.split(':')[0],
    'server.port': Number(peer!.split(':')[1]),
  }
  return {
    spanContext: () => ({ traceId, spanId, traceFlags: 0 }),
    name,
    kind: spanKind - 1,
    startTime: hrTime(start),
    endTime: hrTime(end),
    attributes: Object.assign({}, attributes, more),
    status: { code: status },
    events: [],
    links: [],
    droppedAttributesCount: 0,
    droppedEventsCount: 0,
    droppedLinksCount: 0,
    ...common,
  }
}

function toMetric({ name, unit, type, points }: Metric): object {
  return {
    // 0: whole numbers
    descriptor: { name, unit, description: '', valueType: 0 },
    // HISTOGRAM and GAUGE of the SDK
    dataPointType: type === 'histogram' ? 0 : 2,
    aggregationTemporality: 0,
    dataPoints: points.map((point) => ({
      startTime: hrTime(point.start ?? point.time),
      endTime: hrTime(point.time),
      attributes: point.attributes,
      value: point.counts
        ? { ...point, buckets: { boundaries: point.bounds, counts: point.counts } }
        : point.value,
    })),
  }
}
