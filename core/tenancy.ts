import type { Clock } from './internal/clock.ts'

/** What is claimed: the name of a shard, and which run of the app wrote it. */
export interface Claim {
  key: string
  owner: string
}

/** Who may read which shard, where several contexts (tabs) of an app run at once and share one storage. */
export interface Tenancy {
  /** Of this run. */
  readonly owner: string
  /** Others may run at the same time: a shard that has gone is theirs. */
  readonly shared: boolean
  /** Says that this run is alive, and finds out which others are. */
  enter(): Promise<void>
  /** Gives up what this run has stored: another tab may take it. */
  leave(): void
  isLease(key: string): boolean
  /** Whether its owner is gone. */
  mayTake(owner: string): boolean
  /** What a shard holds, which from now on is this run's; undefined if somebody else has it. */
  take(claim: Claim): Promise<string | undefined>
}

export interface TenancyOptions {
  /** What every key begins with. */
  prefix: string
  owner: string
  clock: Clock
}
