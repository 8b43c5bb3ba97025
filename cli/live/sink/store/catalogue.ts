import type { ReceivedLog, ReceivedPoint } from '../types.ts'
import { identityOf, matches } from './identity.ts'
import type { Identity } from './identity.ts'
import type { Filter, LogRow, MetricRow } from './snapshot.ts'

const METRIC_LIMIT = 300
const SERIES_LIMIT = 1000
const LOG_LIMIT = 100

interface Entry {
  identity: Identity
  row: Omit<MetricRow, 'series'>
  series: Set<string>
}

function lastOf({ value, count }: ReceivedPoint): string {
  if (value !== undefined) return String(value)
  return count === undefined ? '–' : `n = ${count}`
}

/** Every metric by name, the users' own too, and the newest logs that are no errors. */
export function createCatalogue() {
  const entries = new Map<string, Entry>()
  let logs: { identity: Identity; row: LogRow }[] = []
  return {
    addPoint(point: ReceivedPoint): void {
      const identity = identityOf(point.resource)
      const id = JSON.stringify([identity, point.name])
      let entry = entries.get(id)
      if (!entry) {
        if (entries.size >= METRIC_LIMIT) return
        const type = point.temporality ? `${point.type} · ${point.temporality}` : point.type
        entry = {
          identity,
          row: { name: point.name, type, unit: point.unit, points: 0, last: '' },
          series: new Set(),
        }
        entries.set(id, entry)
      }
      entry.row.points++
      entry.row.last = lastOf(point)
      if (entry.series.size < SERIES_LIMIT) entry.series.add(JSON.stringify([identity, point.attributes]))
    },
    addLog(log: ReceivedLog, now: number): void {
      const identity = identityOf(log.resource)
      const body = typeof log.body === 'string' ? log.body : JSON.stringify(log.body)
      const { service, platform } = identity
      logs.push({
        identity,
        row: { time: now, severity: log.severityText || String(log.severity), body, service, platform },
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
    logs: (filter: Filter, count: number): LogRow[] =>
      logs
        .filter(({ identity }) => matches(identity, filter))
        .slice(-count)
        .reverse()
        .map(({ row }) => row),
    clear(): void {
      entries.clear()
      logs = []
    },
  }
}

export type Catalogue = ReturnType<typeof createCatalogue>
