import { unbase64 } from '../internal/base64.ts'
import type { Resource } from '../resource.ts'
import type { Attributes, Tagged, Value } from '../signal.ts'
import { blob, byte, close, double, finish, fixed32, fixed64, keyOf, room } from './writer.ts'
import { stringPair, stringValue, text, varint, varint64, written } from './writer.ts'

/** Field numbers and types here and beside: opentelemetry-proto 1.x, as tags (number << 3 | wire type). */

export interface Scope {
  readonly name: string
  readonly version: string
}

/** Longer values hardly repeat. */
const SHORT = 128

export function putAttributes(tag: number, attributes: Attributes): void {
  const keys = Object.keys(attributes)
  for (let i = keys.length - 1; i >= 0; i--) {
    const value = attributes[keys[i]]
    if (value != null) putAttribute(tag, keys[i], value, true)
  }
}

/** `known`: the value may well come again. */
export function putAttribute(tag: number, key: string, value: Value, known?: boolean): void {
  room(0)
  if (known && typeof value === 'string' && value.length < SHORT) return stringPair(tag, key, value)
  const end = written()
  putValue(value)
  close(0x12, end)
  keyOf(key)
  close(tag, end)
}

/** A string field; the default, '', is left out. */
export function putText(tag: number, value: string | undefined): void {
  if (!value) return
  const end = written()
  text(value, value.length < 64)
  close(tag, end)
}

/** The content of an AnyValue; none of undefined and null. */
export function putValue(value: Value | null | undefined): void {
  if (typeof value === 'string') stringValue(value)
  else if (typeof value === 'boolean') {
    byte(value ? 1 : 0)
    byte(0x10)
  } else if (isInt(value)) putInt(value)
  else if (typeof value === 'number') putDouble(0x21, value)
  else if (Array.isArray(value)) {
    const end = written()
    for (let i = value.length - 1; i >= 0; i--) {
      room(0)
      const item = written()
      putValue(value[i])
      close(0x0a, item)
    }
    close(0x2a, end)
  } else if (value) putTagged(value)
}

function putTagged(value: Tagged): void {
  const end = written()
  if ('int' in value) putInt(value.int)
  else if ('double' in value) putDouble(0x21, +value.double)
  else if ('bytes' in value) {
    blob(unbase64(value.bytes))
    close(0x3a, end)
  } else {
    putAttributes(0x0a, value.map)
    close(0x32, end)
  }
}

function putInt(value: number | string): void {
  varint64(value)
  byte(0x18)
}

export function isInt(value: unknown): value is number {
  return Number.isSafeInteger(value)
}

export function putDouble(tag: number, value: number | undefined): void {
  if (value === undefined) return
  double(value)
  byte(tag)
}

/** A varint field; the default, 0, is left out. */
export function putVarint(tag: number, value: number | undefined): void {
  if (!value) return
  varint(value)
  byte(tag)
}

export function putFixed32(tag: number, value: number | undefined): void {
  if (!value) return
  fixed32(value)
  byte(tag)
}

/** The value of a point or an exemplar: a double or an sfixed64. */
export function putNumber(value: number | Tagged, doubleTag: number, intTag: number): void {
  const whole = isInt(value) ? value : (value as { int?: string }).int
  if (whole === undefined) return putDouble(doubleTag, +((value as { double?: number }).double ?? value))
  fixed64(whole)
  byte(intTag)
}

/** Repeated messages; the first item ends up first. */
export function putList<T>(tag: number, items: readonly T[] | undefined, each: (item: T) => void): void {
  for (let i = items ? items.length - 1 : -1; i >= 0; i--) {
    room(0)
    const end = written()
    each(items![i])
    close(tag, end)
  }
}

/** Closes ScopeX and ResourceX, which have the same shape for logs, metrics and traces, around what is written. */
export function enclose(resource: Resource, scope: Scope): ArrayBuffer {
  const end = written()
  putText(0x12, scope.version)
  putText(0x0a, scope.name)
  close(0x0a, end)
  close(0x12, 0)
  const before = written()
  putAttributes(0x0a, resource.attributes)
  close(0x0a, before)
  close(0x0a, 0)
  return finish()
}
