/** Rooms of the outbox with fakes around them: no monitor, no platform, no time of their own. */
import { sizeOf } from '../../core/internal/size.ts'
import { createAccount } from '../../core/outbox/account.ts'
import { createLane, type Lane } from '../../core/outbox/lane.ts'
import { SEALED, parcelOf, rankOf, weightOf, type Parcel } from '../../core/outbox/parcel.ts'
import { createParcels } from '../../core/outbox/parcels.ts'
import type { Resource } from '../../core/resource.ts'
import type { LogRecord, Metric, Signal, SignalKind } from '../../core/signal.ts'
import { fakeClock } from './clock.ts'
import { fakeExporter } from './exporter.ts'

export const RESOURCE: Resource = { service: 'shop', attributes: { 'service.name': 'shop' } }

export function logOf(body: string, severity = 9): LogRecord {
  return { kind: 'log', time: 1, uid: 'u', severity, body, attributes: {} }
}

export function errorOf(body: string): LogRecord {
  return logOf(body, 17)
}

export function gaugeOf(name: string, points = 1): Metric {
  const point = { attributes: {}, time: 1, value: 1 }
  return { kind: 'metric', type: 'gauge', name, points: Array.from({ length: points }, () => point) }
}

/** Sealed and due, as after a first try; `over` changes it. */
export function parcelWith(signals: Signal[], over: Partial<Parcel> = {}): Parcel {
  const [first] = signals
  return Object.assign(parcelOf(over.id ?? 'p', first.kind, RESOURCE, 0), {
    state: SEALED,
    due: true,
    signals,
    rank: rankOf(first),
    weight: weightOf(signals),
    bytes: signals.reduce((sum, signal) => sum + sizeOf(signal), 0),
    ...over,
  } satisfies Partial<Parcel>)
}

/** A list of parcels, and one lane for all that comes; what is buried is noted, and handed on to `bury`. */
export function fakeRooms(
  settings: { maxQueue?: number; maxQueueBytes?: number } = {},
  bury: (key: string, read?: Promise<unknown>) => void = () => {},
  recall: (shard: Parcel) => Promise<Signal[]> = () => Promise.resolve([]),
) {
  const clock = fakeClock()
  const account = createAccount()
  const exporter = fakeExporter()
  const lane: Lane = createLane(exporter)
  const buried: string[] = []
  const failures: unknown[] = []
  let ids = 0
  const newId = () => `id${++ids}`
  const begin = (kind: SignalKind) => parcelOf(newId(), kind, RESOURCE, clock.now())
  const bounds = { maxQueue: 200, maxQueueBytes: 262144, ...settings }
  const note = (key: string, read?: Promise<unknown>) => {
    buried.push(key)
    bury(key, read)
  }
  const parcels = createParcels(account, bounds, begin, note, recall)
  return {
    clock,
    account,
    exporter,
    lane,
    laneOf: (): Lane | undefined => lane,
    parcels,
    buried,
    failures,
    failed: (error: unknown) => void failures.push(error),
    begin,
    newId,
    /** Bodies of the logs that are in memory, parcel by parcel. */
    bodies: () => parcels.all.map((parcel) => parcel.signals.map((signal) => (signal as LogRecord).body)),
  }
}
