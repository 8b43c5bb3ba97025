import type { Resource } from '../resource.ts'
import type { LogRecord } from '../signal.ts'
import { encodeJson } from './json.ts'
import { envelope, type Scope } from './model.ts'
import { encode } from './protobuf.ts'
import { LOGS } from './schema.ts'

/** ExportLogsServiceRequest, as protobuf. */
export function encodeLogs(resource: Resource, scope: Scope, records: readonly LogRecord[]): ArrayBuffer {
  return encode(LOGS, envelope(resource, scope, records))
}

/** ExportLogsServiceRequest, as JSON. */
export function logsToJson(resource: Resource, scope: Scope, records: readonly LogRecord[]): string {
  return encodeJson(LOGS, envelope(resource, scope, records))
}
