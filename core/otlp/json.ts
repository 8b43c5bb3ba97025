import type { Any } from '../internal/guard.ts'
import { toJson } from '../internal/utf8.ts'
import type { Attributes, Time } from '../signal.ts'
import { implied, isInt, lacksUid, UID } from './model.ts'
import type { Rows } from './schema.ts'

/** The proto3 JSON mapping as OTLP bends it: 64-bit integers as strings, ids as hex, enums as numbers. */
export function encodeJson(rows: Rows, message: object): string {
  return toJson(messageJson(rows, message))
}

function messageJson(rows: Rows, message: Any): Any {
  const json: Any = {}
  rows.forEach((row) => {
    const value = message[row.model]
    if (value == null) return
    if (row.kind === 'n') {
      const { intValue, doubleValue }: Any = valueJson(value)
      json[intValue ? 'asInt' : 'asDouble'] = intValue || doubleValue
    } else {
      const of = fieldJson[row.kind]
      json[row.json] = of ? of(value, row.rows, message) : value || undefined
    }
  })
  return json
}

/** By kind of row; the others are as they are, and left out where they have the default. */
const fieldJson: Record<string, (value: Any, rows: Rows, message: Any) => unknown> = {
  a: attributesJson,
  A: (value, _, signal) =>
    attributesJson(Object.assign({}, value, implied(signal), lacksUid(signal) && { [UID]: signal.uid })),
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

/** Undefined where there are none, so that no empty list is written. */
function attributesJson(attributes: Attributes): object[] | undefined {
  const list = keyValues(attributes)
  return list.length ? list : undefined
}

function keyValues(attributes: Attributes): object[] {
  const keys = Object.keys(attributes).filter((key) => attributes[key] != null)
  return keys.map((key) => ({ key, value: valueJson(attributes[key]) }))
}

function valueJson(value: Any): object {
  if (value == null) return {}
  if (typeof value === 'string') return { stringValue: value }
  if (typeof value === 'boolean') return { boolValue: value }
  if (isInt(value) || value.int) return { intValue: String(value.int || value) }
  if (Array.isArray(value)) return { arrayValue: { values: value.map(valueJson) } }
  if (value.map) return { kvlistValue: { values: keyValues(value.map) } }
  return value.bytes === undefined
    ? { doubleValue: doubleJson(value.double ?? value) }
    : { bytesValue: value.bytes }
}

/** JSON has no NaN and no infinities: proto3 writes their names. */
function doubleJson(value: number | string): number | string {
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
