import { unbase64 } from '../internal/base64.ts'
import type { Any } from '../internal/guard.ts'
import type { Attributes, Value } from '../signal.ts'
import { implied, isInt, memberOf, numberOf, requestOf, type Encode } from './model.ts'
import { SCHEMA, type Row, type Rows } from './schema.ts'
import { byte, cached, close, copy, counts, double, fixed32, fixed64, hex, nanos } from './writer.ts'
import { open, packed, text, varint, write } from './writer.ts'

/** OTLP's binary form, which is about half as long as its JSON. */
export const encodeProtobuf: Encode<ArrayBuffer> = (signal, resource, scope, signals) =>
  write(4096 + signals.length * 1536, () =>
    putMessage(SCHEMA[signal], requestOf(signal, resource, scope, signals)),
  )

/** From the last field to the first, as the writer wants it. */
function putMessage(rows: Rows, message: Any): void {
  for (let i = rows.length; i--;) {
    const row = rows[i]
    const value = message[row.model]
    if (value || (row.exact && value != null))
      ((row.put || (row.put = put[row.kind])) as Put)(row.tag, value, row, message)
  }
}

type Put = (tag: number, value: Any, row: Row, message: Any) => void

/** A number, and the tag before it. */
function scalar(write: (value: Any) => void) {
  return (tag: number, value: Any): void => {
    write(value)
    varint(tag)
  }
}

function list(write: (value: Any) => void) {
  return (tag: number, values: Any[]): void => packed(tag, values, write)
}

// Marked as pure, so that an app which sends JSON ships nothing of this file.
const putVarint = /* @__PURE__ */ scalar(varint)
const putDouble = /* @__PURE__ */ scalar(double)
const putFixed = /* @__PURE__ */ scalar(fixed64)

function putOne(tag: number, { rows }: Row, message: Any): void {
  const end = open()
  putMessage(rows, message)
  close(tag, end)
}

const put: { [kind: string]: Put } = {
  s: text,
  u: putVarint,
  k: putVarint,
  // zigzag
  i: (tag, value) => putVarint(tag, ((value << 1) ^ (value >> 31)) >>> 0),
  F: /* @__PURE__ */ scalar(fixed32),
  t: /* @__PURE__ */ scalar(nanos),
  d: putDouble,
  c: putFixed,
  C: counts,
  U: /* @__PURE__ */ list(varint),
  b: /* @__PURE__ */ list(double),
  n(tag, value) {
    if (!isInt(value)) putDouble(tag, numberOf(value))
  },
  N(tag, value) {
    if (isInt(value)) putFixed(tag, numberOf(value))
  },
  x(tag, value) {
    const end = open()
    hex(value)
    close(tag, end)
  },
  v: putValue,
  a: putAttributes,
  A(tag, value, { json }, message) {
    const said = implied(json, value, message)
    if (said === undefined) return
    // a uid comes once
    if (said === message.uid) putAttribute(tag, said, json)
    else cached(tag, json, said, putAttribute)
    copy()
  },
  m: (tag, value, row, message) => putOne(tag, row, Object(value) === value ? value : message),
  l(tag, values, row) {
    for (let i = values.length; i--;) putOne(tag, row, values[i])
  },
  q: (tag, value) => putVarint(tag, numberOf(value)),
  r(tag, values) {
    const end = open()
    for (let i = values.length; i--;) putValue(0x0a, values[i])
    close(tag, end)
  },
  p(tag, { map }) {
    const end = open()
    putAttributes(0x0a, map)
    close(tag, end)
  },
  z: (tag, { bytes }) => packed(tag, unbase64(bytes), byte),
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
function putValue(tag: number, value: Any): void {
  const end = open()
  // most are texts
  if (typeof value === 'string') text(0x0a, value)
  else {
    const row = memberOf(value)
    if (row) put[row.kind](row.tag, value, row, 0)
  }
  close(tag, end)
}
