import type { Exporter } from '../exporter.ts'
import type { Clock } from '../internal/clock.ts'
import type { Resource } from '../resource.ts'
import { weigh, type DropReason, type Signal, type SignalKind } from '../signal.ts'
import type { Counts } from './account.ts'
import { classOf, CLASSES, createBuffer } from './buffer.ts'
import type { Parcel } from './parcel.ts'
import type { Lane } from './send.ts'

const BATCH_COUNT = 200
const BATCH_BYTES = 100000

/** All that is held in memory: the buffer, and the parcels of each lane. */
export interface Holdings {
  readonly lanes: Lane[]
  /** The first lane whose exporter accepts the signal owns it. */
  laneOf(signal: Signal): Lane | undefined
  push(signal: Signal): void
  /** Half of the room is taken by what has not been sent. */
  crowded(): boolean
  /** A parcel of what waits in the buffer for a lane. */
  cut(lane: Lane): Parcel | undefined
  /** All that is pending and in flight, in parcels that are not stored yet. */
  unsaved(): Parcel[]
  pending(): Counts
  /** Drops all but what is in flight, which is not to be tried again. */
  clear(): void
}

interface Options {
  exporters: Exporter[]
  resource: Resource
  clock: Clock
  maxQueue: number
  maxQueueBytes: number
  newId(): string
  /** Leaves a parcel to storage, if it is there. */
  setAside(parcel: Parcel): boolean
  drop(kind: SignalKind, reason: DropReason, n: number): void
  dropParcel(parcel: Parcel, reason: DropReason): void
}

export function createHoldings(options: Options): Holdings {
  const buffer = createBuffer()
  const lanes: Lane[] = options.exporters.map((exporter) => ({
    exporter,
    parcels: [],
    failures: 0,
    notBefore: 0,
    delay: 0,
  }))
  const laneOf = (signal: Signal) => lanes.filter((lane) => lane.exporter.accepts(signal))[0]
  const parcels = () => lanes.reduce((all: Parcel[], l) => all.concat(l.busy || [], l.parcels), [])

  /** Bounded by count and bytes, the oldest of the least important first out. */
  function makeRoom(): void {
    for (;;) {
      let count = buffer.count
      let bytes = buffer.bytes
      parcels().forEach((parcel) => {
        count += parcel.batch.signals.length
        bytes += parcel.bytes
      })
      if (count <= options.maxQueue && bytes <= options.maxQueueBytes) return
      if (!dropLeast()) return
    }
  }

  function dropLeast(): boolean {
    for (let importance = CLASSES - 1; importance >= 0; importance--) {
      for (const lane of lanes) {
        const parcel = lane.parcels[0]
        if (!parcel || classOf(parcel.batch.signals[0]) !== importance) continue
        lane.parcels.shift()
        // what is in storage is not lost: it is read back when there is room
        if (!options.setAside(parcel)) options.dropParcel(parcel, 'queue_full')
        return true
      }
      const entry = buffer.shift(importance)
      if (entry) {
        options.drop(entry.signal.kind, 'queue_full', weigh(entry.signal))
        return true
      }
    }
    return false
  }

  function cut(lane: Lane): Parcel | undefined {
    const entries = buffer.take((signal) => laneOf(signal) === lane, BATCH_COUNT, BATCH_BYTES)
    if (!entries.length) return undefined
    return {
      batch: {
        id: options.newId(),
        resource: options.resource,
        signals: entries.map((entry) => entry.signal),
      },
      bytes: entries.reduce((sum, entry) => sum + entry.bytes, 0),
      at: entries.reduce((oldest, entry) => Math.min(oldest, entry.at), entries[0].at),
      tries: 0,
      choked: 0,
    }
  }

  /** Joins what has not been tried, so that an hour without a network does not make a thousand shards. */
  function append(lane: Lane, parcel: Parcel): void {
    const last = lane.parcels[lane.parcels.length - 1]
    const joins =
      last &&
      !last.tries &&
      last.batch.resource === options.resource &&
      last.bytes + parcel.bytes <= BATCH_BYTES &&
      classOf(last.batch.signals[0]) === classOf(parcel.batch.signals[0])
    if (!joins) return void lane.parcels.push(parcel)
    lane.parcels[lane.parcels.length - 1] = {
      batch: {
        // the same: of two shards with one id the larger holds the smaller
        id: last.batch.id,
        resource: options.resource,
        signals: last.batch.signals.concat(parcel.batch.signals),
      },
      bytes: last.bytes + parcel.bytes,
      at: Math.min(last.at, parcel.at),
      tries: 0,
      choked: 0,
      replaces: (last.replaces || []).concat(last.key || []),
    }
  }

  return {
    lanes,
    laneOf,
    cut,
    push(signal) {
      buffer.push(signal, options.clock.now())
      makeRoom()
    },
    crowded: () => buffer.count * 2 >= options.maxQueue || buffer.bytes * 2 >= options.maxQueueBytes,
    unsaved() {
      for (const lane of lanes) {
        let parcel: Parcel | undefined
        while ((parcel = cut(lane))) append(lane, parcel)
      }
      return parcels().filter((parcel) => !parcel.key && parcel.batch.signals[0].kind !== 'keepAlive')
    },
    pending() {
      const counts: Counts = {}
      const add = (signal: Signal) => (counts[signal.kind] = (counts[signal.kind] || 0) + weigh(signal))
      buffer.each(add)
      parcels().forEach((parcel) => parcel.batch.signals.forEach(add))
      return counts
    },
    clear() {
      buffer.each((signal) => options.drop(signal.kind, 'consent_denied', weigh(signal)))
      buffer.clear()
      for (const lane of lanes) {
        lane.doomed = lane.busy
        lane.parcels.splice(0).forEach((parcel) => options.dropParcel(parcel, 'consent_denied'))
      }
    },
  }
}
