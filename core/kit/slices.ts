import type { Exporter } from '../exporter.ts'
import { consoleExporter } from '../exporters/console.ts'
import type { otlpHttp } from '../exporters/otlp-http.ts'
import { skywalkingExporter, skywalkingKeepAlive } from '../exporters/skywalking.ts'
import { errorInstrumentation } from '../instrumentations/error.ts'
import { eventsInstrumentation } from '../instrumentations/events.ts'
import { keepAliveInstrumentation } from '../instrumentations/keep-alive.ts'
import { lagInstrumentation } from '../instrumentations/lag.ts'
import { createClaims } from '../instrumentations/request/claims.ts'
import { requestInstrumentation } from '../instrumentations/request/index.ts'
import { tracer } from '../instrumentations/request/tracing.ts'
import { resourcesInstrumentation } from '../instrumentations/resources.ts'
import { updatesInstrumentation } from '../instrumentations/updates.ts'
import { SDK_NAME, SDK_VERSION } from '../internal/version.ts'
import { storedDepot } from '../outbox/depot.ts'
import { loadsOf } from '../outbox/leave.ts'
import { memoryDepot, NOWHERE } from '../outbox/memory.ts'
import { idleOf } from '../platforms/mini/idle.ts'
import { isHidden } from '../platforms/web/events.ts'
import { deviceProcessor } from '../processors/device.ts'
import { limitProcessor } from '../processors/limit.ts'
import { sampleProcessor, shareOf } from '../processors/sample.ts'
import type { Propagator } from '../propagator.ts'
import { takeOverPending } from '../raw/legacy.ts'
import { ratioSampler } from '../samplers/ratio.ts'
import { renewHeaders } from './headers.ts'
import type { Slice } from './kit.ts'

/*
 * The kit cut into slices: an app ships those that it names. `preset` has them all.
 */

/** Error logs: uncaught errors, rejections, pages not found. */
export const errors: Slice = (draft) => {
  if (draft.config.enable.error) draft.instrumentations.push(errorInstrumentation())
}

/** Traces of requests, and spans of the app's own. */
export function tracing(propagators: { [name: string]: () => Propagator }): Slice {
  return (draft) => {
    const { enable, tracing: wanted } = draft.config
    if (!enable.tracing) return
    const sampler = ratioSampler(wanted.sampleRate)
    draft.sampler = sampler
    draft.trace = tracer({
      // each request would ask for the session first
      sampler: wanted.sampleRate < 1 ? sampler : undefined,
      propagators: wanted.propagators.filter((name) => propagators[name]).map((name) => propagators[name]()),
      deny: wanted.urlBlacklist,
      allow: wanted.urlAllowlist,
    })
  }
}

/** Durations and failures of requests, uploads and downloads; wraps them if it has to. */
export const requests: Slice = ({ claims, config, instrumentations, own, trace }) => {
  const { error: errors, request: metrics } = config.enable
  const options = { errors, metrics, urlGroupRules: config.urlGroupRules, own, trace, claims }
  // failures alone are no reason to wrap what the app calls
  if (metrics || trace) instrumentations.push(requestInstrumentation(options))
}

/** Where the framework tells of requests, too: each counts once all the same. Before `requests`. */
export const claims: Slice = (draft) => {
  draft.claims = createClaims
}

/** Memory that runs short, sub-packages that do not load, changes of the network. */
export const events: Slice = ({ config, instrumentations }) => {
  if (config.events) instrumentations.push(eventsInstrumentation(config.enable.error))
}

/** What setData costs. */
export const updates: Slice = (draft) => {
  if (draft.config.updates) draft.instrumentations.push(updatesInstrumentation())
}

/** How long the app's code keeps everything else waiting. */
export const lag: Slice = ({ config, guard, instrumentations, platform }) => {
  const { api } = platform
  const errors = config.enable.error
  if (config.lag)
    instrumentations.push(
      lagInstrumentation(api ? { errors, idle: idleOf(api, guard) } : { errors, isHidden }),
    )
}

/** What a web page asked for and did not get. */
export const resources: Slice = (draft) => {
  if (draft.config.resources) draft.instrumentations.push(resourcesInstrumentation())
}

/** Device, system and network type on error logs. */
export const device: Slice = (draft) => {
  if (draft.config.deviceContext) draft.processors.push(deviceProcessor())
}

/** Shares of sessions and of sorts of signals. */
export const sampling: Slice = (draft) => {
  draft.shareOf = shareOf
  draft.processors.push(sampleProcessor())
}

/**
 * Logs, metrics and, if asked for, traces to OTLP receivers.
 * @param exporter `otlpHttp`, or `otlpProto` or `otlpJson`, which ship one encoding
 */
export function otlp(exporter: (options: Parameters<typeof otlpHttp>[0]) => Exporter): Slice {
  return ({ config, exporters, platform }) => {
    const { endpoints, headers, tracing } = config
    const encoding = platform.binary ? config.encoding : 'json'
    const scope = { name: SDK_NAME, version: SDK_VERSION }
    const add = (signal: 'logs' | 'metrics' | 'traces') => {
      const url = endpoints[signal]
      if (url) exporters.push(exporter({ signal, url, encoding, headers, scope }))
    }
    add('logs')
    add('metrics')
    if (tracing.exporter === 'otlp') add('traces')
  }
}

/**
 * Segments, also raw ones, whatever becomes of spans, which the OTLP exporter may have taken before. A SkyWalking that
 * sees traces of this app and nothing else, since its logs and metrics go elsewhere, is told that the app is alive.
 */
export const skywalking: Slice = ({ config, exporters, instrumentations, platform }) => {
  const { enable, endpoints, headers, keepAlive: alive, tracing } = config
  const { keepAlive, logs = '', segments } = endpoints
  const componentId = tracing.componentId || platform.componentId
  if (segments)
    exporters.push(skywalkingExporter({ url: segments, headers, componentId, platform: platform.name }))
  if (keepAlive) exporters.push(skywalkingKeepAlive({ url: keepAlive, headers }))
  if (
    alive &&
    enable.tracing &&
    tracing.exporter === 'skywalking' &&
    segments &&
    // no logs to the same origin
    logs.indexOf(segments.split('/', 3).join('/') + '/')
  )
    instrumentations.push(keepAliveInstrumentation(alive === true ? undefined : alive.layer))
}

/** Where nobody is told: a line in the console for each signal. Behind all other exporters. */
export const consoleLog: Slice = ({ exporters }) => {
  if (!exporters.length) exporters.push(consoleExporter((line) => console.log(line)))
}

/** Headers that the app's own function gives. Before those that send. */
export const headers: Slice = renewHeaders

/** What is not sent is stored, and sent by the next run; without it a kill costs what memory holds. */
export const storage: Slice = (draft) => {
  draft.depot = storedDepot
}

/** What is not sent is lost with the app: in the place of `storage`. */
export const memory: Slice = (draft) => {
  if (draft.depot) return
  draft.depot = memoryDepot(draft.platform)
  draft.unstored = true
  draft.platform = Object.assign({}, draft.platform, { storage: NOWHERE })
}

/** What repeats is merged, and what comes too often is bounded. */
export const limits: Slice = (draft) => {
  draft.limit = limitProcessor()
}

/** What goes out of a web page that is left. */
export const leaving: Slice = (draft) => {
  draft.loadsOf = loadsOf
}

/** What mini-program-monitor left in storage. */
export const legacy: Slice = (draft) => {
  draft.takeOver = takeOverPending
}
