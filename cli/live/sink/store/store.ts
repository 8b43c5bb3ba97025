import type { Sink } from '../sink.ts'
import type { ReceivedData, SinkRequest } from '../types.ts'
import { createCatalogue } from './catalogue.ts'
import { listErrors } from './errors.ts'
import { percentile, percentilesOf } from './histogram.ts'
import { identityOf, matches, segmentIdentity } from './identity.ts'
import type { Identity } from './identity.ts'
import { payloadDetail, payloadRow } from './payload.ts'
import { addLog, addPoint, binOf, createScope } from './scope.ts'
import type { Scope } from './scope.ts'
import type { Filter, PayloadDetail, Snapshot, Totals, Trace } from './snapshot.ts'
import { createTraces } from './traces.ts'
import * as view from './view.ts'

/** What the page asks for. */
export interface Store {
  /** Changes whenever there is something new. */
  readonly version: number
  snapshot(filter?: Filter): Snapshot
  payload(id: number): PayloadDetail | undefined
  trace(id: string): Trace | undefined
  /** Stops listening to the sink. */
  close(): void
}

export interface StoreOptions {
  sink: Sink
  /** ms since the epoch; default Date.now. */
  now?: () => number
}

const SCOPE_LIMIT = 100
const TRACES_SHOWN = 40
const ERRORS_SHOWN = 40
const PAYLOADS_SHOWN = 60
const LOGS_SHOWN = 50
/** Sparklines of errors: ten minutes in bins of the timeline, five of them together. */
const SPARK_GROUP = 5

/** Who sends, found or begun; segments don't tell the framework and join whoever does. */
function createScopes() {
  const scopes = new Map<string, Scope>()
  const of = (identity: Identity): Scope => {
    if (identity.framework === '')
      for (const scope of scopes.values())
        if (scope.identity.service === identity.service && scope.identity.platform === identity.platform)
          return scope
    const id = JSON.stringify([identity.service, identity.platform, identity.framework])
    let scope = scopes.get(id)
    if (!scope) {
      scope = createScope(identity)
      scopes.set(id, scope)
      if (scopes.size > SCOPE_LIMIT) scopes.delete(scopes.keys().next().value as string)
    }
    return scope
  }
  const list = (): Scope[] => {
    const all = [...scopes.values()]
    const named = new Set(all.filter(({ identity }) => identity.framework).map((each) => place(each)))
    return all.filter(
      (scope) => scope.identity.framework !== '' || scope.durations.count > 0 || !named.has(place(scope)),
    )
  }
  const place = ({ identity }: Scope): string => JSON.stringify([identity.service, identity.platform])
  return { of, list, clear: (): void => scopes.clear() }
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

/** Sums up what a sink takes in, in bounded memory. */
export function createStore({ sink, now = Date.now }: StoreOptions): Store {
  const startedAt = now()
  const scopes = createScopes()
  const traces = createTraces()
  const catalogue = createCatalogue()
  let version = 0
  let payloads = 0
  let bytes = 0

  const touch = (identity: Identity, encoding: string, time: number): Scope => {
    const scope = scopes.of(identity)
    scope.lastSeen = time
    scope.signals++
    scope.encodings.add(encoding)
    binOf(scope, time).signals++
    return scope
  }

  const add = (data: ReceivedData): void => {
    const time = now()
    const withResource = (record: ReceivedData['logs'][number] | ReceivedData['metrics'][number]): Scope => {
      const scope = touch(identityOf(record.resource), record.encoding, time)
      scope.version = text(record.resource['service.version']) || scope.version
      scope.instance = text(record.resource['service.instance.id']) || scope.instance
      return scope
    }
    for (const point of data.metrics) {
      addPoint(withResource(point), point, time)
      catalogue.addPoint(point)
    }
    for (const log of data.logs) if (!addLog(withResource(log), log, time)) catalogue.addLog(log, time)
    for (const span of data.spans) {
      touch(identityOf(span.resource), span.encoding, time)
      traces.addSpan(span)
    }
    for (const segment of data.segments) {
      touch(segmentIdentity(segment), segment.encoding, time)
      traces.addSegment(segment)
    }
    version++
  }
  const addRequest = (request: SinkRequest): void => {
    payloads++
    bytes += request.bytes
    version++
  }
  const clear = (): void => {
    scopes.clear()
    traces.clear()
    catalogue.clear()
    payloads = bytes = 0
    version++
  }

  const totals = (chosen: Scope[], time: number): Totals => {
    const sum = (of: (scope: Scope) => number): number => chosen.reduce((all, scope) => all + of(scope), 0)
    const rate = (of: 'signals' | 'requests' | 'errors'): number =>
      view.perMinute(time, startedAt, (bin) => sum((scope) => scope.bins.get(bin)?.[of] ?? 0))
    return {
      signals: sum((scope) => scope.signals),
      signalsPerMinute: rate('signals'),
      requests: sum((scope) => scope.durations.count),
      requestsPerMinute: rate('requests'),
      failed: sum((scope) => scope.failed),
      errors: sum((scope) => scope.errorCount),
      errorsPerMinute: rate('errors'),
      payloads,
      bytes,
      repeats: sink.repeats.length,
      violations: sink.violations.length,
    }
  }

  const snapshot = (filter: Filter = {}): Snapshot => {
    const time = now()
    const all = scopes.list()
    const chosen = all.filter((scope) => matches(scope.identity, filter))
    const histogram = view.merged(chosen.map((scope) => scope.durations))
    const bins = view.binNumbers(time)
    const errors = listErrors(
      chosen.map((scope) => scope.errors),
      bins,
      ERRORS_SHOWN,
    )
    for (const error of errors)
      error.spark = error.spark.reduce<number[]>((groups, count, at) => {
        groups[Math.floor(at / SPARK_GROUP)] = (groups[Math.floor(at / SPARK_GROUP)] ?? 0) + count
        return groups
      }, [])
    return {
      time,
      startedAt,
      collectors: sink.urls,
      filter,
      services: all
        .map((scope) => view.serviceRow(scope, time, startedAt))
        .sort((a, b) => b.requests - a.requests),
      totals: totals(chosen, time),
      timeline: view.timeline(chosen, time),
      durations: {
        histogram,
        percentiles: percentilesOf((q) => percentile(histogram, q)),
        failed: chosen.reduce((sum, scope) => sum + scope.failed, 0),
      },
      requests: view.requestTables(chosen, time, startedAt),
      vitals: view.vitalsOf(chosen),
      pages: view.pageRows(chosen),
      errors,
      traces: traces.list(filter, TRACES_SHOWN),
      metrics: catalogue.metrics(filter),
      logs: catalogue.logs(filter, LOGS_SHOWN),
      inspector: sink.requests.slice(-PAYLOADS_SHOWN).reverse().map(payloadRow),
      account: view.accountOf(sink.devices, filter),
      // Infinity is no JSON.
      faults: sink.faults().map(({ fault, left }) => ({ fault, left: Number.isFinite(left) ? left : null })),
    }
  }

  add(sink.received)
  sink.requests.forEach(addRequest)
  const undos = [
    sink.on('data', add),
    sink.on('request', addRequest),
    sink.on('devices', () => void version++),
    sink.on('clear', clear),
  ]
  return {
    get version() {
      return version
    },
    snapshot,
    payload(id) {
      const request = sink.requests.find((each) => each.id === id)
      return request && payloadDetail(request)
    },
    trace: traces.get,
    close: () => undos.forEach((undo) => undo()),
  }
}
