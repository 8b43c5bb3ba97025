import { base64Bytes, unbase64 } from '../internal/base64.ts'
import type { Any } from '../internal/guard.ts'
import { check } from '../internal/refusal.ts'
import type { Attributes, LogRecord, Metric, Point, Value } from '../signal.ts'
import { SCHEMA, type Rows } from './schema.ts'

/*
 * What a receiver would answer with an error time and again must not get into a batch: all of these throw what they
 * refuse. They are given plain JSON.
 */

/** An OTLP LogRecord as a log of ours; `time` and `uid` are for one without. */
export function readLog(payload: Any, time: number, uid: string): LogRecord {
  const log = message(payload, 'payload', SCHEMA.log)
  check(payload.body || payload.attributes || payload.eventName, 'log without content')
  return Object.assign({ kind: 'log', time: log.observed || time, uid, severity: 0 }, log)
}

/** OTLP Metrics, several or one, as metrics of ours; `now` is for points without time. */
export function readMetrics(payload: Any, now: number): Metric[] {
  return [].concat(payload).map((each) => {
    const metric = message(each, 'payload', SCHEMA.metric)
    const [type] = SCHEMA.metric.map((row) => row.model).filter((name) => Object(metric[name]).points)
    const data = metric[type]
    check(metric.name && data && data.points.length, 'metric without name or data points')
    data.points.forEach((point: Point) => {
      const { value, flags, count, bounds = [], counts = [] } = point
      point.time = point.time || now
      check(value !== undefined || flags || !/^(gauge|sum)$/.test(type), 'point without value')
      check(!bounds.some((bound, i) => bound <= bounds[i - 1]), 'explicitBounds')
      if (!bounds.length && !counts.length) return
      check(counts.length === bounds.length + 1, 'number of bucketCounts')
      const sum = counts.reduce((sum: number, each) => sum + +each, 0)
      // beyond 2^53 doubles are not exact
      check(Math.abs(sum - +(count || 0)) <= 1e-12 * sum, 'sum of bucketCounts')
    })
    delete metric[type]
    return Object.assign({ kind: 'metric', type }, data, metric)
  })
}

type Reader = (value: Any, name: string, rows: Rows) => Any

function message(payload: Any, name: string, rows: Rows): Any {
  check(Object(payload) === payload && !Array.isArray(payload), name)
  const message: Any = {}
  rows.forEach(({ model, json, kind, rows }) => {
    const value = payload[json]
    const said = value != null ? read[kind](value, json, rows) : kind === 'a' ? {} : undefined
    if (said !== undefined) message[model] = said
  })
  return message
}

function typed(type: string) {
  return (value: Any, name: string): Any => {
    check(typeof value === type, name)
    return value
  }
}

const string = /* @__PURE__ */ typed('string')
const number = /* @__PURE__ */ typed('number')

/** A number where it is safe, else its digits. */
function integer(most: string, least = '0') {
  return (value: Any, name: string): number | string => {
    const [, minus, size = ''] = /^(-?)0*(\d+)$/.exec(value) || []
    const limit = minus ? least : most
    // as texts: doubles may be equal where the digits are not
    check(size && (size.length < limit.length || (size.length === limit.length && size <= limit)), name)
    return Number.isSafeInteger(+value) ? +value : minus + size
  }
}

const uint32 = /* @__PURE__ */ integer('4294967295')
const uint64 = /* @__PURE__ */ integer('18446744073709551615')
const int64 = /* @__PURE__ */ integer('9223372036854775807', '9223372036854775808')

function list(item: Reader): Reader {
  return (values, name, rows) => {
    check(Array.isArray(values), name)
    return values.map((value: Any) => item(value, name, rows))
  }
}

const counts = /* @__PURE__ */ list(uint64)

function int(value: Any, name: string): Value {
  const number = int64(value, name)
  return typeof number === 'string' ? { int: number } : number
}

/** An AnyValue; a plain text, number or flag passes, too. */
function anything(given: Any, name: string): Value | undefined {
  if (Object(given) !== given) return given
  const value = message(given, name, SCHEMA.value)
  const [member] = Object.keys(value)
  check(member || !Object.keys(given).some((key) => given[key] != null), name)
  return value[member]
}

const values = /* @__PURE__ */ list(anything)

function attributes(pairs: Any, name: string): Attributes {
  const out: Attributes = {}
  check(Array.isArray(pairs), name)
  pairs.forEach(({ key, value }: Any) => {
    check(string(key, 'key') && key !== '__proto__', 'key')
    const said = anything(value, key)
    if (said != null) out[key] = said
  })
  return out
}

/** By kind of row: the value, undefined for what says nothing, or a refusal. */
const read: { [kind: string]: Reader } = {
  s: string,
  A: string,
  k: /* @__PURE__ */ typed('boolean'),
  d: number,
  u: uint32,
  F: uint32,
  i: /* @__PURE__ */ integer('2147483647', '2147483648'),
  c: uint64,
  C: counts,
  U: counts,
  b: /* @__PURE__ */ list(number),
  t(value, name) {
    const time = uint64(value, name)
    return time ? String(time) : undefined
  },
  x(value, name) {
    const id = string(value, name).toLowerCase()
    check(!id || (/^(?!0*$)[\da-f]+$/.test(id) && id.length === (name === 'traceId' ? 32 : 16)), name)
    return id || undefined
  },
  v: anything,
  a: attributes,
  n(value, name) {
    const number = +value
    check(typeof value === 'number' || String(number) === value, name)
    // a whole one is tagged, or it would go out as an int
    return number % 1 ? number : { double: isFinite(number) ? number : value }
  },
  N: int,
  q: int,
  r: (value) => values(value.values || [], 'values', []),
  p: ({ values }) => ({ map: attributes(values || [], 'values') }),
  z: (value, name) => ({ bytes: base64Bytes(unbase64(string(value, name))) }),
  m: message,
  l: /* @__PURE__ */ list(message),
}
