import { nameOf } from '../text.ts'
import type { ReceivedLog, ReceivedPoint } from '../types.ts'
import { errorsIn } from './counts.ts'
import { addError, createErrorBook, weightOfErrors } from './errors.ts'
import type { ErrorBook } from './errors.ts'
import { emptyHistogram, histogramOf, isRequestDuration, mergeInto } from './histogram.ts'
import type { Histogram } from './histogram.ts'
import type { Identity } from './identity.ts'
import { addSample, emptySamples } from './samples.ts'
import type { Samples } from './samples.ts'
import { DIMENSIONS, VITALS } from './snapshot.ts'
import type { Dimension, Vital } from './snapshot.ts'
import { binAt } from './time.ts'

export interface DimensionRow {
  durations: Histogram
  failed: number
}

/** What one version of a service sent from one platform in one framework, in some time. */
export interface Scope {
  identity: Identity
  instance: string
  encodings: Set<string>
  lastSeen: number
  signals: number
  errorCount: number
  /** Traces whose first span came from here. */
  traces: number
  failed: number
  /** Requests by class of status: 2xx 3xx 4xx 5xx, `0` for no answer at all. */
  status: { [status: string]: number }
  durations: Histogram
  requests: { [dimension in Dimension]: Map<string, DimensionRow> }
  vitals: Map<Vital, Samples>
  pages: Map<string, Map<Vital, Samples>>
  errors: ErrorBook
}

const ROW_LIMIT = 100
/** The row that takes what no longer gets one of its own. */
export const OVERFLOW = '…'

export function createScope(identity: Identity): Scope {
  return {
    identity,
    instance: '',
    encodings: new Set(),
    lastSeen: 0,
    signals: 0,
    errorCount: 0,
    traces: 0,
    failed: 0,
    status: {},
    durations: emptyHistogram(),
    requests: { host: new Map(), status: new Map(), page: new Map(), group: new Map(), method: new Map() },
    vitals: new Map(),
    pages: new Map(),
    errors: createErrorBook(identity),
  }
}

function within<V>(map: Map<string, V>, key: string, make: () => V): V {
  const name = map.has(key) || map.size < ROW_LIMIT ? key : OVERFLOW
  let value = map.get(name)
  if (value === undefined) map.set(name, (value = make()))
  return value
}

/** 2xx to 5xx, or 0 where there was no answer. */
function statusClass(status: string): string {
  return /^[1-5]\d\d$/.test(status) ? `${status[0]}xx` : '0'
}

function hasFailed(status: string): boolean {
  return status === '0' || Number(status) >= 400
}

const ATTRIBUTES: { [dimension in Dimension]: string } = {
  host: 'server.address',
  status: 'http.response.status_code',
  page: 'miniprogram.page.path',
  group: 'url.path.group',
  method: 'http.request.method',
}

function addDurations(scope: Scope, point: ReceivedPoint): void {
  const histogram = histogramOf(point)
  const status = nameOf(point.attributes['http.response.status_code'])
  const failed = hasFailed(status) ? histogram.count : 0
  mergeInto(scope.durations, histogram)
  scope.failed += failed
  const group = statusClass(status)
  scope.status[group] = (scope.status[group] ?? 0) + histogram.count
  for (const dimension of DIMENSIONS) {
    const name = nameOf(point.attributes[ATTRIBUTES[dimension]])
    if (name === '') continue
    const row = within(scope.requests[dimension], name, () => ({ durations: emptyHistogram(), failed: 0 }))
    mergeInto(row.durations, histogram)
    row.failed += failed
  }
}

/** Deltas and gauges: what the kit sends. A cumulative histogram would be counted again at each report. */
export function addPoint(scope: Scope, point: ReceivedPoint): void {
  if (isRequestDuration(point)) {
    addDurations(scope, point)
    return
  }
  const vital = VITALS.find((each) => point.name === `miniprogram.${each}.duration`)
  if (!vital || point.type !== 'gauge') return
  const value = Number(point.value)
  if (!Number.isFinite(value)) return
  const all = scope.vitals.get(vital) ?? emptySamples()
  scope.vitals.set(vital, all)
  addSample(all, value)
  const page = within(
    scope.pages,
    nameOf(point.attributes['miniprogram.page.path']) || OVERFLOW,
    () => new Map(),
  )
  const samples = page.get(vital) ?? emptySamples()
  page.set(vital, samples)
  addSample(samples, value)
}

/** @returns whether it was an error */
export function addLog(scope: Scope, log: ReceivedLog, now: number): boolean {
  if (errorsIn(log) === 0) return false
  scope.errorCount += addError(scope.errors, log, now, binAt(now))
  return true
}

/** About how much it holds: rows of half a kilobyte. */
export function weightOf({ requests, pages, errors }: Scope): number {
  const rows = Object.values(requests).reduce((sum, { size }) => sum + size, 4)
  let vitals = 0
  for (const page of pages.values()) for (const { values } of page.values()) vitals += 1 + values.length / 60
  return rows + vitals + weightOfErrors(errors) / 500
}
