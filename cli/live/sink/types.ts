export const SIGNAL_PATHS = ['logs', 'metrics', 'traces', 'segments', 'keepAlive'] as const
/** What the sink takes in, told apart by the path that it arrives on. */
export type SignalPath = (typeof SIGNAL_PATHS)[number]

export type Encoding = 'protobuf' | 'json'

/**
 * An OTLP value as plain JavaScript: 64-bit integers are numbers while they are safe integers and decimal
 * strings beyond that; bytes are lower-case hex; an AnyValue without a value is null.
 */
export type Value = string | number | boolean | null | Value[] | { [key: string]: Value }
export type Attributes = { [key: string]: Value }

/**
 * The OTLP type of each attribute, deep: `string`, `bool`, `int`, `double`, `bytes`, `empty`,
 * `array[string,int]`, `kvlist{a:int,b:string}`.
 */
export type AttributeTypes = { [key: string]: string }

/** What every OTLP record has, whatever its signal. */
export interface Received {
  attributes: Attributes
  types: AttributeTypes
  resource: Attributes
  resourceTypes: AttributeTypes
  /** Keys that occurred more than once, as `resource:key` or `attributes:key`. */
  duplicates: string[]
  scope: { name: string; version: string }
  encoding: Encoding
  /** Id of the request that brought it. */
  request: number
}

export interface ReceivedLog extends Received {
  /** Milliseconds since the epoch; `timeUnixNano` has the exact value. */
  time: number
  timeUnixNano: string
  observedTimeUnixNano: string
  severity: number
  severityText: string
  body: Value
  bodyType: string
  /** Lower-case hex, empty if unset. */
  traceId: string
  spanId: string
  flags: number
}

export type MetricType = 'gauge' | 'sum' | 'histogram' | 'exponentialHistogram' | 'summary'

/** One data point with the metric that it belongs to. */
export interface ReceivedPoint extends Received {
  name: string
  unit: string
  description: string
  type: MetricType
  temporality?: 'unspecified' | 'delta' | 'cumulative'
  monotonic?: boolean
  time: number
  timeUnixNano: string
  startTimeUnixNano: string
  /** Gauge and sum. */
  value?: number | string
  valueType?: 'int' | 'double' | 'empty'
  /** Histograms and summary. */
  count?: number | string
  sum?: number
  min?: number
  max?: number
  bounds?: number[]
  buckets?: (number | string)[]
  exponential?: {
    scale: number
    zeroCount: number | string
    positive: { offset: number; buckets: (number | string)[] }
    negative: { offset: number; buckets: (number | string)[] }
  }
  quantiles?: { quantile: number; value: number }[]
}

export interface ReceivedSpan extends Received {
  name: string
  traceId: string
  spanId: string
  parentSpanId: string
  traceState: string
  /** 0 unspecified, 1 internal, 2 server, 3 client, 4 producer, 5 consumer. */
  spanKind: number
  /** Milliseconds since the epoch. */
  start: number
  end: number
  startTimeUnixNano: string
  endTimeUnixNano: string
  /** 0 unset, 1 ok, 2 error. */
  status: { code: number; message: string }
  events: { time: number; name: string; attributes: Attributes; types: AttributeTypes }[]
  links: { traceId: string; spanId: string; attributes: Attributes }[]
}

export interface KeyValue {
  key: string
  value: string
}

export interface SegmentReference {
  refType: string
  traceId: string
  parentTraceSegmentId: string
  parentSpanId: number
  parentService: string
  parentServiceInstance: string
  parentEndpoint: string
  networkAddressUsedAtPeer: string
}

export interface SegmentSpan {
  spanId: number
  parentSpanId: number
  startTime: number
  endTime: number
  operationName: string
  peer?: string
  spanType?: string
  spanLayer?: string
  componentId?: number
  isError?: boolean
  tags?: KeyValue[]
  logs?: { time: number; data: KeyValue[] }[]
  refs?: SegmentReference[]
}

export interface ReceivedSegment {
  traceId: string
  traceSegmentId: string
  service: string
  serviceInstance: string
  spans: SegmentSpan[]
  encoding: 'json'
  request: number
}

export interface ReceivedKeepAlive {
  service: string
  serviceInstance: string
  layer?: string
  request: number
}

export interface ReceivedData {
  logs: ReceivedLog[]
  metrics: ReceivedPoint[]
  spans: ReceivedSpan[]
  segments: ReceivedSegment[]
  keepAlives: ReceivedKeepAlive[]
}

export interface SinkRequest {
  id: number
  /** Arrival, ms since the epoch, the sink's clock. */
  time: number
  method: string
  path: string
  signal?: SignalPath
  headers: { [name: string]: string }
  /** Status answered; 0 where none was (hang, reset, lost answer). */
  status: number
  /** Size of the body on the wire. */
  bytes: number
  encoding?: Encoding
  /** The body as it came, up to `keepBody` bytes. */
  body: Uint8Array
  /** The fault that was played on it, if any. */
  fault?: string
  /** Records that were accepted from it. */
  records: number
  /** Why it was refused. */
  error?: string
}

/** The same record taken in more than once. */
export interface Repeat {
  kind: 'log' | 'metric' | 'span' | 'segment'
  /** `log.record.uid`, segment id, trace and span id, or a metric's series with its start and end. */
  key: string
  count: number
  requests: number[]
}

/** Something that a receiver may punish or misread. */
export interface Violation {
  request: number
  rule: string
  detail: string
}
