/** protobufjs with the official definitions, as published with OpenTelemetry's exporters until 0.214. */
import root from 'otlp-definitions/build/src/generated/root.js'
import type { Any } from '../../core/internal/guard.ts'
import type { Bodies } from '../encode.ts'

interface Type {
  decode(bytes: Uint8Array): object
  encode(message: object): { finish(): Uint8Array }
}

const { collector } = (root as Any).opentelemetry.proto
const TYPES: Type[] = [
  collector.logs.v1.ExportLogsServiceRequest,
  collector.metrics.v1.ExportMetricsServiceRequest,
  collector.trace.v1.ExportTraceServiceRequest,
]

/** Messages of protobufjs, ready to be encoded: from what the kit encoded, so that they say the same. */
export function toMessages(bodies: Bodies): object[] {
  return TYPES.map((type, i) => type.decode(new Uint8Array(bodies[i] as ArrayBuffer)))
}

/** Bytes in all. */
export function encodeMessages(messages: object[]): number {
  return TYPES.reduce((sum, type, i) => sum + type.encode(messages[i]).finish().length, 0)
}
