import type { Any } from '../internal/guard.ts'
import { SERVER_ADDRESS, SERVER_PORT } from '../names.ts'
import type { Resource } from '../resource.ts'
import type { Metric, Signal, Value } from '../signal.ts'
import { SCHEMA, type Row } from './schema.ts'

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
function grouped(metrics: readonly Metric[]): Metric[] {
  const groups: { [key: string]: Metric } = {}
  const list: Metric[] = []
  metrics.forEach((metric) => {
    const { type, name, unit, description, temporality, monotonic, points } = metric
    const key = [type, name, unit, description, temporality, monotonic].join('\n')
    const group = groups[key]
    if (group) points.forEach((point) => group.points.push(point))
    else list.push((groups[key] = Object.assign({ [type]: true }, metric, { points: points.slice() })))
  })
  return list
}

/** What a member of a signal stands for as an attribute, if the signal has none of that name. */
export function implied(name: string, text: string, { attributes }: Any): Value | undefined {
  if (attributes[name] != null) return undefined
  const isPort = name === SERVER_PORT
  if (!isPort && name !== SERVER_ADDRESS) return text
  const colon = text.lastIndexOf(':')
  return isPort ? +text.slice(colon + 1) : text[0] === '[' ? text.slice(1, colon - 1) : text.slice(0, colon)
}

/** Whether a number goes out as an int. */
export function isInt(value: Any): boolean {
  return Number.isSafeInteger(value) || !!value.int
}

/** A number without its tag: a double, or an int, whose digits are a string where they are many. */
export function numberOf(value: Any): number | string {
  return value.int || (value.double == null ? value : value.double)
}

/** Which member of AnyValue a value is sent as; none of undefined and null. */
export function memberOf(value: Any): Row | undefined {
  const i =
    typeof value === 'string'
      ? 0
      : value == null
        ? -1
        : typeof value === 'boolean'
          ? 1
          : isInt(value)
            ? 2
            : Array.isArray(value)
              ? 4
              : value.map
                ? 5
                : value.bytes == null
                  ? 3
                  : 6
  return SCHEMA.value[i]
}
