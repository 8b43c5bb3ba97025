import { nameOf, shortened, shownOf } from '../text.ts'
import type { ReceivedLog } from '../types.ts'
import type { Identity } from './identity.ts'
import type { ErrorGroup } from './snapshot.ts'

/** Errors of one sender, grouped by type and message. */
export type ErrorGroups = Map<string, Group>

/** What is shown of the newest occurrence: shortened, since it is kept for long. */
interface Sample {
  stack: string
  traceId: string
  attributes: { [key: string]: string }
}

interface Group extends Sample {
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
  /** Still to be made the sample, see `settleErrors`. */
  newest?: ReceivedLog
}

const GROUP_LIMIT = 100
const PAGE_LIMIT = 50
const MESSAGE_LENGTH = 2000
const STACK_LENGTH = 8000
const ATTRIBUTE_LENGTH = 300
const ATTRIBUTE_LIMIT = 40
/** Of one summary. */
const COUNT_LIMIT = 1e6

/** Numbers and long hex differ between two occurrences of the same thing. */
function shape(message: string): string {
  return message
    .slice(0, MESSAGE_LENGTH)
    .replace(/\b(?:0x)?[0-9a-f]{8,64}\b|\d+/gi, '#')
    .slice(0, 300)
}

function sampleOf({ attributes, resource, traceId }: ReceivedLog): Sample {
  const { 'exception.stacktrace': stack, 'exception.type': _, ...others } = attributes
  for (const key of ['service.name', 'service.version', 'miniprogram.platform', 'miniprogram.framework'])
    if (resource[key] !== undefined) others[key] = resource[key]
  const shown = Object.entries(others).slice(-ATTRIBUTE_LIMIT)
  return {
    stack: shownOf(stack, STACK_LENGTH),
    traceId: nameOf(traceId) || nameOf(attributes['sw8.trace_id']),
    attributes: Object.fromEntries(
      shown.map(([key, value]) => [shortened(key, ATTRIBUTE_LENGTH), shownOf(value, ATTRIBUTE_LENGTH)]),
    ),
  }
}

/** How many it stands for: more than one is a summary of those that were merged into it. */
function timesOf(log: ReceivedLog): number {
  const count = log.attributes['exception.count']
  const times = typeof count === 'object' ? 1 : Number(count ?? 1)
  return times >= 1 ? Math.min(times, COUNT_LIMIT) : 1
}

export function addError(
  groups: ErrorGroups,
  log: ReceivedLog,
  identity: Identity,
  now: number,
  bin: number,
): number {
  const type = nameOf(log.attributes['exception.type'])
  const message = shownOf(log.body, MESSAGE_LENGTH)
  const id = `${type}\n${shape(message)}`
  const known = groups.get(id) ?? {
    ...{ id, type, count: 0, first: now, identity, stack: '', traceId: '', attributes: {} },
    bins: new Map<number, number>(),
    pages: new Map<string, number>(),
  }
  const group: Group = Object.assign(known, { message, last: now, newest: log })
  groups.delete(id)
  groups.set(id, group)
  if (groups.size > GROUP_LIMIT) groups.delete(groups.keys().next().value as string)
  const times = timesOf(log)
  const page = nameOf(log.attributes['miniprogram.page.path'])
  group.count += times
  group.bins.set(bin, (group.bins.get(bin) ?? 0) + times)
  if (page && (group.pages.has(page) || group.pages.size < PAGE_LIMIT))
    group.pages.set(page, (group.pages.get(page) ?? 0) + times)
  return times
}

function merge(id: string, groups: Group[], bins: number[]): ErrorGroup {
  const newest = groups.reduce((a, b) => (b.last >= a.last ? b : a))
  const pages = new Map<string, number>()
  for (const group of groups) for (const [page, n] of group.pages) pages.set(page, (pages.get(page) ?? 0) + n)
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
    stack: newest.stack,
    traceId: newest.traceId,
    attributes: newest.attributes,
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

/** To be called after a request: of the thousand that it may hold, only the last of each group is looked at closely. */
export function settleErrors(groups: ErrorGroups): void {
  for (const group of groups.values()) {
    if (group.newest) Object.assign(group, sampleOf(group.newest))
    group.newest = undefined
  }
}

/** Forgets bins before `oldest`. */
export function pruneErrors(groups: ErrorGroups, oldest: number): void {
  for (const group of groups.values())
    for (const bin of group.bins.keys()) if (bin < oldest) group.bins.delete(bin)
}
