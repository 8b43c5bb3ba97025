import type { Any } from '../internal/guard.ts'
import type { Resource } from '../resource.ts'
import type { Metric, Signal, Value } from '../signal.ts'

/** OTLP has a request of its own for each. */
export type SignalName = 'logs' | 'metrics' | 'traces'

export interface Scope {
  readonly name: string
  readonly version: string
}

/** ExportLogsServiceRequest, ExportMetricsServiceRequest or ExportTraceServiceRequest of signals of one kind. */
export type Encode<T extends string | ArrayBuffer> = (
  signal: SignalName,
  resource: Resource,
  scope: Scope,
  signals: readonly Signal[],
) => T

/** A request in the shape of the tables. */
export function requestOf(
  signal: SignalName,
  resource: Resource,
  scope: Scope,
  signals: readonly Signal[],
): object {
  const items = signal === 'metrics' ? grouped(signals as readonly Metric[]) : signals
  return { resources: [{ resource, scopes: [{ scope, items }] }] }
}

/** OTLP wants one metric of a name with all its points, and the data under the name of the type; ours come singly. */
function grouped(metrics: readonly Metric[]): object[] {
  const groups = new Map<string, Any>()
  metrics.forEach((metric) => {
    const { type, name, unit, description, temporality, monotonic, points } = metric
    const key = JSON.stringify([type, name, unit, description, temporality, monotonic])
    const known = groups.get(key)
    if (known) points.forEach((point) => known.points.push(point))
    else {
      const group: Any = { name, unit, description, temporality, monotonic, points: points.slice() }
      // its members stand in a message that is called after the type
      group[type] = true
      groups.set(key, group)
    }
  })
  const list: object[] = []
  groups.forEach((group) => list.push(group))
  return list
}

/** A log's id goes out as this attribute, unless the record has one of its own. */
export const UID = 'log.record.uid'

/**
 * Attributes for what OTLP has no field for, unless the signal carries them already; from the last to the first, as the
 * protobuf writer wants them.
 */
export function imply({ attributes, uid, page, peer }: Any, add: (key: string, value: Value) => void): void {
  const imply = (key: string, value: Value) => {
    if (value && attributes[key] == null) add(key, value)
  }
  if (peer) {
    const colon = peer.lastIndexOf(':')
    imply('server.port', +peer.slice(colon + 1))
    imply('server.address', peer.slice(0, colon).replace(/^\[|]$/g, ''))
  }
  imply('miniprogram.page.path', page)
  imply(UID, uid)
}

/** Of AnyValue, by their field numbers. */
export const MEMBERS =
  /* @__PURE__ */ ' stringValue boolValue intValue doubleValue arrayValue kvlistValue bytesValue'.split(' ')

/** Which member of AnyValue a value is sent as: its field number; 0 of undefined and null. */
export function memberOf(value: Any): number {
  if (typeof value === 'string') return 1
  if (value == null) return 0
  if (typeof value === 'boolean') return 2
  if (Number.isSafeInteger(value) || value.int) return 3
  if (Array.isArray(value)) return 5
  return value.map ? 6 : value.bytes == null ? 4 : 7
}

/** A number without its tag: a double, or an int, whose digits are a string where they are many. */
export function numberOf(value: Any): number | string {
  return value.int || (value.double == null ? value : value.double)
}
