import { LIMITS } from './limits.ts'
import { shortened } from './text.ts'
import type { Attributes, AttributeTypes, Value } from './types.ts'

/* What protobufjs and JSON.parse give has no type; it is looked at member by member below. */
/* eslint-disable @typescript-eslint/no-explicit-any */
/** An AnyValue, or a list of key-values, as `decodeOtlp` gives them. */
type Raw = any

interface Typed {
  value: Value
  type: string
}

/** @throws Error at lists in lists in lists … */
export function anyValue(raw: Raw, depth = 0): Typed {
  if (depth > LIMITS.depth / 2) throw new Error(`values nested deeper than ${LIMITS.depth / 2}`)
  if (raw?.stringValue !== undefined) return { value: raw.stringValue, type: 'string' }
  if (raw?.boolValue !== undefined) return { value: raw.boolValue, type: 'bool' }
  if (raw?.intValue !== undefined) return { value: integer(raw.intValue), type: 'int' }
  if (raw?.doubleValue !== undefined) return { value: raw.doubleValue, type: 'double' }
  if (raw?.bytesValue !== undefined) return { value: hex(raw.bytesValue), type: 'bytes' }
  if (raw?.arrayValue) {
    const items: Typed[] = raw.arrayValue.values.map((item: Raw) => anyValue(item, depth + 1))
    return {
      value: items.map((item) => item.value),
      type: `array[${items.map((item) => item.type).join(',')}]`,
    }
  }
  if (raw?.kvlistValue) {
    const { attributes, types } = keyValues(raw.kvlistValue.values, depth + 1)
    const described = Object.entries(types).map(([key, type]) => `${shortened(key, KEY_LENGTH)}:${type}`)
    return { value: attributes, type: `kvlist{${described.join(',')}}` }
  }
  return { value: null, type: 'empty' }
}

/** Enough to tell: each of its records tells of a resource again. */
const REPEATED = 5
const KEY_LENGTH = 200

export function keyValues(list: Raw[] = [], depth = 0) {
  const attributes: Attributes = {}
  const types: AttributeTypes = {}
  const repeated: string[] = []
  for (const item of list) {
    const key: string = item.key ?? ''
    if (Object.hasOwn(attributes, key) && repeated.length < REPEATED)
      repeated.push(shortened(key, KEY_LENGTH))
    const { value, type } = anyValue(item.value, depth)
    set(attributes, key, value)
    set(types, key, type)
  }
  return { attributes, types, repeated }
}

/** `__proto__` is a key like any other. */
function set<T>(object: { [key: string]: T }, key: string, value: T): void {
  if (key !== '__proto__') object[key] = value
  else Object.defineProperty(object, key, { value, enumerable: true, writable: true, configurable: true })
}

export function integer(decimal: string | undefined): number | string {
  const number = Number(decimal ?? 0)
  return Number.isSafeInteger(number) ? number : String(decimal)
}

export function hex(bytes: Uint8Array | undefined): string {
  return bytes ? Buffer.from(bytes).toString('hex') : ''
}
