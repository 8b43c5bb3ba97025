import { unbase64 } from '../internal/base64.ts'
import type { Any } from '../internal/guard.ts'
import type { Attributes, Value } from '../signal.ts'
import { imply, memberOf, numberOf, requestOf, type Encode } from './model.ts'
import { REQUESTS, type Rows } from './schema.ts'
import { again, blob, byte, close, copy, double, fixed32, fixed64, hex, keep, nanos } from './writer.ts'
import { packed, text, varint, write, open } from './writer.ts'

/** OTLP's binary form, which is about half as long as its JSON. */
export const encodeProtobuf: Encode<ArrayBuffer> = (signal, resource, scope, signals) =>
  write(4096 + signals.length * 1536, () =>
    putMessage(REQUESTS[signal], requestOf(signal, resource, scope, signals)),
  )

/** From the last field to the first, as the writer wants it. */
function putMessage(rows: Rows, message: Any): void {
  for (let i = rows.length; i--;) {
    const row = rows[i]
    const value = message[row.model]
    if (value == null) continue
    const fn = (row.put || (row.put = put[row.kind])) as Put
    fn(row.tag, value, row.rows, message)
  }
}

// Marked as pure, so that an app which sends JSON ships nothing of this file.
type Put = (tag: number, value: Any, rows: Rows, message: Any) => void

/** A number, and the tag before it. */
const fixed =
  (write: (value: Any) => void): Put =>
  (tag, value) => {
    write(value)
    byte(tag)
  }
/** Defaults (0, false, '') are left out. */
const unlessDefault =
  (put: (tag: number, value: Any) => void): Put =>
  (tag, value) => {
    if (value) put(tag, value)
  }
const putVarint = /* @__PURE__ */ unlessDefault((tag, value) => {
  varint(+value)
  byte(tag)
})
const putId = /* @__PURE__ */ unlessDefault((tag, value) => {
  const end = open()
  hex(value)
  close(tag, end)
})
const putDouble = /* @__PURE__ */ fixed(double)
const putCount = /* @__PURE__ */ fixed(fixed64)
const putOne: Put = (tag, value, rows) => {
  const end = open()
  putMessage(rows, value)
  close(tag, end)
}

const put: Record<string, Put> = {
  s: /* @__PURE__ */ unlessDefault(text),
  f: putVarint,
  e: putVarint,
  p: putVarint,
  k: putVarint,
  // zigzag
  i: (tag, value) => putVarint(tag, ((value << 1) ^ (value >> 31)) >>> 0, [], 0),
  F: /* @__PURE__ */ unlessDefault((tag, value) => {
    fixed32(value)
    varint(tag)
  }),
  t: /* @__PURE__ */ fixed(nanos),
  v(tag, value) {
    const end = open()
    putValue(value)
    close(tag, end)
  },
  a: putAttributes,
  A(tag, attributes, _, signal) {
    imply(signal, (key, value) => {
      if (value === signal.uid) putAttribute(tag, key, value)
      else if (!again(tag, key, value)) putNew(tag, key, value)
    })
    copy()
    putAttributes(tag, attributes)
  },
  x: putId,
  y: putId,
  n(tag, value, rows, message) {
    // as_int is field 6 in points and exemplars alike
    if (memberOf(value) === 3) putCount(0x31, numberOf(value), rows, message)
    else putDouble(tag, numberOf(value), rows, message)
  },
  d: putDouble,
  c: putCount,
  C: (tag, values) => packed(tag, values, fixed64),
  U: (tag, values) => packed(tag, values, varint),
  b: (tag, values) => packed(tag, values, double),
  m: putOne,
  M(tag, value, rows, message) {
    if (value) putOne(tag, message, rows, 0)
  },
  l(tag, values, rows) {
    for (let i = values.length; i--;) putOne(tag, values[i], rows, 0)
  },
}

function putAttributes(tag: number, attributes: Attributes): void {
  const keys = Object.keys(attributes)
  for (let i = keys.length; i--;) {
    const value = attributes[keys[i]]
    if (value != null && !again(tag, keys[i], value)) putNew(tag, keys[i], value)
  }
  copy()
}

function putNew(tag: number, key: string, value: Value): void {
  copy()
  const end = open()
  putAttribute(tag, key, value)
  keep(tag, key, value, end)
}

function putAttribute(tag: number, key: string, value: Value): void {
  const end = open()
  put.v(0x12, value, [], 0)
  if (again(0x0a, key, undefined)) copy()
  else {
    const end = open()
    text(0x0a, key)
    keep(0x0a, key, undefined, end)
  }
  close(tag, end)
}

/** The content of an AnyValue; nothing for undefined and null. */
function putValue(value: Any): void {
  const end = open()
  switch (memberOf(value)) {
    case 1:
      return text(0x0a, value)
    case 2:
    case 3:
      varint(numberOf(value))
      return byte(value === !!value ? 0x10 : 0x18)
    case 4:
      return putDouble(0x21, numberOf(value), [], 0)
    case 5:
      for (let i = value.length; i--;) put.v(0x0a, value[i], [], 0)
      return close(0x2a, end)
    case 6:
      putAttributes(0x0a, value.map)
      return close(0x32, end)
    case 7:
      blob(0x3a, unbase64(value.bytes))
  }
}
