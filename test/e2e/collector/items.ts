/** Single logs, data points and spans in one form, wherever they come from, so that they can be compared by value. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Signal } from '../../../core/signal.ts'
import * as expected from '../../wire/expected.ts'
import { decode, decodeJson, type Plain, type SignalName } from '../../wire/official.ts'

const names = {
  logs: ['resourceLogs', 'scopeLogs', 'logRecords'],
  metrics: ['resourceMetrics', 'scopeMetrics', 'metrics'],
  traces: ['resourceSpans', 'scopeSpans', 'spans'],
} as const
export const signals = Object.keys(names) as SignalName[]

const METRIC_TYPES = ['gauge', 'sum', 'histogram', 'exponentialHistogram', 'summary']

/** Everything that a record says, as text: resource, scope and the record itself; attributes and members by name. */
function textOf(resource: Plain, scope: Plain, record: Plain): string {
  return JSON.stringify(sorted(expected.normal({ resource, scope, ...record })))
}

function sorted(node: Plain): Plain {
  if (Array.isArray(node)) {
    const items = node.map(sorted)
    // Attributes have no order.
    return items.some((item) => item && typeof item === 'object' && 'key' in item)
      ? items.sort((a, b) => (a.key < b.key ? -1 : 1))
      : items
  }
  if (!node || typeof node !== 'object') return node
  const kept = Object.entries(node).filter(([key, value]) => !isNothing(key, value))
  return Object.fromEntries(
    kept.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, value]) => [key, sorted(value)]),
  )
}

/** What proto3 can leave out or write, as it likes. */
function isNothing(key: string, value: Plain): boolean {
  return (
    (value === '' && /^(traceId|spanId|parentSpanId|traceState|message)$/.test(key)) ||
    (/^(positive|negative)$/.test(key) && !Object.keys(value).length) ||
    (/^dropped\w+Count$/.test(key) && value === 0) ||
    (/^(observed)?TimeUnixNano$/i.test(key) && value === '0')
  )
}

/** A metric for each of its data points: receivers may regroup them. */
function single(signal: SignalName, record: Plain): Plain[] {
  const type = signal === 'metrics' && METRIC_TYPES.find((each) => each in record)
  if (!type) return [record]
  const { dataPoints = [], ...rest } = record[type]
  return dataPoints.map((point: Plain) => ({ ...record, [type]: rest, point }))
}

function itemsOf(signal: SignalName, message: Plain): string[] {
  const [resources, scopes, records] = names[signal]
  return (message[resources] ?? []).flatMap((group: Plain) =>
    (group[scopes] ?? []).flatMap(({ scope, ...scoped }: Plain) =>
      (scoped[records] ?? [])
        .flatMap((record: Plain) => single(signal, record))
        .map((record: Plain) => textOf(group.resource, scope, record)),
    ),
  )
}

/** What a request brings. */
export function itemsOfBody(signal: SignalName, body: Uint8Array, isJson: boolean): string[] {
  return itemsOf(signal, isJson ? decodeJson(signal, new TextDecoder().decode(body)) : decode(signal, body))
}

/** What a Collector has written, a message a line. */
export function itemsOfFile(folder: string, signal: SignalName): string[] {
  const file = join(folder, `${signal}.json`)
  const text = existsSync(file) ? readFileSync(file, 'utf8') : ''
  return text
    .split('\n')
    .filter(Boolean)
    .flatMap((line) => itemsOf(signal, decodeJson(signal, line)))
}

/** What the kit's own records come to, by OTLP's rules as `test/wire` has written them down. */
export function itemsOfKit(signal: SignalName, taken: Signal[], resource: Plain, scope: Plain): string[] {
  return taken
    .flatMap((each): Plain[] => {
      if (each.kind === 'log' && signal === 'logs') return [expected.logRecord(each)]
      if (each.kind === 'metric' && signal === 'metrics') return single(signal, expected.metric(each))
      return each.kind === 'span' && signal === 'traces' ? [expected.span(each)] : []
    })
    .map((record) => textOf(resource, scope, record))
}

/** An attribute of the resource that a record belongs to. */
export function originOf(item: string, name: string): unknown {
  return (JSON.parse(item) as Plain).resource.attributes.find(({ key }: Plain) => key === name)?.value
    .stringValue
}

/** What of `wanted` did not come, what came and was not wanted, what came more than once. */
export function compare(wanted: string[], found: string[]) {
  const [all, come] = [new Set(wanted), new Set(found)]
  return {
    missing: [...all].filter((item) => !come.has(item)),
    foreign: [...come].filter((item) => !all.has(item)),
    repeated: found.length - come.size,
  }
}
