/** The whole kit on a fake device, and what must hold of it after a storm. */
import { expect } from 'vitest'
import type { Framework } from '../../core/framework.ts'
import { createDiag } from '../../core/internal/diag.ts'
import { compose } from '../../core/kit/compose.ts'
import { preset } from '../../core/kit/preset.ts'
import type { Monitor } from '../../core/monitor/api.ts'
import type { Platform } from '../../core/platform.ts'
import { balanceOf } from '../fakes/balance.ts'
import { fakeClock, type FakeClock } from '../fakes/clock.ts'
import { seeded } from '../fakes/random.ts'
import { SEED } from './figures.ts'

export const SILENT = { warn() {}, log() {}, error() {} }
const FRAMEWORK: Framework = { name: 'fuzz', observePages: () => () => {}, observeErrors: () => () => {} }

/** The full kit on a device; `options` and `platform` as hostile as they come. */
export function start(options: object, platform: Platform | undefined, clock = fakeClock()): Monitor {
  return compose(
    preset,
    { service: 'shop', ...options },
    {
      clock,
      random: seeded(SEED),
      diag: createDiag(false, SILENT),
      framework: () => FRAMEWORK,
      platform: () => platform,
    },
  )
}

export const COLLECTOR = { collector: 'https://collector.example', encoding: 'json' as const }

/** After the storm: a good signal arrives, and the account is even. */
export async function stillWorks(monitor: Monitor, clock: FakeClock, bodies: () => string): Promise<void> {
  // past time-outs, back-off and the rate limit
  await clock.pass(400000)
  monitor.log('good after the storm')
  await clock.pass(400000)
  if (!bodies().includes('good after the storm')) console.log(JSON.stringify(monitor.diagnostics(), null, 1))
  expect(bodies()).toContain('good after the storm')
  const { in: taken, out } = balanceOf(monitor as never)
  expect(out).toBe(taken)
  JSON.stringify(monitor.diagnostics())
}
