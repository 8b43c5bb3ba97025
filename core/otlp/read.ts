import { base64Bytes, unbase64 } from '../internal/base64.ts'
import type { Any } from '../internal/guard.ts'
import { check, readOr } from '../internal/refusal.ts'
import type { Attributes, LogRecord, Metric, Point, Value } from '../signal.ts'
import { MEMBERS, UID } from './model.ts'
import { LOG, METRIC, type Rows } from './schema.ts'

/** Levels of nesting and number of values in what is handed over: beyond, it is a cycle or no telemetry. */
const DEPTH = 64
const VALUES = 50000

/** The largest of each kind; a signed one goes as far below zero, and one further. */
const INT32 = '2147483647'
const UINT32 = '4294967295'
const INT64 = '9223372036854775807'
const UINT64 = '18446744073709551615'

const SEVERITIES = ' TRACE DEBUG INFO WARN ERROR FATAL'.replace(/\w+/g, '$& $&2 $&3 $&4').split(' ')

/**
 * An OTLP LogRecord in JSON, as a log of ours; else why it is refused. `fallback`: for a record without time or
 * `log.record.uid`. Plain values pass where OTLP has AnyValue, and an object where it has a list of KeyValue.
 */
export function readLog(payload: Any, fallback: { time: number; uid: string }): LogRecord | string {
  return readOr(() => {
    bounded(payload, DEPTH, VALUES)
    const log = message(LOG, payload)
    const uid = log.attributes[UID]
    check(
      log.body !== undefined || log.eventName || Object.keys(log.attributes).length,
      'log without content',
    )
    return Object.assign(log, {
      kind: 'log',
      time: log.time || read.t(payload.observedTimeUnixNano || 0, 'timeUnixNano') || fallback.time,
      uid: (typeof uid === 'string' && uid) || fallback.uid,
      severity: log.severity || 0,
    })
  })
}

/**
 * OTLP Metrics in JSON, several or one, as metrics of ours; else why they are refused: what a receiver would answer
 * with an error time and again must not get into a batch. `now`: for points without time.
 */
export function readMetrics(payload: unknown, now: number): Metric[] | string {
  return readOr(() => {
    bounded(payload, DEPTH, VALUES)
    return [].concat(payload as never).map((metric) => readMetric(metric, now))
  })
}

/** How many values are left. */
function bounded(value: Any, depth: number, left: number): number {
  if (!value || typeof value !== 'object') return left - 1
  check(depth && left > (value.length || 0), 'payload, too deep or too large')
  return Object.keys(value).reduce((rest, key) => bounded(value[key], depth - 1, rest), left - 1)
}

function readMetric(payload: Any, now: number): Metric {
  const metric = message(METRIC, payload)
  check(metric.name, 'name')
  const type = METRIC.map((row) => row.model).filter((name) => metric[name] && metric[name].points)[0]
  const data = metric[type]
  check(data && data.points.length, 'metric without data points')
  data.points.forEach((point: Point) => {
    point.time = point.time || now
    checkPoint(point, type)
  })
  delete metric[type]
  return Object.assign(metric, data, { kind: 'metric', type })
}

function checkPoint(point: Point, type: string): void {
  const { value, flags = 0, count = 0, bounds = [], counts = [], zeroCount = 0, positive, negative } = point
  // flag 1: no recorded value
  if (type === 'gauge' || type === 'sum')
    return check(value !== undefined || flags & 1, 'point without value')
  point.count = count
  if (type === 'summary') return
  if (type === 'histogram') {
    if (!counts.length && !bounds.length) return
    check(counts.length === bounds.length + 1, 'number of bucketCounts')
  }
  const all = counts.concat(zeroCount, positive ? positive.counts : [], negative ? negative.counts : [])
  const sum = all.reduce((total: number, one) => total + +one, 0)
  // beyond 2^53 as near as a double tells
  check(Math.abs(sum - +count) <= sum * 1e-12, 'sum of bucketCounts')
}

function message(rows: Rows, payload: Any): Any {
  check(payload && typeof payload === 'object' && !Array.isArray(payload), 'payload')
  const message: Any = {}
  rows.forEach(({ model, json, kind, rows }) => {
    let value = kind === 'n' ? payload : payload[json]
    if (value == null) value = /[aA]/.test(kind) ? {} : /[CU]/.test(kind) ? [] : undefined
    if (value !== undefined) value = read[kind](value, json, rows)
    if (value !== undefined) message[model] = value
  })
  return message
}

type Reader = (value: Any, name: string, rows?: Rows) => Any

/** By kind of row: the value, undefined for what says nothing, or a refusal. */
const read: Record<string, Reader> = {
  s: (value, name) => typed('string', value, name) || undefined,
  f: unsigned,
  F: unsigned,
  e: (value, name) => named(value, name, SEVERITIES),
  p: (value, name) => named(value, name, ['', 'DELTA', 'CUMULATIVE']),
  k: (value, name) => typed('boolean', value, name),
  t(value, name) {
    const time = integer(typeof value === 'number' ? Math.floor(value) : value, name, UINT64)
    return +time ? String(time) : undefined
  },
  v: anything,
  a: attributes,
  A: attributes,
  x: (value, name) => id(value, name, 32),
  y: (value, name) => id(value, name, 16),
  n({ asInt, asDouble }) {
    return asInt != null ? int64(asInt) : asDouble != null ? double(asDouble) : undefined
  },
  d: finite,
  i: (value, name) => integer(value, name, INT32, true),
  c: (value, name) => integer(value, name, UINT64),
  C: counts,
  U: counts,
  b(values, name) {
    list(values, name).forEach((value, i) => check(!(finite(value, name) <= values[i - 1]), name))
    return values.slice()
  },
  m: (value, _, rows) => message(rows!, value),
  M: (value, _, rows) => message(rows!, value),
  l: (values, name, rows) => list(values, name).map((value) => message(rows!, value)),
}

function typed(type: string, value: Any, name: string): Any {
  check(typeof value === type, name)
  return value
}

function list(values: Any, name: string): Any[] {
  check(Array.isArray(values), name)
  return values
}

function finite(value: Any, name: string): number {
  check(typeof value === 'number' && isFinite(value), name)
  return value
}

/** By number or by name: SEVERITY_NUMBER_ERROR2, AGGREGATION_TEMPORALITY_DELTA. */
function named(value: Any, name: string, names: string[]): Any {
  const number = typeof value === 'string' ? names.indexOf(value.slice(value.lastIndexOf('_') + 1)) : value
  return integer(number, name, String(names.length - 1))
}

function id(value: Any, name: string, digits: number): string | undefined {
  const hex = typed('string', value, name).toLowerCase()
  check(!hex || (hex.length === digits && /^[\da-f]+$/.test(hex) && /[^0]/.test(hex)), name)
  return hex || undefined
}

/** A number where it is safe, else its digits. */
function integer(value: Any, name: string, most: string, signed?: boolean): number | string {
  const [, minus, size] = /^(-?)0*(\d+)$/.exec(typeof value === 'object' ? '' : String(value)) || []
  const max = minus ? most.slice(0, -1) + 8 : most
  // as doubles, which may be equal where the digits are not
  check(+size < +max || (+size === +max && size <= max), name)
  check(signed || !minus, name)
  const number = +(minus + size)
  return Number.isSafeInteger(number) ? number : minus + size
}

function unsigned(value: Any, name: string): Any {
  return integer(value, name, UINT32) || undefined
}

function counts(values: Any, name: string): Any[] {
  return list(values, name).map((value) => integer(value, name, UINT64))
}

function int64(value: Any): Value {
  const number = integer(value, 'int', INT64, true)
  return typeof number === 'string' ? { int: number } : number
}

/** JSON's numbers and names; a whole one is tagged, or it would go out as an int. */
function double(value: Any): Value {
  const number = +value
  check(typeof value === 'number' || String(number) === value, 'double')
  return number % 1 ? number : { double: isFinite(number) ? number : String(number) }
}

function attributes(given: Any): Attributes {
  check(typeof given === 'object', 'attributes')
  const pairs = Array.isArray(given) ? given : Object.keys(given).map((key) => ({ key, value: given[key] }))
  const out: Attributes = {}
  pairs.forEach(({ key, value }) => {
    check(typed('string', key, 'key') && key !== '__proto__', 'key')
    const known = anything(value)
    if (known !== undefined) out[key] = known
  })
  return out
}

/** AnyValue or a plain value; undefined of what is neither. */
function anything(value: Any): Value | undefined {
  const type = typeof value
  if (type === 'string' || type === 'boolean') return value
  if (type === 'number') return isFinite(value) ? value : double(value)
  if (type === 'bigint') return int64(value)
  if (!value || type !== 'object') return undefined
  // in a list what says nothing keeps its place
  if (Array.isArray(value)) return value.map(anything) as Value[]
  const [key, more] = Object.keys(value)
  const member = more ? -1 : MEMBERS.indexOf(key)
  if (member > 0) return value[key] == null ? undefined : readMember[member](value[key], key)
  return key ? { map: attributes(value) } : undefined
}

/** By the number of the one member that an AnyValue has. */
const readMember: ((value: Any, name: string) => Value | undefined)[] = [
  anything,
  (value, name) => typed('string', value, name),
  (value, name) => typed('boolean', value, name),
  int64,
  double,
  (value) => anything(list(value.values || [], 'list')),
  (value) => ({ map: attributes(value.values || []) }),
  (value, name) => ({ bytes: base64Bytes(unbase64(typed('string', value, name))) }),
]
