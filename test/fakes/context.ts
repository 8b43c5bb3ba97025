import type { Context, ErrorReport } from '../../core/context.ts'
import { createDiag } from '../../core/internal/diag.ts'
import { createGuard } from '../../core/internal/guard.ts'
import { hexId } from '../../core/internal/id.ts'
import { createTally } from '../../core/internal/tally.ts'
import { cleanUrl } from '../../core/internal/url.ts'
import { createMeter } from '../../core/metrics/meter.ts'
import type { Attributes, Signal } from '../../core/signal.ts'
import { fakeClock, type FakeClock } from './clock.ts'
import { fakeFramework } from './framework.ts'
import { fakePlatform, type FakePlatform } from './platform.ts'
import { seeded } from './random.ts'

/** What an instrumentation or a processor is installed with; notes what it is told. */
export function testContext(given: Partial<Context> & { platform?: FakePlatform; clock?: FakeClock } = {}) {
  const platform = given.platform ?? fakePlatform()
  const clock = given.clock ?? fakeClock()
  const framework = fakeFramework()
  const diag = createDiag(false, {})
  const emitted: Signal[] = []
  const reports: ErrorReport[] = []
  const drops: string[] = []
  const touched = { times: 0 }
  const random = seeded(1)
  const drop = (kind: string, reason: string) => void drops.push(`${kind} ${reason}`)
  const meter = createMeter({
    clock,
    redact: (attributes: Attributes) => attributes,
    touch: () => touched.times++,
    overflow: () => drop('metric', 'queue_full'),
  })
  const context: Context = {
    framework,
    resource: { service: 'shop', attributes: { 'service.name': 'shop' } },
    random,
    diag,
    guard: createGuard(diag),
    meter,
    appRequests: createTally(clock, 65000),
    unanswered: {},
    hooks: { running: 0 },
    patched: {},
    page: () => platform.page,
    session: () => 'a'.repeat(32),
    traceId: () => hexId(random, 32),
    consent: () => 'granted',
    cleanUrl,
    emit: (signal) => void emitted.push(signal),
    emitLater(make) {
      const signal = make()
      if (signal) emitted.push(signal)
    },
    catchUp() {},
    report: (report) => void reports.push(report),
    keep: () => true,
    touch: () => touched.times++,
    drop,
    ...given,
    platform,
    clock,
  }
  return { context, platform, framework, clock, meter, diag, emitted, reports, drops, touched }
}
