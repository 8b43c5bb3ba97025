import { writeUtf8 } from '../internal/utf8.ts'

/**
 * Protobuf, written from the end of one byte array towards its start: when a message is closed its length is known
 * and stands before it without a gap, so that no nesting level is ever measured twice or moved.
 * Behind `top` the array keeps encoded strings. Texts of an app repeat (keys, page paths, device attributes, lines of
 * stacks), and copying within the array is native code, while a loop over characters is slow where there is no JIT.
 *
 * The state below is scratch space of one synchronous call; what outlives a call is a cache that nobody can see.
 */
const ARENA = 32768
/** What may be written between two calls of `room`. */
const SLACK = 2048
/** Longer texts hardly repeat. */
const PIECE = 256
/** A key with more values than this has ever new ones (URLs, messages): keeping them would only push out others. */
const DIFFERENT = 64

let bytes: Uint8Array
let view: DataView
let top = 0
/** Index of the first byte written so far. */
let pos = 0
/** The number that `long` and `nanos` split. */
let lo = 0
let hi = 0
let last: object | undefined
let lastFrom = 0
let lastSize = 0
let encoder: { encodeInto(text: string, into: Uint8Array): { written: number } } | undefined

/** Entries are where << 10 | length. */
type Cache = Map<string, number>
let used = 0
let texts: Cache
let pairs: Map<string, Cache>

export function begin(): void {
  if (!bytes) {
    // Few platforms have it, but there it is much faster on long texts
    if (typeof TextEncoder === 'function') encoder = new TextEncoder()
    if (encoder && !encoder.encodeInto) encoder = undefined
    allocate(4 * ARENA)
  }
  pos = top
  last = undefined
}

/** The message, in a buffer of its own. */
export function finish(): ArrayBuffer {
  return bytes.slice(pos, top).buffer as ArrayBuffer
}

function allocate(size: number): void {
  top = size
  bytes = new Uint8Array(size + ARENA)
  view = new DataView(bytes.buffer)
  forget()
}

function forget(): void {
  used = top
  texts = new Map()
  pairs = new Map()
}

/** Makes sure that `size` bytes can be written, and then some fixed fields. */
export function room(size: number): void {
  if (pos - size > SLACK) return
  const old = bytes.subarray(pos, top)
  allocate((top + size) * 2)
  bytes.set(old, (pos = top - old.length))
}

/** How many bytes are written: marks the end of a message that is opened here, also when the array grows. */
export function written(): number {
  return top - pos
}

/** What was written since `end` was for `key`. */
export function remind(key: object, end: number): void {
  last = key
  lastFrom = written()
  lastSize = lastFrom - end
}

/** Writes once more what was written last for this very object, if it was. */
export function again(key: object): boolean {
  if (key !== last) return false
  room(lastSize)
  const at = top - lastFrom
  bytes.copyWithin((pos -= lastSize), at, at + lastSize)
  return true
}

export function byte(value: number): void {
  bytes[--pos] = value
}

/** Unsigned, 32 bits. */
export function varint(value: number): void {
  if (value < 128) bytes[--pos] = value
  else if (value < 16384) {
    bytes[--pos] = value >> 7
    bytes[--pos] = (value & 127) | 128
  } else varint64(value)
}

/** 64 bits in two's complement. */
export function varint64(value: number | string): void {
  long(value)
  const from = pos - 10
  let at = from
  while (hi || lo > 127) {
    bytes[at++] = (lo & 127) | 128
    lo = ((lo >>> 7) | (hi << 25)) >>> 0
    hi >>>= 7
  }
  bytes[at++] = lo
  pos -= at - from
  bytes.copyWithin(pos, from, at)
}

export function fixed32(value: number): void {
  view.setUint32((pos -= 4), value, true)
}

export function fixed64(value: number | string): void {
  long(value)
  pair64()
}

export function double(value: number): void {
  view.setFloat64((pos -= 8), value, true)
}

/** A time stamp in nanoseconds; ms become them in two halves, since a double can't hold them. */
export function nanos(tag: number, time: number | string): void {
  if (typeof time === 'string') long(time)
  else if (time > 0) {
    const whole = Math.floor(time)
    scaled(whole, Math.round((time - whole) * 1e6))
  } else lo = hi = 0
  pair64()
  bytes[--pos] = tag
}

function pair64(): void {
  view.setUint32((pos -= 8), lo, true)
  view.setUint32(pos + 4, hi, true)
}

function long(value: number | string): void {
  if (typeof value === 'number') {
    lo = value >>> 0
    hi = Math.floor(value / 4294967296) >>> 0
    return
  }
  const negative = value[0] === '-'
  const digits = negative ? value.slice(1) : value
  scaled(+digits.slice(0, -6), +digits.slice(-6))
  if (negative) {
    lo = -lo >>> 0
    hi = (lo ? ~hi : -hi) >>> 0
  }
}

/** millions * 1e6 + rest: each product stays below 2^53. */
function scaled(millions: number, rest: number): void {
  const low = (millions >>> 0) * 1e6 + rest
  lo = low >>> 0
  hi = ((low - lo) / 4294967296 + Math.floor(millions / 4294967296) * 1e6) >>> 0
}

/** Packed fixed64. Most buckets are empty and most counts small, so one fill does most of the work. */
export function fixed64s(tag: number, values: readonly (number | string)[]): void {
  room(values.length * 8)
  const size = values.length * 8
  pos -= size
  bytes.fill(0, pos, pos + size)
  for (let i = 0; i < values.length; i++) {
    const value = values[i]
    if (!value) continue
    long(value)
    view.setUint32(pos + i * 8, lo, true)
    if (hi) view.setUint32(pos + i * 8 + 4, hi, true)
  }
  varint(size)
  bytes[--pos] = tag
}

/** An id of 16 or 32 hex digits; nothing for none. */
export function hex(tag: number, id: string | undefined): void {
  if (!id) return
  const size = id.length >> 1
  pos -= size
  for (let i = 0; i < size; i += 4) view.setUint32(pos + i, parseInt(id.slice(i * 2, i * 2 + 8), 16))
  bytes[--pos] = size
  bytes[--pos] = tag
}

/** Raw bytes. */
export function blob(data: Uint8Array): void {
  room(data.length)
  bytes.set(data, (pos -= data.length))
}

/** Closes the message or packed list that was opened when `written()` was `end`. */
export function close(tag: number, end: number): void {
  varint(written() - end)
  bytes[--pos] = tag
}

/** UTF-8 without a length. `known`: a text that comes again and again. */
export function text(value: string, known?: boolean): void {
  room(value.length * 3)
  if (known) recall(value)
  else if (encoder || value.length <= PIECE) put(value)
  else lines(value)
}

/** The frames of one stack come back in the next. */
function lines(value: string): void {
  for (let to = value.length; to > 0;) {
    const from = Math.max(value.lastIndexOf('\n', to - 1), 0)
    const line = value.slice(from, to)
    if (line.length > PIECE) put(line)
    else recall(line)
    to = from
  }
}

function recall(value: string): void {
  const known = texts.get(value)
  if (known !== undefined) return copy(known)
  const end = written()
  put(value)
  remember(texts, value, end)
}

/** The free start of the array serves as scratch: the size is known only when it is done. */
function put(value: string): void {
  const size =
    encoder && value.length > 16 ? encoder.encodeInto(value, bytes).written : writeUtf8(value, bytes, 0)
  bytes.copyWithin((pos -= size), 0, size)
}

function copy(entry: number): void {
  const from = entry >>> 10
  const size = entry & 1023
  bytes.copyWithin((pos -= size), from, from + size)
}

function remember(cache: Cache, value: string, end: number): void {
  const size = written() - end
  if (size > 1023) return
  if (used + size > bytes.length) forget()
  bytes.copyWithin(used, pos, pos + size)
  // A slice keeps the whole text that it was cut from alive; this is one of a text of its own length
  cache.set((' ' + value).slice(1), (used << 10) | size)
  used += size
}

/** A KeyValue whose value is a short string: the whole of it is kept. */
export function stringPair(tag: number, key: string, value: string): void {
  let values = pairs.get(key)
  if (!values) pairs.set(key, (values = new Map()))
  const known = values.get(value)
  if (known !== undefined) copy(known)
  else {
    const end = written()
    stringValue(value)
    close(0x12, end)
    keyOf(key)
    varint(written() - end)
    if (values.size < DIFFERENT) remember(values, value, end)
  }
  bytes[--pos] = tag
}

/** KeyValue.key */
export function keyOf(key: string): void {
  const end = written()
  text(key, true)
  close(0x0a, end)
}

/** AnyValue.string_value, also an empty one. */
export function stringValue(value: string): void {
  const end = written()
  text(value)
  close(0x0a, end)
}
