import type { Any } from '../internal/guard.ts'
import { toJson } from '../internal/utf8.ts'
import type { Resource } from '../resource.ts'
import type { Attributes, Tagged, Time, Value } from '../signal.ts'
import { isInt } from './attributes.ts'
import type { Scope } from './attributes.ts'
import type { Rows } from './schema.ts'

/** The proto3 JSON mapping as OTLP bends it: 64-bit integers as strings, ids as hex, enums as numbers. */
export function messageJson(rows: Rows, message: object): Any {
  const json: Any = {}
  rows.forEach((row) => {
    const value = (message as Any)[row.model]
    if (value == null) return
    if (row.kind === 'n') {
      const number: Any = valueJson(value)
      json[number.intValue ? 'asInt' : 'asDouble'] = number.intValue || number.doubleValue
    } else json[row.json] = fieldJson[row.kind] ? fieldJson[row.kind](value, row.rows) : value || undefined
  })
  return json
}

/** By kind of row; the others are as they are, and left out where they have the default. */
const fieldJson: Record<string, (value: Any, rows: Rows) => unknown> = {
  a: attributesJson,
  v: valueJson,
  t: nanosJson,
  c: String,
  C: (values) => values.map(String),
  d: doubleJson,
  m: (value, rows) => messageJson(rows, value),
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

function valueJson(value: Value | null): object {
  if (typeof value === 'string') return { stringValue: value }
  if (typeof value === 'boolean') return { boolValue: value }
  if (isInt(value)) return { intValue: String(value) }
  if (typeof value === 'number') return { doubleValue: doubleJson(value) }
  if (Array.isArray(value)) return { arrayValue: { values: value.map(valueJson) } }
  return value ? taggedJson(value) : {}
}

function taggedJson(value: Tagged): object {
  if ('int' in value) return { intValue: value.int }
  if ('double' in value) return { doubleValue: doubleJson(value.double) }
  if ('bytes' in value) return { bytesValue: value.bytes }
  return { kvlistValue: { values: keyValues(value.map) } }
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

/** The request around the items of one resource and scope. `names`: of the three lists, outermost first. */
export function requestJson(
  names: [string, string, string],
  resource: Resource,
  scope: Scope,
  items: object[],
): string {
  return toJson({
    [names[0]]: [
      {
        resource: { attributes: attributesJson(resource.attributes) },
        [names[1]]: [{ scope: { name: scope.name, version: scope.version }, [names[2]]: items }],
      },
    ],
  })
}
