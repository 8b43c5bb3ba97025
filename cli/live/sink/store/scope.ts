import { nameOf } from '../text.ts'
import type { ReceivedLog, ReceivedPoint } from '../types.ts'
import { addError, createErrorBook, pruneErrors } from './errors.ts'
import type { ErrorBook } from './errors.ts'
import { emptyHistogram, histogramOf, mergeInto } from './histogram.ts'
import type { Histogram } from './histogram.ts'
import type { Identity } from './identity.ts'
import { addSample, emptySamples } from './samples.ts'
import type { Samples } from './samples.ts'
import { DIMENSIONS, VITALS } from './snapshot.ts'
import type { Dimension, Vital } from './snapshot.ts'

/** Bins of the last ten minutes, by arrival: the clocks of devices are not to be trusted. */
export const STEP = 5000
export const BIN_COUNT = 120

export function binAt(time: number): number {
  return Math.floor(time / STEP)
}

export interface Bin {
  signals: number
  errors: number
  requests: number
  status: { [status: string]: number }
  durations: Histogram
  launches: Samples
}

export interface DimensionRow {
  durations: Histogram
  failed: number
  bins: Map<number, number>
}

/** All that is known of one service on one platform in one framework. */
export interface Scope {
  identity: Identity
  version: string
  instance: string
  encodings: Set<string>
  lastSeen: number
  signals: number
  errorCount: number
  failed: number
  durations: Histogram
  requests: { [dimension in Dimension]: Map<string, DimensionRow> }
  vitals: Map<Vital, Samples>
  pages: Map<string, Map<Vital, Samples>>
  errors: ErrorBook
  bins: Map<number, Bin>
}

const ROW_LIMIT = 100
/** The row that takes what no longer gets one of its own. */
export const OVERFLOW = '…'

export function createScope(identity: Identity): Scope {
  return {
    identity,
    version: '',
    instance: '',
    encodings: new Set(),
    lastSeen: 0,
    signals: 0,
    errorCount: 0,
    failed: 0,
    durations: emptyHistogram(),
    requests: { host: new Map(), status: new Map(), page: new Map(), group: new Map(), method: new Map() },
    vitals: new Map(),
    pages: new Map(),
    errors: createErrorBook(identity),
    bins: new Map(),
  }
}

function within<V>(map: Map<string, V>, key: string, make: () => V): V {
  const name = map.has(key) || map.size < ROW_LIMIT ? key : OVERFLOW
  let value = map.get(name)
  if (value === undefined) map.set(name, (value = make()))
  return value
}

export function binOf(scope: Scope, now: number): Bin {
  const number = binAt(now)
  let bin = scope.bins.get(number)
  if (!bin) {
    bin = {
      signals: 0,
      errors: 0,
      requests: 0,
      status: {},
      durations: emptyHistogram(),
      launches: emptySamples(),
    }
    scope.bins.set(number, bin)
    const oldest = number - BIN_COUNT
    for (const old of scope.bins.keys()) if (old < oldest) scope.bins.delete(old)
    pruneErrors(scope.errors, oldest)
    for (const rows of Object.values(scope.requests))
      for (const row of rows.values())
        for (const old of row.bins.keys()) if (old < oldest) row.bins.delete(old)
  }
  return bin
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

function addDurations(scope: Scope, point: ReceivedPoint, bin: Bin, binNumber: number): void {
  const histogram = histogramOf(point)
  const status = nameOf(point.attributes['http.response.status_code'])
  const failed = hasFailed(status) ? histogram.count : 0
  mergeInto(scope.durations, histogram)
  mergeInto(bin.durations, histogram)
  scope.failed += failed
  bin.requests += histogram.count
  const group = statusClass(status)
  bin.status[group] = (bin.status[group] ?? 0) + histogram.count
  for (const dimension of DIMENSIONS) {
    const name = nameOf(point.attributes[ATTRIBUTES[dimension]])
    if (name === '') continue
    const row = within(scope.requests[dimension], name, () => ({
      durations: emptyHistogram(),
      failed: 0,
      bins: new Map<number, number>(),
    }))
    mergeInto(row.durations, histogram)
    row.failed += failed
    row.bins.set(binNumber, (row.bins.get(binNumber) ?? 0) + histogram.count)
  }
}

/** Deltas and gauges: what the kit sends. A cumulative histogram would be counted again at each report. */
export function addPoint(scope: Scope, point: ReceivedPoint, now: number): void {
  const bin = binOf(scope, now)
  if (
    point.name === 'miniprogram.request.duration' &&
    point.type === 'histogram' &&
    point.temporality === 'delta'
  ) {
    addDurations(scope, point, bin, binAt(now))
    return
  }
  const vital = VITALS.find((each) => point.name === `miniprogram.${each}.duration`)
  if (!vital || point.type !== 'gauge') return
  const value = Number(point.value)
  if (!Number.isFinite(value)) return
  const all = scope.vitals.get(vital) ?? emptySamples()
  scope.vitals.set(vital, all)
  addSample(all, value)
  if (vital === 'app_launch') addSample(bin.launches, value)
  const page = within(
    scope.pages,
    nameOf(point.attributes['miniprogram.page.path']) || OVERFLOW,
    () => new Map(),
  )
  const samples = page.get(vital) ?? emptySamples()
  page.set(vital, samples)
  addSample(samples, value)
}

/** @returns whether it was an error: the conventions ask for one of the two attributes at least */
export function addLog(scope: Scope, log: ReceivedLog, now: number): boolean {
  const { 'exception.type': type, 'exception.message': message } = log.attributes
  if (nameOf(type) === '' && nameOf(message) === '') return false
  const times = addError(scope.errors, log, now, binAt(now))
  scope.errorCount += times
  binOf(scope, now).errors += times
  return true
}
