import { LOG_RECORD_UID, MINIPROGRAM_PAGE_PATH, SERVER_ADDRESS, SERVER_PORT } from '../names.ts'

/**
 * OTLP's messages beside the members of ours: protobuf, JSON and the reading of JSON all go by these tables.
 * Field numbers: opentelemetry-proto 1.x.
 */
export interface Row {
  /**
   * s string · u number, varint · F number, fixed32 · k bool · i sint32 · t time · v value · a attributes ·
   * A attribute that a member stands for · x id · n and N of one number, as a double or as an int · d double ·
   * c count, fixed64 · C counts, fixed64 · U counts, varint · b bounds · l list of messages ·
   * m message, of members of this one where ours only says that it is there;
   * and in AnyValue: q int · r list · p map · z bytes
   */
  readonly kind: string
  /** Field number and wire type. */
  readonly tag: number
  readonly model: string
  readonly json: string
  /** Of messages. */
  readonly rows: Rows
  /** Also zero, false and '' say something. */
  readonly exact: boolean
  /** Of the protobuf writer: how the kind is written. */
  put?: unknown
}
export type Rows = readonly Row[]

const TIMES = 't2start t3time '
const SUMMED = TIMES + 'c4count d5sum '
const POINTS = ' l1points:dataPoints/'
const TEMPORALITY = ' u2temporality:aggregationTemporality'

/** By the first word of the line. A row: kind, number of the field, our name[:the name in JSON][/message above]. */
export const SCHEMA =
  /* @__PURE__ */ parse(`value s1stringValue k2boolValue q3intValue n4doubleValue r5arrayValue p6kvlistValue z7bytesValue
E a7attributes:filteredAttributes t2time n3value:asDouble N6value:asInt x4spanId x5traceId
P a7attributes ${TIMES}n4value:asDouble N6value:asInt l5exemplars/E u8flags
H a9attributes ${SUMMED}C6counts:bucketCounts b7bounds:explicitBounds l8exemplars/E u10flags d11min d12max
B i1offset U2counts:bucketCounts
X a1attributes ${SUMMED}i6scale c7zeroCount m8positive/B m9negative/B u10flags l11exemplars/E d12min d13max d14zeroThreshold
Q d1quantile d2value
Y a7attributes ${SUMMED}l6quantiles:quantileValues/Q u8flags
g${POINTS}P
s${POINTS}P${TEMPORALITY} k3monotonic:isMonotonic
h${POINTS}H${TEMPORALITY}
x${POINTS}X${TEMPORALITY}
y${POINTS}Y
metric s1name s2description s3unit m5gauge/g m7sum/s m9histogram/h m10exponentialHistogram/x m11summary/y
log t1time u2severity:severityNumber s3severityText v5body a6attributes A6uid:${LOG_RECORD_UID} F8flags x9traceId x10spanId t11observed s12eventName
e t1time s2name a3attributes
l x1traceId x2spanId a4attributes
c s2statusMessage:message u3status:code
span x1traceId x2spanId s3traceState x4parentSpanId s5name u6spanKind:kind t7start t8end a9attributes A9page:${MINIPROGRAM_PAGE_PATH} A9peer:${SERVER_ADDRESS} A9peer:${SERVER_PORT} l11events/e l13links/l m15status/c F16flags
r a1attributes
o s1name s2version
L m1scope/o l2items:logRecords/log
L m1resource/r l2scopes:scopeLogs/L
logs l1resources:resourceLogs/L
M m1scope/o l2items:metrics/metric
M m1resource/r l2scopes:scopeMetrics/M
metrics l1resources:resourceMetrics/M
T m1scope/o l2items:spans/span
T m1resource/r l2scopes:scopeSpans/T
traces l1resources:resourceSpans/T`)

function parse(text: string): { [message: string]: Rows } {
  const messages: { [message: string]: Rows } = {}
  text.split('\n').forEach((line) => {
    const [name, ...rows] = line.split(' ')
    messages[name] = rows.map((row): Row => {
      const [, kind, field, model, json, message] = /(.)(\d+)(\w+):?([\w.]*)\/?(.*)/.exec(row)!
      const wire = /[tdnNc]/.test(kind) ? 1 : /[ukiq]/.test(kind) ? 0 : kind === 'F' ? 5 : 2
      return {
        kind,
        tag: +field * 8 + wire,
        model,
        json: kind === 't' ? (model === 'time' ? 't' : model + 'T') + 'imeUnixNano' : json || model,
        rows: messages[message],
        exact: wire === 1 || kind === 'v',
      }
    })
  })
  return messages
}
