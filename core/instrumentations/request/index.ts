import type { Context } from '../../context.ts'
import type { Instrumentation } from '../../instrumentation.ts'
import { elapsed } from '../../internal/clock.ts'
import { undoAll } from '../../internal/guard.ts'
import { hexId } from '../../internal/id.ts'
import { placeOf } from '../../internal/url.ts'
import {
  ERROR_MESSAGE,
  HTTP_REQUEST_METHOD,
  HTTP_RESPONSE_STATUS_CODE,
  MINIPROGRAM_PAGE_PATH,
  MINIPROGRAM_REQUEST_DURATION,
  SERVER_ADDRESS,
  SW8_SEGMENT_ID,
  SW8_SPAN_ID,
  SW8_TRACE_ID,
  URL_FULL,
  URL_PATH_GROUP,
} from '../../names.ts'
import type { Call, CallWatch, Outcome } from '../../platform.ts'
import type { Attributes, SignalKind, Span } from '../../signal.ts'
import type { createClaims, Origin, Request, Series } from './claims.ts'
import type { Trace } from './tracing.ts'

interface Options {
  /** Failed requests become error logs. */
  errors: boolean
  metrics: boolean
  trace?: Trace
  urlGroupRules: [group: string, rule: RegExp][]
  /** The kit's own endpoints. */
  own: string[]
  /** Needed where frameworks tell of requests of their own. */
  claims?: typeof createClaims
}

const SOCKET = { errors: false, metrics: false }

/** Origins of which host and port are remembered. */
const MAX_ORIGINS = 20

/**
 * Requests, uploads and downloads: the duration histogram, error logs, and a span with its headers. Each counts once: by
 * the platform's call, or by the framework's if the patch does not see what the framework sends.
 */
export function requestInstrumentation(options: Options): Instrumentation {
  return {
    name: 'request',
    install(context) {
      const { platform, clock, guard, meter, random, appRequests } = context
      const { own, trace, urlGroupRules } = options
      const origins: Origin[] = []
      const histogram = meter.histogram(MINIPROGRAM_REQUEST_DURATION, 'ms')

      function start(call: Call): Request | undefined {
        if (own.indexOf(call.url) >= 0) return undefined
        appRequests.active++
        // one literal with all that is asked of each call: engines read it quickest
        return {
          call,
          place: find(call.url),
          page: context.page(),
          traced: undefined,
          header: undefined,
          time: 0,
          tick: clock.tick(),
          ended: false,
          end,
        }
      }

      /** Most requests of an app go to few origins. */
      function find(url: string): Origin {
        for (let i = 0; i < origins.length; i++) if (!url.lastIndexOf(origins[i].start, 0)) return origins[i]
        // where the first slash is none of `://` it ends the origin
        const end = url.indexOf('/', 8)
        const ends = end > 0 && url[end - 1] !== '/' && url[end + 1] !== '/'
        const start = url.slice(0, end + 1)
        const origin = Object.assign(placeOf(url), { start, last: seriesOf('', -1, '', '', '') })
        if (ends && origins.push(origin) > MAX_ORIGINS) origins.shift()
        return origin
      }

      /** Its span begins now, also one that it has already. */
      function follow(request: Request, traceId?: string, spanId?: string): void {
        const { call, page, place } = request
        if (!request.traced && trace)
          request.traced = trace(context, call.url, page, place.peer, traceId, spanId)
        if (request.traced) request.time = clock.now()
      }

      function end(this: Request, outcome: Outcome, counts = true): void {
        if (this.ended) return
        this.ended = true
        appRequests.active--
        if (!counts) return
        const duration = elapsed(this.tick, clock.tick())
        // of a socket there is a span, for whoever gets its headers; when it opens nobody tells
        const { errors, metrics } = this.call.api === 'connectSocket' ? SOCKET : options
        if (metrics) measure(this, outcome.status, duration)
        if (this.traced || outcome.status >= 400 || !outcome.status)
          tell(context, errors, this, duration, outcome)
      }

      const claims =
        options.claims &&
        context.framework.observeRequests &&
        options.claims(context, { start, follow, headers: toAdd })

      /** The platform's call. */
      function observe(call: Call): CallWatch | undefined {
        const claimed = claims && claims.claim(call)
        const request = claimed || start(call)
        if (!request) return undefined
        if (claimed) Object.assign(claimed, { call, place: find(call.url), tick: clock.tick() })
        // a retry that carries the headers of the first try stays in its trace, as a call of its own
        const first = claims && !claimed ? claims.giver(call) : undefined
        if (first) follow(request, first.traced!.span.traceId, hexId(random, 16))
        else if (trace) follow(request, request.traceId)
        if (request.traced) request.header = toAdd(request, first)
        return request
      }

      function measure({ call, page, place }: Request, status: number, duration?: number): void {
        if (duration === undefined) return context.drop('metric', 'clock')
        const { method, url } = call
        const { last } = place
        let group = ''
        for (let i = 0; !group && i < urlGroupRules.length; i++)
          if (urlGroupRules[i][1].test(url)) group = urlGroupRules[i][0]
        // what is asked for again and again is one series
        if (last.page !== page || last.status !== status || last.method !== method || last.group !== group)
          place.last = seriesOf(method, status, place.host, page, group)
        histogram.record(duration, place.last.key, place.last.attributes)
      }

      const undos = [claims && claims.undo]
      if (platform.observeRequests) {
        const { patched, undo } = platform.observeRequests(observe)
        Object.assign(context.patched, patched)
        undos.push(undo)
      }
      return () => undoAll(guard, undos)
    },
  }
}

/** Trace headers that the call does not have yet: the app may have its own; those of a first try are replaced. */
function toAdd({ call: { header }, traced }: Request, first?: Request): CallWatch['header'] {
  if (!traced) return undefined
  const given = traced.header
  let added = given
  for (const has in header)
    for (const name in given)
      if (
        has.length === name.length &&
        has.toLowerCase() === name.toLowerCase() &&
        !(first && header[has] === first.traced!.header[name])
      ) {
        if (added === given) added = Object.assign({}, given)
        delete added[name]
      }
  return added
}

/** Where a duration is counted; `key` and `attributes` are for the meter. */
function seriesOf(method: string, status: number, host: string, page: string, group: string): Series {
  const key = [method, status, host, page, group].join('\n')
  const attributes = () => {
    const attributes = common(method, status, host)
    if (page) attributes[MINIPROGRAM_PAGE_PATH] = page
    if (group) attributes[URL_PATH_GROUP] = group
    return attributes
  }
  return { method, status, page, group, key, attributes }
}

/** What histogram and error log say alike. */
function common(method: string, status: number, host: string): Attributes {
  const attributes: Attributes = {
    [HTTP_REQUEST_METHOD]: method,
    [HTTP_RESPONSE_STATUS_CODE]: String(status),
  }
  if (host) attributes[SERVER_ADDRESS] = host
  return attributes
}

/** The error log and the span of a request, unless the user's `redactUrl` throws. */
function tell(
  context: Context,
  errors: boolean,
  request: Request,
  ms: number | undefined,
  outcome: Outcome,
): void {
  const { call, page, place, traced, time } = request
  const { status, error = 'request failed', aborted } = outcome
  const { method, url } = call
  const failed = !aborted && (status >= 400 || !status)
  const { span, peer = '' } = traced || {}
  if (failed && errors) {
    const clean = cleaned(context, url, 'log')
    const attributes = common(method, status, place.host)
    if (span)
      Object.assign(attributes, {
        [SW8_TRACE_ID]: span.traceId,
        [SW8_SEGMENT_ID]: span.segmentId,
        [SW8_SPAN_ID]: '0',
      })
    const message = method + ' ' + clean + ' failed: ' + (status || error)
    if (clean !== undefined)
      context.report({ type: 'ajax', door: 'request', message, page, attributes, span })
  }
  if (!span) return
  // what is made later holds none of the app's objects
  context.emitLater((): Span | undefined => {
    const clean = cleaned(context, url, 'span')
    if (clean === undefined) return undefined
    const attributes: Attributes = { [HTTP_REQUEST_METHOD]: method, [URL_FULL]: clean }
    if (status !== 101) attributes[HTTP_RESPONSE_STATUS_CODE] = status
    if (!status) attributes[ERROR_MESSAGE] = error
    return {
      kind: 'span',
      traceId: span.traceId,
      spanId: span.spanId,
      name: method,
      spanKind: 3,
      start: time,
      // from the start, since the wall clock may have been set meanwhile
      end: time + (ms || 0),
      attributes,
      status: failed ? 2 : 0,
      peer,
      page,
    }
  })
}

function cleaned(context: Context, url: string, kind: SignalKind): string | undefined {
  const clean = context.guard.run('redactUrl', context.cleanUrl, url)
  if (clean === undefined) context.drop(kind, 'before_send')
  return clean
}
