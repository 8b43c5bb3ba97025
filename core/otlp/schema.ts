/**
 * OTLP's messages beside the members of ours: protobuf, JSON and the reading of JSON all go by these tables.
 * A row says: our name[:the name in JSON] kind and number of the field. Field numbers: opentelemetry-proto 1.x.
 *
 * kinds: s string · f number, varint · F number, fixed32 · e severity · p temporality · k bool · i sint32 ·
 * t time · v value · a attributes · A attributes and what the signal itself implies · x trace id · y span id ·
 * n number, asInt or asDouble · d double · c count, fixed64 · C counts, fixed64 · U counts, varint · b bounds ·
 * m message · M message of members of this one · l list of messages
 */
export interface Row {
  readonly model: string
  readonly json: string
  readonly kind: string
  /** Field number and wire type. */
  readonly tag: number
  /** Of messages. */
  readonly rows: Rows
  /** Of the protobuf writer: how the kind is written. */
  put?: unknown
}
export type Rows = readonly Row[]

/** `nested`: of the messages among the rows, in their order. */
function rows(text: string, ...nested: Rows[]): Rows {
  return text.split(', ').map((row) => {
    const [, model, json, kind, field] = /(\w+):?(\w*) (.)(.+)/.exec(row)!
    const wire = /[tdnc]/.test(kind) ? 1 : /[fepki]/.test(kind) ? 0 : kind === 'F' ? 5 : 2
    return {
      model,
      json: json || model,
      kind,
      tag: +field * 8 + wire,
      rows: /[lmM]/.test(kind) ? nested.shift()! : [],
    }
  })
}

const EXEMPLAR = rows(
  'attributes:filteredAttributes a7, time:timeUnixNano t2, value n3, spanId y4, traceId x5',
)
const TIMES = ', start:startTimeUnixNano t2, time:timeUnixNano t3, '
const NUMBER = rows('attributes a7' + TIMES + 'value n4, exemplars l5, flags f8', EXEMPLAR)
const SUMMED = TIMES + 'count c4, sum d5, '
const HISTOGRAM = rows(
  'attributes a9' +
    SUMMED +
    'counts:bucketCounts C6, bounds:explicitBounds b7, exemplars l8, flags f10, min d11, max d12',
  EXEMPLAR,
)
const BUCKETS = rows('offset i1, counts:bucketCounts U2')
const EXPONENTIAL = rows(
  'attributes a1' +
    SUMMED +
    'scale i6, zeroCount c7, positive m8, negative m9, flags f10, exemplars l11, min d12, max d13, zeroThreshold d14',
  BUCKETS,
  BUCKETS,
  EXEMPLAR,
)
const SUMMARY = rows(
  'attributes a7' + SUMMED + 'quantiles:quantileValues l6, flags f8',
  rows('quantile d1, value d2'),
)

const POINTS = 'points:dataPoints l1'
const AGGREGATED = POINTS + ', temporality:aggregationTemporality p2'

export const METRIC = rows(
  'name s1, description s2, unit s3, gauge M5, sum M7, histogram M9, exponentialHistogram M10, summary M11',
  rows(POINTS, NUMBER),
  rows(AGGREGATED + ', monotonic:isMonotonic k3', NUMBER),
  rows(AGGREGATED, HISTOGRAM),
  rows(AGGREGATED, EXPONENTIAL),
  rows(POINTS, SUMMARY),
)

export const LOG = rows(
  'time:timeUnixNano t1, severity:severityNumber e2, severityText s3, body v5, attributes A6, flags F8, ' +
    'traceId x9, spanId y10, eventName s12',
)

const SPAN = rows(
  'traceId x1, spanId y2, traceState s3, parentSpanId y4, name s5, spanKind:kind f6, ' +
    'start:startTimeUnixNano t7, end:endTimeUnixNano t8, attributes A9, events l11, links l13, status M15, flags F16',
  rows('time:timeUnixNano t1, name s2, attributes a3'),
  rows('traceId x1, spanId y2, attributes a4'),
  rows('statusMessage:message s2, status:code f3'),
)

/** What all requests have in common: resource, scope and a list. `Items`: Logs, Metrics or Spans in the names. */
function request(Items: string, list: string, item: Rows): Rows {
  const scoped = rows('scope m1, items:' + list + ' l2', rows('name s1, version s2'), item)
  const resourced = rows('resource m1, scopes:scope' + Items + ' l2', rows('attributes a1'), scoped)
  return rows('resources:resource' + Items + ' l1', resourced)
}

export const REQUESTS = {
  logs: request('Logs', 'logRecords', LOG),
  metrics: request('Metrics', 'metrics', METRIC),
  traces: request('Spans', 'spans', SPAN),
}
