import { toAttributes } from './attributes.ts'
import type { Context } from '../instrumentation.ts'
import { textOf } from '../internal/diag.ts'
import { readError } from '../internal/error.ts'
import { hexId } from '../internal/id.ts'
import { cleanUrl } from '../internal/url.ts'
import { sha256 } from '../internal/sha256.ts'
import type { Instrument } from '../metric.ts'
import type { Sampler } from '../sampler.ts'
import type { Attributes, SpanContext } from '../signal.ts'
import { startSpan, type SpanHandle } from './span.ts'

export type Level = 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal'
export interface GivenAttributes {
  [key: string]: unknown
}

const LEVELS: Level[] = ['trace', 'debug', 'info', 'warn', 'error', 'fatal']

/** What an app may say of itself. Nothing here throws; what can't be taken is refused, with a warning and a count. */
export interface UserApi {
  /** Reports a caught error, with the page in front unless another is named. */
  captureError(
    error: unknown,
    options?: { page?: string; componentStack?: string; attributes?: GivenAttributes },
  ): void
  /** A log record; default level info. */
  log(body: string, attributes?: GivenAttributes, level?: Level): void
  /** A measured value; each call is a data point. */
  gauge(name: string, value: number, attributes?: GivenAttributes, unit?: string): void
  /** Adds to a monotonic sum; default 1. */
  count(name: string, value?: number, attributes?: GivenAttributes): void
  /** A value of a distribution; default unit ms, default bounds those of durations. */
  histogram(
    name: string,
    value: number,
    attributes?: GivenAttributes,
    options?: { unit?: string; bounds?: number[] },
  ): void
  /** On every log and span from now on; undefined takes one away. */
  setAttributes(attributes: GivenAttributes): void
  /**
   * `user.id` on every log and span from now on; undefined: nobody. With `hash`, its SHA-256 in hex leaves the device
   * instead; whoever knows all ids can still tell whose it is.
   */
  setUser(id: string | undefined, options?: { hash?: boolean }): void
  /** Sent when it ends, if `enable.tracing` is on and the trace is sampled. */
  startSpan(name: string, options?: { parent?: SpanContext }): SpanHandle
}

export function createUserApi(
  context: Context,
  sampler: Sampler | undefined,
  ambient: { attributes: Attributes; user?: string },
): UserApi {
  const { diag, guard, meter } = context

  /** Does it, or counts it as invalid: for the reason that is returned, or because what the app gave throws. */
  function take(kind: 'log' | 'metric', fn: () => string | void): void {
    const refused = guard.run(kind, () => fn() || '')
    if (refused) diag.warn(refused)
    if (refused !== '') context.drop(kind, 'invalid')
  }
  const measure = (name: string, value: number, given: unknown, of: () => Instrument, min = -Infinity) =>
    take('metric', () => {
      if (!text(name) || typeof value !== 'number' || !isFinite(value) || value < min)
        return 'metric "' + textOf(name) + '" can not be ' + textOf(value)
      const attributes = toAttributes(given)
      of().record(value, JSON.stringify(attributes), () => attributes)
    })
  /** A log or an error is worth more than what throws in its attributes. */
  const readable = (given: unknown): Attributes => guard.run('attributes', toAttributes, given) || {}

  return {
    captureError: (error, options) =>
      take('log', () => {
        const { page, componentStack, attributes: given } = options || {}
        const attributes = readable(given)
        if (text(componentStack)) attributes['exception.component_stack'] = componentStack!
        const path = text(page) && cleanUrl(page!).replace(/^\/+/, '')
        context.report(
          Object.assign(
            { type: 'js' as const, door: 'captureError', page: path, attributes },
            readError(error),
          ),
        )
      }),
    log: (body, given, level = 'info') =>
      take('log', () => {
        const rank = LEVELS.indexOf(level)
        if (typeof body !== 'string' || rank < 0) return 'log() needs text and level'
        context.emit({
          kind: 'log',
          time: context.clock.now(),
          uid: hexId(context.random, 32),
          // OpenTelemetry's severity numbers stand four apart
          severity: rank * 4 + 1,
          severityText: level.toUpperCase(),
          body,
          attributes: readable(given),
        })
      }),
    gauge: (name, value, attributes, unit) =>
      measure(name, value, attributes, () => meter.gauge(name, text(unit))),
    count: (name, value = 1, attributes) => measure(name, value, attributes, () => meter.count(name), 0),
    histogram: (name, value, attributes, options) =>
      measure(name, value, attributes, () => {
        const { unit, bounds } = options || {}
        const good =
          !bounds ||
          (Array.isArray(bounds) &&
            bounds.every(
              (bound, i) => typeof bound === 'number' && isFinite(bound) && !(bound <= bounds[i - 1]),
            ))
        if (!good) diag.warn('metric "' + name + '" needs bounds that ascend')
        return meter.histogram(name, text(unit) || 'ms', good ? bounds : undefined)
      }),
    setAttributes(given) {
      context.catchUp()
      guard.run('setAttributes', () => {
        const next = Object.assign({}, ambient.attributes, toAttributes(given))
        for (const key in given) if (given[key] === undefined) delete next[key]
        ambient.attributes = next
      })
    },
    setUser(id, options) {
      context.catchUp()
      ambient.user = guard.run('setUser', () =>
        id == null ? undefined : options && options.hash === true ? sha256(String(id)) : String(id),
      )
    },
    startSpan: (name, options) => startSpan(context, sampler, textOf(name), options),
  }
}

function text(given: unknown): string | undefined {
  return typeof given === 'string' ? given : undefined
}
