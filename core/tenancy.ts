import type { Clock } from './internal/clock.ts'
import type { Storage } from './storage.ts'

/**
 * The storage of an app of which several contexts (tabs) run at once: each finds what is nobody's, under names that
 * only it knows it by.
 */
export interface Tenancy extends Storage {
  /**
   * Says that this run is alive, and gives what was left behind by others; with `all`, bows out and gives all that
   * others have, whether alive or not, their leases, too. This run's own it knows.
   */
  keys(prefix: string, all?: boolean): Promise<string[]>
  /** From now on it is this run's. Rejects without an error if another has taken it. */
  get(key: string): Promise<string | undefined>
  /** Gives up what this run has stored: another may take it. */
  leave(): Promise<void>
  hide(): void
  show(): void
}

export interface TenancyOptions {
  /** What every key begins with. */
  prefix: string
  /** Of this run. */
  owner: string
  clock: Clock
  /** Hidden for long: what is stored had better be left to others. */
  leave(): void
  /** Back again: what there is has to be found anew. */
  enter(): void
}
