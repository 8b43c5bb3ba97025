import type { Kit, Setup } from './compose.ts'
import { consoleExporter } from './exporters/console.ts'
import { otlpHttp } from './exporters/otlp-http.ts'
import { skywalkingExporter, skywalkingKeepAlive } from './exporters/skywalking.ts'
import type { Exporter } from './exporter.ts'
import { errorInstrumentation } from './instrumentations/error.ts'
import { keepAliveInstrumentation } from './instrumentations/keep-alive.ts'
import { performanceInstrumentation } from './instrumentations/performance.ts'
import { requestInstrumentation } from './instrumentations/request.ts'
import { takeOverPending } from './legacy.ts'
import { createMeter } from './metrics/meter.ts'
import type { Config } from './options.ts'
import { contextProcessor } from './processors/context.ts'
import { deviceProcessor } from './processors/device.ts'
import { limitProcessor } from './processors/limit.ts'
import { createRedactor, redactProcessor } from './processors/redact.ts'
import { sampleProcessor, shareOf } from './processors/sample.ts'
import { b3 } from './propagators/b3.ts'
import { sw8 } from './propagators/sw8.ts'
import { w3c } from './propagators/w3c.ts'
import { ratioSampler } from './samplers/ratio.ts'
import { SDK_NAME, SDK_VERSION } from './version.ts'

const PROPAGATORS: { [name: string]: typeof sw8 } = { sw8, w3c, b3 }

/** The full kit: every part but the drivers. */
export const preset: Kit = {
  instrumentations: [
    ({ config }) => (config.enable.error ? errorInstrumentation() : undefined),
    requests,
    ({ config }) => (config.enable.perf ? performanceInstrumentation() : undefined),
    ({ config }) => (traceOnly(config) ? keepAliveInstrumentation() : undefined),
  ],
  exporters: [exporters],
  capture: contextProcessor,
  processors: [
    ({ config }) => (config.deviceContext ? deviceProcessor() : undefined),
    sampleProcessor,
    limitProcessor,
    (_, redact) => redactProcessor(redact),
  ],
  redactor: (config) => createRedactor(config.redactKeys),
  meter: createMeter,
  shareOf,
  takeOver: takeOverPending,
  sampler: (config) => ratioSampler(config.tracing.sampleRate),
}

function requests({ config, own }: Setup) {
  const { enable, tracing, urlGroupRules } = config
  if (!enable.request && !enable.error && !enable.tracing) return undefined
  return requestInstrumentation({
    errors: enable.error,
    metrics: enable.request,
    urlGroupRules,
    own,
    tracing: enable.tracing
      ? {
          sampler: ratioSampler(tracing.sampleRate),
          propagators: tracing.propagators.map((name) => PROPAGATORS[name]()),
          deny: tracing.urlBlacklist,
          allow: tracing.urlAllowlist,
        }
      : undefined,
  })
}

function exporters({ config, platform }: Setup): Exporter[] {
  const { endpoints, headers, tracing } = config
  const encoding = platform.binary ? config.encoding : 'json'
  const scope = { name: SDK_NAME, version: SDK_VERSION }
  const all: Exporter[] = []
  for (const signal of ['logs', 'metrics', 'traces'] as const) {
    const url = endpoints[signal]
    if (url && (signal !== 'traces' || tracing.exporter === 'otlp'))
      all.push(otlpHttp({ signal, url, encoding, headers, scope }))
  }
  // raw segments go to SkyWalking whatever becomes of spans, which the OTLP exporter has taken before
  const { segments, keepAlive } = endpoints
  const componentId = tracing.componentId || platform.componentId
  if (segments) all.push(skywalkingExporter({ url: segments, headers, componentId, platform: platform.name }))
  if (keepAlive) all.push(skywalkingKeepAlive({ url: keepAlive, headers }))
  const some = endpoints.logs || endpoints.metrics || endpoints.traces || segments
  return some ? all : all.concat(consoleExporter((line) => console.log(line)))
}

/** SkyWalking sees traces of this app and nothing else: its logs and metrics go elsewhere. */
function traceOnly({ enable, tracing, endpoints, keepAlive }: Config): boolean {
  if (!keepAlive || !enable.tracing || tracing.exporter !== 'skywalking' || !endpoints.segments) return false
  return !endpoints.logs || originOf(endpoints.logs) !== originOf(endpoints.segments)
}

function originOf(url: string): string {
  return url.replace(/^([a-z]+:\/\/[^/]*).*$/i, '$1')
}
