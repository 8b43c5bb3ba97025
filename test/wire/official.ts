/** The official definitions, as published with OpenTelemetry's JavaScript exporters until 0.214. */
import { createRequire } from 'node:module'

const require = createRequire(import.meta.url)
const { opentelemetry } = require('otlp-definitions/build/src/generated/root.js')
const { collector } = opentelemetry.proto

interface Type {
  decode(bytes: Uint8Array): object
  encode(message: object): { finish(): Uint8Array }
  fromObject(plain: object): object
  toObject(message: object, options: object): Plain
  verify(plain: object): string | null
}

// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type Plain = any
export type SignalName = 'logs' | 'metrics' | 'traces'

export const requests: Record<SignalName, Type> = {
  logs: collector.logs.v1.ExportLogsServiceRequest,
  metrics: collector.metrics.v1.ExportMetricsServiceRequest,
  traces: collector.trace.v1.ExportTraceServiceRequest,
}
export const responses: Record<SignalName, Type> = {
  logs: collector.logs.v1.ExportLogsServiceResponse,
  metrics: collector.metrics.v1.ExportMetricsServiceResponse,
  traces: collector.trace.v1.ExportTraceServiceResponse,
}

/** 64-bit integers as strings, bytes as base64, enums as numbers; fields that are not there are left out. */
const plainly = { longs: String, bytes: String }

export function decode(signal: SignalName, body: ArrayBuffer | Uint8Array): Plain {
  const type = requests[signal]
  return hexIds(type.toObject(type.decode(new Uint8Array(body)), plainly), fromBase64)
}

/** OTLP's JSON as the definitions understand it, in the same form as `decode` gives. */
export function decodeJson(signal: SignalName, body: string): Plain {
  const type = requests[signal]
  const message = type.fromObject(hexIds(JSON.parse(body), toBase64))
  // Through bytes once more: fromObject shows a uint64 beyond 2^63 as negative
  return decode(signal, type.encode(message).finish())
}

function fromBase64(text: string): string {
  return Buffer.from(text, 'base64').toString('hex')
}

function toBase64(text: string): string {
  return Buffer.from(text, 'hex').toString('base64')
}

/** OTLP writes ids in hex where proto3 has base64. */
function hexIds(node: Plain, convert: (text: string) => string): Plain {
  if (Array.isArray(node)) return node.map((item) => hexIds(item, convert))
  if (!node || typeof node !== 'object') return node
  const out: Plain = {}
  for (const [key, value] of Object.entries(node)) {
    out[key] =
      /^(traceId|spanId|parentSpanId)$/.test(key) && typeof value === 'string'
        ? convert(value)
        : hexIds(value, convert)
  }
  return out
}

/** What the request holds, without resource and scope. */
export function items(signal: SignalName, request: Plain): Plain[] {
  const [outer, inner, list] = {
    logs: ['resourceLogs', 'scopeLogs', 'logRecords'],
    metrics: ['resourceMetrics', 'scopeMetrics', 'metrics'],
    traces: ['resourceSpans', 'scopeSpans', 'spans'],
  }[signal]
  return request[outer].flatMap((r: Plain) => r[inner].flatMap((s: Plain) => s[list] ?? []))
}
