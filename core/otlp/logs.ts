import type { Resource } from '../resource.ts'
import type { LogRecord } from '../signal.ts'
import {
  enclose,
  putAttribute,
  putAttributes,
  putFixed32,
  putText,
  putValue,
  putVarint,
} from './attributes.ts'
import type { Scope } from './attributes.ts'
import { messageJson, requestJson } from './json.ts'
import { LOG } from './schema.ts'
import { begin, close, hex, nanos, room, written } from './writer.ts'

const UID = 'log.record.uid'

/** ExportLogsServiceRequest, as protobuf. */
export function encodeLogs(resource: Resource, scope: Scope, records: readonly LogRecord[]): ArrayBuffer {
  begin()
  for (let i = records.length - 1; i >= 0; i--) put(records[i])
  return enclose(resource, scope)
}

function put(log: LogRecord): void {
  room(0)
  const end = written()
  putText(0x62, log.eventName)
  hex(0x52, log.spanId)
  hex(0x4a, log.traceId)
  putFixed32(0x45, log.flags)
  if (lacksUid(log)) putAttribute(0x32, UID, log.uid)
  putAttributes(0x32, log.attributes)
  if (log.body != null) {
    const body = written()
    putValue(log.body)
    close(0x2a, body)
  }
  putText(0x1a, log.severityText)
  putVarint(0x10, log.severity)
  nanos(0x09, log.time)
  close(0x12, end)
}

function lacksUid(log: LogRecord): boolean {
  return !!log.uid && log.attributes[UID] == null
}

/** ExportLogsServiceRequest, as JSON. */
export function logsToJson(resource: Resource, scope: Scope, records: readonly LogRecord[]): string {
  return requestJson(
    ['resourceLogs', 'scopeLogs', 'logRecords'],
    resource,
    scope,
    records.map((log) => {
      const attributes = lacksUid(log) ? { [UID]: log.uid } : {}
      return messageJson(
        LOG,
        Object.assign({}, log, { attributes: Object.assign({}, log.attributes, attributes) }),
      )
    }),
  )
}
