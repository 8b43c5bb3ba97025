import type { Config } from '../../core/index.ts'
import type { PlatformName } from '../../core/platforms/names.ts'

/** Platforms that take ArrayBuffer bodies; a test compares with the drivers. */
export const BINARY: readonly PlatformName[] = ['wechat', 'alipay', 'bytedance', 'h5']

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
   * what memory holds is lost when the app is killed, and a session is a run: 5.2 kB less, 2.2 gzipped.
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
}

/**
 * What the kit of an app with this configuration is made of: nothing that could never be of use in it.
 * @param given whether functions come from a module of the app
 */
export function slicesOf(
  config: Config,
  driver: PlatformName,
  parts: PartsOptions = {},
  given = false,
): Slices {
  const { enable, endpoints, sampling, tracing } = config
  const spans = tracing.exporter === 'otlp' ? endpoints.traces : undefined
  const otlp = endpoints.logs || endpoints.metrics || spans
  const proto = config.encoding === 'proto' && BINARY.includes(driver)
  const some = otlp || endpoints.traces || endpoints.segments
  const shares = [sampling.session, sampling.error, sampling.perf, sampling.request]
  const all: [wanted: unknown, slice: string, ...names: string[]][] = [
    // what is refused or hidden is written there
    [given, 'headers'],
    [true, parts.storage === false ? 'memory' : 'storage'],
    [parts.limits !== false, 'limits'],
    [driver === 'h5', 'leaving'],
    [enable.error, 'errors'],
    [enable.tracing, `tracing({ ${tracing.propagators.join(', ')} })`, 'tracing', ...tracing.propagators],
    [enable.request || enable.tracing, 'claims'],
    [enable.request || enable.tracing, 'requests'],
    [enable.perf, 'performance'],
    [config.updates, 'updates'],
    [config.resources && driver === 'h5', 'resources'],
    [config.deviceContext, 'device'],
    [shares.some((share) => share < 1), 'sampling'],
    [otlp, `otlp(${proto ? 'otlpProto' : 'otlpJson'})`, 'otlp', proto ? 'otlpProto' : 'otlpJson'],
    // segments of the app's own come through record(), whatever becomes of spans
    [endpoints.segments, 'skywalking'],
    [!some, 'consoleLog'],
  ]
  const wanted = all.filter(([asked]) => asked)
  return {
    names: wanted.flatMap(([, slice, ...names]) => (names.length ? names : [slice])),
    slices: wanted.map(([, slice]) => slice),
  }
}
