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
  /** A request, an error, or a duration that the kit measures. */
  kind: 'request' | 'error' | 'app_launch' | 'first_render'
  /** ms; of an error 0. */
  duration: number
  failed?: boolean
  /** exception.type. */
  type?: string
  /** ms; of a request, when the kit sent its count. */
  flushed?: number
}

/** A request of the kit. */
export interface Sent {
  path: string
  body: string
}

/** ms; what the kit does by default. */
export const FLUSH_INTERVAL = 5000

export function startOf({ start = Date.UTC(2026, 8, 1, 8) }: Pick<Fleet, 'start'>): number {
  return Math.floor(start / MINUTE) * MINUTE
}
