import type { Clock } from '../internal/clock.ts'
import type { Diag } from '../internal/diag.ts'
import type { Guard } from '../internal/guard.ts'

/** What a driver is built with. */
export interface PlatformEnv {
  guard: Guard
  clock: Clock
  diag: Diag
}
