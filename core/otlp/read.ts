import { base64Bytes, unbase64 } from '../internal/base64.ts'
import { textOf } from '../internal/diag.ts'
import type { Any } from '../internal/guard.ts'
import type { Attributes, LogRecord, Metric, Point, Value } from '../signal.ts'
import { LOG, METRIC, type Rows } from './schema.ts'

/** Levels of nesting and number of values in what is handed over: beyond, it is a cycle or no telemetry. */
const DEPTH = 64
const VALUES = 50000

const UINT64 = '18446744073709551615'
const SEVERITIES = ' TRACE DEBUG INFO WARN ERROR FATAL'.replace(/\w+/g, '$& $&2 $&3 $&4').split(' ')

/**
 * An OTLP LogRecord in JSON, as a log of ours; else why it is refused. `fallback`: for a record without time or
 * `log.record.uid`. Plain values pass where OTLP has AnyValue, and an object where it has a list of KeyValue.
 */
export function readLog(payload: unknown, fallback: { time: number; uid: string }): LogRecord | string {
  return attempt(payload, () => {
    const log = message(LOG, payload)
    const uid = log.attributes['log.record.uid']
    const observed = message(LOG, { timeUnixNano: (payload as Any).observedTimeUnixNano }).time
    check(
      log.body !== undefined || log.eventName || Object.keys(log.attributes).length,
      'log without content',
    )
    log.kind = 'log'
    log.time = log.time || observed || fallback.time
    log.uid = (typeof uid === 'string' && uid) || fallback.uid
    log.severity = log.severity || 0
    return log
  })
}

/**
 * OTLP Metrics in JSON, several or one, as metrics of ours; else why they are refused: what a receiver would answer
 * with an error time and again must not get into a batch. `now`: for points without time.
 */
export function readMetrics(payload: unknown, now: number): Metric[] | string {
  return attempt(payload, () => [].concat(payload as never).map((metric) => readMetric(metric, now)))
}

function attempt<T>(payload: unknown, fn: () => T): T | string {
  try {
    bounded(payload, DEPTH, VALUES)
    return fn()
  } catch (error) {
    return textOf(error)
  }
}

/** How many values are left. */
function bounded(value: Any, depth: number, left: number): number {
  if (!value || typeof value !== 'object') return left - 1
  check(depth && left > (value.length || 0), 'payload, too deep or too large')
  return Object.keys(value).reduce((rest, key) => bounded(value[key], depth - 1, rest), left - 1)
}

/** Every refusal comes from here. */
function check(good: unknown, what: string): void {
  if (!good) throw new Error('invalid ' + what)
}

function readMetric(payload: Any, now: number): Metric {
  const metric = message(METRIC, payload)
  check(metric.name, 'name')
  const type = METRIC.map((row) => row.model).filter((name) => metric[name] && metric[name].points)[0]
  const points: Point[] = type ? metric[type].points : []
  check(points.length, 'metric without data points')
  points.forEach((point) => {
    point.time = point.time || now
    if (type !== 'gauge' && type !== 'sum') checkCounts(type, point)
    // flag 1: no recorded value
    else check(point.value !== undefined || (point.flags || 0) & 1, 'point without value')
  })
  const data = metric[type]
  delete metric[type]
  return Object.assign(metric, data, { kind: 'metric', type })
}

function checkCounts(type: string, point: Point): void {
  const count = (point.count = point.count || 0)
  const { bounds = [], counts = [], positive, negative, zeroCount = 0 } = point
  if (type === 'histogram') {
    if (!counts.length && !bounds.length) return
    check(counts.length === bounds.length + 1, 'number of bucketCounts')
  } else if (type === 'summary') return
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
    if (value == null) value = /[aA]/.test(kind) ? {} : json === 'bucketCounts' ? [] : undefined
    if (value !== undefined) value = read[kind](value, json, rows)
    if (value !== undefined) message[model] = value
  })
  return message
}

type Reader = (value: Any, name: string, rows?: Rows) => Any

/** By kind of row: the value, undefined for what says nothing, or a refusal. */
const read: Record<string, Reader> = {
  s: (value, name) => string(value, name) || undefined,
  f: unsigned,
  F: unsigned,
  e: (value, name) => named(value, name, SEVERITIES),
  p: (value, name) => named(value, name, ['', 'DELTA', 'CUMULATIVE']),
  k: (value, name) => boolean(value, name),
  t(value, name) {
    const time = uint64(typeof value === 'number' ? Math.floor(value) : value, name)
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
  i: (value, name) => whole(value, name, -2147483648, 2147483647),
  c: uint64,
  C: uint64s,
  U: uint64s,
  b: (values, name) =>
    list(values, name).map((value, i, all) => {
      check(!i || value > all[i - 1], name)
      return finite(value, name)
    }),
  m: (value, _, rows) => message(rows!, value),
  l: (values, name, rows) => list(values, name).map((value) => message(rows!, value)),
}

function list(values: Any, name: string): Any[] {
  check(Array.isArray(values), name)
  return values
}

function typed(type: string): Reader {
  return (value, name) => {
    check(typeof value === type, name)
    return value
  }
}

const string = typed('string')
const boolean = typed('boolean')

function finite(value: Any, name: string): number {
  check(typeof value === 'number' && isFinite(value), name)
  return value
}

function whole(value: Any, name: string, min: number, max: number): number {
  check(finite(value, name) % 1 === 0 && value >= min && value <= max, name)
  return value
}

function unsigned(value: Any, name: string): number | undefined {
  return whole(value, name, 0, 4294967295) || undefined
}

/** By number or by name: SEVERITY_NUMBER_ERROR2, AGGREGATION_TEMPORALITY_DELTA. */
function named(value: Any, name: string, names: string[]): number {
  const number = typeof value === 'string' ? names.indexOf(value.slice(value.lastIndexOf('_') + 1)) : value
  return whole(number, name, 0, names.length - 1)
}

function id(value: Any, name: string, digits: number): string | undefined {
  const hex = string(value, name).toLowerCase()
  check(!hex || (hex.length === digits && /^[\da-f]+$/.test(hex) && /[^0]/.test(hex)), name)
  return hex || undefined
}

/** A number where it is safe, else its digits. */
function integer(value: Any, name: string, max: string): number | string {
  const digits = typeof value === 'object' ? '' : String(value)
  const padded = ('00000000000000000000' + digits.replace('-', '')).slice(-20)
  check(/^-?\d{1,20}$/.test(digits) && padded <= ('0' + max).slice(-20), name)
  check(max !== UINT64 || digits[0] !== '-', name)
  return Number.isSafeInteger(+digits) ? +digits : digits
}

function uint64(value: Any, name: string): number | string {
  return integer(value, name, UINT64)
}

function uint64s(values: Any, name: string): (number | string)[] {
  return list(values, name).map((value) => uint64(value, name))
}

function int64(value: Any): Value {
  const number = integer(value, 'int', '922337203685477580' + (String(value)[0] === '-' ? 8 : 7))
  return typeof number === 'string' ? { int: number } : number
}

/** JSON's numbers and names; a whole one is tagged, or it would go out as an int. */
function double(value: Any): Value {
  const number = +value
  check(typeof value === 'number' || String(number) === value, 'double')
  return number % 1 ? number : { double: isFinite(number) ? number : String(number) }
}

function attributes(given: Any): Attributes {
  const out: Attributes = {}
  const add = (key: Any, value: Any) => {
    check(string(key, 'key') && key !== '__proto__', 'key')
    const known = anything(value)
    if (known !== undefined) out[key] = known
  }
  check(typeof given === 'object', 'attributes')
  if (Array.isArray(given)) given.forEach((pair) => add(pair.key, pair.value))
  else Object.keys(given).forEach((key) => add(key, given[key]))
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
  const reader = !more && /Value$/.test(key) && anyValue[key]
  if (reader) return value[key] == null ? undefined : reader(value[key])
  return key ? { map: attributes(value) } : undefined
}

/** By the one member that an AnyValue has. */
const anyValue: Record<string, (value: Any) => Value | undefined> = {
  stringValue: (value) => string(value, 'stringValue'),
  boolValue: (value) => boolean(value, 'boolValue'),
  intValue: int64,
  doubleValue: double,
  arrayValue: (value) => anything(list(value.values || [], 'list')),
  kvlistValue: (value) => ({ map: attributes(value.values || []) }),
  bytesValue: (value) => ({ bytes: base64Bytes(unbase64(string(value, 'bytesValue'))) }),
}
