import { createDiag } from '../../core/internal/diag.ts'
import { createGuard } from '../../core/internal/guard.ts'
import { readOptions } from '../../core/kit/options.ts'
import { createMeter } from '../../core/metrics/meter.ts'
import { createMonitor } from '../../core/monitor/monitor.ts'
import { withUserApi } from '../../core/monitor/user-api.ts'
import { storedDepot } from '../../core/outbox/depot.ts'
import { loadsOf } from '../../core/outbox/leave.ts'
import type { Parts } from '../../core/monitor/parts.ts'
import { contextProcessor } from '../../core/processors/context.ts'
import { deviceProcessor } from '../../core/processors/device.ts'
import { limitProcessor } from '../../core/processors/limit.ts'
import { createRedactor, redactProcessor } from '../../core/processors/redact.ts'
import { sampleProcessor, shareOf } from '../../core/processors/sample.ts'
import type { Signal } from '../../core/signal.ts'
import { fakeClock, type FakeClock } from './clock.ts'
import { fakeExporter } from './exporter.ts'
import { fakeFramework } from './framework.ts'
import { fakePlatform, type FakePlatform } from './platform.ts'
import { seeded } from './random.ts'

/** A monitor of the core's own parts on a fake device. */
export function testMonitor(
  given: {
    options?: Record<string, unknown>
    platform?: FakePlatform
    clock?: FakeClock
    seed?: number
    parts?: Partial<Parts>
  } = {},
) {
  const platform = given.platform ?? fakePlatform()
  const clock = given.clock ?? fakeClock()
  const framework = fakeFramework()
  const exporter = fakeExporter()
  const diag = createDiag(false, {})
  const config = readOptions({ service: 'shop', ...given.options }, diag.warn)
  const redact = createRedactor(config.redactKeys, !!config.redactUrl)
  const ambient = { attributes: config.attributes }
  const core = createMonitor({
    platform,
    framework,
    resource: { service: 'shop', attributes: { 'service.name': 'shop' } },
    clock,
    random: seeded(given.seed ?? 1),
    diag,
    guard: createGuard(diag),
    settings: config,
    instrumentations: [],
    capture: contextProcessor(ambient),
    processors: [deviceProcessor(), sampleProcessor(), redactProcessor(redact), limitProcessor()],
    exporters: [exporter],
    meter: createMeter,
    redact,
    ambient,
    shareOf,
    depot: storedDepot,
    loadsOf,
    ...given.parts,
  })
  const monitor = withUserApi(core)
  return {
    monitor,
    platform,
    framework,
    clock,
    exporter,
    diag,
    /** What has arrived after a flush. */
    async flushed(): Promise<Signal[]> {
      const done = monitor.flush()
      await clock.pass(0)
      await done
      return exporter.signals
    },
  }
}

export type TestMonitor = ReturnType<typeof testMonitor>
