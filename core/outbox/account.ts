import { DROPPED_REASON, DROPPED_SIGNAL, MINIPROGRAM_MONITOR_DROPPED } from '../names.ts'
import type { DropReason, Metric, Signal, SignalKind } from '../signal.ts'

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
  return { taken: none(), restored: none(), delivered: none(), dropped: none(), unreported: none() }
}

/** Counts by names that come from outside: no name is there before, `__proto__` neither. */
export function none<T = number>(): { [name: string]: T } {
  return Object.create(null) as { [name: string]: T }
}

export function count(counts: Counts, key: string, n: number): void {
  counts[key] = (counts[key] || 0) + n
}

export function lose(account: Account, kind: SignalKind, reason: DropReason, n: number): void {
  if (!(n > 0)) return
  count(account.dropped[kind] || (account.dropped[kind] = none()), reason, n)
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

/**
 * Of these metrics, which were lost for that reason, some may have told of losses: those are to be told of again. That the
 * report itself was lost is not told, or each would be the cause of the next.
 */
export function tellAgain({ unreported }: Account, reason: DropReason, lost: readonly Signal[]): void {
  lost.forEach((metric) => {
    if (metric.kind !== 'metric' || metric.name !== MINIPROGRAM_MONITOR_DROPPED) return
    const own = 'metric:' + reason
    const left = (unreported[own] || 0) - metric.points.length
    if (left > 0) unreported[own] = left
    else delete unreported[own]
    metric.points.forEach(({ attributes, value }) => {
      const key = attributes[DROPPED_SIGNAL] + ':' + attributes[DROPPED_REASON]
      // it may come from storage
      if (/^[a-z]+:[a-z_]+$/i.test(key) && typeof value === 'number' && value > 0)
        count(unreported, key, value)
    })
  })
}
