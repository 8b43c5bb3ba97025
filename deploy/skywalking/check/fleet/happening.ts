import { MINUTE } from '../model/meters.ts'

/* A fleet, what happens in it, and what it sends. */

export interface Fleet {
  platform: string
  devices: number
  /** Whole minutes that the app is in use. */
  minutes: number
  seed: number
  /** ms, whole minutes; by default some day of the past. */
  start?: number
}

export interface Happening {
  /** ms; when it ended. */
  at: number
  page: string
  instance: string
  /** Which of the fleet's. */
  device: number
  /** A request, an error, a setData, code that blocked, a visit, what the kit says that it lost, or else a duration, by the name of its gauge. */
  kind: 'request' | 'error' | 'update' | 'lag' | 'dropped' | Visit | Gauge
  /** ms; of an error 0. */
  duration: number
  /** Of an update: size and keys of its data. */
  bytes?: number
  keys?: number
  /** Of what was lost: why, and how many. */
  reason?: string
  count?: number
  failed?: boolean
  /** exception.type. */
  type?: string
  /** ms; when the kit sent it. */
  flushed?: number
  /** Of a gauge: in which of the device's requests it went. */
  batch?: number
}

export type Gauge =
  'app_launch' | 'first_render' | 'route' | 'script' | 'package_load' | 'fcp' | 'lcp' | 'inp'
/** Counts of the app and its pages; a stay when it ends. */
export type Visit = 'cold' | 'session' | 'view' | 'stay'

export function isGauge(kind: Happening['kind']): kind is Gauge {
  return !/request|error|update|lag|dropped|cold|session|view|stay/.test(kind)
}

/** A request of the kit. */
export interface Sent {
  path: string
  body: string
}

/** ms; what the kit does by default. */
export const FLUSH_INTERVAL = 5000

/** ms; under the minute of which it is stored: a count goes by its flush, a gauge by itself. */
export function storedAt({ kind, at, flushed = at }: Happening): number {
  return isGauge(kind) ? at : flushed
}

export function startOf({ start = Date.UTC(2026, 8, 1, 8) }: Pick<Fleet, 'start'>): number {
  return Math.floor(start / MINUTE) * MINUTE
}
