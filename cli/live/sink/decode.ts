import { REQUEST_TYPES, strictReader } from './definitions.ts'
import type { Encoding } from './types.ts'

const INTEGER_KEYS = new Set(
  'timeUnixNano startTimeUnixNano endTimeUnixNano observedTimeUnixNano intValue asInt count zeroCount bucketCounts'.split(
    ' ',
  ),
)
const DOUBLE_KEYS = new Set(
  'doubleValue asDouble sum min max quantile value explicitBounds zeroThreshold'.split(' '),
)
const LONE_SURROGATE = /\p{Surrogate}/u
const HEX_KEYS = new Set(['traceId', 'spanId', 'parentSpanId'])

function wholeNumber(value: unknown, signed: boolean, path: string): unknown {
  if (Array.isArray(value)) return value.map((item, index) => wholeNumber(item, signed, `${path}[${index}]`))
  if (Number.isInteger(value) || (typeof value === 'string' && /^-?\d{1,20}$/.test(value))) {
    const big = BigInt(value as number | string)
    const [low, high] = signed ? [-(2n ** 63n), 2n ** 63n] : [0n, 2n ** 64n]
    if (big >= low && big < high) return longOf(big, !signed)
  }
  throw new Error(`${path}: not ${signed ? 'a' : 'an unsigned'} 64-bit integer`)
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

function bytesOfHex(value: unknown, path: string): Uint8Array {
  if (typeof value !== 'string' || !/^([0-9a-f]{2})*$/i.test(value))
    throw new Error(`${path}: not a hex string`)
  return Buffer.from(value, 'hex')
}

function base64(value: unknown, path: string): Uint8Array {
  if (typeof value !== 'string' || !/^[\w+/-]*={0,2}$/.test(value)) throw new Error(`${path}: not base64`)
  return Buffer.from(value, 'base64')
}

/**
 * From OTLP's JSON mapping to what protobufjs's `verify` takes. Field names decide: attribute keys are values
 * in OTLP (`{ key, value }`), so no user data can be mistaken for a field.
 */
function fromJson(value: unknown, path: string): unknown {
  if (Array.isArray(value)) return value.map((item, index) => fromJson(item, `${path}[${index}]`))
  if (typeof value === 'string' && LONE_SURROGATE.test(value)) throw new Error(`${path}: lone surrogate`)
  if (typeof value !== 'object' || value === null) return value
  const result: Record<string, unknown> = {}
  for (const [key, inner] of Object.entries(value)) {
    const at = path ? `${path}.${key}` : key
    if (inner === null) continue
    if (INTEGER_KEYS.has(key)) result[key] = wholeNumber(inner, key === 'intValue' || key === 'asInt', at)
    else if (HEX_KEYS.has(key)) result[key] = bytesOfHex(inner, at)
    else if (key === 'bytesValue') result[key] = base64(inner, at)
    else if (DOUBLE_KEYS.has(key) && (typeof inner !== 'object' || Array.isArray(inner)))
      result[key] = double(inner)
    else result[key] = fromJson(inner, at)
  }
  return result
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
    const json: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body))
    if (typeof json !== 'object' || json === null || Array.isArray(json))
      throw new Error('body: not a JSON object')
    const object = fromJson(json, '')
    const problem = type.verify(object)
    if (problem) throw new Error(problem)
    message = type.fromObject(object)
  }
  return type.toObject(message, { longs: String, enums: Number, arrays: true })
}
