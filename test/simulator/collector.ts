import { createHash } from 'node:crypto'
import {
  scriptedNetwork,
  type NetRequest,
  type Reply,
  type VirtualClock,
  type Network,
} from '../../hosts/index.ts'
import { decodeOtlp } from '../../cli/live/sink/decode.ts'
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
  readonly network: Network
  /** By tag, one entry for each time that it was taken. */
  readonly taken: Map<string, Arrival[]>
  /** True once an answer was lost or came too late. */
  ambiguous: boolean
  /** The most of the kit's requests that were under way at once, and when each was made (monotonic ms). */
  peak: number
  readonly times: number[]
  readonly refusals: Record<string, number>
  /** SHA-256 of all that came: when, where to, and its bytes. */
  digest(): string
}

/* eslint-disable @typescript-eslint/no-explicit-any */
type Json = any

export function createCollector(clock: VirtualClock, kitTimeout: number): Collector {
  const taken = new Map<string, Arrival[]>()
  let active = 0
  /** Of the request that is being answered. */
  let brought: Arrival[] = []
  const sent = createHash('sha256')

  const collector: Collector = {
    mode: 'ok',
    taken,
    ambiguous: false,
    peak: 0,
    times: [],
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
      collector.times.push(clock.monotonic())
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
    const after = 40
    const arrivals = read(request)
    const { mode } = collector
    if (mode !== 'ok') collector.refusals[mode] = (collector.refusals[mode] ?? 0) + 1
    const isOtlp = !request.url.includes('/v3/')
    switch (mode) {
      case '400':
        return { status: 400, after }
      case '413':
        return { status: arrivals.length > 3 ? 413 : accept(arrivals), after }
      case '429':
        return { status: 429, headers: { 'Retry-After': '2' }, after }
      case '503':
        return { status: 503, after }
      case '500':
        return { status: 500, after }
      case 'poison':
        return { status: arrivals.some((a) => a.tag.includes('poison')) ? 500 : accept(arrivals), after }
      case 'hang':
        return 'hang'
      case 'reset':
        return { fail: 'reset', after }
      case 'lost':
        take(arrivals)
        collector.ambiguous = true
        return { fail: 'reset', after }
      case 'slow':
        take(arrivals)
        // longer than the kit waits: what was taken is not acknowledged
        collector.ambiguous = true
        return { status: 200, after: kitTimeout + 500 }
      case 'partial': {
        if (!isOtlp || arrivals.length < 2) return { status: accept(arrivals), after }
        take(arrivals.slice(0, -1))
        const field = request.url.endsWith('/v1/metrics') ? 'rejectedDataPoints' : 'rejectedLogRecords'
        return {
          status: 200,
          headers: { 'Content-Type': 'application/json' },
          body: JSON.stringify({ partialSuccess: { [field]: '1', errorMessage: 'one was bad' } }),
          after,
        }
      }
      case 'unknown-host':
        return { fail: 'dns', after }
      default:
        return { status: accept(arrivals), after }
    }
  }

  function accept(arrivals: Arrival[]): number {
    take(arrivals)
    return 200
  }
  return collector
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
  const type = Object.entries(request.headers).find(([name]) => name.toLowerCase() === 'content-type')?.[1]
  const encoding = type === 'application/json' ? 'json' : 'protobuf'
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
