import type { Crumb } from './trail.ts'

/*
 * What the kit carries: OpenTelemetry's log records, metrics and spans, and SkyWalking's segments, as plain JSON, so
 * that a signal can be stored on the device and read again by a newer version.
 */

/** Milliseconds since the epoch; as a string, the nanoseconds in decimal digits that a raw record came with. */
export type Time = number | string

/** Numbers that JSON or JavaScript would bend, and kinds of values that it lacks. Exactly one member is set. */
export type Tagged =
  | { int: string } // 64-bit, decimal digits
  | { double: number | string } // also a whole number that is meant as a double; 'NaN', 'Infinity', '-Infinity'
  | { bytes: string } // base64
  | { map: Attributes }

/** A tagged value before anybody has asked which tag it is. */
export interface AnyTagged {
  readonly int?: string
  readonly double?: number | string
  readonly bytes?: string
  readonly map?: Attributes
}

/** A safe integer is sent as an int, any other number as a double. */
export type Value = string | number | boolean | Tagged | Value[]

/** Attributes of OpenTelemetry, by name: https://opentelemetry.io/docs/specs/otel/common/#attribute */
export interface Attributes {
  [key: string]: Value
}

/** A log record of OpenTelemetry: https://opentelemetry.io/docs/specs/otel/logs/data-model/ */
export interface LogRecord {
  /** Which signal it is. */
  kind: 'log'
  /** When it happened. */
  time: Time
  /** When a collector saw it, of a raw record that says so. */
  observed?: Time
  /** Tells a repeat; sent as `log.record.uid`. */
  uid: string
  /** OpenTelemetry severity number, 1 to 24; 17 is ERROR. */
  severity: number
  /** The level's own name: `ERROR`. */
  severityText?: string
  /** What a person reads first. */
  body?: Value
  /** What it can be searched by. */
  attributes: Attributes
  /** 32 and 16 lower-case hex digits. */
  traceId?: string
  /** Of the span in which it happened. */
  spanId?: string
  /** Of the trace, as in `traceparent`. */
  flags?: number
  /** Of a raw record that is an event. */
  eventName?: string
  /** Which hook saw it; never on the wire. */
  door?: string
  /** What came before it, until that is written on it; never on the wire. */
  crumbs?: readonly Crumb[]
  /** How many equal errors it stands for, where it is more than one; on the wire as `exception.count`. */
  repeats?: number
}

/** The five of OTLP. */
export type MetricType = 'gauge' | 'sum' | 'histogram' | 'exponentialHistogram' | 'summary'

/** A metric of OpenTelemetry: https://opentelemetry.io/docs/specs/otel/metrics/data-model/ */
export interface Metric {
  /** Which signal it is. */
  kind: 'metric'
  /** Says which members its points have. */
  type: MetricType
  /** Lower case, with dots: `miniprogram.request.duration`. */
  name: string
  /** UCUM: `ms`, `By`, `1` (https://ucum.org/ucum). */
  unit?: string
  /** Of a raw record that has one. */
  description?: string
  /** 1 delta, 2 cumulative; sums and histograms. */
  temporality?: number
  /** Of sums: it never falls. */
  monotonic?: boolean
  /** One for each set of attributes, or for each moment. */
  points: Point[]
}

/** One data point; which members are set follows from the metric's type. */
export interface Point {
  /** Tell the series apart. */
  attributes: Attributes
  /** From when on a sum or a histogram counts. */
  start?: Time
  /** When it was measured, or up to when it counts. */
  time: Time
  /** Of a raw point: 1 says that no value was recorded. */
  flags?: number
  /** gauge, sum */
  value?: number | Tagged
  /** histograms, summary; a string where it is beyond 2^53 */
  count?: number | string
  /** Of all values. */
  sum?: number
  /** The least value. */
  min?: number
  /** The largest value. */
  max?: number
  /** histogram: ascending upper bounds, inclusive; counts has one more */
  bounds?: number[]
  /** Values between the bounds. */
  counts?: (number | string)[]
  /** exponential histogram */
  scale?: number
  /** Values of about 0. */
  zeroCount?: number | string
  /** How far from 0 that is. */
  zeroThreshold?: number
  /** Values above 0. */
  positive?: Buckets
  /** Values below 0, by their size. */
  negative?: Buckets
  /** summary */
  quantiles?: { quantile: number; value: number }[]
  /** Single values, with the trace that they come from. */
  exemplars?: Exemplar[]
}

/** Of an exponential histogram; the first is number `offset`. */
export interface Buckets {
  offset: number
  counts: (number | string)[]
}

/** One value of a series. */
export interface Exemplar {
  time: Time
  value: number | Tagged
  attributes: Attributes
  traceId?: string
  spanId?: string
}

/** OpenTelemetry's SpanKind: 1 internal, 2 server, 3 client, 4 producer, 5 consumer. */
export type SpanKind = 1 | 2 | 3 | 4 | 5

/** What tells a span apart, in every form that goes on the wire. */
export interface SpanContext {
  /** 32 hex digits, the same in sw8, traceparent, b3, segment and log. */
  traceId: string
  /** 16 hex digits. */
  spanId: string
  /** SkyWalking's segment id: 48 hex digits, trace id and span id. */
  segmentId: string
  /** Whether it is sent; the headers say the same. */
  sampled: boolean
}

/** A span of OpenTelemetry: https://opentelemetry.io/docs/specs/otel/trace/api/#span */
export interface Span {
  /** Which signal it is; the span's own kind is `spanKind`. */
  kind: 'span'
  /** 32 lower-case hex digits. */
  traceId: string
  /** 16 lower-case hex digits. */
  spanId: string
  /** Of the span that it is a part of; a root has none. */
  parentSpanId?: string
  /** What was done: the method of a request, or the app's own words. */
  name: string
  /** A request is 3, work of the app's own 1. */
  spanKind: SpanKind
  /** When it began. */
  start: Time
  /** When it was over. */
  end: Time
  /** What it can be searched by. */
  attributes: Attributes
  /** 0 unset, 1 ok, 2 error */
  status?: number
  /** Why it failed. */
  statusMessage?: string
  /** host:port of an outgoing call: SkyWalking's peer, the same as in sw8. */
  peer?: string
  /** The page that it belongs to: SkyWalking's operation name of a request. */
  page?: string
  /** A raw OTLP span brings more. */
  events?: { time: Time; name: string; attributes: Attributes }[]
  /** Other traces that it has to do with. */
  links?: { traceId: string; spanId: string; attributes: Attributes }[]
  /** Of a raw span, as in `tracestate`. */
  traceState?: string
  /** Of the trace, as in `traceparent`. */
  flags?: number
}

/** A SkyWalking SegmentObject as the user handed it to `record('segment', …)`. */
export interface Segment {
  /** Which signal it is. */
  kind: 'segment'
  /** As SkyWalking's protocol has it, in JSON. */
  segment: { traceId: string; traceSegmentId: string; [key: string]: unknown }
}

/** Makes a service visible that sends traces only; never stored. */
export interface KeepAlive {
  /** Which signal it is. */
  kind: 'keepAlive'
  /** SkyWalking's layer of the service. */
  layer: string
}

/** What goes through processors, `beforeSend`, storage and exporters; `kind` tells which it is. */
export type Signal = LogRecord | Metric | Span | Segment | KeepAlive
/** `log`, `metric`, `span`, `segment` or `keepAlive`. */
export type SignalKind = Signal['kind']

/** Why a signal was not delivered. */
export type DropReason =
  | 'queue_full' // the buffer is bounded by count and bytes
  | 'rate_limited'
  | 'sampled_out'
  | 'deduplicated' // merged into a summary that was sent
  | 'ignored' // an error that the user does not want to hear of
  | 'before_send' // the user's hook said so, or threw
  | 'consent_denied'
  | 'invalid' // a raw record that no back end would take
  | 'clock' // the device clock was set while it was measured
  | 'rejected' // the receiver took the batch but not this
  | 'too_large' // alone, and still too large for the receiver
  | 'poison' // alone, and refused three times while the receiver took others
  | 'expired'
  | 'storage_full'
  | 'storage_corrupt'
  | 'no_exporter'
  | 'shutdown'

/** What a signal counts for in the account: a metric by its data points, as OTLP's partial success does. */
export function weigh(signal: Signal): number {
  return signal.kind === 'metric' ? signal.points.length : 1
}
