import type { Framework } from './framework.ts'
import { systemClock, type Clock } from './internal/clock.ts'
import { createDiag, type Diag } from './internal/diag.ts'
import { createGuard, type Guard } from './internal/guard.ts'
import type { Random } from './internal/id.ts'
import type { Draft, Kit, Setup } from './kit.ts'
import { createMeter } from './metrics/meter.ts'
import { createMonitor, type Monitor } from './monitor.ts'
import { inertMonitor } from './inert.ts'
import type { Config, Options } from './options.ts'
import type { DriverEnv, FindPlatform, Platform } from './platform.ts'
import { contextProcessor } from './processors/context.ts'
import { limitProcessor } from './processors/limit.ts'
import { createRedactor, redactProcessor } from './processors/redact.ts'
import type { Resource } from './resource.ts'
import type { Attributes } from './signal.ts'
import { SDK_NAME, SDK_VERSION } from './version.ts'

/** What may be replaced in a test. */
export interface Services {
  clock?: Clock
  random?: Random
  diag?: Diag
}

interface Around extends Services {
  framework(env: DriverEnv): Framework
  platform: FindPlatform
  /** The options are good: ends what runs; resolves when that has stored what it had. */
  begin?(diag: Diag): Promise<void> | undefined
  onShutdown?(monitor: Monitor, done: Promise<void>): void
}

/**
 * A kit and the user's options become a monitor.
 * @param options the user's; a `Config` where the kit reads none
 * @throws Error if `service` is missing
 */
export function compose(kit: Kit, options: Options | Config, around: Around): Monitor {
  const warnings: string[] = []
  const config = kit.read ? kit.read(options, (warning) => warnings.push(warning)) : (options as Config)
  const diag = around.diag || createDiag(config.debug)
  warnings.forEach(diag.warn)
  const guard = createGuard(diag)
  const clock = guarded(around.clock || systemClock(), guard)
  const env = { guard, clock, diag }
  const platform = guard.run('platform', () => around.platform(env, config.platform))
  if (!platform) {
    diag.warn('unknown platform: nothing is monitored')
    return inertMonitor(diag)
  }
  const predecessor = around.begin && around.begin(diag)
  const framework = around.framework(env)
  const setup: Setup = { config, platform, own: [] }
  const draft: Draft = { instrumentations: [], processors: [], exporters: [] }
  kit.slices.forEach((slice) => slice(draft, setup))
  draft.exporters.forEach(({ url }) => url && setup.own.push(url))
  const redact = createRedactor(config.redactKeys, !!config.redactUrl)
  const ambient = { attributes: config.attributes }
  return createMonitor(
    Object.assign({ random: Math.random }, around, draft, {
      platform,
      framework,
      resource: resourceOf(config, platform, framework),
      clock,
      diag,
      guard,
      settings: config,
      // what no monitor may be without
      capture: contextProcessor(ambient),
      processors: draft.processors.concat(redactProcessor(redact), limitProcessor()),
      meter: createMeter,
      redact,
      ambient,
      predecessor,
    }),
  )
}

function resourceOf(config: Config, platform: Platform, framework: Framework): Resource {
  const attributes: Attributes = {
    'service.name': config.service,
    'service.version': config.serviceVersion,
    'telemetry.sdk.name': SDK_NAME,
    'telemetry.sdk.version': SDK_VERSION,
    'telemetry.sdk.language': 'webjs',
    'miniprogram.platform': platform.name,
    'miniprogram.framework': framework.name,
  }
  if (config.serviceInstance) attributes['service.instance.id'] = config.serviceInstance
  return { service: config.service, instance: config.serviceInstance, attributes }
}

/** What a timer of ours throws is ours. */
function guarded(clock: Clock, guard: Guard): Clock {
  return Object.assign({}, clock, {
    after: (ms: number, fn: () => void) => clock.after(ms, guard.wrap('timer', fn)),
  })
}
