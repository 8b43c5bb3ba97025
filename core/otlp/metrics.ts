import type { Resource } from '../resource.ts'
import type { Buckets, Exemplar, Metric, MetricType, Point } from '../signal.ts'
import { enclose, putAttributes, putDouble, putList, putNumber, putText, putVarint } from './attributes.ts'
import type { Scope } from './attributes.ts'
import { messageJson, requestJson } from './json.ts'
import { DATA, METRIC, POINT } from './schema.ts'
import { begin, byte, close, double, fixed64, fixed64s, hex, nanos, repeat, room, varint } from './writer.ts'
import { varint64, written } from './writer.ts'

/** What differs between the types is where they keep the same things: tags of the fields. */
const TAGS: Record<MetricType, readonly number[]> = {
  // data, attributes, exemplars, flags, min, max
  gauge: [0x2a, 0x3a, 0x2a, 0x40],
  sum: [0x3a, 0x3a, 0x2a, 0x40],
  histogram: [0x4a, 0x4a, 0x42, 0x50, 0x59, 0x61],
  exponentialHistogram: [0x52, 0x0a, 0x5a, 0x50, 0x61, 0x69],
  summary: [0x5a, 0x3a, 0, 0x40],
}

/** The bounds written last, and where: series of one instrument share them. */
let bounds: readonly number[] | undefined
let boundsFrom = 0
let boundsSize = 0

/** ExportMetricsServiceRequest, as protobuf. */
export function encodeMetrics(resource: Resource, scope: Scope, metrics: readonly Metric[]): ArrayBuffer {
  begin()
  bounds = undefined
  const groups = grouped(metrics)
  for (let i = groups.length - 1; i >= 0; i--) putGroup(groups[i])
  bounds = undefined
  return enclose(resource, scope)
}

/** OTLP wants one metric of a name with all its points; here they come one by one. */
function grouped(metrics: readonly Metric[]): Metric[][] {
  const groups: Metric[][] = []
  const byName = new Map<string, Metric[][]>()
  for (const metric of metrics) {
    let named = byName.get(metric.name)
    if (!named) byName.set(metric.name, (named = []))
    let group = named.filter((g) => alike(g[0], metric))[0]
    if (!group) {
      named.push((group = []))
      groups.push(group)
    }
    group.push(metric)
  }
  return groups
}

function alike(a: Metric, b: Metric): boolean {
  return (
    a.type === b.type &&
    a.unit === b.unit &&
    a.temporality === b.temporality &&
    a.monotonic === b.monotonic &&
    a.description === b.description
  )
}

function putGroup(group: Metric[]): void {
  room(0)
  const metric = group[0]
  const tags = TAGS[metric.type]
  const end = written()
  if (metric.monotonic) {
    byte(1)
    byte(0x18)
  }
  putVarint(0x10, metric.temporality)
  for (let i = group.length - 1; i >= 0; i--) {
    const points = group[i].points
    for (let j = points.length - 1; j >= 0; j--) putPoint(metric.type, tags, points[j])
  }
  close(tags[0], end)
  putText(0x1a, metric.unit)
  putText(0x12, metric.description)
  putText(0x0a, metric.name)
  close(0x12, end)
}

function putPoint(type: MetricType, tags: readonly number[], point: Point): void {
  room(0)
  const end = written()
  putVarint(tags[3], point.flags)
  putList(tags[2], point.exemplars, putExemplar)
  if (point.value !== undefined) putNumber(point.value, 0x21, 0x31)
  if (point.count !== undefined) putDistribution(type, tags, point)
  nanos(0x19, point.time)
  if (point.start) nanos(0x11, point.start)
  putAttributes(tags[1], point.attributes)
  close(0x0a, end)
}

function putExemplar(exemplar: Exemplar): void {
  putAttributes(0x3a, exemplar.attributes)
  putNumber(exemplar.value, 0x19, 0x31)
  hex(0x2a, exemplar.traceId)
  hex(0x22, exemplar.spanId)
  nanos(0x11, exemplar.time)
}

function putDistribution(type: MetricType, tags: readonly number[], point: Point): void {
  putDouble(tags[5], point.max)
  putDouble(tags[4], point.min)
  if (type === 'exponentialHistogram') putExponential(point)
  else if (type === 'histogram') {
    if (point.bounds && point.bounds.length) putBounds(point.bounds)
    if (point.counts && point.counts.length) fixed64s(0x32, point.counts)
  } else {
    putList(0x32, point.quantiles, (at) => {
      putDouble(0x11, at.value)
      putDouble(0x09, at.quantile)
    })
  }
  putDouble(0x29, point.sum)
  fixed64(point.count!)
  byte(0x21)
}

function putBounds(list: readonly number[]): void {
  if (list === bounds) return repeat(boundsFrom, boundsSize)
  const end = written()
  room(list.length * 8)
  for (let i = list.length - 1; i >= 0; i--) double(list[i])
  close(0x3a, end)
  bounds = list
  boundsFrom = written()
  boundsSize = boundsFrom - end
}

function putExponential(point: Point): void {
  putDouble(0x71, point.zeroThreshold)
  putBuckets(0x4a, point.negative)
  putBuckets(0x42, point.positive)
  if (point.zeroCount) {
    fixed64(point.zeroCount)
    byte(0x39)
  }
  putSigned(0x30, point.scale)
}

function putBuckets(tag: number, buckets: Buckets | undefined): void {
  if (!buckets) return
  const end = written()
  room(buckets.counts.length * 10)
  for (let i = buckets.counts.length - 1; i >= 0; i--) varint64(buckets.counts[i])
  if (buckets.counts.length) close(0x12, end)
  putSigned(0x08, buckets.offset)
  close(tag, end)
}

/** sint32, zigzag. */
function putSigned(tag: number, value: number | undefined): void {
  if (!value) return
  varint(((value << 1) ^ (value >> 31)) >>> 0)
  byte(tag)
}

/** ExportMetricsServiceRequest, as JSON. */
export function metricsToJson(resource: Resource, scope: Scope, metrics: readonly Metric[]): string {
  return requestJson(
    ['resourceMetrics', 'scopeMetrics', 'metrics'],
    resource,
    scope,
    grouped(metrics).map((group) => {
      const metric = group[0]
      const json = messageJson(METRIC, metric)
      const data = (json[metric.type] = messageJson(DATA, metric))
      data.dataPoints = []
      group.forEach(({ points }) => {
        points.forEach((point) => data.dataPoints.push(messageJson(POINT[metric.type], point)))
      })
      return json
    }),
  )
}
