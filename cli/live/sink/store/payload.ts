import { decodeOtlp, parseJson } from '../decode.ts'
import { inflate } from '../inflate.ts'
import { LIMITS } from '../limits.ts'
import { nameOf, shortened } from '../text.ts'
import type { SinkRequest } from '../types.ts'
import type { PayloadDetail, PayloadRow } from './snapshot.ts'

const PATH_LENGTH = 200

export function payloadRow(request: SinkRequest): PayloadRow {
  return {
    id: request.id,
    time: request.time,
    method: request.method,
    path: shortened(request.path, PATH_LENGTH),
    encoding: request.encoding ?? '',
    compression: nameOf(request.headers['content-encoding']),
    bytes: request.bytes,
    records: request.records,
    status: request.status,
    fault: request.fault,
    error: request.error,
  }
}

const HEX_BYTES = 512
const DECODED_LENGTH = 60_000

function hexDump(bytes: Uint8Array): string {
  const lines: string[] = []
  for (let at = 0; at < Math.min(bytes.length, HEX_BYTES); at += 16) {
    const row = bytes.subarray(at, at + 16)
    const hex = Array.from(row, (byte) => byte.toString(16).padStart(2, '0')).join(' ')
    const text = Array.from(row, (byte) => (byte > 31 && byte < 127 ? String.fromCharCode(byte) : '·')).join(
      '',
    )
    lines.push(`${at.toString(16).padStart(4, '0')}  ${hex.padEnd(47)}  ${text}`)
  }
  if (bytes.length > HEX_BYTES) lines.push(`… ${bytes.length - HEX_BYTES} bytes more`)
  return lines.join('\n')
}

function readable(_key: string, value: unknown): unknown {
  if (value instanceof Uint8Array) return Buffer.from(value).toString('hex')
  // Buffers come here after their own toJSON.
  return isBufferJson(value) ? Buffer.from(value.data).toString('hex') : value
}

function isBufferJson(value: unknown): value is { type: 'Buffer'; data: number[] } {
  return (
    typeof value === 'object' &&
    value !== null &&
    (value as { type?: unknown }).type === 'Buffer' &&
    'data' in value
  )
}

function decoded(request: SinkRequest): string {
  if (request.body.length < request.bytes) return `(only the first ${request.body.length} bytes were kept)`
  const plain = inflate(request.body, request.headers['content-encoding'], LIMITS.bytes)
  if (!('body' in plain)) return `(${plain.message})`
  const { signal, encoding } = request
  try {
    const content: unknown =
      encoding === 'protobuf' && (signal === 'logs' || signal === 'metrics' || signal === 'traces')
        ? decodeOtlp(signal, encoding, plain.body)
        : parseJson(plain.body)
    return JSON.stringify(content, readable, 2)
  } catch (error) {
    return `(${error instanceof Error ? error.message : String(error)})`
  }
}

// What a receiver should not show around, should somebody really send it here.
const SECRET = /^(authorization|cookie|proxy-authorization|x-api-key)$/

export function payloadDetail(request: SinkRequest): PayloadDetail {
  const text = decoded(request)
  const headers = Object.entries(request.headers).map(([name, value]) => [
    name,
    SECRET.test(name) ? '•••' : value,
  ])
  return {
    ...payloadRow(request),
    headers: Object.fromEntries(headers) as { [name: string]: string },
    hex: hexDump(request.body),
    decoded: text.length > DECODED_LENGTH ? `${text.slice(0, DECODED_LENGTH)}\n…` : text,
  }
}
