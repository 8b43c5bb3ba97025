import type { Any } from '../internal/guard.ts'
import { writeUtf8 } from '../internal/utf8.ts'

/**
 * Protobuf, written from the end of a byte array towards its start: when a message is closed its length is known and
 * stands before it without a gap, so that no nesting level is ever measured twice or moved. So what was written keeps
 * its distance from the end, and what comes again (attributes of the device, pages, stacks, bounds) is copied from
 * there: copying is native code, while a loop over characters is slow where there is no JIT
 * (docs/platforms/mini.md#runtime).
 *
 * The state below is scratch space of one synchronous call, and nothing of it outlives the call.
 */
let bytes: Uint8Array
let view: DataView
/** Length of the array. */
let top = 0
/** Index of the first byte written so far. */
let pos = 0
/** The number that `split` took apart. */
let lo = 0
let hi = 0
/** What was written last of each value. */
const pieces = new Map<unknown, Piece>()
/** What is to be written once more. */
let from = 0
let to = 0
/** Few platforms have it (docs/platforms/mini.md#runtime), but there it is much faster on long texts. */
let encoder: { encodeInto(text: string, into: Uint8Array): { written: number } } | undefined

interface Piece {
  tag: number
  /** Whose value it is; none of a text or a list as such. */
  key: unknown
  /** How much was written when it began, and when it ended. */
  from: number
  to: number
}

/** UTF-16 units of a text for which `encoder` is worth being called. */
const LONG = 40
/** What may be written between two calls of `room`. */
const SLACK = 2048
/** A larger array is let go of. */
const MOST_KEPT = 32768

/** What `fill` writes, in a buffer of its own; `size`: about so many bytes. */
export function write(size: number, fill: () => void): ArrayBuffer {
  if (top < size) allocate(size)
  encoder =
    typeof TextEncoder === 'function' && 'encodeInto' in TextEncoder.prototype ? new TextEncoder() : undefined
  try {
    fill()
    return bytes.buffer.slice(pos) as ArrayBuffer
  } finally {
    if (top > MOST_KEPT) allocate(0)
    pos = top
    from = to = 0
    pieces.clear()
  }
}

function allocate(size: number): void {
  bytes = new Uint8Array((top = pos = size))
  view = new DataView(bytes.buffer)
}

/** Makes sure that `size` bytes can be written, and then some fixed fields. */
function room(size: number): void {
  if (pos > size + SLACK) return
  const old = bytes.subarray(pos)
  allocate((top + size) * 2)
  bytes.set(old, (pos -= old.length))
}

/** How many bytes are written: marks the end of a message that is opened here, also when the array grows. */
export function open(): number {
  if (pos < SLACK) room(0)
  return top - pos
}

/**
 * What `put` writes of a value, or a copy, where that was written already; `copy` has to follow, for neighbours are
 * copied as one.
 */
export function cached<K, V>(
  tag: number,
  key: K,
  value: V,
  put: (tag: number, value: V, key: K) => void,
): void {
  // with a native encoder a long text is encoded faster than it is looked up
  const isLong = encoder && typeof value === 'string' && value.length > LONG
  const piece = isLong ? undefined : pieces.get(value)
  if (piece && piece.key === key && piece.tag === tag) {
    if (piece.from !== to) {
      copy()
      from = piece.from
    }
    to = piece.to
  } else {
    copy()
    const end = open()
    put(tag, value, key)
    if (!isLong) pieces.set(value, { tag, key, from: end, to: top - pos })
  }
}

export function copy(): void {
  const size = to - from
  if (size) {
    room(size)
    bytes.copyWithin((pos -= size), top - to, top - from)
  }
  from = to = 0
}

/** A character up to 255. */
export function byte(char: string): void {
  bytes[--pos] = char.charCodeAt(0)
}

/** 64 bits, in two's complement: of a number, of its digits, or of a flag. */
export function varint(value: Any): void {
  if (value >= 0 && value < 128) bytes[--pos] = value
  else {
    split(value)
    groups()
  }
}

/** The highest first. */
function groups(): void {
  let group = lo & 127
  lo = ((lo >>> 7) | (hi << 25)) >>> 0
  hi >>>= 7
  if (lo || hi) {
    groups()
    group |= 128
  }
  bytes[--pos] = group
}

export function fixed32(value: number): void {
  view.setUint32((pos -= 4), value, true)
}

export function fixed64(value: number | string): void {
  split(value)
  pair()
}

export function double(value: number): void {
  view.setFloat64((pos -= 8), value, true)
}

/** A time stamp in nanoseconds; ms become them in two halves, since a double can't hold them. */
export function nanos(time: number | string): void {
  if (typeof time === 'string') split(time)
  else {
    const ms = time > 0 ? time : 0
    const whole = Math.floor(ms)
    scaled(whole, Math.round((ms - whole) * 1e6))
  }
  pair()
}

function pair(): void {
  view.setUint32((pos -= 8), lo, true)
  view.setUint32(pos + 4, hi, true)
}

function split(value: number | string): void {
  if (typeof value === 'number') {
    lo = value >>> 0
    hi = Math.floor(value / 4294967296) >>> 0
  } else {
    const rest = Math.abs(+value.slice(-6))
    scaled(+value.slice(0, -6) || 0, value < '0' ? -rest : rest)
  }
}

/** millions * 1e6 + rest: each product stays below 2^53. */
function scaled(millions: number, rest: number): void {
  const low = (millions >>> 0) * 1e6 + rest
  lo = low >>> 0
  hi = (Math.floor(low / 4294967296) + Math.floor(millions / 4294967296) * 1e6) >>> 0
}

/** An id of 16 or 32 hex digits. */
export function hex(id: string): void {
  // by hand: a call for each of so many digits costs where there is no JIT: docs/platforms/mini.md#runtime
  for (let i = id.length; i > 0; i -= 2) {
    const low = id.charCodeAt(i - 1)
    const high = id.charCodeAt(i - 2)
    bytes[--pos] = ((low & 15) + (low >> 6) * 9) | (((high & 15) + (high >> 6) * 9) << 4)
  }
}

/** Closes what was opened when `open()` was `end`: its length, and the tag before it. */
export function close(tag: number, end: number): void {
  const size = top - pos - end
  if (size < 128) bytes[--pos] = size
  else varint(size)
  bytes[--pos] = tag
}

/** A field of UTF-8, also an empty one. */
export function text(tag: number, value: string): void {
  const end = open()
  room(value.length * 3)
  if (encoder && value.length > 16) {
    // The free start of the array serves as scratch: the size is known only when it is done
    const size = encoder.encodeInto(value, bytes).written
    bytes.copyWithin((pos -= size), 0, size)
  } else pos = writeUtf8(value, bytes, pos)
  close(tag, end)
}

/** A packed list. */
export function packed<T>(tag: number, values: ArrayLike<T>, put: (value: T) => void): void {
  const end = open()
  room(values.length * 10)
  for (let i = values.length; i--;) put(values[i])
  close(tag, end)
}

/** A packed list of counts, most of which are 0. */
export function counts(tag: number, values: readonly (number | string)[]): void {
  const end = open()
  const size = values.length * 8
  room(size)
  bytes.fill(0, pos - size, pos)
  for (let i = values.length; i--;) {
    const value = +values[i]
    if (value > 4294967295) fixed64(values[i])
    else if (value) view.setUint32((pos -= 8), value, true)
    else pos -= 8
  }
  close(tag, end)
}
