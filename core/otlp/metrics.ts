import type { Any } from '../internal/guard.ts'
import type { Resource } from '../resource.ts'
import type { Metric } from '../signal.ts'
import { encodeJson } from './json.ts'
import { envelope, type Scope } from './model.ts'
import { encode } from './protobuf.ts'
import { METRICS } from './schema.ts'

/** ExportMetricsServiceRequest, as protobuf. */
export function encodeMetrics(resource: Resource, scope: Scope, metrics: readonly Metric[]): ArrayBuffer {
  return encode(METRICS, envelope(resource, scope, grouped(metrics)))
}

/** ExportMetricsServiceRequest, as JSON. */
export function metricsToJson(resource: Resource, scope: Scope, metrics: readonly Metric[]): string {
  return encodeJson(METRICS, envelope(resource, scope, grouped(metrics)))
}

/** OTLP wants one metric of a name with all its points, and the data under the name of the type; ours come singly. */
function grouped(metrics: readonly Metric[]): object[] {
  const groups: Any[] = []
  metrics.forEach((metric) => {
    const { type, name, unit, description, temporality, monotonic } = metric
    const known = groups.filter(
      ({ of }) =>
        of.name === name &&
        of.type === type &&
        of.unit === unit &&
        of.temporality === temporality &&
        of.monotonic === monotonic &&
        of.description === description,
    )[0]
    if (known) known[type].points.push.apply(known[type].points, metric.points)
    else {
      const data = { points: metric.points.slice(), temporality, monotonic }
      groups.push({ of: metric, name, unit, description, [type]: data })
    }
  })
  return groups
}
