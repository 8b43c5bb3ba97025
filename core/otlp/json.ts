import type { Any } from '../internal/guard.ts'
import { toJson } from '../internal/utf8.ts'
import type { Attributes, Time } from '../signal.ts'
import { implied, isInt, memberOf, numberOf, requestOf, type Encode } from './model.ts'
import { SCHEMA, type Rows } from './schema.ts'

/** The proto3 JSON mapping as OTLP bends it: 64-bit integers as strings, ids as hex, enums as numbers. */
export const encodeJson: Encode<string> = (signal, resource, scope, signals) =>
  toJson(messageJson(SCHEMA[signal], requestOf(signal, resource, scope, signals)))

function messageJson(rows: Rows, message: Any): Any {
  const json: Any = {}
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i]
    const value = message[row.model]
    if (!value && (!row.exact || value == null)) continue
    const name = row.json
    const of = fieldJson[row.kind]
    const said = of ? of(value, row.rows, message) : value
    if (row.kind === 'A')
      json.attributes = (json.attributes || []).concat(pairs({ [name]: implied(name, value, message)! }))
    // no empty lists
    else if (said != null && said.length !== 0) json[name] = said
  }
  return json
}

function strings(values: Any[]) {
  return values.map(String)
}

function int(value: Any) {
  return String(numberOf(value))
}

/** By kind of row; the others are as they are. */
const fieldJson: { [kind: string]: (value: Any, rows: Rows, message: Any) => Any } = {
  a: pairs,
  v: valueJson,
  t: nanos,
  c: String,
  C: strings,
  U: strings,
  q: int,
  N: (value) => (isInt(value) ? int(value) : undefined),
  n(value) {
    const number = numberOf(value)
    // JSON has no NaN and no infinities: proto3 writes their names
    return isInt(value) ? undefined : isFinite(+number) ? number : String(number)
  },
  m: (value, rows, message) => messageJson(rows, Object(value) === value ? value : message),
  l: (values, rows) => values.map((item: object) => messageJson(rows, item)),
  r: (values) => ({ values: values.map(valueJson) }),
  p: ({ map }) => ({ values: pairs(map) }),
  z: ({ bytes }) => bytes,
}

/** KeyValues. */
function pairs(attributes: Attributes): object[] {
  const keys = Object.keys(attributes).filter((key) => attributes[key] != null)
  return keys.map((key) => ({ key, value: valueJson(attributes[key]) }))
}

function valueJson(value: Any): object {
  // most are texts
  if (typeof value === 'string') return { stringValue: value }
  const row = memberOf(value)
  if (!row) return {}
  const of = fieldJson[row.kind]
  return { [row.json]: of ? of(value, [], 0) : value }
}

/** Unsigned nanoseconds, exact. */
function nanos(time: Time): string {
  if (typeof time !== 'number') return time
  if (!(time > 0)) return '0'
  const whole = Math.floor(time)
  // 1000000 and up to 1000000 more: leading zeros and a carry at once
  const rest = String(Math.round((time - whole) * 1e6) + 1e6)
  return (whole + +rest[0] - 1 || '') + rest.slice(1)
}
