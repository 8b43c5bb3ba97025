import { addTally, emptyTally, missingIn } from '../account.ts'
import type { DeviceAccount, Tally } from '../account.ts'
import { emptyHistogram, mergeInto, percentile, percentilesOf } from './histogram.ts'
import type { Histogram, Percentiles } from './histogram.ts'
import { matches } from './identity.ts'
import { summarise } from './samples.ts'
import type { Samples } from './samples.ts'
import { binAt, BIN_COUNT, STEP } from './scope.ts'
import type { DimensionRow, Scope } from './scope.ts'
import { DIMENSIONS, VITALS } from './snapshot.ts'
import type {
  Account,
  Dimension,
  Filter,
  PageRow,
  RequestRow,
  ServiceRow,
  Snapshot,
  Timeline,
  Vital,
} from './snapshot.ts'

const ROW_COUNT = 30
const MINUTE_BINS = 60_000 / STEP

export function merged(list: Histogram[]): Histogram {
  const result = emptyHistogram()
  for (const histogram of list) mergeInto(result, histogram)
  return result
}

function percentiles(histogram: Histogram): Percentiles | undefined {
  return percentilesOf((q) => percentile(histogram, q))
}

function total<T>(list: T[], of: (item: T) => number): number {
  return list.reduce((sum, item) => sum + of(item), 0)
}

/** Numbers of the bins that are shown, the present one last. */
export function binNumbers(now: number): number[] {
  return Array.from({ length: BIN_COUNT }, (_, at) => oldest(now) + at)
}

function oldest(now: number): number {
  return binAt(now) - BIN_COUNT + 1
}

/** Of the full bins of the last minute, or of as many as there are since the start. */
export function perMinute(now: number, startedAt: number, of: (bin: number) => number): number {
  const bins = Math.max(1, Math.min(MINUTE_BINS, binAt(now) - binAt(startedAt)))
  let sum = 0
  for (let back = 1; back <= bins; back++) sum += of(binAt(now) - back)
  return (sum * MINUTE_BINS) / bins
}

/** Percentiles of one bin alone would jump: each point looks back over 30 s. */
const WINDOW = 30_000 / STEP

export function timeline(scopes: Scope[], now: number): Timeline {
  const durations = new Map<number, Histogram>()
  for (let number = oldest(now) - WINDOW; number <= binAt(now); number++)
    durations.set(number, merged(scopes.flatMap((scope) => scope.bins.get(number)?.durations ?? [])))
  const looking = (number: number): Histogram[] =>
    Array.from({ length: WINDOW }, (_, back) => durations.get(number - back) ?? emptyHistogram())
  return {
    step: STEP,
    bins: binNumbers(now).map((number) => {
      const bins = scopes.flatMap((scope) => scope.bins.get(number) ?? [])
      const status: { [status: string]: number } = {}
      for (const bin of bins)
        for (const [group, count] of Object.entries(bin.status)) status[group] = (status[group] ?? 0) + count
      return {
        time: number * STEP,
        signals: total(bins, (bin) => bin.signals),
        errors: total(bins, (bin) => bin.errors),
        requests: total(bins, (bin) => bin.requests),
        status,
        percentiles: percentiles(merged(looking(number))),
        launch: summarise(bins.map((bin) => bin.launches).filter((samples) => samples.count > 0))?.p75,
      }
    }),
  }
}

function requestRows(scopes: Scope[], dimension: Dimension, now: number, startedAt: number): RequestRow[] {
  const byName = new Map<string, DimensionRow[]>()
  for (const scope of scopes)
    for (const [name, row] of scope.requests[dimension]) byName.set(name, [...(byName.get(name) ?? []), row])
  return [...byName]
    .map(([name, rows]) => {
      const histogram = merged(rows.map((row) => row.durations))
      return {
        name,
        count: histogram.count,
        perMinute: perMinute(now, startedAt, (bin) => total(rows, (row) => row.bins.get(bin) ?? 0)),
        failed: total(rows, (row) => row.failed),
        percentiles: percentiles(histogram),
        buckets: histogram.buckets,
      }
    })
    .sort((a, b) => b.count - a.count || (a.name < b.name ? -1 : 1))
    .slice(0, ROW_COUNT)
}

export function requestTables(scopes: Scope[], now: number, startedAt: number): Snapshot['requests'] {
  return Object.fromEntries(
    DIMENSIONS.map((dimension) => [dimension, requestRows(scopes, dimension, now, startedAt)]),
  ) as Snapshot['requests']
}

function summaries(maps: Map<Vital, Samples>[]): PageRow['vitals'] {
  const result: PageRow['vitals'] = {}
  for (const vital of VITALS) {
    const summary = summarise(maps.flatMap((map) => map.get(vital) ?? []))
    if (summary) result[vital] = summary
  }
  return result
}

export function vitalsOf(scopes: Scope[]): PageRow['vitals'] {
  return summaries(scopes.map((scope) => scope.vitals))
}

export function pageRows(scopes: Scope[]): PageRow[] {
  const byPage = new Map<string, Map<Vital, Samples>[]>()
  for (const scope of scopes)
    for (const [page, samples] of scope.pages) byPage.set(page, [...(byPage.get(page) ?? []), samples])
  const count = (row: PageRow): number => total(Object.values(row.vitals), (summary) => summary.count)
  return [...byPage]
    .map(([page, maps]) => ({ page, vitals: summaries(maps) }))
    .sort((a, b) => count(b) - count(a) || (a.page < b.page ? -1 : 1))
    .slice(0, ROW_COUNT)
}

const SPARK_BINS = 36

export function serviceRow(scope: Scope, now: number, startedAt: number): ServiceRow {
  return {
    ...scope.identity,
    version: scope.version,
    instance: scope.instance,
    encodings: [...scope.encodings].sort(),
    lastSeen: scope.lastSeen,
    requests: scope.durations.count,
    requestsPerMinute: perMinute(now, startedAt, (bin) => scope.bins.get(bin)?.requests ?? 0),
    failed: scope.failed,
    errors: scope.errorCount,
    p95: percentile(scope.durations, 0.95),
    launch: summarise([...(scope.vitals.has('app_launch') ? [scope.vitals.get('app_launch')!] : [])])?.p75,
    spark: binNumbers(now)
      .slice(-SPARK_BINS)
      .map((bin) => scope.bins.get(bin)?.requests ?? 0),
  }
}

const DEVICES_SHOWN = 60

function clone(tally: Tally): Tally {
  return { ...tally, dropped: { ...tally.dropped } }
}

export function accountOf(all: DeviceAccount[], filter: Filter): Account | undefined {
  const devices = all.filter(({ service = '', platform = '', framework = '' }) =>
    matches({ service, platform, framework }, filter),
  )
  if (devices.length === 0) return undefined
  const sum = emptyTally()
  const signals = new Map<string, Tally>()
  for (const device of devices) {
    addTally(sum, device.total)
    for (const [signal, tally] of Object.entries(device.signals)) {
      const known = signals.get(signal)
      if (known) addTally(known, tally)
      else signals.set(signal, clone(tally))
    }
  }
  return {
    count: devices.length,
    // Those that don't come out even first: they are what is looked for.
    devices: devices
      .map(({ device, service = '', platform = '', framework = '', total: tally, missing }) => ({
        device,
        service,
        platform,
        framework,
        total: tally,
        missing,
      }))
      .sort((a, b) => Number(b.missing !== 0) - Number(a.missing !== 0) || (a.device < b.device ? -1 : 1))
      .slice(0, DEVICES_SHOWN),
    total: sum,
    signals: Object.fromEntries(signals),
    missing: missingIn(sum),
  }
}
