import { createDiag, type Diag } from '../../core/internal/diag.ts'
import { createGuard } from '../../core/internal/guard.ts'
import type { DriverEnv } from '../../core/platform.ts'
import { fakeClock, type FakeClock } from './clock.ts'

export interface FakeEnv extends DriverEnv {
  diag: Diag
  clock: FakeClock
}

export function fakeEnv(): FakeEnv {
  const diag = createDiag(false, {})
  return { diag, guard: createGuard(diag), clock: fakeClock() }
}
