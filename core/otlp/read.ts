import { base64Bytes, unbase64 } from '../internal/base64.ts'
import { put } from '../internal/own.ts'
import { check, isObject } from '../internal/refusal.ts'
import type { Attributes, LogRecord, Metric, MetricType, Point, Value } from '../signal.ts'
import {
  ATTRIBUTES,
  BOOL,
  COUNT,
  COUNTS,
  COUNTS_VARINT,
  DOUBLE,
  DOUBLES,
  FIXED32,
  ID,
  IMPLIED,
  MESSAGE,
  MESSAGES,
  NUMBER_AS_DOUBLE,
  NUMBER_AS_INT,
  SINT32,
  STRING,
  TIME,
  UINT32,
  VALUE,
  VALUE_BYTES,
  VALUE_INT,
  VALUE_LIST,
  VALUE_MAP,
  type Kind,
} from './kinds.ts'
import type { Message, Rows } from './row.ts'
import { SCHEMA } from './schema.ts'

/*
 * What a receiver would answer with an error time and again must not get into a batch: all of these throw what they
 * refuse. They are given plain JSON.
 */

/** What the rows of a log read; attributes are there, if only as an empty map. */
type LogMembers = Partial<LogRecord> & Pick<LogRecord, 'attributes'>

/** An OTLP LogRecord as a log of ours; `time` and `uid` are for one without. */
export function readLog(payload: unknown, time: number, uid: string): LogRecord {
  const log = readMessage<LogMembers>(payload, 'payload', SCHEMA.log)
  const { body, attributes, eventName } = Object(payload)
  check(body || attributes || eventName, 'log without content')
  return Object.assign({ kind: 'log' as const, time: log.observed || time, uid, severity: 0 }, log)
}

/** What the rows of a metric read: OTLP has what was measured under the name of the type. */
type MetricMembers = Pick<Metric, 'name' | 'description' | 'unit'> &
  Message & { [type in MetricType]?: Pick<Metric, 'points' | 'temporality' | 'monotonic'> }

/** OTLP Metrics, several or one, as metrics of ours; `now` is for points without time. */
export function readMetrics(payload: unknown, now: number): Metric[] {
  const payloads: unknown[] = Array.isArray(payload) ? payload : [payload]
  return payloads.map((each) => {
    const metric = readMessage<MetricMembers>(each, 'payload', SCHEMA.metric)
    const [type] = SCHEMA.metric
      .map((row) => row.model)
      .filter((name): name is MetricType => Object(metric[name]).points)
    const data = metric[type]
    check(metric.name && data && data.points.length, 'metric without name or data points')
    data.points.forEach((point) => completePoint(point, type, now))
    delete metric[type]
    return Object.assign({ kind: 'metric' as const, type }, data, metric)
  })
}

function completePoint(point: Point, type: MetricType, now: number): void {
  const { value, flags, count, bounds = [], counts = [] } = point
  point.time = point.time || now
  check(value !== undefined || flags || !/^(gauge|sum)$/.test(type), 'point without value')
  check(!bounds.some((bound, i) => bound <= bounds[i - 1]), 'explicitBounds')
  if (!bounds.length && !counts.length) return
  check(counts.length === bounds.length + 1, 'number of bucketCounts')
  const all = counts.reduce((sum: number, each) => sum + +each, 0)
  // beyond 2^53 doubles are not exact
  check(Math.abs(all - +(count || 0)) <= 1e-12 * all, 'sum of bucketCounts')
}

/** What the rows say of a payload; that it is a `T` is what whoever names the rows knows. */
function readMessage<T extends object>(payload: unknown, name: string, rows: Rows): T {
  check(isObject(payload) && !Array.isArray(payload), name)
  const members: { [member: string]: unknown } = {}
  rows.forEach(({ model, json, kind, rows }) => {
    const value = payload[json]
    const nothing = kind === ATTRIBUTES ? {} : undefined
    const said = value == null ? nothing : READ[kind](value, json, rows)
    if (said !== undefined) members[model] = said
  })
  return members as T
}

type Reader<T> = (value: unknown, name: string, rows: Rows) => T

interface Primitives {
  string: string
  number: number
  boolean: boolean
}

function typed<K extends keyof Primitives>(type: K) {
  return (value: unknown, name: string): Primitives[K] => {
    check(typeof value === type, name)
    return value as Primitives[K]
  }
}

/** A number where it is safe, else its digits. */
function integer(most: string, least = '0') {
  return (value: unknown, name: string): number | string => {
    const [, minus, size = ''] = /^(-?)0*(\d{1,20})$/.exec(String(value)) || []
    const limit = minus ? least : most
    // as texts: doubles may be equal where the digits are not
    check(size && (size.length < limit.length || (size.length === limit.length && size <= limit)), name)
    const digits = minus + size
    return Number.isSafeInteger(+digits) ? +digits : digits
  }
}

function listOf<T>(item: Reader<T>): Reader<T[]> {
  return (values, name, rows) => {
    check(Array.isArray(values), name)
    return values.map((value) => item(value, name, rows))
  }
}

const readString = /* @__PURE__ */ typed('string')
const readNumber = /* @__PURE__ */ typed('number')
const readUint32 = /* @__PURE__ */ integer('4294967295')
const readUint64 = /* @__PURE__ */ integer('18446744073709551615')
const readInt64 = /* @__PURE__ */ integer('9223372036854775807', '9223372036854775808')
const readCounts = /* @__PURE__ */ listOf(readUint64)
const readValues = /* @__PURE__ */ listOf(readValue)

/** By kind of row: the value, undefined for what says nothing, or a refusal. */
const READ: { readonly [kind in Kind]: Reader<unknown> } = {
  [STRING]: readString,
  [IMPLIED]: readString,
  [BOOL]: /* @__PURE__ */ typed('boolean'),
  [DOUBLE]: readNumber,
  [DOUBLES]: /* @__PURE__ */ listOf(readNumber),
  [UINT32]: readUint32,
  [FIXED32]: readUint32,
  [SINT32]: /* @__PURE__ */ integer('2147483647', '2147483648'),
  [COUNT]: readUint64,
  [COUNTS]: readCounts,
  [COUNTS_VARINT]: readCounts,
  [NUMBER_AS_DOUBLE]: readDouble,
  [NUMBER_AS_INT]: readInt,
  [TIME]: readTime,
  [ID]: readId,
  [VALUE]: readValue,
  [VALUE_INT]: readInt,
  [VALUE_LIST]: (value) => readValues(Object(value).values || [], 'values', []),
  [VALUE_MAP]: (value) => ({ map: readAttributes(Object(value).values || [], 'values') }),
  [VALUE_BYTES]: (value, name) => ({ bytes: base64Bytes(unbase64(readString(value, name))) }),
  [ATTRIBUTES]: readAttributes,
  [MESSAGE]: readMessage,
  [MESSAGES]: /* @__PURE__ */ listOf(readMessage),
}

function readInt(value: unknown, name: string): Value {
  const int = readInt64(value, name)
  return typeof int === 'string' ? { int } : int
}

function readDouble(value: unknown, name: string): Value {
  const number = Number(value)
  check(typeof value === 'number' || String(number) === value, name)
  // a whole one is tagged, or it would go out as an int
  return number % 1 ? number : { double: isFinite(number) ? number : value }
}

function readTime(value: unknown, name: string): string | undefined {
  const time = readUint64(value, name)
  return time ? String(time) : undefined
}

function readId(value: unknown, name: string): string | undefined {
  const id = readString(value, name).toLowerCase()
  check(!id || (/^(?!0*$)[\da-f]+$/.test(id) && id.length === (name === 'traceId' ? 32 : 16)), name)
  return id || undefined
}

/** An AnyValue; a plain text, number or flag passes, too. */
function readValue(given: unknown, name: string): Value | undefined {
  if (!isObject(given)) return given as Value
  const value = readMessage<{ [member: string]: Value }>(given, name, SCHEMA.value)
  const [member] = Object.keys(value)
  check(member || !Object.keys(given).some((key) => given[key] != null), name)
  return value[member]
}

function readAttributes(pairs: unknown, name: string): Attributes {
  const read: Attributes = {}
  check(Array.isArray(pairs), name)
  pairs.forEach(({ key, value }) => {
    check(readString(key, 'key'), 'key')
    const said = readValue(value, key)
    if (said != null) put(read, key as string, said)
  })
  return read
}
