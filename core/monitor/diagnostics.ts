import type { DiagEntry } from '../internal/diag.ts'
import type { Counts, Drops } from '../outbox/account.ts'

/** What `monitor.diagnostics()` tells; plain JSON. Signals are counted by kind, metrics by their data points. */
export interface Diagnostics {
  state: 'running' | 'waiting for consent' | 'consent denied' | 'stopped' | 'inactive'
  platform: string
  framework: string
  /** taken + restored = delivered + dropped + pending + stored */
  taken: Counts
  /** Read back from storage; an earlier run took them in. */
  restored: Counts
  delivered: Counts
  /** By kind and reason. */
  dropped: Drops
  /** In memory. */
  pending: Counts
  /** Of earlier runs, in storage, not read yet. */
  stored: Counts
  /** One for each exporter: how the last request of it ended, and when the next is due. */
  collector: {
    name: string
    url?: string
    sending: boolean
    failures: number
    retryIn: number
    last?: string
  }[]
  /** What of the platform could be observed. */
  patched: Record<string, boolean>
  errors: readonly DiagEntry[]
  warnings: readonly string[]
}
