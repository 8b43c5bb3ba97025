import { createDiag, type Diag } from '../../core/internal/diag.ts'
import { createGuard } from '../../core/internal/guard.ts'
import type { PlatformEnv } from '../../core/platforms/env.ts'
import { fakeClock, type FakeClock } from './clock.ts'

export interface FakeEnv extends PlatformEnv {
  diag: Diag
  clock: FakeClock
}

export function fakeEnv(): FakeEnv {
  const diag = createDiag(false, {})
  return { diag, guard: createGuard(diag), clock: fakeClock() }
}
