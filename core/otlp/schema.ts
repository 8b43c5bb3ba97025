import type { MetricType } from '../signal.ts'

/**
 * OTLP's messages as its JSON has them, beside the members of ours; read in both directions. Protobuf, the hot path,
 * is written out by hand. What a row says: our name[:OTLP's name] kind.
 *
 * kinds: s string · f flags or number, unsigned · e severity · p temporality · k bool · t time · v value ·
 * a attributes · x trace id · y span id · n number, asInt or asDouble · d double · i int32 · c count, uint64 ·
 * C counts · b bounds · m message · l list of messages
 */
export interface Row {
  readonly model: string
  readonly json: string
  readonly kind: string
  /** Of m and l. */
  readonly rows: Rows
}
export type Rows = readonly Row[]

function rows(text: string, ...nested: Rows[]): Rows {
  return text.split(', ').map((row) => {
    const [names, kind] = row.split(' ')
    const [model, json] = names.split(':')
    return { model, json: json || model, kind, rows: /[lm]/.test(kind) ? nested.shift()! : [] }
  })
}

const TIME = 'time:timeUnixNano t'
const START = 'start:startTimeUnixNano t, '

export const LOG = rows(
  TIME +
    ', severity:severityNumber e, severityText s, body v, attributes a, flags f, traceId x, spanId y, eventName s',
)

export const SPAN = rows(
  'traceId x, spanId y, traceState s, parentSpanId y, name s, spanKind:kind f, ' +
    START +
    'end:endTimeUnixNano t, attributes a, events l, links l, flags f',
  rows(TIME + ', name s, attributes a'),
  rows('traceId x, spanId y, attributes a'),
)

export const STATUS = rows('statusMessage:message s, status:code f')

export const METRIC = rows('name s, description s, unit s')

/** Of the member that is named after the metric's type; without its points. */
export const DATA = rows('temporality:aggregationTemporality p, monotonic:isMonotonic k')

const EXEMPLAR = rows('attributes:filteredAttributes a, value n, traceId x, spanId y, ' + TIME)
const BUCKETS = rows('offset i, counts:bucketCounts C')
const point = 'attributes a, flags f, ' + START + TIME
const number = rows(point + ', value n, exemplars l', EXEMPLAR)
const distribution = point + ', count c, sum d'
const histogram = distribution + ', min d, max d, exemplars l, '

export const POINT: Record<MetricType, Rows> = {
  gauge: number,
  sum: number,
  histogram: rows(histogram + 'bounds:explicitBounds b, counts:bucketCounts C', EXEMPLAR),
  exponentialHistogram: rows(
    histogram + 'scale i, zeroCount c, zeroThreshold d, positive m, negative m',
    EXEMPLAR,
    BUCKETS,
    BUCKETS,
  ),
  summary: rows(distribution + ', quantiles:quantileValues l', rows('quantile d, value d')),
}
