import type { Config } from '../../core/index.ts'
import type { PlatformName } from '../../core/platforms/names.ts'

/** Platforms that take ArrayBuffer bodies; a test compares with the drivers. */
export const BINARY: readonly PlatformName[] = ['wechat', 'alipay', 'bytedance', 'h5']

/** Platforms that measure first and largest paints. */
export const ENTRIES: readonly PlatformName[] = ['wechat', 'bytedance']

/** Parts of the core by name, and how they are written into the kit. */
export interface Slices {
  /** To be imported from `mini-monitor/core`. */
  names: string[]
  /** Expressions, in the order of `preset`. */
  slices: string[]
}

/** What an app may go without, though its options do not say so. */
export interface PartsOptions {
  /**
   * What can not be sent at once waits in storage for the next run, and the session goes on after a restart. Without it
   * what memory holds is lost when the app is killed, and a session is a run; what an earlier build stored is erased: 5.2
   * kB less, 2.2 gzipped.
   *
   * @default true
   */
  storage?: boolean
  /**
   * An error that repeats becomes one record with a count, and a burst is bounded. Without it each goes out as it comes,
   * within `maxQueue`: 1.2 kB less, 0.5 gzipped.
   *
   * @default true
   */
  limits?: boolean
  /**
   * Segments that the app makes itself, `record('segment', …)`, have a way out, also without tracing. Without it they are
   * dropped as `no_exporter`: 2.3 kB less, 0.9 gzipped, unless traces go to SkyWalking.
   *
   * @default true
   */
  record?: boolean
}

/** Which parts a kit has; what is not named it has not. */
export interface Wanted extends PartsOptions {
  headers?: unknown
  leaving?: unknown
  webViews?: unknown
  breadcrumbs?: unknown
  errors?: unknown
  /** Of traces; an empty list: no tracing. */
  propagators?: readonly string[]
  pageTraces?: unknown
  claims?: unknown
  requests?: unknown
  events?: unknown
  page?: unknown
  session?: unknown
  performance?: unknown
  vitals?: unknown
  webVitals?: unknown
  updates?: unknown
  lag?: unknown
  resources?: unknown
  device?: unknown
  sampling?: unknown
  /** Encoder of logs and metrics, by its name in the core. */
  otlp?: Encoder
  skywalking?: unknown
  consoleLog?: unknown
  legacy?: unknown
}

export type Encoder = 'otlpHttp' | 'otlpJson' | 'otlpProto'

/** The parts by name, in the order of `preset`. */
export function slicesFrom(wanted: Wanted): Slices {
  const { propagators = [], otlp } = wanted
  const all: [wanted: unknown, slice: string, ...names: string[]][] = [
    // what is refused or hidden is written there
    [wanted.headers, 'headers'],
    [true, wanted.storage === false ? 'memory' : 'storage'],
    [wanted.limits !== false, 'limits'],
    [wanted.leaving, 'leaving'],
    [wanted.webViews, 'webViews'],
    [wanted.page || wanted.breadcrumbs || wanted.pageTraces, 'views'],
    [wanted.breadcrumbs, 'breadcrumbs'],
    [wanted.errors, 'errors'],
    [propagators.length, `tracing({ ${propagators.join(', ')} })`, 'tracing', ...propagators],
    [wanted.pageTraces, 'pageTraces'],
    [wanted.claims, 'claims'],
    [wanted.requests, 'requests'],
    [wanted.events, 'events'],
    [wanted.page, 'page'],
    [wanted.session, 'session'],
    [wanted.performance, 'performance'],
    [wanted.vitals, 'vitals'],
    [wanted.webVitals, 'webVitals'],
    [wanted.updates, 'updates'],
    [wanted.lag, 'lag'],
    [wanted.resources, 'resources'],
    [wanted.device, 'device'],
    [wanted.sampling, 'sampling'],
    [otlp, `otlp(${otlp})`, 'otlp', String(otlp)],
    [wanted.skywalking, 'skywalking'],
    [wanted.consoleLog, 'consoleLog'],
    [wanted.legacy, 'legacy'],
  ]
  const chosen = all.filter(([asked]) => asked)
  return {
    names: chosen.flatMap(([, slice, ...names]) => (names.length ? names : [slice])),
    slices: chosen.map(([, slice]) => slice),
  }
}

/** What these platforms can be sent with, so that nothing is shipped that none of them could use. */
export function encoderOf(encoding: Config['encoding'], drivers: readonly PlatformName[]): Encoder {
  const binary = encoding === 'proto' ? drivers.filter((driver) => BINARY.includes(driver)) : []
  if (!binary.length) return 'otlpJson'
  return binary.length < drivers.length ? 'otlpHttp' : 'otlpProto'
}

/**
 * What the kit of an app with this configuration is made of: nothing that could never be of use in it.
 * @param drivers one, or, where one file is for several platforms, all of them
 * @param given whether functions come from a module of the app
 */
export function wantedBy(
  config: Config,
  drivers: readonly PlatformName[],
  parts: PartsOptions = {},
  given = false,
): Wanted {
  const { enable, endpoints, sampling, tracing } = config
  const spans = tracing.exporter === 'otlp' ? endpoints.traces : undefined
  const otlp = endpoints.logs || endpoints.metrics || spans
  const onWeb = drivers.includes('h5')
  const shares = [sampling.session, sampling.error, sampling.perf, sampling.request]
  return {
    ...parts,
    headers: given,
    leaving: onWeb,
    webViews: config.webViews.length,
    breadcrumbs: enable.error && config.breadcrumbs.max,
    errors: enable.error,
    propagators: enable.tracing ? tracing.propagators : [],
    pageTraces: enable.tracing && tracing.pages,
    claims: enable.request || enable.tracing,
    requests: enable.request || enable.tracing,
    events: config.events,
    page: enable.page,
    session: enable.session,
    performance: enable.perf,
    vitals: enable.perf && ENTRIES.some((name) => drivers.includes(name)),
    webVitals: enable.perf && onWeb,
    updates: config.updates,
    lag: config.lag,
    resources: config.resources && onWeb,
    device: config.deviceContext,
    sampling: shares.some((share) => share < 1),
    otlp: otlp ? encoderOf(config.encoding, drivers) : undefined,
    // segments of the app's own come through record(), whatever becomes of spans
    skywalking:
      endpoints.segments && (parts.record !== false || (enable.tracing && tracing.exporter === 'skywalking')),
    consoleLog: !(otlp || endpoints.traces || endpoints.segments),
  }
}

/** The parts of `wantedBy` for an app that is built for one platform. */
export function slicesOf(
  config: Config,
  driver: PlatformName,
  parts: PartsOptions = {},
  given = false,
): Slices {
  return slicesFrom(wantedBy(config, [driver], parts, given))
}
