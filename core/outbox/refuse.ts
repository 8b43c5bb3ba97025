import type { ExportOutcome } from '../exporter.ts'
import { backOff, type Lane } from './lane.ts'
import type { Parcel } from './parcel.ts'

/** Refusals in a row that a receiver of which others were taken is taken to be well for. */
const QUICK = 4
/** So often alone and refused, while others were taken, a record is dropped. */
const PROVEN = 3
/** Requests in a row that were taken show that it was no trouble of the receiver's. */
const STEADY = 4

export type Refusal = Extract<ExportOutcome, { kind: 'retryable' | 'refused' }>

/**
 * Notes that the first `n` of a parcel were refused, and says whether it is proven to be to blame: a single record that was
 * refused three times while its lane took others. Who is to blame is found out by sending less of it (`portionOf`):
 *
 * - The receiver is well, since the lane took something after it first refused this: at once, without back-off.
 * - Nobody knows: at the pace of the back-off, half, a quarter … one, and from another one on again. Nothing is taken apart
 *   for it; what is taken in the end shows that the receiver is well.
 */
export function refuse(
  lane: Lane,
  parcel: Parcel,
  n: number,
  outcome: Refusal,
  now: number,
  draw: number,
): boolean {
  const { signals } = parcel
  const judged = outcome.kind === 'refused'
  const again = parcel.refusals++ > 0
  const others = lane.taken > parcel.since
  const single = signals.length < 2
  const well = again && others && lane.quick < QUICK
  const alone = single && again && others
  // who says nothing of it can't prove anything, nor a receiver that fails by chance
  const proof = alone && judged && (!outcome.vague || lane.run >= STEADY)
  if (alone) parcel.alone = proof ? parcel.alone + 1 : parcel.alone || 1
  if (!well || single) parcel.since = lane.taken
  parcel.sure = well
  if (again && judgeable(outcome)) parcel.bad = well || n > 1 ? n : signals.length
  // from another one on: those that are refused may be many
  if (!well && n < 2) signals.push(...signals.splice(0, 1 + Math.floor(draw * (signals.length - 1))))
  delay(lane, parcel, outcome, well && !single, now, draw)
  return proof && parcel.alone >= PROVEN
}

/** Who waits, and how long. */
function delay(
  lane: Lane,
  parcel: Parcel,
  outcome: Refusal,
  quick: boolean,
  now: number,
  draw: number,
): void {
  const judged = outcome.kind === 'refused'
  const { failures } = lane
  parcel.from = lane.from = now
  lane.run = 0
  if (parcel.alone) {
    // of the lane it says nothing new
    parcel.delay = backOff(parcel.refusals, outcome, draw)
    lane.delay = backOff(0, outcome, draw)
  } else if (quick && judged && outcome.after === undefined) {
    lane.quick++
    lane.delay = 0
  } else {
    lane.failures++
    lane.suspect = !lane.suspect || lane.suspect === parcel.id ? parcel.id : '*'
    const mine = judged && lane.suspect !== '*'
    parcel.delay = mine ? backOff(failures, outcome, draw) : 0
    lane.delay = backOff(mine ? 0 : failures, outcome, draw)
  }
}

/** Where nobody is reached what is sent does not matter. */
function judgeable(outcome: Refusal): boolean {
  return outcome.kind === 'refused' || !outcome.unreachable
}
