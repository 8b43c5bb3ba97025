import type { Sink } from '../sink.ts'
import type { Catalogue } from './catalogue.ts'
import { listErrors } from './errors.ts'
import { percentile, percentilesOf } from './histogram.ts'
import { matches } from './identity.ts'
import { payloadRow } from './payload.ts'
import type { Scope } from './scope.ts'
import type { Scopes } from './scopes.ts'
import type { ErrorGroup, Filter, Snapshot, Totals } from './snapshot.ts'
import type { Traces } from './traces.ts'
import * as view from './view.ts'

const TRACES_SHOWN = 40
const ERRORS_SHOWN = 40
const PAYLOADS_SHOWN = 60
const LOGS_SHOWN = 50
/** Sparklines of errors: ten minutes in bins of the timeline, five of them together. */
const SPARK_GROUP = 5

/** What a store adds up, and where it comes from. */
export interface Parts {
  sink: Sink
  startedAt: number
  scopes: Scopes
  traces: Traces
  catalogue: Catalogue
  /** Requests that came, whatever they held. */
  arrived: { payloads: number; bytes: number }
}

/** Everything that the page shows, as it is at `time`. */
export function assemble(parts: Parts, filter: Filter, time: number): Snapshot {
  const { sink, startedAt, scopes, traces, catalogue } = parts
  const all = scopes.list()
  const chosen = all.filter((scope) => matches(scope.identity, filter))
  return {
    time,
    startedAt,
    collectors: sink.urls,
    filter,
    services: all
      .map((scope) => view.serviceRow(scope, time, startedAt))
      .sort((a, b) => b.requests - a.requests),
    totals: totals(parts, chosen, time),
    timeline: view.timeline(chosen, time),
    durations: durations(chosen),
    requests: view.requestTables(chosen, time, startedAt),
    vitals: view.vitalsOf(chosen),
    pages: view.pageRows(chosen),
    errors: errors(chosen, time),
    traces: traces.list(filter, TRACES_SHOWN),
    metrics: catalogue.metrics(filter),
    logs: catalogue.logs(filter, LOGS_SHOWN),
    inspector: sink.requests.slice(-PAYLOADS_SHOWN).reverse().map(payloadRow),
    account: view.accountOf(sink.devices, filter),
    // Infinity is no JSON.
    faults: sink.faults().map(({ fault, left }) => ({ fault, left: Number.isFinite(left) ? left : null })),
  }
}

function totals({ sink, startedAt, arrived }: Parts, chosen: Scope[], time: number): Totals {
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
    ...arrived,
    repeats: sink.repeats.length,
    violations: sink.violations.length,
  }
}

function durations(chosen: Scope[]): Snapshot['durations'] {
  const histogram = view.merged(chosen.map((scope) => scope.durations))
  return {
    histogram,
    percentiles: percentilesOf((q) => percentile(histogram, q)),
    failed: chosen.reduce((sum, scope) => sum + scope.failed, 0),
  }
}

function errors(chosen: Scope[], time: number): ErrorGroup[] {
  const groups = chosen.map((scope) => scope.errors)
  return listErrors(groups, view.binNumbers(time), ERRORS_SHOWN).map((error) => ({
    ...error,
    spark: grouped(error.spark),
  }))
}

function grouped(bins: number[]): number[] {
  const groups: number[] = []
  bins.forEach((count, at) => {
    const group = Math.floor(at / SPARK_GROUP)
    groups[group] = (groups[group] ?? 0) + count
  })
  return groups
}
