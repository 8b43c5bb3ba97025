import type { History } from './history.ts'
import { emptyHistogram, mergeInto, percentile, percentilesOf } from './histogram.ts'
import type { Histogram, Percentiles } from './histogram.ts'
import { summarise } from './samples.ts'
import type { Samples } from './samples.ts'
import type { DimensionRow, Scope } from './scope.ts'
import { DIMENSIONS, VITALS } from './snapshot.ts'
import type {
  Dimension,
  PageRow,
  PlatformVitals,
  RequestRow,
  ServiceRow,
  Snapshot,
  Vital,
  Vitals,
} from './snapshot.ts'
import type { LastMinute } from './minute.ts'

export const ROWS_SHOWN = 30

export function merged(list: Histogram[]): Histogram {
  const result = emptyHistogram()
  for (const histogram of list) mergeInto(result, histogram)
  return result
}

export function percentilesIn(histogram: Histogram): Percentiles | undefined {
  return percentilesOf((q) => percentile(histogram, q))
}

export function total<T>(list: T[], of: (item: T) => number): number {
  return list.reduce((sum, item) => sum + of(item), 0)
}

/** Lists of what has the same name. */
function grouped<T>(pairs: Iterable<readonly [name: string, value: T]>): Map<string, T[]> {
  const groups = new Map<string, T[]>()
  for (const [name, value] of pairs) {
    const group = groups.get(name)
    if (group) group.push(value)
    else groups.set(name, [value])
  }
  return groups
}

function requestRows(
  scopes: Scope[],
  dimension: Dimension,
  minute: LastMinute,
  isFound: (name: string) => boolean,
): RequestRow[] {
  const inMinute = grouped(minute.scopes.flatMap((scope) => [...scope.requests[dimension]]))
  const count = (rows: DimensionRow[] = []): number => total(rows, ({ durations }) => durations.count)
  return [...grouped(scopes.flatMap((scope) => [...scope.requests[dimension]]))]
    .filter(([name]) => isFound(name))
    .map(([name, rows]) => {
      const histogram = merged(rows.map((row) => row.durations))
      return {
        name,
        count: histogram.count,
        perMinute: minute.rate(count(inMinute.get(name))),
        failed: total(rows, (row) => row.failed),
        percentiles: percentilesIn(histogram),
        buckets: histogram.buckets,
      }
    })
    .sort((a, b) => b.count - a.count || (a.name < b.name ? -1 : 1))
    .slice(0, ROWS_SHOWN)
}

export function requestTables(
  scopes: Scope[],
  minute: LastMinute,
  isFound: (name: string) => boolean,
): Snapshot['requests'] {
  return Object.fromEntries(
    DIMENSIONS.map((dimension) => [dimension, requestRows(scopes, dimension, minute, isFound)]),
  ) as Snapshot['requests']
}

export function durationsOf(scopes: Scope[]): Snapshot['durations'] {
  const histogram = merged(scopes.map((scope) => scope.durations))
  const status: { [status: string]: number } = {}
  for (const scope of scopes)
    for (const [group, count] of Object.entries(scope.status)) status[group] = (status[group] ?? 0) + count
  return {
    histogram,
    percentiles: percentilesIn(histogram),
    failed: total(scopes, (scope) => scope.failed),
    status,
  }
}

function summaries(maps: Map<Vital, Samples>[]): Vitals {
  const result: Vitals = {}
  for (const vital of VITALS) {
    const summary = summarise(maps.flatMap((map) => map.get(vital) ?? []))
    if (summary) result[vital] = summary
  }
  return result
}

function samplesIn(vitals: Vitals): number {
  return total(Object.values(vitals), (summary) => summary.count)
}

export function vitalsOf(scopes: Scope[]): PlatformVitals[] {
  return [...grouped(scopes.map((scope) => [scope.identity.platform, scope.vitals] as const))]
    .map(([platform, maps]) => ({ platform, vitals: summaries(maps) }))
    .filter(({ vitals }) => samplesIn(vitals) > 0)
    .sort((a, b) => (b.vitals.app_launch?.count ?? 0) - (a.vitals.app_launch?.count ?? 0))
}

export function pageRows(scopes: Scope[]): PageRow[] {
  const pairs = scopes.flatMap(({ identity, pages }) =>
    [...pages].map(([page, samples]) => [JSON.stringify([identity.platform, page]), samples] as const),
  )
  return [...grouped(pairs)]
    .map(([key, maps]) => {
      const [platform, page] = JSON.parse(key) as [string, string]
      return { page, platform, vitals: summaries(maps) }
    })
    .sort((a, b) => samplesIn(b.vitals) - samplesIn(a.vitals) || (a.page < b.page ? -1 : 1))
}

/** Three minutes. */
const SPARK_BINS = 36

export function sparkBins({ fine }: History, now: number): Scope[][] {
  const last = fine.numberAt(now)
  return Array.from({ length: SPARK_BINS }, (_, at) => fine.at(last - SPARK_BINS + 1 + at))
}

interface Recent {
  chosen: Scope[]
  minute: LastMinute
  bins: Scope[][]
}

/** Every app on its platform in its framework, over all of its versions. */
export function serviceRows(whole: Scope[], { chosen, minute, bins }: Recent): ServiceRow[] {
  const groupsOf = (scopes: Scope[]) => grouped(scopes.map((scope) => [appOf(scope), scope] as const))
  const inRange = groupsOf(chosen)
  const inMinute = groupsOf(minute.scopes)
  const inBins = bins.map(groupsOf)
  const requests = (scopes: Scope[] = []): number => total(scopes, ({ durations }) => durations.count)
  return [...groupsOf(whole)].map(([app, all]) => {
    const some = inRange.get(app) ?? []
    const { service, platform, framework } = all[0]!.identity
    const byTime = [...all].sort((a, b) => a.lastSeen - b.lastSeen)
    return {
      ...{ service, platform, framework },
      versions: [...new Set(byTime.map(({ identity }) => identity.version))].filter(Boolean),
      instance: byTime.at(-1)!.instance,
      encodings: [...new Set(all.flatMap(({ encodings }) => [...encodings]))].sort(),
      lastSeen: byTime.at(-1)!.lastSeen,
      requests: requests(some),
      requestsPerMinute: minute.rate(requests(inMinute.get(app))),
      failed: total(some, ({ failed }) => failed),
      errors: total(some, ({ errorCount }) => errorCount),
      p95: percentile(merged(some.map(({ durations }) => durations)), 0.95),
      launch: summarise(some.flatMap(({ vitals }) => vitals.get('app_launch') ?? []))?.p75,
      spark: inBins.map((bin) => requests(bin.get(app))),
    }
  })
}

function appOf({ identity: { service, platform, framework } }: Scope): string {
  return JSON.stringify([service, platform, framework])
}
