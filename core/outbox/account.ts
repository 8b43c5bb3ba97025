import type { DropReason, Metric, SignalKind } from '../signal.ts'

export type Counts = { [kind: string]: number }
export type Drops = { [kind: string]: { [reason: string]: number } }

/** Where every signal went: taken in + restored = delivered + dropped + pending + stored. */
export interface Account {
  readonly taken: Counts
  /** Read back from storage, having been taken in by an earlier run. */
  readonly restored: Counts
  readonly delivered: Counts
  readonly dropped: Drops
  /** Drops that no metric has told of yet, by `kind:reason`. */
  unreported: Counts
  add(side: 'taken' | 'restored' | 'delivered', kind: SignalKind, n?: number): void
  drop(kind: SignalKind, reason: DropReason, n?: number): void
}

export function count(counts: Counts, key: string, n: number): void {
  counts[key] = (counts[key] || 0) + n
}

export function createAccount(): Account {
  const account: Account = {
    taken: {},
    restored: {},
    delivered: {},
    dropped: {},
    unreported: {},
    add: (side, kind, n = 1) => count(account[side], kind, n),
    drop(kind, reason, n = 1) {
      if (n <= 0) return
      count(account.dropped[kind] || (account.dropped[kind] = {}), reason, n)
      count(account.unreported, kind + ':' + reason, n)
    },
  }
  return account
}

/** The losses that no metric has told of yet, as one. */
export function lossesOf({ unreported }: Account, since: number, time: number): Metric {
  const start = Math.min(since, time)
  return {
    kind: 'metric',
    type: 'sum',
    name: 'miniprogram.monitor.dropped',
    unit: '1',
    temporality: 1,
    monotonic: true,
    points: Object.keys(unreported).map((key) => {
      const [signal, reason] = key.split(':')
      return { attributes: { signal, reason }, start, time, value: unreported[key] }
    }),
  }
}
