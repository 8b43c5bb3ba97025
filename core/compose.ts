import type { Exporter } from './exporter.ts'
import type { Framework } from './framework.ts'
import type { Context, Instrumentation } from './instrumentation.ts'
import { systemClock, type Clock } from './internal/clock.ts'
import { createDiag, type Diag } from './internal/diag.ts'
import { createGuard, type Guard } from './internal/guard.ts'
import type { Random } from './internal/id.ts'
import type { Meter, MeterOptions } from './metric.ts'
import { createMonitor, type Monitor } from './monitor.ts'
import { inertMonitor } from './inert.ts'
import { readOptions, type Config, type Options } from './options.ts'
import type { Platform } from './platform.ts'
import type { ProcessorFactory, Redact } from './processor.ts'
import type { Resource } from './resource.ts'
import type { Sampler } from './sampler.ts'
import type { Attributes } from './signal.ts'
import { SDK_NAME, SDK_VERSION } from './version.ts'

/** What the factories of a kit go by. */
export interface Setup {
  config: Config
  platform: Platform
  /** The kit's own endpoints; requests of the app to exactly these are not measured. */
  own: string[]
}

/** Factories of parts; one that the options switch off gives undefined. */
export interface Kit {
  instrumentations: ((setup: Setup) => Instrumentation | undefined)[]
  exporters: ((setup: Setup) => Exporter[])[]
  capture(ambient: { attributes: Attributes; user?: string }): ProcessorFactory
  processors: ((setup: Setup, redact: Redact) => ProcessorFactory | undefined)[]
  redactor(config: Config): Redact
  meter(options: MeterOptions): Meter
  shareOf(session: string, sort: string): number
  sampler?(config: Config): Sampler
  /** Reads what another kit left in storage; called once, with consent. */
  takeOver?(context: Context): void
}

/** What may be replaced in a test. */
export interface Services {
  clock?: Clock
  random?: Random
  diag?: Diag
}

/** What a driver is built with. */
export interface DriverEnv {
  guard: Guard
  clock: Clock
  diag: Diag
}

/** How to come by the platform; undefined where none is known, which makes an inert monitor. */
export type FindPlatform = (env: DriverEnv, name: string | undefined) => Platform | undefined

interface Around extends Services {
  framework(env: DriverEnv): Framework
  platform: FindPlatform
  /** The options are good: ends what runs; resolves when that has stored what it had. */
  begin?(diag: Diag): Promise<void> | undefined
  onShutdown?(monitor: Monitor, done: Promise<void>): void
}

/**
 * A kit of factories and the user's options become a monitor.
 * @throws Error if `service` is missing
 */
export function compose(kit: Kit, options: Options, around: Around): Monitor {
  const warnings: string[] = []
  const config = readOptions(options, (warning) => warnings.push(warning))
  const diag = around.diag || createDiag(config.debug)
  warnings.forEach(diag.warn)
  const guard = createGuard(diag)
  const clock = guarded(around.clock || systemClock(), guard)
  const env = { guard, clock, diag }
  const platform = guard.run('platform', () => around.platform(env, config.platform))
  if (!platform) {
    diag.warn('no mini program or web page found here: nothing is monitored')
    return inertMonitor(diag)
  }
  const predecessor = around.begin && around.begin(diag)
  const framework = around.framework(env)
  const setup: Setup = { config, platform, own: [] }
  const exporters = kit.exporters.reduce((all: Exporter[], make) => all.concat(make(setup)), [])
  exporters.forEach((exporter) => exporter.url && setup.own.push(exporter.url))
  const redact = kit.redactor(config)
  const ambient = { attributes: config.attributes }
  return createMonitor({
    platform,
    framework,
    resource: resourceOf(config, platform, framework),
    clock,
    random: around.random || Math.random,
    diag,
    guard,
    settings: config,
    instrumentations: whole(kit.instrumentations.map((make) => make(setup))),
    capture: kit.capture(ambient),
    processors: whole(kit.processors.map((make) => make(setup, redact))),
    exporters,
    sampler: config.enable.tracing && kit.sampler ? kit.sampler(config) : undefined,
    meter: kit.meter,
    redact,
    ambient,
    shareOf: kit.shareOf,
    takeOver: kit.takeOver,
    predecessor,
    onShutdown: around.onShutdown,
  })
}

function whole<T>(list: (T | undefined)[]): T[] {
  return list.filter((item): item is T => !!item)
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
