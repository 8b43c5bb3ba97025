/**
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

export interface Attributes {
  [key: string]: Value
}

export interface LogRecord {
  kind: 'log'
  time: Time
  /** When a collector saw it, of a raw record that says so. */
  observed?: Time
  /** Tells a repeat; sent as `log.record.uid`. */
  uid: string
  /** OpenTelemetry severity number, 1 to 24; 17 is ERROR. */
  severity: number
  severityText?: string
  body?: Value
  attributes: Attributes
  /** 32 and 16 lower-case hex digits. */
  traceId?: string
  spanId?: string
  flags?: number
  eventName?: string
  /** Which hook saw it; never on the wire. */
  door?: string
}

export type MetricType = 'gauge' | 'sum' | 'histogram' | 'exponentialHistogram' | 'summary'

export interface Metric {
  kind: 'metric'
  type: MetricType
  name: string
  unit?: string
  description?: string
  /** 1 delta, 2 cumulative; sums and histograms. */
  temporality?: number
  monotonic?: boolean
  points: Point[]
}

/** One data point; which members are set follows from the metric's type. */
export interface Point {
  attributes: Attributes
  start?: Time
  time: Time
  flags?: number
  /** gauge, sum */
  value?: number | Tagged
  /** histograms, summary; a string where it is beyond 2^53 */
  count?: number | string
  sum?: number
  min?: number
  max?: number
  /** histogram: ascending upper bounds, inclusive; counts has one more */
  bounds?: number[]
  counts?: (number | string)[]
  /** exponential histogram */
  scale?: number
  zeroCount?: number | string
  zeroThreshold?: number
  positive?: Buckets
  negative?: Buckets
  /** summary */
  quantiles?: { quantile: number; value: number }[]
  exemplars?: Exemplar[]
}

export interface Buckets {
  offset: number
  counts: (number | string)[]
}

export interface Exemplar {
  time: Time
  value: number | Tagged
  attributes: Attributes
  traceId?: string
  spanId?: string
}

/** OpenTelemetry's SpanKind: 1 internal, 2 server, 3 client, 4 producer, 5 consumer. */
export type SpanKind = 1 | 2 | 3 | 4 | 5

export interface SpanContext {
  /** 32 hex digits, the same in sw8, traceparent, b3, segment and log. */
  traceId: string
  /** 16 hex digits. */
  spanId: string
  /** SkyWalking's segment id: 48 hex digits, trace id and span id. */
  segmentId: string
  sampled: boolean
}

export interface Span {
  kind: 'span'
  traceId: string
  spanId: string
  parentSpanId?: string
  name: string
  spanKind: SpanKind
  start: Time
  end: Time
  attributes: Attributes
  /** 0 unset, 1 ok, 2 error */
  status?: number
  statusMessage?: string
  /** host:port of an outgoing call: SkyWalking's peer, the same as in sw8. */
  peer?: string
  /** The page that it belongs to: SkyWalking's operation name of a request. */
  page?: string
  /** A raw OTLP span brings more. */
  events?: { time: Time; name: string; attributes: Attributes }[]
  links?: { traceId: string; spanId: string; attributes: Attributes }[]
  traceState?: string
  flags?: number
}

/** A SkyWalking SegmentObject as the user handed it to `record('segment', …)`. */
export interface Segment {
  kind: 'segment'
  segment: { traceId: string; traceSegmentId: string; [key: string]: unknown }
}

/** Makes a service visible that sends traces only; never stored. */
export interface KeepAlive {
  kind: 'keepAlive'
  layer: string
}

export type Signal = LogRecord | Metric | Span | Segment | KeepAlive
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
