import type { ExportOutcome } from '../exporter.ts'
import type { Clock } from '../internal/clock.ts'
import type { Diag } from '../internal/diag.ts'
import type { Random } from '../internal/id.ts'
import type { DropReason } from '../signal.ts'
import { count, lose, tellAgain, type Account } from './account.ts'
import { backOff, type Lane } from './lane.ts'
import { cutOff, DOOMED, SEALED, type Parcel } from './parcel.ts'
import type { Parcels } from './parcels.ts'
import { refuse, type Refusal } from './refuse.ts'

/** Failures in a row before the developer is told, whatever they are. */
const STUBBORN = 5

/** What an outcome changes. */
export interface Rooms {
  clock: Clock
  diag: Diag
  random: Random
  account: Account
  parcels: Parcels
  save(): unknown
  newId(): string
}

/**
 * Does with the first `n` of a parcel, or with several, what their outcome asks for. Of several nobody knows which one a
 * refusal is about: it is their lane's.
 */
export function settleAll(
  rooms: Rooms,
  lane: Lane,
  [first, ...others]: Parcel[],
  n: number,
  outcome: ExportOutcome,
): void {
  const isTaken = outcome.kind === 'success' || outcome.kind === 'partial'
  for (const parcel of others)
    if (isTaken) taken(rooms, lane, parcel, parcel.signals.length, 0)
    else if (parcel.state === DOOMED) rooms.parcels.end(parcel, 'consent_denied')
    else parcel.state = SEALED
  const vague = others.length && !isTaken
  settle(rooms, lane, first, n, vague ? Object.assign({}, outcome, { kind: 'retryable' as const }) : outcome)
}

function settle(rooms: Rooms, lane: Lane, parcel: Parcel, n: number, outcome: ExportOutcome): void {
  lane.last = outcome.kind + ('reason' in outcome ? ': ' + outcome.reason : '')
  const note = 'note' in outcome && outcome.note
  if (note) {
    lane.note = note
    rooms.diag.warn(lane.exporter.url + ' ' + note)
  }
  if (outcome.kind === 'success') taken(rooms, lane, parcel, n, 0)
  else if (outcome.kind === 'partial') taken(rooms, lane, parcel, n, outcome.rejected)
  else if (parcel.state === DOOMED) rooms.parcels.end(parcel, 'consent_denied')
  else {
    parcel.state = SEALED
    if (outcome.kind === 'split') split(rooms, parcel, n, outcome.tooLarge ? 'too_large' : 'poison')
    else refused(rooms, lane, parcel, n, outcome)
  }
}

function taken(
  { account, parcels, save }: Rooms,
  lane: Lane,
  parcel: Parcel,
  n: number,
  rejected: number,
): void {
  const { bad, kind, signals, state, sure } = parcel
  lane.taken++
  lane.run++
  lane.failures = lane.quick = lane.delay = 0
  lane.suspect = ''
  lane.told = false
  const rest = n < signals.length
  const sent = rest ? cutOff(parcel, n, '') : parcel
  count(account.delivered, kind, sent.weight - rejected)
  lose(account, kind, 'rejected', rejected)
  // of which of several nobody says
  if (rejected >= sent.weight) tellAgain(account, 'rejected', sent.signals)
  if (!rest || state === DOOMED) return parcels.end(parcel, rest ? 'consent_denied' : undefined)
  parcel.state = SEALED
  parcel.bad = sure ? Math.max(bad - n, 0) : 0
  save()
}

function refused(rooms: Rooms, lane: Lane, parcel: Parcel, n: number, outcome: Refusal): void {
  const { clock, diag, parcels, random, save } = rooms
  const { url } = lane.exporter
  const { failures } = lane
  const said = outcome.hint ? outcome.reason + '; ' + outcome.hint : outcome.reason
  const guilty = refuse(lane, parcel, n, outcome, clock.now(), random())
  if (guilty) {
    diag.warn(url + ' refuses one record alone, whatever else it takes: ' + said + '. It is dropped.')
    return parcels.end(parcel, 'poison')
  }
  if (n < 2 && parcel.sure && parcel.signals.length > 1) {
    const suspect = apart(rooms, parcel, 1)
    suspect.alone = suspect.refusals = 1
    suspect.since = lane.taken
    suspect.delay = backOff(0, outcome, random())
    parcel.bad = 0
    save()
  }
  // of what others are taken in spite of, a person can mend nothing
  const mendable = outcome.hint && (outcome.kind === 'retryable' || !lane.taken)
  if (!lane.told && (mendable || failures >= STUBBORN)) {
    lane.told = true
    diag.warn(url + ' takes nothing: ' + said + '. Trying again, more slowly.')
  } else diag.debug(url + ' again in ' + lane.delay + ' ms: ' + outcome.reason)
}

/** At once, until the culprit is alone; only that one is dropped. */
function split(rooms: Rooms, parcel: Parcel, n: number, reason: DropReason): void {
  const first = parcel.signals.length > 1 ? apart(rooms, parcel, n >> 1 || 1) : parcel
  if (n < 2) rooms.parcels.end(first, reason)
  rooms.save()
}

/** The first so many, as a parcel of their own before the rest. */
export function apart({ newId, parcels: { all } }: Rooms, parcel: Parcel, n: number): Parcel {
  const first = cutOff(parcel, n, newId())
  all.splice(all.indexOf(parcel), 0, first)
  return first
}
