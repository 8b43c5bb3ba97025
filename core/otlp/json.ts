import { toJson } from '../internal/utf8.ts'
import type { AnyTagged, Attributes, Time, Value } from '../signal.ts'
import {
  ATTRIBUTES,
  COUNT,
  COUNTS,
  COUNTS_VARINT,
  IMPLIED,
  MESSAGE,
  MESSAGES,
  NUMBER_AS_DOUBLE,
  NUMBER_AS_INT,
  TIME,
  VALUE,
  VALUE_BYTES,
  VALUE_INT,
  VALUE_LIST,
  VALUE_MAP,
  type Kind,
} from './kinds.ts'
import { implied, isInt, anyRowOf, numberOf, requestOf, type Attributed, type Encode } from './model.ts'
import type { Message, Row, Rows } from './row.ts'
import { SCHEMA } from './schema.ts'

/** The proto3 JSON mapping as OTLP bends it: 64-bit integers as strings, ids as hex, enums as numbers. */
export const encodeJson: Encode<string> = (signal, resource, scope, signals) =>
  toJson(messageJson(SCHEMA[signal], requestOf(signal, resource, scope, signals)))

interface JsonObject {
  attributes?: unknown[]
  [name: string]: unknown
}

function messageJson(rows: Rows, message: Message): JsonObject {
  const json: JsonObject = {}
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i]
    const value = message[row.model]
    if (!value && (!row.exact || value == null)) continue
    const of = JSON_OF[row.kind]
    const said = of ? of(value, row, message) : value
    if (row.kind === IMPLIED) json.attributes = (json.attributes || []).concat(said)
    // no empty lists
    else if (said != null && !(Array.isArray(said) && said.length === 0)) json[row.json] = said
  }
  return json
}

/** A method, so that each may ask for just what fields of its kind hold. */
interface ToJson {
  of(value: unknown, row: Row, message?: Message): unknown
}

/** By kind of row; the others are as they are. */
const JSON_OF: { readonly [kind in Kind]?: ToJson['of'] } = {
  [ATTRIBUTES]: pairs,
  [VALUE]: valueJson,
  [TIME]: nanosText,
  [COUNT]: String,
  [COUNTS]: strings,
  [COUNTS_VARINT]: strings,
  [VALUE_INT]: int,
  [NUMBER_AS_INT]: (value: number | AnyTagged) => (isInt(value) ? int(value) : undefined),
  [NUMBER_AS_DOUBLE]: doubleOrName,
  [IMPLIED]: (text: string, { json }, message: Attributed) => pairs({ [json]: implied(json, text, message) }),
  [MESSAGE]: (value: Message | number | true, { rows }, message: Message) =>
    messageJson(rows, typeof value === 'object' ? value : message),
  [MESSAGES]: (values: readonly Message[], { rows }) => values.map((item) => messageJson(rows, item)),
  [VALUE_LIST]: (values: readonly Value[]) => ({ values: values.map(valueJson) }),
  [VALUE_MAP]: ({ map }: { map: Attributes }) => ({ values: pairs(map) }),
  [VALUE_BYTES]: ({ bytes }: { bytes: string }) => bytes,
}

function strings(values: readonly (number | string)[]) {
  return values.map(String)
}

function int(value: number | AnyTagged) {
  return String(numberOf(value))
}

function doubleOrName(value: number | AnyTagged): number | string | undefined {
  if (isInt(value)) return undefined
  const number = numberOf(value)
  // JSON has no NaN and no infinities: proto3 writes their names
  return isFinite(+number) ? number : String(number)
}

/** KeyValues. */
function pairs(attributes: { readonly [key: string]: Value | undefined }): object[] {
  const keys = Object.keys(attributes).filter((key) => attributes[key] != null)
  return keys.map((key) => ({ key, value: valueJson(attributes[key]) }))
}

function valueJson(value: Value | undefined): object {
  // most are texts
  if (typeof value === 'string') return { stringValue: value }
  const row = anyRowOf(value)
  if (!row) return {}
  const of = JSON_OF[row.kind]
  return { [row.json]: of ? of(value, row) : value }
}

/** Unsigned nanoseconds, exact. */
function nanosText(time: Time): string {
  if (typeof time !== 'number') return time
  if (!(time > 0)) return '0'
  const whole = Math.floor(time)
  // 1000000 and up to 1000000 more: leading zeros and a carry at once
  const rest = String(Math.round((time - whole) * 1e6) + 1e6)
  return (whole + +rest[0] - 1 || '') + rest.slice(1)
}
