import type { Batch, Labels, Sample } from './mal.ts'
import type { Log } from './lal.ts'
import { MINUTE } from './meters.ts'

/* OTLP in JSON → what OAP's receiver hands to MAL and LAL. */

/* eslint-disable @typescript-eslint/no-explicit-any */
type Json = any

function ms(nanos: string) {
  return Math.floor(Number(nanos.slice(0, -6)))
}

function textOf(value: Json) {
  return String(value.stringValue ?? value.intValue ?? value.doubleValue ?? value.boolValue ?? '')
}

function labelName(key: string) {
  return key.replace(/\./g, '_')
}

function labels(attributes: Json[] = []): Labels {
  return Object.fromEntries(attributes.map(({ key, value }) => [labelName(key), textOf(value)]))
}

/** Each resource, and each minute of it, is a batch of its own for MAL. */
export function receiveMetrics(body: string): Batch[] {
  return (JSON.parse(body).resourceMetrics as Json[]).flatMap((resource) => {
    const minutes = new Map<number, Record<string, Sample[]>>()
    const ofResource = labels(resource.resource.attributes)
    const add = (name: string, sample: Sample) => {
      const minute = Math.floor(sample.time / MINUTE)
      const families = minutes.get(minute) ?? {}
      minutes.set(minute, families)
      ;(families[name] ??= []).push(sample)
    }
    for (const { metrics } of resource.scopeMetrics)
      for (const metric of metrics)
        for (const point of (metric.gauge ?? metric.sum ?? metric.histogram).dataPoints) {
          const common = {
            labels: { ...ofResource, ...labels(point.attributes) },
            time: ms(point.timeUnixNano),
          }
          const name = labelName(metric.name)
          if (!metric.histogram) add(name, { ...common, value: Number(point.asInt ?? point.asDouble) })
          else addHistogram(name, point, common, add)
        }
    return [...minutes.keys()].sort((a, b) => a - b).map((minute) => minutes.get(minute)!)
  })
}

function addHistogram(
  name: string,
  point: Json,
  common: Omit<Sample, 'value'>,
  add: (name: string, sample: Sample) => void,
): void {
  add(`${name}_count`, { ...common, value: Number(point.count) })
  add(`${name}_sum`, { ...common, value: Number(point.sum) })
  const bounds: number[] = [...point.explicitBounds, Infinity]
  bounds.forEach((bound, index) =>
    add(name, {
      ...common,
      labels: { ...common.labels, le: String(bound) },
      value: Number(point.bucketCounts[index]),
    }),
  )
}

export function receiveLogs(body: string): Log[] {
  const plain = (attributes: Json[] = []) =>
    Object.fromEntries(attributes.map(({ key, value }) => [key as string, textOf(value)]))
  return (JSON.parse(body).resourceLogs as Json[]).flatMap(({ resource, scopeLogs }) => {
    const source = plain(resource.attributes)
    return (scopeLogs as Json[]).flatMap(({ logRecords }) =>
      (logRecords as Json[]).map((record) => ({
        time: ms(record.timeUnixNano),
        service: source['service.name'],
        body: record.body?.stringValue ?? '',
        tags: plain(record.attributes),
        source,
      })),
    )
  })
}
