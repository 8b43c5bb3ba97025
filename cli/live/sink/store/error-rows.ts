import { headcount } from './affected.ts'
import { OTHERS } from './errors.ts'
import type { Counts, ErrorBook, ErrorGroup } from './errors.ts'
import type { ErrorDetail, ErrorOccurrence, ErrorRow } from './snapshot.ts'

const ROWS_SHOWN = 40
/** Of one split. */
const NAMES_SHOWN = 8
const OCCURRENCES_SHOWN = 50
/** Sparklines: ten minutes in bins of the timeline, five of them together. */
const SPARK_GROUP = 5

function sum<T>(list: T[], of: (item: T) => number): number {
  return list.reduce((all, item) => all + of(item), 0)
}

function merged(all: Counts[]): Counts {
  const result: Counts = new Map()
  for (const counts of all)
    for (const [name, count] of counts) result.set(name, (result.get(name) ?? 0) + count)
  return result
}

function ranked(counts: Counts): { name: string; count: number }[] {
  const rest = counts.get(OTHERS) ?? 0
  const named = [...counts]
    .filter(([name]) => name !== OTHERS)
    .map(([name, count]) => ({ name, count }))
    .sort((a, b) => b.count - a.count || (a.name < b.name ? -1 : 1))
  const others = rest + sum(named.slice(NAMES_SHOWN), ({ count }) => count)
  return [...named.slice(0, NAMES_SHOWN), ...(others > 0 ? [{ name: OTHERS, count: others }] : [])]
}

function spark(groups: ErrorGroup[], bins: number[]): number[] {
  const columns: number[] = []
  bins.forEach((bin, at) => {
    const column = Math.floor(at / SPARK_GROUP)
    columns[column] = (columns[column] ?? 0) + sum(groups, (group) => group.bins.get(bin) ?? 0)
  })
  return columns
}

function rowOf(groups: ErrorGroup[], bins: number[]): ErrorRow {
  const newest = groups.reduce((a, b) => (b.last >= a.last ? b : a))
  const { id, type, status, last, kept } = newest
  return {
    ...{ id, type, status, last, message: kept.at(-1)?.message ?? '' },
    count: sum(groups, (group) => group.count),
    first: Math.min(...groups.map((group) => group.first)),
    spark: spark(groups, bins),
    page: ranked(merged(groups.map((group) => group.pages)))[0]?.name ?? '',
    platforms: [...new Set(groups.map((group) => group.identity.platform))],
    sessions: headcount(groups.map((group) => group.sessions)),
  }
}

/** The groups of several senders as one list, the most frequent first; of those that are searched for. */
export function errorRows(
  books: ErrorBook[],
  bins: number[],
  isFound: (value: unknown) => boolean = () => true,
): ErrorRow[] {
  const byId = new Map<string, ErrorGroup[]>()
  for (const { groups } of books)
    for (const group of groups.values()) byId.set(group.id, [...(byId.get(group.id) ?? []), group])
  const count = (groups: ErrorGroup[]): number => sum(groups, (group) => group.count)
  const last = (groups: ErrorGroup[]): number => Math.max(...groups.map((group) => group.last))
  const told = ({ type, status, kept, pages }: ErrorGroup): unknown => [type, status, kept, [...pages.keys()]]
  return [...byId.values()]
    .filter((groups) => isFound(groups.map(told)))
    .sort((a, b) => count(b) - count(a) || last(b) - last(a))
    .slice(0, ROWS_SHOWN)
    .map((groups) => rowOf(groups, bins))
}

export function errorDetail(books: ErrorBook[], id: string, bins: number[]): ErrorDetail | undefined {
  const groups = books.flatMap((book) => [...book.groups.values()].filter((group) => group.id === id))
  if (groups.length === 0) return undefined
  const row = rowOf(groups, bins)
  const occurrences = groups
    .flatMap(occurrencesOf)
    .sort((a, b) => b.arrived - a.arrived || b.time - a.time)
    .slice(0, OCCURRENCES_SHOWN)
  return {
    ...row,
    splits: {
      version: ranked(merged(groups.map((group) => group.versions))),
      platform: ranked(merged(groups.map(({ identity, count }) => new Map([[identity.platform, count]])))),
      system: ranked(merged(groups.map((group) => group.systems))),
      page: ranked(merged(groups.map((group) => group.pages))),
    },
    users: headcount(groups.map((group) => group.users)),
    occurrences,
    gone: row.count - sum(occurrences, ({ times }) => times),
  }
}

function occurrencesOf({ identity, kept }: ErrorGroup): ErrorOccurrence[] {
  const { service, platform, framework, version } = identity
  return kept
    .map(({ number, ...occurrence }) => ({
      ...occurrence,
      ...{
        id: JSON.stringify([service, platform, framework, version, occurrence.arrived, number]),
        service,
        platform,
      },
    }))
    .reverse()
}
