import type { Framework } from '../framework.ts'
import { systemClock, type Clock } from '../internal/clock.ts'
import { createDiag, type Diag } from '../internal/diag.ts'
import { createGuard } from '../internal/guard.ts'
import type { Random } from '../internal/id.ts'
import { SDK_NAME, SDK_VERSION } from '../internal/version.ts'
import { createMeter } from '../metrics/meter.ts'
import type { MonitorCore } from '../monitor/api.ts'
import { inertMonitor } from '../monitor/inert.ts'
import { createMonitor } from '../monitor/monitor.ts'
import {
  MINIPROGRAM_FRAMEWORK,
  MINIPROGRAM_PLATFORM,
  SERVICE_INSTANCE_ID,
  SERVICE_NAME,
  SERVICE_VERSION,
  TELEMETRY_SDK_LANGUAGE,
  TELEMETRY_SDK_NAME,
  TELEMETRY_SDK_VERSION,
} from '../names.ts'
import type { DriverEnv, FindPlatform, Platform } from '../platform.ts'
import { contextProcessor } from '../processors/context.ts'
import { createRedactor, redactProcessor } from '../processors/redact.ts'
import type { Resource } from '../resource.ts'
import type { Attributes } from '../signal.ts'
import type { Parts } from '../monitor/parts.ts'
import type { Draft, Kit } from './kit.ts'
import type { Config } from './options.ts'
import type { Options } from './user-options.ts'

/** What may be replaced in a test. */
export interface Services {
  /** Wall clock, in ms since the epoch, timers and the monotonic tick. */
  clock?: Clock
  /** Where ids and samples come from. */
  random?: Random
  /** Where warnings go; default: the console. */
  diag?: Diag
}

export interface Around extends Services {
  framework(env: DriverEnv): Framework
  platform: FindPlatform
  /** The options are good: ends what runs; resolves when that has stored what it had. @internal */
  begin?(diag: Diag): Promise<void> | undefined
  /** Whether one before found no platform; then it is not said again. @internal */
  wasUnknown?(): boolean
  /** @internal */
  onUnknown?(): void
  /** @internal */
  onShutdown?(monitor: MonitorCore, done: Promise<void>): void
}

/**
 * A kit and the user's options become a monitor; `withUserApi` gives it what apps call.
 * @param options the user's; a `Config` where the kit reads none
 * @throws Error if `service` is missing
 */
export function assemble(kit: Kit, options: Options | Config, around: Around): MonitorCore {
  const warnings: string[] = []
  const config = kit.read ? kit.read(options, (warning) => warnings.push(warning)) : (options as Config)
  const look = (told: Diag) => lookAround(around, told, config.platform)
  const muted = around.wasUnknown && around.wasUnknown() && !look(createDiag(false, {})).platform
  const diag = around.diag || createDiag(config.debug, muted ? {} : undefined)
  warnings.forEach(diag.warn)
  const { env, platform } = look(diag)
  const { clock, guard } = env
  if (!platform) {
    diag.warn('unknown platform: nothing is monitored')
    if (around.onUnknown) around.onUnknown()
    return inertMonitor(diag)
  }
  const predecessor = around.begin && around.begin(diag)
  const framework = around.framework(env)
  const { attributes, redactKeys } = config
  const redact = createRedactor(redactKeys, !!config.redactUrl)
  const ambient = { attributes }
  // one literal: engines keep objects that grow by assignment as dictionaries, which are larger and slower
  const draft: Draft = {
    config,
    settings: config,
    platform,
    framework,
    resource: resourceOf(config, platform.name, framework.name),
    clock,
    diag,
    guard,
    random: around.random || Math.random,
    own: [],
    instrumentations: [],
    processors: [],
    exporters: [],
    capture: contextProcessor(ambient),
    meter: createMeter,
    redact,
    ambient,
    predecessor,
    onShutdown: around.onShutdown,
  }
  kit.slices.forEach((slice) => slice(draft))
  draft.exporters.forEach(({ url }) => url && draft.own.push(url))
  // what no monitor may be without
  draft.processors.push(redactProcessor(redact))
  if (draft.limit) draft.processors.push(draft.limit)
  if (draft.behind) draft.processors.push(draft.behind)
  return createMonitor(draft as Parts)
}

/** The platform that is there, if there is one, and what it is built with. */
function lookAround(around: Around, diag: Diag, name?: string): { env: DriverEnv; platform?: Platform } {
  const guard = createGuard(diag)
  const base = around.clock || systemClock()
  const clock: Clock = Object.assign({}, base, {
    // what a timer of ours throws is ours
    after: (ms: number, fn: () => void) => base.after(ms, guard.wrap('timer', fn)),
  })
  const env = { guard, clock, diag }
  return { env, platform: guard.run('platform', around.platform, env, name) }
}

function resourceOf(
  { service, serviceInstance, serviceVersion }: Config,
  platform: string,
  framework: string,
): Resource {
  const attributes: Attributes = {
    [SERVICE_NAME]: service,
    [SERVICE_VERSION]: serviceVersion,
    [TELEMETRY_SDK_NAME]: SDK_NAME,
    [TELEMETRY_SDK_VERSION]: SDK_VERSION,
    [TELEMETRY_SDK_LANGUAGE]: 'webjs',
    [MINIPROGRAM_PLATFORM]: platform,
    [MINIPROGRAM_FRAMEWORK]: framework,
  }
  if (serviceInstance) attributes[SERVICE_INSTANCE_ID] = serviceInstance
  return { service, instance: serviceInstance, attributes }
}
