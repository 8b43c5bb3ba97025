import { withoutForeign } from '../internal/own.ts'
import { SERVER_ADDRESS, SERVER_PORT } from '../names.ts'
import type { Resource } from '../resource.ts'
import type { AnyTagged, Attributes, Metric, Signal, Tagged, Value } from '../signal.ts'
import type { Message, Row } from './row.ts'
import { SCHEMA } from './schema.ts'

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
): Message {
  const items = signal === 'metrics' ? grouped(signals as readonly Metric[]) : signals
  return withoutForeign({ resources: [{ resource, scopes: [{ scope, items }] }] })
}

/** OTLP wants one metric of a name with all its points, and the data under the name of the type; ours come singly. */
function grouped(metrics: readonly Metric[]): Metric[] {
  const groups: { [key: string]: Metric } = {}
  const all: Metric[] = []
  metrics.forEach((metric) => {
    const { type, name, unit, description, temporality, monotonic, points } = metric
    const key = [type, name, unit, description, temporality, monotonic].join('\n')
    const group = groups[key]
    if (group) points.forEach((point) => group.points.push(point))
    else all.push((groups[key] = Object.assign({ [type]: true }, metric, { points: points.slice() })))
  })
  return all
}

/** A message that may lack an attribute for which a member of it stands. */
export interface Attributed extends Message {
  readonly attributes: Attributes
}

/** What a member of a signal stands for as an attribute, if the signal has none of that name. */
export function implied(name: string, text: string, { attributes }: Attributed): Value | undefined {
  if (attributes[name] != null) return undefined
  const isPort = name === SERVER_PORT
  if (!isPort && name !== SERVER_ADDRESS) return text
  const colon = text.lastIndexOf(':')
  if (isPort) return +text.slice(colon + 1)
  return text[0] === '[' ? text.slice(1, colon - 1) : text.slice(0, colon)
}

/** Whether a number goes out as an int. */
export function isInt(value: number | AnyTagged): boolean {
  return typeof value === 'number' ? Number.isSafeInteger(value) : !!value.int
}

/** A number without its tag: a double, or an int, whose digits are a string where they are many. */
export function numberOf(value: number | AnyTagged): number | string {
  if (typeof value === 'number') return value
  const { int, double = NaN } = value
  return int || double
}

/** Which field of AnyValue a value is sent as; none of undefined and null. */
export function anyRowOf(value: Exclude<Value, Tagged> | AnyTagged | null | undefined): Row | undefined {
  const fields = SCHEMA.value
  if (value == null) return undefined
  if (typeof value === 'string') return fields[0]
  if (typeof value === 'boolean') return fields[1]
  if (typeof value === 'number') return fields[isInt(value) ? 2 : 3]
  if (Array.isArray(value)) return fields[4]
  if (value.int) return fields[2]
  if (value.map) return fields[5]
  return fields[value.bytes == null ? 3 : 6]
}
