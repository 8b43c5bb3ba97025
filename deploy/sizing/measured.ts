import { readFileSync } from 'node:fs'
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

/** How many metrics our rules make of one service, one instance and one endpoint on WeChat. */
export interface Rules {
  service: number
  instance: number
  endpoint: number
}

export function countedRules(): Rules {
  const config = new URL('../skywalking/config/', import.meta.url)
  const names = (file: string) =>
    [...readFileSync(new URL(file, config), 'utf8').matchAll(/^ *- name: (\w+)$/gm)].map((match) => match[1]!)
  const own = names('otel-rules/miniprogram/wechat-mini-program.yaml')
  const errors = names('log-mal-rules/miniprogram-wechat.yaml')
  const all = [...own, ...errors]
  const starting = (prefix: string) => all.filter((name) => name.startsWith(prefix)).length
  const instances = names('otel-rules/miniprogram/wechat-mini-program-instance.yaml').length
  return {
    service: all.length - starting('endpoint_') - starting('instance_'),
    instance: instances + starting('instance_'),
    endpoint: starting('endpoint_'),
  }
}
