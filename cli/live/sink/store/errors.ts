import type { ReceivedLog } from '../types.ts'
import type { Identity } from './identity.ts'
import type { ErrorGroup } from './snapshot.ts'

/** Errors of one sender, grouped by type and message. */
export type ErrorGroups = Map<string, Group>

interface Group {
  id: string
  type: string
  message: string
  count: number
  first: number
  last: number
  /** Count by number of the bin. */
  bins: Map<number, number>
  pages: Map<string, number>
  identity: Identity
  newest: ReceivedLog
}

const GROUP_LIMIT = 200
const PAGE_LIMIT = 50

/** Numbers and long hex differ between two occurrences of the same thing. */
function shape(message: string): string {
  return message.replace(/\b(?:0x)?[0-9a-f]{8,}\b|\d+/gi, '#').slice(0, 300)
}

function jsonOrText(value: unknown): string {
  if (typeof value === 'string') return value
  return value === undefined || value === null ? '' : JSON.stringify(value)
}

export function addError(
  groups: ErrorGroups,
  log: ReceivedLog,
  identity: Identity,
  now: number,
  bin: number,
): number {
  const type = jsonOrText(log.attributes['exception.type'])
  const message = jsonOrText(log.body)
  const id = `${type}\n${shape(message)}`
  const group: Group = groups.get(id) ?? {
    id,
    type,
    message,
    count: 0,
    first: now,
    last: now,
    bins: new Map(),
    pages: new Map(),
    identity,
    newest: log,
  }
  groups.delete(id)
  groups.set(id, group)
  if (groups.size > GROUP_LIMIT) groups.delete(groups.keys().next().value as string)
  // A summary stands for those that were merged into it.
  const times = Math.max(1, Number(log.attributes['exception.count'] ?? 1) || 1)
  const page = jsonOrText(log.attributes['miniprogram.page.path'])
  group.count += times
  group.last = now
  group.message = message
  group.newest = log
  group.bins.set(bin, (group.bins.get(bin) ?? 0) + times)
  if (page && (group.pages.has(page) || group.pages.size < PAGE_LIMIT))
    group.pages.set(page, (group.pages.get(page) ?? 0) + times)
  return times
}

function merge(id: string, groups: Group[], bins: number[]): ErrorGroup {
  const newest = groups.reduce((a, b) => (b.last >= a.last ? b : a))
  const pages = new Map<string, number>()
  for (const group of groups) for (const [page, n] of group.pages) pages.set(page, (pages.get(page) ?? 0) + n)
  const attributes: { [key: string]: string } = {}
  const { 'exception.stacktrace': stack, ...others } = newest.newest.attributes
  for (const [key, value] of Object.entries(others))
    if (key !== 'exception.type') attributes[key] = jsonOrText(value)
  for (const key of ['service.name', 'service.version', 'miniprogram.platform', 'miniprogram.framework'])
    if (newest.newest.resource[key] !== undefined) attributes[key] = jsonOrText(newest.newest.resource[key])
  return {
    id,
    type: newest.type,
    message: newest.message,
    count: groups.reduce((sum, group) => sum + group.count, 0),
    first: Math.min(...groups.map((group) => group.first)),
    last: newest.last,
    spark: bins.map((bin) => groups.reduce((sum, group) => sum + (group.bins.get(bin) ?? 0), 0)),
    pages: [...pages]
      .map(([page, count]) => ({ page, count }))
      .sort((a, b) => b.count - a.count)
      .slice(0, 8),
    sources: groups.map(({ identity }) => ({ service: identity.service, platform: identity.platform })),
    stack: jsonOrText(stack),
    traceId: newest.newest.traceId || jsonOrText(newest.newest.attributes['sw8.trace_id']),
    attributes,
  }
}

/** The groups of several senders as one list, the most frequent first. */
export function listErrors(all: ErrorGroups[], bins: number[], count: number): ErrorGroup[] {
  const byId = new Map<string, Group[]>()
  for (const groups of all)
    for (const group of groups.values()) byId.set(group.id, [...(byId.get(group.id) ?? []), group])
  return [...byId]
    .map(([id, groups]) => merge(id, groups, bins))
    .sort((a, b) => b.count - a.count || b.last - a.last)
    .slice(0, count)
}

/** Forgets bins before `oldest`. */
export function pruneErrors(groups: ErrorGroups, oldest: number): void {
  for (const group of groups.values())
    for (const bin of group.bins.keys()) if (bin < oldest) group.bins.delete(bin)
}
