import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { bytesOf, createEncoder } from '../../bench/encode.ts'
import { createMix, type Mix } from '../../bench/mix.ts'
import { skywalkingExporter } from '../../core/exporters/skywalking.ts'
import type { Span } from '../../core/index.ts'
import { RESOURCE } from '../../bench/resource.ts'

/** Bytes on the wire, of the signals that the bench encodes, in protobuf; segments are JSON. */
export interface Bytes {
  /** A request with nothing in it but resource and scope. */
  envelope: number
  log: number
  gauge: number
  series: number
  segment: number
}

const SEEDS = [1, 2, 3, 4]

function average(numbers: number[]) {
  return numbers.reduce((sum, each) => sum + each, 0) / numbers.length
}

function tens(n: number) {
  return Math.round(n / 10) * 10
}

export function measuredBytes(): Bytes {
  const mixes = SEEDS.map((seed) => createMix(seed))
  const encode = createEncoder('proto')
  const size = (part: Partial<Mix>) => bytesOf(encode({ logs: [], metrics: [], spans: [], ...part }))
  const empty = size({})
  const points = (type: string) => (mix: Mix) => {
    const metrics = mix.metrics.filter((metric) => metric.type === type)
    return (size({ metrics }) - empty) / metrics.reduce((sum, metric) => sum + metric.points.length, 0)
  }
  return {
    // One of the three that are empty.
    envelope: tens(empty / 3),
    log: tens(average(mixes.map(({ logs }) => (size({ logs }) - empty) / logs.length))),
    gauge: tens(average(mixes.map(points('gauge')))),
    series: tens(average(mixes.map(points('histogram')))),
    segment: tens(average(mixes.map(({ spans }) => segmentsOf(spans) / spans.length))),
  }
}

function segmentsOf(signals: Span[]): number {
  let bytes = 0
  const exporter = skywalkingExporter({ url: '', componentId: 10002, platform: 'wechat' })
  void exporter.export({ id: '', resource: RESOURCE, signals }, ({ body }) => {
    bytes = bytesOf([body])
    return new Promise(() => {})
  })
  return bytes
}

/** How many metrics our rules make of one service, one instance and one endpoint on WeChat, with the default options. */
export interface MetricCounts {
  service: number
  instance: number
  endpoint: number
}

export function countedMetrics(): MetricCounts {
  const all = [
    ...namesIn('otel-rules/miniprogram/wechat-mini-program.yaml'),
    ...namesIn('log-mal-rules/miniprogram-wechat.yaml'),
  ]
  const instances = namesIn('otel-rules/miniprogram/wechat-mini-program-instance.yaml').length
  const starting = (prefix: string) => all.filter((name) => name.startsWith(prefix)).length
  return {
    service: all.length - starting('endpoint_') - starting('instance_'),
    instance: instances + starting('instance_'),
    endpoint: starting('endpoint_'),
  }
}

function namesIn(file: string): string[] {
  const text = readFileSync(new URL(file, new URL('../skywalking/config/', import.meta.url)), 'utf8')
  const { metricsRules } = parse(text) as { metricsRules: { name: string }[] }
  // these are measured only where the options `updates` and `lag` ask for it
  return metricsRules.map(({ name }) => name).filter((name) => !/set_data_|lag_/.test(name))
}
