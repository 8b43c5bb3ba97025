import type { Sink } from '../sink.ts'
import type { Catalogue } from './catalogue.ts'
import { errorDetail, errorRows } from './error-rows.ts'
import type { ErrorBook } from './errors.ts'
import { percentile, percentilesOf } from './histogram.ts'
import { matches } from './identity.ts'
import { payloadRow } from './payload.ts'
import type { Scope } from './scope.ts'
import type { Scopes } from './scopes.ts'
import type { ErrorDetail, Filter, Snapshot, Totals } from './snapshot.ts'
import type { Traces } from './traces.ts'
import * as view from './view.ts'

const TRACES_SHOWN = 40
const PAYLOADS_SHOWN = 60
const LOGS_SHOWN = 50

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
    errors: errorRows(books(chosen), view.binNumbers(time)),
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

/** An error with all its occurrences that are kept, as the filter has it. */
export function assembleError(
  { scopes }: Parts,
  id: string,
  filter: Filter,
  time: number,
): ErrorDetail | undefined {
  const chosen = scopes.list().filter((scope) => matches(scope.identity, filter))
  return errorDetail(books(chosen), id, view.binNumbers(time))
}

function books(scopes: Scope[]): ErrorBook[] {
  return scopes.map((scope) => scope.errors)
}
