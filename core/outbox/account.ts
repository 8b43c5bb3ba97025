import type { DropReason, SignalKind } from '../signal.ts'

export type Counts = { [kind: string]: number }
export type Drops = { [kind: string]: { [reason: string]: number } }

/** Where every signal went: taken in + restored = delivered + dropped + pending + stored. */
export interface Account {
  readonly taken: Counts
  /** Read back from storage, having been taken in by an earlier run. */
  readonly restored: Counts
  readonly delivered: Counts
  readonly dropped: Drops
  add(side: 'taken' | 'restored' | 'delivered', kind: SignalKind, n?: number): void
  drop(kind: SignalKind, reason: DropReason, n?: number): void
  /** Drops that no metric has told of yet. */
  readonly unreported: readonly DropCount[]
  /** Of an earlier run. */
  carry(drop: DropCount): void
  reported(): void
}

export interface DropCount {
  kind: string
  reason: string
  count: number
}

export function createAccount(): Account {
  const dropped: Drops = {}
  let fresh: DropCount[] = []
  const account: Account = {
    taken: {},
    restored: {},
    delivered: {},
    dropped,
    add(side, kind, n = 1) {
      const counts = account[side]
      counts[kind] = (counts[kind] || 0) + n
    },
    drop(kind, reason, n = 1) {
      if (!n) return
      const reasons = dropped[kind] || (dropped[kind] = {})
      reasons[reason] = (reasons[reason] || 0) + n
      account.carry({ kind, reason, count: n })
    },
    carry({ kind, reason, count }) {
      const entry = fresh.filter((f) => f.kind === kind && f.reason === reason)[0]
      if (entry) entry.count += count
      else fresh.push({ kind, reason, count })
    },
    get unreported() {
      return fresh
    },
    reported() {
      fresh = []
    },
  }
  return account
}
