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
  /** Drops since the last call: each is reported once. */
  unreported(): { kind: string; reason: string; count: number }[]
}

export function createAccount(): Account {
  const dropped: Drops = {}
  let fresh: { kind: string; reason: string; count: number }[] = []
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
      const entry = fresh.filter((f) => f.kind === kind && f.reason === reason)[0]
      if (entry) entry.count += n
      else fresh.push({ kind, reason, count: n })
    },
    unreported() {
      const result = fresh
      fresh = []
      return result
    },
  }
  return account
}
