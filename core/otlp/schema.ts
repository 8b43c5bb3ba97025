/**
 * OTLP's messages beside the members of ours: protobuf, JSON and the reading of JSON all go by these tables.
 * A row says: our name[:the name in JSON] kind number-of-the-field. Field numbers: opentelemetry-proto 1.x.
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

function rows(text: string, ...nested: Rows[]): Rows {
  return text.split(', ').map((row) => {
    const [names, kind, field] = row.split(' ')
    const [model, json] = names.split(':')
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
  'attributes:filteredAttributes a 7, time:timeUnixNano t 2, value n 3, spanId y 4, traceId x 5',
)
const BUCKETS = rows('offset i 1, counts:bucketCounts U 2')
const TIMES = ', start:startTimeUnixNano t 2, time:timeUnixNano t 3, '
const NUMBER = rows('attributes a 7' + TIMES + 'value n 4, exemplars l 5, flags f 8', EXEMPLAR)
const SUMMED = TIMES + 'count c 4, sum d 5, '
const HISTOGRAM = rows(
  'attributes a 9' +
    SUMMED +
    'counts:bucketCounts C 6, bounds:explicitBounds b 7, exemplars l 8, flags f 10, min d 11, max d 12',
  EXEMPLAR,
)
const EXPONENTIAL = rows(
  'attributes a 1' +
    SUMMED +
    'scale i 6, zeroCount c 7, positive m 8, negative m 9, flags f 10, exemplars l 11, min d 12, max d 13, zeroThreshold d 14',
  BUCKETS,
  BUCKETS,
  EXEMPLAR,
)
const SUMMARY = rows(
  'attributes a 7' + SUMMED + 'quantiles:quantileValues l 6, flags f 8',
  rows('quantile d 1, value d 2'),
)

const POINTS = 'points:dataPoints l 1'
const AGGREGATED = POINTS + ', temporality:aggregationTemporality p 2'

export const METRIC = rows(
  'name s 1, description s 2, unit s 3, gauge m 5, sum m 7, histogram m 9, exponentialHistogram m 10, summary m 11',
  rows(POINTS, NUMBER),
  rows(AGGREGATED + ', monotonic:isMonotonic k 3', NUMBER),
  rows(AGGREGATED, HISTOGRAM),
  rows(AGGREGATED, EXPONENTIAL),
  rows(POINTS, SUMMARY),
)

export const LOG = rows(
  'time:timeUnixNano t 1, severity:severityNumber e 2, severityText s 3, body v 5, attributes A 6, flags F 8, ' +
    'traceId x 9, spanId y 10, eventName s 12',
)

const SPAN = rows(
  'traceId x 1, spanId y 2, traceState s 3, parentSpanId y 4, name s 5, spanKind:kind f 6, ' +
    'start:startTimeUnixNano t 7, end:endTimeUnixNano t 8, attributes A 9, events l 11, links l 13, ' +
    'status M 15, flags F 16',
  rows('time:timeUnixNano t 1, name s 2, attributes a 3'),
  rows('traceId x 1, spanId y 2, attributes a 4'),
  rows('statusMessage:message s 2, status:code f 3'),
)

/** What all requests have in common: resource, scope and a list. `Items`: Logs, Metrics or Spans in the names. */
function request(Items: string, list: string, item: Rows): Rows {
  const scoped = rows('scope m 1, items:' + list + ' l 2', rows('name s 1, version s 2'), item)
  const resourced = rows('resource m 1, scopes:scope' + Items + ' l 2', rows('attributes a 1'), scoped)
  return rows('resources:resource' + Items + ' l 1', resourced)
}

export const LOGS = request('Logs', 'logRecords', LOG)
export const METRICS = request('Metrics', 'metrics', METRIC)
export const SPANS = request('Spans', 'spans', SPAN)
