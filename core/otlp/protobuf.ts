import { unbase64 } from '../internal/base64.ts'
import type { Any } from '../internal/guard.ts'
import type { Attributes, Value } from '../signal.ts'
import { implied, isInt, lacksUid, UID } from './model.ts'
import type { Rows } from './schema.ts'
import {
  again,
  begin,
  blob,
  byte,
  close,
  double,
  finish,
  fixed32,
  fixed64,
  fixed64s,
  hex,
  keyOf,
} from './writer.ts'
import { nanos, remind, room, stringPair, text, varint, varint64, written } from './writer.ts'

/** Longer values hardly repeat. */
const SHORT = 128

/** A message and all that is in it. */
export function encode(rows: Rows, message: object): ArrayBuffer {
  begin()
  putMessage(rows, message)
  return finish()
}

/** From the last field to the first, as the writer wants it. */
function putMessage(rows: Rows, message: Any): void {
  room(0)
  for (let i = rows.length - 1; i >= 0; i--) {
    const row = rows[i]
    const value = message[row.model]
    if (value == null) continue
    const fn = (row.put || (row.put = put[row.kind])) as Put
    fn(row.tag, value, row.rows, message)
  }
}

type Put = (tag: number, value: Any, rows: Rows, message: Any) => void

/** Defaults (0, false, '') are left out. */
const putVarint: Put = (tag, value) => {
  if (!value) return
  varint(+value)
  byte(tag)
}
const putId: Put = (tag, value) => hex(tag, value)
const putAttributes = (tag: number, attributes: Attributes) => {
  const keys = Object.keys(attributes)
  for (let i = keys.length - 1; i >= 0; i--) {
    const value = attributes[keys[i]]
    if (value != null) putAttribute(tag, keys[i], value, true)
  }
}
const putDouble: Put = (tag, value) => {
  double(+value)
  byte(tag)
}
const putFixed64: Put = (tag, value) => {
  fixed64(value)
  byte(tag)
}

const put: Record<string, Put> = {
  s(tag, value) {
    if (!value) return
    const end = written()
    text(value, value.length < 64)
    close(tag, end)
  },
  f: putVarint,
  e: putVarint,
  p: putVarint,
  k: putVarint,
  // zigzag
  i: (tag, value) => putVarint(tag, ((value << 1) ^ (value >> 31)) >>> 0, [], 0),
  F(tag, value) {
    if (!value) return
    fixed32(value)
    varint(tag)
  },
  t: nanos,
  v(tag, value) {
    const end = written()
    putValue(value)
    close(tag, end)
  },
  a: putAttributes,
  A(tag, attributes, _, signal) {
    if (lacksUid(signal)) putAttribute(tag, UID, signal.uid)
    const more = implied(signal)
    if (more) putAttributes(tag, more)
    putAttributes(tag, attributes)
  },
  x: putId,
  y: putId,
  n(tag, value, rows, message) {
    const whole = isInt(value) ? value : value.int
    if (whole === undefined) putDouble(tag, value.double ?? value, rows, message)
    // as_int is field 6 in points and exemplars alike
    else putFixed64(0x31, whole, rows, message)
  },
  d: putDouble,
  c: putFixed64,
  C(tag, values) {
    if (values.length) fixed64s(tag, values)
  },
  U(tag, values) {
    const end = written()
    room(values.length * 10)
    for (let i = values.length - 1; i >= 0; i--) varint64(values[i])
    if (values.length) close(tag, end)
  },
  b(tag, values) {
    // series of one instrument share their bounds
    if (!values.length || again(values)) return
    const end = written()
    room(values.length * 8)
    for (let i = values.length - 1; i >= 0; i--) double(values[i])
    close(tag, end)
    remind(values, end)
  },
  m: putOne,
  M(tag, value, rows, message) {
    if (value) putOne(tag, message, rows)
  },
  l(tag, values, rows) {
    for (let i = values.length - 1; i >= 0; i--) putOne(tag, values[i], rows)
  },
}

function putOne(tag: number, value: Any, rows: Rows): void {
  const end = written()
  putMessage(rows, value)
  close(tag, end)
}

/** `known`: it may well come again. */
function putAttribute(tag: number, key: string, value: Value, known?: boolean): void {
  room(0)
  if (known && typeof value === 'string' && value.length < SHORT) return stringPair(tag, key, value)
  const end = written()
  putValue(value)
  close(0x12, end)
  keyOf(key)
  close(tag, end)
}

/** The content of an AnyValue; none of undefined and null. */
function putValue(value: Any): void {
  const end = written()
  room(0)
  if (typeof value === 'string') {
    text(value)
    close(0x0a, end)
  } else if (typeof value === 'boolean') {
    byte(value ? 1 : 0)
    byte(0x10)
  } else if (isInt(value) || (value && value.int)) {
    varint64(value.int || value)
    byte(0x18)
  } else if (typeof value === 'number' || (value && value.double !== undefined)) {
    putDouble(0x21, value.double ?? value, [], 0)
  } else if (Array.isArray(value)) {
    for (let i = value.length - 1; i >= 0; i--) put.v(0x0a, value[i], [], 0)
    close(0x2a, end)
  } else if (value && value.map) {
    putAttributes(0x0a, value.map)
    close(0x32, end)
  } else if (value) {
    blob(unbase64(value.bytes))
    close(0x3a, end)
  }
}
