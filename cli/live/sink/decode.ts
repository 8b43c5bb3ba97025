import { REQUEST_TYPES, strictReader } from './definitions.ts'
import { weighJson } from './limits.ts'
import { nameOf } from './text.ts'
import type { Encoding } from './types.ts'

const UTF8 = new TextDecoder('utf-8', { fatal: true })
/** Quick to tell of most texts, and then slow to tell of the others. */
const SURROGATE = /[\ud800-\udfff]/
const LONE_SURROGATE = /\p{Surrogate}/u

/** How the value of a field is read, by the name of the field. */
const READERS: ReadonlyMap<string, (value: unknown) => unknown> = new Map([
  ...readBy((value) => wholeNumber(value, true), 'intValue asInt'),
  ...readBy(
    (value) => wholeNumber(value, false),
    'timeUnixNano startTimeUnixNano endTimeUnixNano observedTimeUnixNano count zeroCount bucketCounts',
  ),
  ...readBy(bytesOfHex, 'traceId spanId parentSpanId'),
  ...readBy(base64, 'bytesValue'),
])
const DOUBLE_KEYS = new Set(
  'doubleValue asDouble sum min max quantile value explicitBounds zeroThreshold'.split(' '),
)

function readBy(read: (value: unknown) => unknown, names: string): [string, (value: unknown) => unknown][] {
  return names.split(' ').map((name) => [name, read])
}

function wholeNumber(value: unknown, signed: boolean): unknown {
  if (Array.isArray(value)) return value.map((item) => wholeNumber(item, signed))
  const number = typeof value === 'string' && /^-?\d{1,15}$/.test(value) ? Number(value) : value
  if (Number.isSafeInteger(number) && (signed || (number as number) >= 0)) return number
  if (Number.isInteger(value) || (typeof value === 'string' && /^-?\d{1,20}$/.test(value))) {
    const big = BigInt(value as number | string)
    const [low, high] = signed ? [-(2n ** 63n), 2n ** 63n] : [0n, 2n ** 64n]
    if (big >= low && big < high) return longOf(big, !signed)
  }
  throw new Error(`not ${signed ? 'a' : 'an unsigned'} 64-bit integer`)
}

/** What protobufjs takes for a Long, without a conversion through a double. */
function longOf(big: bigint, unsigned: boolean) {
  const bits = BigInt.asUintN(64, big)
  return { low: Number(bits & 0xffffffffn) | 0, high: Number(bits >> 32n) | 0, unsigned }
}

function double(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(double)
  return value === 'NaN' || value === 'Infinity' || value === '-Infinity' ? Number(value) : value
}

function bytesOfHex(value: unknown): Uint8Array {
  if (typeof value !== 'string' || !/^([0-9a-f]{2})*$/i.test(value)) throw new Error('not a hex string')
  return Buffer.from(value, 'hex')
}

function base64(value: unknown): Uint8Array {
  if (typeof value !== 'string' || !/^[\w+/-]*={0,2}$/.test(value)) throw new Error('not base64')
  return Buffer.from(value, 'base64')
}

/**
 * From OTLP's JSON mapping to what protobufjs's `verify` takes. Field names decide: attribute keys are values
 * in OTLP (`{ key, value }`), so no user data can be mistaken for a field.
 * @param path is where an error came up, once there is one
 */
function fromJson(value: unknown, path: (string | number)[]): unknown {
  if (typeof value === 'string' && SURROGATE.test(value) && LONE_SURROGATE.test(value))
    throw new Error('lone surrogate')
  if (typeof value !== 'object' || value === null) return value
  const depth = path.length
  if (Array.isArray(value))
    return value.map((item, index) => {
      path[depth] = index
      const result = fromJson(item, path)
      path.length = depth
      return result
    })
  const result: Record<string, unknown> = {}
  for (const key of Object.keys(value)) {
    // No field is called like what every object has, and a message that had `hasOwnProperty` could not be checked.
    if (key in Object.prototype) continue
    const inner = (value as Record<string, unknown>)[key]
    if (inner === null) continue
    path[depth] = key
    const read = READERS.get(key)
    if (read) result[key] = read(inner)
    else if (DOUBLE_KEYS.has(key) && (typeof inner !== 'object' || Array.isArray(inner)))
      result[key] = double(inner)
    else result[key] = fromJson(inner, path)
    path.length = depth
  }
  return result
}

/** `resourceLogs[0].scopeLogs`. */
function placeOf(path: (string | number)[]): string {
  const parts = path.map((part) => (typeof part === 'number' ? `[${part}]` : `.${nameOf(part)}`))
  return nameOf(parts.join('').replace(/^\./, ''))
}

function messageOf(json: object): unknown {
  const path: (string | number)[] = []
  try {
    return fromJson(json, path)
  } catch (error) {
    throw new Error(`${placeOf(path)}: ${(error as Error).message}`, { cause: error })
  }
}

/** @throws Error if it is none, or too much */
export function parseJson(body: Uint8Array): unknown {
  weighJson(body)
  return JSON.parse(UTF8.decode(body))
}

/**
 * Decodes a body with the official definitions.
 * @returns the message as plain objects: integers as decimal strings, enums as numbers, bytes as Uint8Array
 * @throws Error that says what could not be decoded
 */
export function decodeOtlp(
  signal: 'logs' | 'metrics' | 'traces',
  encoding: Encoding,
  body: Uint8Array,
): Record<string, unknown> {
  const type = REQUEST_TYPES[signal]
  let message: unknown
  if (encoding === 'protobuf') message = type.decode(strictReader(body))
  else {
    const json = parseJson(body)
    if (typeof json !== 'object' || json === null || Array.isArray(json))
      throw new Error('body: not a JSON object')
    const object = messageOf(json)
    const problem = type.verify(object)
    if (problem) throw new Error(problem)
    message = type.fromObject(object)
  }
  return type.toObject(message, { longs: String, enums: Number, arrays: true })
}
