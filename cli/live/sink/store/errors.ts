import { createHash } from 'node:crypto'
import { nameOf } from '../text.ts'
import type { ReceivedLog } from '../types.ts'
import { addAffected, nobody } from './affected.ts'
import type { Affected } from './affected.ts'
import type { Identity } from './identity.ts'
import * as occurrences from './occurrences.ts'
import type { Occurrence } from './occurrences.ts'

/** Errors of one sender that are alike in type, status and message. */
export interface ErrorGroup {
  /** The same with every sender. */
  id: string
  type: string
  /** Of the HTTP answer: '' where there was no request, '0' where there was no answer. */
  status: string
  identity: Identity
  count: number
  first: number
  last: number
  /** Count by number of the bin. */
  bins: Map<number, number>
  pages: Counts
  versions: Counts
  systems: Counts
  sessions: Affected
  users: Affected
  /** The newest, oldest first; the last one is always there. */
  kept: Occurrence[]
  /** Still to be read closely, see `settleErrors`. */
  waiting: ReceivedLog[]
}

/** Errors of one sender. */
export interface ErrorBook {
  identity: Identity
  groups: Map<string, ErrorGroup>
  /** Occurrences that were kept so far. */
  number: number
  /** Sessions and users that all groups hold. */
  ids: number
}

/** A count a name; what came without one has ''. */
export type Counts = Map<string, number>

/** The name that takes what no longer gets one of its own. */
export const OTHERS = '…'

const GROUP_LIMIT = 100
const NAME_LIMIT = 50
/** Of one group. */
export const KEPT_LIMIT = 20
/** Of one sender's groups, in characters, besides the newest of each. */
const WEIGHT_LIMIT = 1e6
/** Sessions and users in all groups of a sender. */
const ID_LIMIT = 20_000

export function createErrorBook(identity: Identity): ErrorBook {
  return { identity, groups: new Map(), number: 0, ids: 0 }
}

/** What two messages have in common that differ in numbers and long hex only. */
function shape(message: string): string {
  return message.replace(/\b(?:0x)?[0-9a-f]{8,64}\b|\d+/gi, '#').slice(0, 300)
}

function groupOf(book: ErrorBook, log: ReceivedLog, now: number): ErrorGroup {
  const type = nameOf(log.attributes['exception.type'])
  const status = occurrences.statusOf(log)
  const id = JSON.stringify([type, status, shape(occurrences.messageOf(log))])
  const known = book.groups.get(id)
  const group = known ?? {
    id: createHash('sha1').update(id).digest('base64url'),
    ...{ type, status, identity: book.identity, count: 0, first: now, last: now, bins: new Map() },
    ...{ pages: new Map(), versions: new Map(), systems: new Map() },
    ...{ sessions: nobody(), users: nobody(), kept: [], waiting: [] },
  }
  // The one that was quiet for the longest time goes first.
  if (known) book.groups.delete(id)
  book.groups.set(id, group)
  if (book.groups.size > GROUP_LIMIT) forgetFirst(book)
  return group
}

function forgetFirst(book: ErrorBook): void {
  const [id, { sessions, users }] = book.groups.entries().next().value!
  book.groups.delete(id)
  book.ids -= sessions.ids.size + users.ids.size
}

function count(counts: Counts, name: string, times: number): void {
  const key = counts.has(name) || counts.size < NAME_LIMIT ? name : OTHERS
  counts.set(key, (counts.get(key) ?? 0) + times)
}

/** @returns how many the log stands for */
export function addError(book: ErrorBook, log: ReceivedLog, now: number, bin: number): number {
  const group = groupOf(book, log, now)
  const times = occurrences.timesOf(log)
  group.count += times
  group.last = now
  group.bins.set(bin, (group.bins.get(bin) ?? 0) + times)
  count(group.pages, occurrences.pageOf(log), times)
  count(group.versions, occurrences.versionOf(log), times)
  count(group.systems, occurrences.systemOf(log), times)
  addWho(book, group.sessions, occurrences.sessionOf(log))
  addWho(book, group.users, occurrences.userOf(log))
  group.waiting.push(log)
  if (group.waiting.length > KEPT_LIMIT) group.waiting.shift()
  return times
}

function addWho(book: ErrorBook, affected: Affected, id: string): void {
  if (id !== '' && addAffected(affected, id, book.ids < ID_LIMIT)) book.ids++
}

/** To be called after a request: of the thousand that it may hold, only the last of each group are read closely. */
export function settleErrors(book: ErrorBook, now: number): void {
  let weight = 0
  for (const group of book.groups.values()) {
    for (const log of group.waiting) group.kept.push(occurrences.occurrenceOf(log, ++book.number, now))
    group.waiting = []
    group.kept.splice(0, group.kept.length - KEPT_LIMIT)
    for (const each of group.kept.slice(0, -1)) weight += occurrences.weightOf(each)
  }
  while (weight > WEIGHT_LIMIT) weight -= occurrences.weightOf(oldestOf(book).kept.shift()!)
}

/** The group that holds on to the oldest of what may go. */
function oldestOf({ groups }: ErrorBook): ErrorGroup {
  return [...groups.values()]
    .filter(({ kept }) => kept.length > 1)
    .reduce((a, b) => (b.kept[0]!.number < a.kept[0]!.number ? b : a))
}

/** Forgets bins before `oldest`. */
export function pruneErrors({ groups }: ErrorBook, oldest: number): void {
  for (const group of groups.values())
    for (const bin of group.bins.keys()) if (bin < oldest) group.bins.delete(bin)
}

/** About how much it holds, in bytes. */
export function weightOfErrors({ groups, ids }: ErrorBook): number {
  let weight = ids * 8
  for (const { kept } of groups.values())
    weight += kept.reduce((sum, each) => sum + occurrences.weightOf(each), 1000)
  return weight
}
