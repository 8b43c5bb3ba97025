import { createRequire } from 'node:module'
import { LIMITS, tooMuch } from './limits.ts'

/**
 * The official OTLP messages. They are compiled by protobufjs from opentelemetry-proto and ship inside an
 * otlp-transformer that had them last (0.214); the file is CommonJS and behind no public entry, hence `require`.
 */
const load = createRequire(import.meta.url)
const FILE = 'otlp-definitions/build/src/generated/root.js'
const { opentelemetry } = load(FILE)
// The reader must be of the same copy of protobufjs, since `decode` asks with instanceof.
const { Reader, Writer } = createRequire(load.resolve(FILE))('protobufjs/minimal')

interface MessageType {
  decode(reader: unknown): unknown
  encode(message: unknown): { finish(): Uint8Array }
  fromObject(object: unknown): unknown
  toObject(message: unknown, options: object): Record<string, unknown>
  verify(object: unknown): string | null
}

const { collector } = opentelemetry.proto
export const REQUEST_TYPES: { logs: MessageType; metrics: MessageType; traces: MessageType } = {
  logs: collector.logs.v1.ExportLogsServiceRequest,
  metrics: collector.metrics.v1.ExportMetricsServiceRequest,
  traces: collector.trace.v1.ExportTraceServiceRequest,
}
export const RESPONSE_TYPES: { logs: MessageType; metrics: MessageType; traces: MessageType } = {
  logs: collector.logs.v1.ExportLogsServiceResponse,
  metrics: collector.metrics.v1.ExportMetricsServiceResponse,
  traces: collector.trace.v1.ExportTraceServiceResponse,
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** What a reader reads values, tags and lengths with. */
const READS = [
  'uint32',
  'int32',
  'bool',
  'fixed32',
  'double',
  'uint64',
  'int64',
  'sint64',
  'fixed64',
  'sfixed64',
]

/**
 * protobufjs replaces broken UTF-8 in silence; receivers in Go and Java refuse it. And it reads on however much there
 * is: two bytes are enough for an empty record.
 * @returns a reader that throws a TypeError on the first, and on too much
 */
export function strictReader(bytes: Uint8Array): unknown {
  const reader = Reader.create(bytes)
  let values = 0
  for (const name of READS) {
    const read = reader[name] as () => unknown
    reader[name] = () => {
      // A tag, a length and what they are of: an attribute takes eight of these, where in JSON it has four values.
      if (++values > 2 * LIMITS.values) throw tooMuch(`more than ${LIMITS.values} values`)
      return read.call(reader)
    }
  }
  reader.string = () => utf8.decode(reader.bytes())
  return reader
}

/** A google.rpc.Status, the body of an OTLP error answer. */
export function encodeStatus(code: number, message: string): Uint8Array {
  return Writer.create().uint32(8).int32(code).uint32(18).string(message).finish()
}
