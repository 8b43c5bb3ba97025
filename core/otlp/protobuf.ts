import { unbase64 } from '../internal/base64.ts'
import type { AnyTagged, Attributes, Value } from '../signal.ts'
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
import { implied, isInt, anyRowOf, numberOf, requestOf, type Attributed, type Encode } from './model.ts'
import type { Message, Row, Rows, Writer } from './row.ts'
import { SCHEMA } from './schema.ts'
import { byte, cached, close, copy, counts, double, fixed32, fixed64, hex, nanos } from './writer.ts'
import { open, packed, text, varint, write } from './writer.ts'

/** OTLP's binary form, which is about half as long as its JSON. */
export const encodeProtobuf: Encode<ArrayBuffer> = (signal, resource, scope, signals) =>
  write(4096 + signals.length * 1536, () =>
    putMessage(SCHEMA[signal], requestOf(signal, resource, scope, signals)),
  )

/** From the last field to the first, as the writer wants it. */
function putMessage(rows: Rows, message: Message): void {
  for (let i = rows.length; i--;) {
    const row = rows[i]
    const value = message[row.model]
    if (value || (row.exact && value != null)) {
      const put = row.put || (row.put = PUT[row.kind])
      put(row.tag, value, row, message)
    }
  }
}

/** A number, and the tag before it. */
function scalar<T>(write: (value: T) => void) {
  return (tag: number, value: T): void => {
    write(value)
    varint(tag)
  }
}

function list<T>(write: (value: T) => void) {
  return (tag: number, values: ArrayLike<T>): void => packed(tag, values, write)
}

// Marked as pure, so that an app which sends JSON ships nothing of this file.
const putVarint = /* @__PURE__ */ scalar(varint)
const putDouble = /* @__PURE__ */ scalar(double)
const putFixed = /* @__PURE__ */ scalar(fixed64)

function putOne(tag: number, { rows }: Row, message: Message): void {
  const end = open()
  putMessage(rows, message)
  close(tag, end)
}

const PUT: { readonly [kind in Kind]: Writer['put'] } = {
  [STRING]: text,
  [UINT32]: putVarint,
  [BOOL]: putVarint,
  // zigzag
  [SINT32]: (tag, value: number) => putVarint(tag, ((value << 1) ^ (value >> 31)) >>> 0),
  [FIXED32]: /* @__PURE__ */ scalar(fixed32),
  [TIME]: /* @__PURE__ */ scalar(nanos),
  [DOUBLE]: putDouble,
  [DOUBLES]: /* @__PURE__ */ list(double),
  [COUNT]: putFixed,
  [COUNTS]: counts,
  [COUNTS_VARINT]: /* @__PURE__ */ list(varint),
  [NUMBER_AS_DOUBLE]: putNumberAsDouble,
  [NUMBER_AS_INT]: putNumberAsInt,
  [ID]: putId,
  [VALUE]: putValue,
  [VALUE_INT]: (tag, value: number | AnyTagged) => putVarint(tag, numberOf(value)),
  [VALUE_LIST]: putList,
  [VALUE_MAP]: putMap,
  [VALUE_BYTES]: (tag, { bytes }: { bytes: string }) => packed(tag, unbase64(bytes), byte),
  [ATTRIBUTES]: putAttributes,
  [IMPLIED]: putImplied,
  [MESSAGE]: (tag, value: Message | number | true, row, message: Message) =>
    putOne(tag, row, typeof value === 'object' ? value : message),
  [MESSAGES]: putMessages,
}

function putNumberAsDouble(tag: number, value: number | AnyTagged): void {
  if (!isInt(value)) putDouble(tag, +numberOf(value))
}

function putNumberAsInt(tag: number, value: number | AnyTagged): void {
  if (isInt(value)) putFixed(tag, numberOf(value))
}

function putId(tag: number, id: string): void {
  const end = open()
  hex(id)
  close(tag, end)
}

function putMessages(tag: number, messages: readonly Message[], row: Row): void {
  for (let i = messages.length; i--;) putOne(tag, row, messages[i])
}

function putList(tag: number, values: readonly Value[]): void {
  const end = open()
  for (let i = values.length; i--;) putValue(0x0a, values[i])
  close(tag, end)
}

function putMap(tag: number, { map }: { map: Attributes }): void {
  const end = open()
  putAttributes(0x0a, map)
  close(tag, end)
}

function putImplied(tag: number, text: string, { json }: Row, message: Attributed): void {
  const said = implied(json, text, message)
  if (said === undefined) return
  // a uid comes once
  if (said === message.uid) putAttribute(tag, said, json)
  else cached(tag, json, said, putAttribute)
  copy()
}

function putAttributes(tag: number, attributes: Attributes): void {
  const keys = Object.keys(attributes)
  for (let i = keys.length; i--;) {
    const value = attributes[keys[i]]
    if (value != null) cached(tag, keys[i], value, putAttribute)
  }
  copy()
}

function putAttribute(tag: number, value: Value, key: string): void {
  const end = open()
  putValue(0x12, value)
  cached(0x0a, 0, key, text)
  copy()
  close(tag, end)
}

/** An AnyValue; an empty one of undefined and null. */
function putValue(tag: number, value: Value | null | undefined): void {
  const end = open()
  // most are texts
  if (typeof value === 'string') text(0x0a, value)
  else {
    const row = anyRowOf(value)
    if (row) PUT[row.kind](row.tag, value, row)
  }
  close(tag, end)
}
