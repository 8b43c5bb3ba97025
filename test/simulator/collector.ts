import { createHash } from 'node:crypto'
import {
  scriptedNetwork,
  type NetRequest,
  type Reply,
  type VirtualClock,
  type Network,
} from '../../hosts/index.ts'
import { decodeOtlp } from '../../cli/live/sink/decode.ts'
import { createAnswers } from './answers.ts'
import type { CollectorMode } from './history.ts'

export const COLLECTOR_URL = 'https://collector.test'

/** What a request brought: the tags of its records. */
export interface Arrival {
  tag: string
  /** `log.record.uid`, segment id, or the times of a point. */
  uid: string
  /** Of a count. */
  value: number
  /** When it was taken, monotonic ms. */
  at?: number
  /** The platform cut the request off before the answer was there, as it does five seconds after a hide. */
  cut?: boolean
}

/** A collector that takes batches whole, fails as it is told, and knows what it has. */
export interface Collector {
  mode: CollectorMode
  /** Which process of the app sends. */
  run: number
  /** What a renewed `Authorization` says; one that was refused stays so. */
  token: number
  readonly network: Network
  /** By tag, one entry for each time that it was taken. */
  readonly taken: Map<string, Arrival[]>
  /** True once an answer was lost or came too late. */
  ambiguous: boolean
  /** The most of the kit's requests that were under way at once. */
  peak: number
  /** Each of the kit's requests: when (monotonic ms), what it met, and which process made it. */
  readonly requests: { at: number; mode: CollectorMode; run: number }[]
  readonly refusals: Record<string, number>
  /** SHA-256 of all that came: when, where to, and its bytes. */
  digest(): string
}

/* eslint-disable @typescript-eslint/no-explicit-any */
type Json = any

/** `spoils`: the host sends `{}` where it was given bytes. */
export function createCollector(clock: VirtualClock, kitTimeout: number, spoils: boolean): Collector {
  const taken = new Map<string, Arrival[]>()
  let active = 0
  /** Of the request that is being answered. */
  let brought: Arrival[] = []
  const sent = createHash('sha256')

  const collector: Collector = {
    mode: 'ok',
    run: 0,
    token: 0,
    taken,
    ambiguous: false,
    peak: 0,
    requests: [],
    refusals: {},
    digest: () => sent.copy().digest('hex'),
    network(request, on) {
      if (!request.url.startsWith(COLLECTOR_URL)) return network(request, on)
      let open = true
      const close = () => {
        if (open) active--
        open = false
      }
      active++
      collector.peak = Math.max(collector.peak, active)
      const { mode, run } = collector
      collector.requests.push({ at: clock.monotonic(), mode, run })
      sent.update(`\n${clock.monotonic()} ${request.url}\n`).update(request.body ?? '')
      brought = []
      const exchange = network(request, {
        ...on,
        done(response) {
          close()
          on.done(response)
        },
        fail(failure) {
          close()
          on.fail(failure)
        },
      })
      const mine = brought
      const abort = () => {
        if (open) for (const arrival of mine) arrival.cut = true
        close()
        exchange.abort()
      }
      return { abort }
    },
  }
  const answers = createAnswers(kitTimeout, take, () => {
    collector.ambiguous = true
  })
  const network = scriptedNetwork(
    (request) =>
      request.url.startsWith(COLLECTOR_URL)
        ? answer(request)
        : { status: /fail/.test(request.url) ? 500 : 200 },
    clock,
  )

  function take(arrivals: Arrival[]): void {
    for (const arrival of arrivals) {
      const list = taken.get(arrival.tag) ?? []
      const noted = { ...arrival, at: clock.monotonic() }
      brought.push(noted)
      list.push(noted)
      taken.set(arrival.tag, list)
    }
  }

  function answer(request: NetRequest): Reply {
    const { mode } = collector
    if (mode !== 'ok') collector.refusals[mode] = (collector.refusals[mode] ?? 0) + 1
    return spoils && !isJson(request) ? { status: 400 } : answers[mode](read(request), request)
  }

  return collector
}

function isJson({ headers }: NetRequest): boolean {
  const type = Object.keys(headers).find((name) => name.toLowerCase() === 'content-type')
  return !!type && headers[type] === 'application/json'
}

/** The records of a request, with the tag that the simulator gave them. */
function read(request: NetRequest): Arrival[] {
  const body = request.body ?? new Uint8Array()
  const path = request.url.slice(COLLECTOR_URL.length)
  if (path === '/v3/segments') {
    const segments: Json[] = JSON.parse(Buffer.from(body).toString())
    return segments.map((s) => ({ tag: s.traceSegmentId, uid: s.traceSegmentId, value: 1 }))
  }
  if (path === '/v3/management/keepAlive') return []
  const encoding = isJson(request) ? 'json' : 'protobuf'
  if (path === '/v1/logs') {
    const message: Json = decodeOtlp('logs', encoding, body)
    return message.resourceLogs.flatMap((r: Json) =>
      r.scopeLogs.flatMap((s: Json) =>
        s.logRecords.map((log: Json) => {
          const uid = attribute(log, 'log.record.uid')
          const count = attribute(log, 'exception.count')
          return { tag: log.body.stringValue + (count ? ' summary' : ''), uid, value: Number(count || 1) }
        }),
      ),
    )
  }
  const message: Json = decodeOtlp('metrics', encoding, body)
  return message.resourceMetrics.flatMap((r: Json) =>
    r.scopeMetrics.flatMap((s: Json) => s.metrics.flatMap(pointsOf)),
  )
}

function pointsOf(metric: Json): Arrival[] {
  const points: Json[] = (metric.gauge ?? metric.sum ?? metric.histogram).dataPoints
  return points.map((point) => ({
    tag: attribute(point, 'tag') || metric.name,
    uid: [metric.name, point.startTimeUnixNano, point.timeUnixNano, JSON.stringify(point.attributes)].join(
      ' ',
    ),
    value: Number(point.asInt ?? point.asDouble ?? point.count ?? 0),
  }))
}

function attribute(record: Json, key: string): string {
  const found = record.attributes.find((a: Json) => a.key === key)
  return found ? (found.value.stringValue ?? String(found.value.intValue ?? '')) : ''
}
