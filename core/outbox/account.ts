import { DROPPED_REASON, DROPPED_SIGNAL, MINIPROGRAM_MONITOR_DROPPED } from '../names.ts'
import type { DropReason, Metric, SignalKind } from '../signal.ts'

export type Counts = { [kind: string]: number }
export type Drops = { [kind: string]: Counts }

/** Where every signal went: taken in + restored = delivered + dropped + pending + stored. */
export interface Account {
  readonly taken: Counts
  /** Read back from storage, having been taken in by an earlier run. */
  readonly restored: Counts
  readonly delivered: Counts
  /** By kind and reason. */
  readonly dropped: Drops
  /** Drops that no metric has told of yet, by `kind:reason`. */
  unreported: Counts
}

export function createAccount(): Account {
  return { taken: {}, restored: {}, delivered: {}, dropped: {}, unreported: {} }
}

export function count(counts: Counts, key: string, n: number): void {
  counts[key] = (counts[key] || 0) + n
}

export function lose(account: Account, kind: SignalKind, reason: DropReason, n: number): void {
  if (n <= 0) return
  count(account.dropped[kind] || (account.dropped[kind] = {}), reason, n)
  count(account.unreported, kind + ':' + reason, n)
}

/** Losses, by `kind:reason`, as one metric. */
export function lossesOf(unreported: Counts, since: number, time: number): Metric {
  return {
    kind: 'metric',
    type: 'sum',
    name: MINIPROGRAM_MONITOR_DROPPED,
    unit: '1',
    temporality: 1,
    monotonic: true,
    points: Object.keys(unreported).map((key) => {
      const [signal, reason] = key.split(':')
      const attributes = { [DROPPED_SIGNAL]: signal, [DROPPED_REASON]: reason }
      return { attributes, start: Math.min(since, time), time, value: unreported[key] }
    }),
  }
}
