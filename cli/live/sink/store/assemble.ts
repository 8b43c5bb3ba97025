import type { Sink } from '../sink.ts'
import type { Catalogue } from './catalogue.ts'
import { accountOf } from './devices.ts'
import { errorDetail, errorRows } from './error-rows.ts'
import type { ErrorBook } from './errors.ts'
import type { History } from './history.ts'
import { matches } from './identity.ts'
import { payloadRow } from './payload.ts'
import type { Scope } from './scope.ts'
import { searcher } from './search.ts'
import type { Filter } from './filter.ts'
import type { ErrorDetail, PayloadRow, ServiceRow, Snapshot, Totals } from './snapshot.ts'
import { lastBins, lengthOf } from './time.ts'
import { lastMinute } from './minute.ts'
import type { LastMinute } from './minute.ts'
import { timeline } from './timeline.ts'
import type { Traces } from './traces.ts'
import * as view from './view.ts'

const TRACES_SHOWN = 40
const PAYLOADS_SHOWN = 60
const LOGS_SHOWN = 50

/** What a store adds up, and where it comes from. */
export interface Parts {
  sink: Sink
  startedAt: number
  history: History
  traces: Traces
  catalogue: Catalogue
  /** Requests that came, whatever they held. */
  arrived: { payloads: number; bytes: number }
}

/** Everything that the page shows, as it is at `time`. */
export function assemble(parts: Parts, filter: Filter, time: number): Snapshot {
  const { sink, startedAt, history, traces, catalogue } = parts
  const length = lengthOf(filter.range)
  const since = length === undefined ? startedAt : Math.max(startedAt, history.startOf(length, time))
  // Without a range, what came before the store was made counts, too.
  const from = length === undefined ? 0 : since
  const isChosen = ({ identity }: Scope): boolean => matches(identity, filter)
  const isFound = searcher(filter)
  const ranged = history.last(length, time)
  const chosen = ranged.filter(isChosen)
  const minute = lastMinute(history, isChosen, time, startedAt)
  return {
    ...{ time, startedAt, filter, since },
    collectors: sink.urls,
    services: services(parts, ranged, filter, time),
    totals: totals(parts, chosen, minute),
    timeline: timeline(history, isChosen, { now: time, length, startedAt }),
    durations: view.durationsOf(chosen),
    requests: view.requestTables(chosen, minute, isFound),
    vitals: view.vitalsOf(chosen),
    pages: view.pageRows(chosen).slice(0, view.ROWS_SHOWN),
    errors: errorRows(books(chosen), lastBins(time), isFound),
    traces: traces.list(filter, from, isFound).slice(0, TRACES_SHOWN),
    metrics: catalogue.metrics(filter).filter(({ name }) => isFound(name)),
    logs: catalogue.logs(filter, from, isFound).slice(0, LOGS_SHOWN),
    inspector: payloads(sink, from, isFound),
    account: accountOf(sink.devices, filter),
    // Infinity is no JSON.
    faults: sink.faults().map(({ fault, left }) => ({ fault, left: Number.isFinite(left) ? left : null })),
  }
}

function services(
  { history, startedAt }: Parts,
  ranged: Scope[],
  filter: Filter,
  time: number,
): ServiceRow[] {
  const ofVersion = ({ identity }: Scope): boolean => matches(identity, { version: filter.version })
  const sparks = view.sparkBins(history, time)
  return view
    .serviceRows(history.all(), {
      chosen: ranged.filter(ofVersion),
      minute: lastMinute(history, ofVersion, time, startedAt),
      bins: sparks.map((scopes) => scopes.filter(ofVersion)),
    })
    .sort((a, b) => b.requests - a.requests)
}

function totals({ sink, arrived }: Parts, chosen: Scope[], minute: LastMinute): Totals {
  const sum = (of: (scope: Scope) => number): number => view.total(chosen, of)
  const rate = (of: (scope: Scope) => number): number => minute.rate(view.total(minute.scopes, of))
  const signals = (scope: Scope): number => scope.signals
  const requests = ({ durations }: Scope): number => durations.count
  const errorCount = (scope: Scope): number => scope.errorCount
  return {
    rateOver: minute.over,
    signals: sum(signals),
    signalsPerMinute: rate(signals),
    requests: sum(requests),
    requestsPerMinute: rate(requests),
    failed: sum((scope) => scope.failed),
    errors: sum(errorCount),
    errorsPerMinute: rate(errorCount),
    traces: sum((scope) => scope.traces),
    ...arrived,
    ...sink.totals,
  }
}

/** An error with all its occurrences that are kept, as the filter has it. */
export function assembleError(
  { history }: Parts,
  id: string,
  filter: Filter,
  time: number,
): ErrorDetail | undefined {
  const ranged = history.last(lengthOf(filter.range), time)
  const chosen = ranged.filter((scope) => matches(scope.identity, filter))
  return errorDetail(books(chosen), id, lastBins(time))
}

function books(scopes: Scope[]): ErrorBook[] {
  return scopes.map((scope) => scope.errors)
}

function payloads({ requests }: Sink, since: number, isFound: (value: unknown) => boolean): PayloadRow[] {
  const rows: PayloadRow[] = []
  for (let at = requests.length - 1; at >= 0 && rows.length < PAYLOADS_SHOWN; at--) {
    const request = requests[at]!
    if (request.time < since) break
    const row = payloadRow(request)
    if (isFound(row)) rows.push(row)
  }
  return rows
}
