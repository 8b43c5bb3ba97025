import { keyOf, nameOf, shownOf } from '../text.ts'
import type { ReceivedLog, ReceivedPoint } from '../types.ts'
import { identityOf, matches } from './identity.ts'
import type { Identity } from './identity.ts'
import type { Filter } from './filter.ts'
import type { LogRow, MetricRow } from './snapshot.ts'

const METRIC_LIMIT = 600
/** Of one metric, and of all. */
const SERIES_LIMIT = 1000
const WHOLE_LIMIT = 20_000
const LOG_LIMIT = 100
const BODY_LENGTH = 4000

interface Entry {
  identity: Identity
  row: Omit<MetricRow, 'series'>
  series: Set<string>
}

function lastOf({ value, count }: ReceivedPoint): string {
  if (value !== undefined) return String(value)
  return count === undefined ? '–' : `n = ${count}`
}

function entryOf(identity: Identity, name: string, { type, temporality, unit }: ReceivedPoint): Entry {
  const described = temporality ? `${type} · ${temporality}` : type
  return {
    identity,
    row: { name, type: described, unit: nameOf(unit), points: 0, last: '' },
    series: new Set(),
  }
}

/** Every metric by name, the users' own too, and the newest logs that are no errors. */
export function createCatalogue() {
  const entries = new Map<string, Entry>()
  let logs: { identity: Identity; row: LogRow }[] = []
  let series = 0
  return {
    addPoint(point: ReceivedPoint): void {
      const identity = identityOf(point.resource)
      const name = nameOf(point.name)
      const id = JSON.stringify([identity, name])
      let entry = entries.get(id)
      if (!entry) {
        if (entries.size >= METRIC_LIMIT) return
        entry = entryOf(identity, name, point)
        entries.set(id, entry)
      }
      entry.row.points++
      entry.row.last = lastOf(point)
      const { size } = entry.series
      if (size < SERIES_LIMIT && series < WHOLE_LIMIT)
        entry.series.add(keyOf(JSON.stringify(point.attributes)))
      series += entry.series.size - size
    },
    addLog(log: ReceivedLog, now: number): void {
      const identity = identityOf(log.resource)
      const body = shownOf(log.body, BODY_LENGTH)
      const severity = nameOf(log.severityText) || String(log.severity)
      const { service, platform } = identity
      logs.push({
        identity,
        row: { time: now, severity, body, service, platform },
      })
      if (logs.length > LOG_LIMIT * 2) logs = logs.slice(-LOG_LIMIT)
    },
    metrics(filter: Filter): MetricRow[] {
      const merged = new Map<string, MetricRow>()
      for (const { identity, row, series } of entries.values()) {
        if (!matches(identity, filter)) continue
        const known = merged.get(row.name)
        if (known) {
          known.points += row.points
          known.series += series.size
          known.last = row.last
        } else merged.set(row.name, { ...row, series: series.size })
      }
      return [...merged.values()].sort((a, b) => (a.name < b.name ? -1 : 1))
    },
    /** The newest first. */
    logs: (filter: Filter, since: number, isFound: (row: LogRow) => boolean): LogRow[] =>
      logs
        .filter(({ identity, row }) => row.time >= since && matches(identity, filter) && isFound(row))
        .reverse()
        .map(({ row }) => row),
    clear(): void {
      entries.clear()
      logs = []
      series = 0
    },
  }
}

export type Catalogue = ReturnType<typeof createCatalogue>
