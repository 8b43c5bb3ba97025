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

/** What the kit of an app with this configuration is made of: nothing that could never be of use in it. */
export function slicesOf(config: Config, driver: PlatformName): Slices {
  const { enable, endpoints, sampling, tracing } = config
  const spans = tracing.exporter === 'otlp' ? endpoints.traces : undefined
  const otlp = endpoints.logs || endpoints.metrics || spans
  const proto = config.encoding === 'proto' && BINARY.includes(driver)
  const some = otlp || endpoints.traces || endpoints.segments
  const shares = [sampling.session, sampling.error, sampling.perf, sampling.request]
  const parts: [wanted: unknown, slice: string, ...names: string[]][] = [
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
  const wanted = parts.filter(([asked]) => asked)
  return {
    names: wanted.flatMap(([, slice, ...names]) => (names.length ? names : [slice])),
    slices: wanted.map(([, slice]) => slice),
  }
}
