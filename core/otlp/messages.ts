import { LOG_RECORD_UID, MINIPROGRAM_PAGE_PATH, SERVER_ADDRESS, SERVER_PORT } from '../names.ts'
import {
  ATTRIBUTES,
  BOOL,
  COUNT,
  COUNTS,
  COUNTS_VARINT,
  DOUBLE,
  DOUBLES,
  FIXED32,
  ID,
  IMPLIED,
  MESSAGE,
  MESSAGES,
  NUMBER_AS_DOUBLE,
  NUMBER_AS_INT,
  SINT32,
  STRING,
  TIME,
  UINT32,
  VALUE,
  VALUE_BYTES,
  VALUE_INT,
  VALUE_LIST,
  VALUE_MAP,
  type Kind,
} from './kinds.ts'

/*
 * OTLP's messages beside the members of ours, after https://github.com/open-telemetry/opentelemetry-proto (1.x). A line:
 * kind, number, name in JSON, of messages which one, and the name of our member where it is another. Fields are written
 * in this order; attributes that a member stands for come behind the others.
 */
type FieldOf<K extends Kind> = readonly [kind: K, field: number, json: string, of: Fields, ours?: string]

export type Field =
  | readonly [
      kind: Exclude<Kind, typeof MESSAGE | typeof MESSAGES>,
      field: number,
      json: string,
      ours?: string,
    ]
  | FieldOf<typeof MESSAGE>
  | FieldOf<typeof MESSAGES>

export type Fields = readonly Field[]

export const ANY_VALUE: Fields = [
  [STRING, 1, 'stringValue'],
  [BOOL, 2, 'boolValue'],
  [VALUE_INT, 3, 'intValue'],
  [NUMBER_AS_DOUBLE, 4, 'doubleValue'],
  [VALUE_LIST, 5, 'arrayValue'],
  [VALUE_MAP, 6, 'kvlistValue'],
  [VALUE_BYTES, 7, 'bytesValue'],
]

const EXEMPLAR: Fields = [
  [ATTRIBUTES, 7, 'filteredAttributes', 'attributes'],
  [TIME, 2, 'timeUnixNano', 'time'],
  [NUMBER_AS_DOUBLE, 3, 'asDouble', 'value'],
  [NUMBER_AS_INT, 6, 'asInt', 'value'],
  [ID, 4, 'spanId'],
  [ID, 5, 'traceId'],
]

const NUMBER_POINT: Fields = [
  [ATTRIBUTES, 7, 'attributes'],
  [TIME, 2, 'startTimeUnixNano', 'start'],
  [TIME, 3, 'timeUnixNano', 'time'],
  [NUMBER_AS_DOUBLE, 4, 'asDouble', 'value'],
  [NUMBER_AS_INT, 6, 'asInt', 'value'],
  [MESSAGES, 5, 'exemplars', EXEMPLAR],
  [UINT32, 8, 'flags'],
]

const HISTOGRAM_POINT: Fields = [
  [ATTRIBUTES, 9, 'attributes'],
  [TIME, 2, 'startTimeUnixNano', 'start'],
  [TIME, 3, 'timeUnixNano', 'time'],
  [COUNT, 4, 'count'],
  [DOUBLE, 5, 'sum'],
  [COUNTS, 6, 'bucketCounts', 'counts'],
  [DOUBLES, 7, 'explicitBounds', 'bounds'],
  [MESSAGES, 8, 'exemplars', EXEMPLAR],
  [UINT32, 10, 'flags'],
  [DOUBLE, 11, 'min'],
  [DOUBLE, 12, 'max'],
]

const BUCKETS: Fields = [
  [SINT32, 1, 'offset'],
  [COUNTS_VARINT, 2, 'bucketCounts', 'counts'],
]

const EXPONENTIAL_POINT: Fields = [
  [ATTRIBUTES, 1, 'attributes'],
  [TIME, 2, 'startTimeUnixNano', 'start'],
  [TIME, 3, 'timeUnixNano', 'time'],
  [COUNT, 4, 'count'],
  [DOUBLE, 5, 'sum'],
  [SINT32, 6, 'scale'],
  [COUNT, 7, 'zeroCount'],
  [MESSAGE, 8, 'positive', BUCKETS],
  [MESSAGE, 9, 'negative', BUCKETS],
  [UINT32, 10, 'flags'],
  [MESSAGES, 11, 'exemplars', EXEMPLAR],
  [DOUBLE, 12, 'min'],
  [DOUBLE, 13, 'max'],
  [DOUBLE, 14, 'zeroThreshold'],
]

const QUANTILE: Fields = [
  [DOUBLE, 1, 'quantile'],
  [DOUBLE, 2, 'value'],
]

const SUMMARY_POINT: Fields = [
  [ATTRIBUTES, 7, 'attributes'],
  [TIME, 2, 'startTimeUnixNano', 'start'],
  [TIME, 3, 'timeUnixNano', 'time'],
  [COUNT, 4, 'count'],
  [DOUBLE, 5, 'sum'],
  [MESSAGES, 6, 'quantileValues', QUANTILE, 'quantiles'],
  [UINT32, 8, 'flags'],
]

const GAUGE: Fields = [[MESSAGES, 1, 'dataPoints', NUMBER_POINT, 'points']]

const SUM: Fields = [
  [MESSAGES, 1, 'dataPoints', NUMBER_POINT, 'points'],
  [UINT32, 2, 'aggregationTemporality', 'temporality'],
  [BOOL, 3, 'isMonotonic', 'monotonic'],
]

const HISTOGRAM: Fields = [
  [MESSAGES, 1, 'dataPoints', HISTOGRAM_POINT, 'points'],
  [UINT32, 2, 'aggregationTemporality', 'temporality'],
]

const EXPONENTIAL_HISTOGRAM: Fields = [
  [MESSAGES, 1, 'dataPoints', EXPONENTIAL_POINT, 'points'],
  [UINT32, 2, 'aggregationTemporality', 'temporality'],
]

const SUMMARY: Fields = [[MESSAGES, 1, 'dataPoints', SUMMARY_POINT, 'points']]

export const METRIC: Fields = [
  [STRING, 1, 'name'],
  [STRING, 2, 'description'],
  [STRING, 3, 'unit'],
  [MESSAGE, 5, 'gauge', GAUGE],
  [MESSAGE, 7, 'sum', SUM],
  [MESSAGE, 9, 'histogram', HISTOGRAM],
  [MESSAGE, 10, 'exponentialHistogram', EXPONENTIAL_HISTOGRAM],
  [MESSAGE, 11, 'summary', SUMMARY],
]

export const LOG_RECORD: Fields = [
  [TIME, 1, 'timeUnixNano', 'time'],
  [UINT32, 2, 'severityNumber', 'severity'],
  [STRING, 3, 'severityText'],
  [VALUE, 5, 'body'],
  [ATTRIBUTES, 6, 'attributes'],
  [IMPLIED, 6, LOG_RECORD_UID, 'uid'],
  [FIXED32, 8, 'flags'],
  [ID, 9, 'traceId'],
  [ID, 10, 'spanId'],
  [TIME, 11, 'observedTimeUnixNano', 'observed'],
  [STRING, 12, 'eventName'],
]

const EVENT: Fields = [
  [TIME, 1, 'timeUnixNano', 'time'],
  [STRING, 2, 'name'],
  [ATTRIBUTES, 3, 'attributes'],
]

const LINK: Fields = [
  [ID, 1, 'traceId'],
  [ID, 2, 'spanId'],
  [ATTRIBUTES, 4, 'attributes'],
]

const STATUS: Fields = [
  [STRING, 2, 'message', 'statusMessage'],
  [UINT32, 3, 'code', 'status'],
]

const SPAN: Fields = [
  [ID, 1, 'traceId'],
  [ID, 2, 'spanId'],
  [STRING, 3, 'traceState'],
  [ID, 4, 'parentSpanId'],
  [STRING, 5, 'name'],
  [UINT32, 6, 'kind', 'spanKind'],
  [TIME, 7, 'startTimeUnixNano', 'start'],
  [TIME, 8, 'endTimeUnixNano', 'end'],
  [ATTRIBUTES, 9, 'attributes'],
  [IMPLIED, 9, MINIPROGRAM_PAGE_PATH, 'page'],
  [IMPLIED, 9, SERVER_ADDRESS, 'peer'],
  [IMPLIED, 9, SERVER_PORT, 'peer'],
  [MESSAGES, 11, 'events', EVENT],
  [MESSAGES, 13, 'links', LINK],
  [MESSAGE, 15, 'status', STATUS],
  [FIXED32, 16, 'flags'],
]

const RESOURCE: Fields = [[ATTRIBUTES, 1, 'attributes']]

const SCOPE: Fields = [
  [STRING, 1, 'name'],
  [STRING, 2, 'version'],
]

const SCOPE_LOGS: Fields = [
  [MESSAGE, 1, 'scope', SCOPE],
  [MESSAGES, 2, 'logRecords', LOG_RECORD, 'items'],
]

const RESOURCE_LOGS: Fields = [
  [MESSAGE, 1, 'resource', RESOURCE],
  [MESSAGES, 2, 'scopeLogs', SCOPE_LOGS, 'scopes'],
]

export const LOGS: Fields = [[MESSAGES, 1, 'resourceLogs', RESOURCE_LOGS, 'resources']]

const SCOPE_METRICS: Fields = [
  [MESSAGE, 1, 'scope', SCOPE],
  [MESSAGES, 2, 'metrics', METRIC, 'items'],
]

const RESOURCE_METRICS: Fields = [
  [MESSAGE, 1, 'resource', RESOURCE],
  [MESSAGES, 2, 'scopeMetrics', SCOPE_METRICS, 'scopes'],
]

export const METRICS: Fields = [[MESSAGES, 1, 'resourceMetrics', RESOURCE_METRICS, 'resources']]

const SCOPE_TRACES: Fields = [
  [MESSAGE, 1, 'scope', SCOPE],
  [MESSAGES, 2, 'spans', SPAN, 'items'],
]

const RESOURCE_TRACES: Fields = [
  [MESSAGE, 1, 'resource', RESOURCE],
  [MESSAGES, 2, 'scopeSpans', SCOPE_TRACES, 'scopes'],
]

export const TRACES: Fields = [[MESSAGES, 1, 'resourceSpans', RESOURCE_TRACES, 'resources']]
