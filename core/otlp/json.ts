import type { Any } from '../internal/guard.ts'
import { toJson } from '../internal/utf8.ts'
import type { Attributes, Time } from '../signal.ts'
import { imply, MEMBERS, memberOf, numberOf, requestOf, type Encode } from './model.ts'
import { REQUESTS, type Rows } from './schema.ts'

/** The proto3 JSON mapping as OTLP bends it: 64-bit integers as strings, ids as hex, enums as numbers. */
export const encodeJson: Encode<string> = (signal, resource, scope, signals) =>
  toJson(messageJson(REQUESTS[signal], requestOf(signal, resource, scope, signals)))

function messageJson(rows: Rows, message: Any): Any {
  const json: Any = {}
  rows.forEach((row) => {
    const value = message[row.model]
    if (value == null) return
    const of = fieldJson[row.kind]
    if (row.kind === 'n') Object.assign(json, numberJson(value))
    else json[row.json] = of ? of(value, row.rows, message) : value || undefined
  })
  return json
}

/** By kind of row; the others are as they are, and left out where they have the default. */
const fieldJson: Record<string, (value: Any, rows: Rows, message: Any) => unknown> = {
  a: (attributes) => unlessEmpty(keyValues(attributes)),
  A(attributes, _, signal) {
    const list = keyValues(attributes)
    const { length } = list
    imply(signal, (key, value) => list.splice(length, 0, { key, value: valueJson(value) }))
    return unlessEmpty(list)
  },
  v: valueJson,
  t: nanosJson,
  c: String,
  C: (values) => values.map(String),
  U: (values) => values.map(String),
  d: doubleJson,
  m: (value, rows) => messageJson(rows, value),
  M: (value, rows, message) => (value ? messageJson(rows, message) : undefined),
  l: (values, rows) => values.map((item: object) => messageJson(rows, item)),
}

function numberJson(value: Any): object {
  return memberOf(value) === 3 ? { asInt: intJson(value) } : { asDouble: doubleJson(value) }
}

function unlessEmpty(list: object[]): object[] | undefined {
  return list.length ? list : undefined
}

function keyValues(attributes: Attributes): object[] {
  const keys = Object.keys(attributes).filter((key) => attributes[key] != null)
  return keys.map((key) => ({ key, value: valueJson(attributes[key]) }))
}

function valueJson(value: Any): object {
  const json: Any = {}
  const member = memberOf(value)
  if (member) json[MEMBERS[member]] = memberJson[member](value)
  return json
}

/** By the number of the member of AnyValue. */
const memberJson: ((value: Any) => unknown)[] = [
  valueJson,
  (text) => text,
  (flag) => flag,
  intJson,
  doubleJson,
  (list) => ({ values: list.map(valueJson) }),
  ({ map }) => ({ values: keyValues(map) }),
  ({ bytes }) => bytes,
]

function intJson(value: Any): string {
  return String(numberOf(value))
}

/** JSON has no NaN and no infinities: proto3 writes their names. */
function doubleJson(given: Any): number | string {
  const value = numberOf(given)
  return typeof value === 'number' && !isFinite(value) ? String(value) : value
}

/** Unsigned nanoseconds, exact. */
function nanosJson(time: Time): string {
  if (typeof time !== 'number') return time
  if (!(time > 0)) return '0'
  const whole = Math.floor(time)
  // 1000000 and up to 1000000 more: leading zeros and a carry at once
  const rest = String(Math.round((time - whole) * 1e6) + 1e6)
  return (whole + +rest[0] - 1 || '') + rest.slice(1)
}
