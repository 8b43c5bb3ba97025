import type { Resource } from '../resource.ts'
import type { Span } from '../signal.ts'
import { encodeJson } from './json.ts'
import { envelope, type Scope } from './model.ts'
import { encode } from './protobuf.ts'
import { SPANS } from './schema.ts'

/** ExportTraceServiceRequest, as protobuf. */
export function encodeTraces(resource: Resource, scope: Scope, spans: readonly Span[]): ArrayBuffer {
  return encode(SPANS, envelope(resource, scope, spans))
}

/** ExportTraceServiceRequest, as JSON. */
export function tracesToJson(resource: Resource, scope: Scope, spans: readonly Span[]): string {
  return encodeJson(SPANS, envelope(resource, scope, spans))
}
