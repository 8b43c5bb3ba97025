import { stringify } from '../internal/own.ts'
import { utf8 } from '../internal/utf8.ts'
import type { Resource } from '../resource.ts'
import { waitOf, type Lane } from './lane.ts'
import { isWaiting, type Parcel } from './parcel.ts'
import { apart, type Rooms } from './settle.ts'

export type LoadsOf = (rooms: Rooms, ours: Resource, bytes: number) => Map<Lane, Parcel[]>

/** Bodies are that much larger than the JSON of their signals, at most: measured, OTLP's JSON of short logs. */
const SWELL = 2

/**
 * What goes out of a page that is left, which has no time for one after another: of each lane what one request may carry,
 * the most important of all lanes first, so many bytes together. What was refused for what it says stays behind.
 */
export const loadsOf: LoadsOf = (rooms, ours, bytes) => {
  const { clock, parcels } = rooms
  const loads = new Map<Lane, Parcel[]>()
  let room = bytes / SWELL
  const may = (parcel: Parcel) => {
    const { alone, bad, lane, resource } = parcel
    const waits = waitOf(parcel, clock) || !lane || waitOf(lane, clock)
    return isWaiting(parcel) && resource === ours && !alone && !bad && !waits
  }
  for (const parcel of parcels.all.filter(may).sort((a, b) => a.rank - b.rank || a.at - b.at)) {
    const { length } = parcel.signals
    const size = utf8(stringify(parcel.signals)).length / length
    const n = Math.min(Math.floor(room / size), length)
    if (!n) continue
    room -= n * size
    const load = loads.get(parcel.lane!) || []
    loads.set(parcel.lane!, load.concat(n < length ? apart(rooms, parcel, n) : parcel))
  }
  return loads
}
