import type { Ambient, Context } from '../context.ts'
import { textOf } from '../internal/diag.ts'
import { readError } from '../internal/error.ts'
import { hexId } from '../internal/id.ts'
import { merge, stringify } from '../internal/own.ts'
import { pathOf } from '../internal/path.ts'
import { sha256 } from '../internal/sha256.ts'
import { MAX_TEXT } from '../internal/simple.ts'
import { cut } from '../internal/utf8.ts'
import type { Instrument } from '../metric.ts'
import { EXCEPTION_COMPONENT_STACK, LEVEL } from '../names.ts'
import type { Sampler } from '../sampler.ts'
import type { Attributes } from '../signal.ts'
import type { Level, Monitor, MonitorCore, UserApi } from './api.ts'
import { toAttributes } from './attributes.ts'
import { running } from './current.ts'
import { startSpan } from './span.ts'

/** Of an instrument, as OpenTelemetry has it; it is kept. */
const MAX_NAME = 255

const LEVELS: Level[] = ['trace', 'debug', 'info', 'warn', 'error', 'fatal']

/** The monitor with what apps call of their own, which is shipped with those that do. */
export function withUserApi(monitor: MonitorCore): Monitor {
  return 'log' in monitor ? (monitor as Monitor) : monitor.equip(createUserApi)
}

/** The monitor that runs in this JavaScript context, if there is one. */
export function current(): Monitor | undefined {
  const monitor = running()
  return monitor && withUserApi(monitor)
}

function createUserApi(context: Context, sampler: Sampler | undefined, ambient: Ambient): UserApi {
  const { diag, guard, link, meter, trail } = context

  const start: UserApi['startSpan'] = (name, options) => startSpan(context, sampler, textOf(name), options)

  /** Does it, or counts it as invalid: for the reason that is returned, or because what the app gave throws. */
  function take(kind: 'log' | 'metric', fn: () => string | void): void {
    const refused = guard.run(kind, () => fn() || '')
    if (refused) diag.warn(refused)
    if (refused !== '') context.drop(kind, 'invalid')
  }

  function measure(
    name: string,
    value: number,
    given: unknown,
    of: (name: string) => Instrument,
    min = -Infinity,
  ): void {
    take('metric', () => {
      if (!textIn(name) || typeof value !== 'number' || !isFinite(value) || value < min)
        return 'metric "' + textOf(name) + '" can not be ' + textOf(value)
      const attributes = toAttributes(given)
      of(cut(name, MAX_NAME)).record(value, stringify(attributes), () => attributes)
    })
  }

  return {
    captureError: (error, options) => take('log', () => captureError(context, error, options || {})),
    log: (body, attributes, level = 'info') => take('log', () => log(context, body, attributes, level)),
    addBreadcrumb: (category, message, data) =>
      void guard.run('addBreadcrumb', () => trail && trail.note(context, category, message, data)),
    gauge: (name, value, attributes, unit) =>
      measure(name, value, attributes, (short) => meter.gauge(short, textIn(unit))),
    count: (name, value = 1, attributes) => measure(name, value, attributes, meter.count, 0),
    histogram: (name, value, attributes, options) =>
      measure(name, value, attributes, (short) => {
        const { unit, bounds } = options || {}
        const good = !bounds || isAscending(bounds)
        if (!good) diag.warn('metric "' + name + '" needs bounds that ascend')
        return meter.histogram(short, textIn(unit) || 'ms', good ? bounds : undefined)
      }),
    setAttributes(given) {
      context.catchUp()
      guard.run('setAttributes', () => {
        const next = merge(merge({}, ambient.attributes), toAttributes(given))
        Object.keys(given || {}).forEach((key) => given[key] === undefined && delete next[key])
        ambient.attributes = next
      })
    },
    setUser(id, options) {
      context.catchUp()
      ambient.user = guard.run('setUser', userIdOf, diag, id, options)
    },
    linkUrl: (url) => guard.run('linkUrl', () => link && link(context, url, start)) || url,
    startSpan: start,
  }
}

/** Undefined: nobody. */
function userIdOf({ warn }: Context['diag'], id: unknown, options?: { hash?: boolean }): string | undefined {
  if (id == null) return undefined
  if (typeof id !== 'string' && typeof id !== 'number') {
    warn('setUser() takes a text, not ' + typeof id)
    return undefined
  }
  const text = cut(String(id), MAX_TEXT)
  return options && options.hash === true ? sha256(text) : text
}

function captureError(
  context: Context,
  error: unknown,
  { page, componentStack, attributes: given }: NonNullable<Parameters<UserApi['captureError']>[1]>,
): void {
  const attributes = readable(context, given)
  if (textIn(componentStack)) attributes[EXCEPTION_COMPONENT_STACK] = componentStack!
  context.report(
    Object.assign(
      { type: 'js' as const, door: 'captureError', page: pathOf(page), attributes },
      readError(error),
    ),
  )
}

/** Or why not. */
function log(context: Context, body: string, given: unknown, level: Level): string | void {
  const rank = LEVELS.indexOf(level)
  if (typeof body !== 'string' || rank < 0) return 'log() needs text and level'
  const severityText = level.toUpperCase()
  if (context.trail && body) context.trail.note(context, 'log', body, { level })
  const attributes: Attributes = { [LEVEL]: severityText }
  context.emit({
    kind: 'log',
    time: context.clock.now(),
    uid: hexId(context.random, 32),
    // OpenTelemetry's severity numbers stand four apart
    severity: rank * 4 + 1,
    severityText,
    body: cut(body, MAX_TEXT),
    // the app's own word for it stays
    attributes: merge(attributes, readable(context, given)),
  })
}

/** A log or an error is worth more than what throws in its attributes. */
function readable({ guard }: Context, given: unknown): Attributes {
  return guard.run('attributes', toAttributes, given) || {}
}

function isAscending(bounds: unknown): boolean {
  return (
    Array.isArray(bounds) &&
    bounds.every((bound, i) => typeof bound === 'number' && isFinite(bound) && !(bound <= bounds[i - 1]))
  )
}

/** Of what should be a text; users hand over anything. */
function textIn(given: unknown): string | undefined {
  return typeof given === 'string' ? given : undefined
}
