import type { Context } from '../../context.ts'
import { elapsed } from '../../internal/clock.ts'
import type { Call, Outcome } from '../../platform.ts'
import type { AppRequest } from './app-request.ts'
import { createMeasure, type UrlGroupRules } from './measure.ts'
import { createOrigins } from './origins.ts'
import { tell } from './tell.ts'
import type { Trace } from './tracing.ts'

/** What is told of requests. */
export interface Wanted {
  /** Failed requests become error logs. */
  errors: boolean
  metrics: boolean
  trace?: Trace
  urlGroupRules: UrlGroupRules
  /** The kit's own endpoints. */
  own: string[]
}

/** What is done with any request. */
export interface Requests {
  /** Undefined for one of the kit's own, and of the user's hooks. */
  start(call: Call): AppRequest | undefined
  /** It turns out to be this call of the platform's. */
  restart(request: AppRequest, call: Call): void
  /** Its span begins now, also one that it has already. */
  follow(request: AppRequest, traceId?: string, spanId?: string): void
}

const SOCKET = { errors: false, metrics: false }

export function createRequests(context: Context, wanted: Wanted): Requests {
  const { appRequests, clock, hooks, unanswered } = context
  const { own, trace } = wanted
  const placeOf = createOrigins()
  const measure = createMeasure(context, wanted.urlGroupRules)
  unanswered.seen = 0

  function end(this: AppRequest, outcome: Outcome, counts = true): void {
    if (this.ended) return
    this.ended = true
    const now = clock.tick()
    appRequests.end(this.period, now)
    if (this.load) this.load.leave()
    if (!outcome.status) unanswered.seen!++
    if (!counts) return
    const duration = elapsed(this.tick, now)
    // of a socket there is a span, for whoever gets its headers; when it opens nobody tells
    const { errors, metrics } = this.call.api === 'connectSocket' ? SOCKET : wanted
    if (metrics) measure(this, outcome.status, duration)
    if (context.trail) context.trail.ended(context, this.call, outcome.status, duration)
    if (this.traced || outcome.status >= 400 || !outcome.status)
      tell(context, errors, this, duration, outcome)
  }

  return {
    start(call) {
      if (hooks.running || own.indexOf(call.url) >= 0) return undefined
      const tick = clock.tick()
      const page = context.page()
      const { loads, views } = context
      const load = loads && loads.join(page)
      const view = loads && !load && views ? views.current() : undefined
      // one literal with all that is asked of each call: engines read it quickest
      return {
        call,
        place: placeOf(call.url),
        page,
        load,
        view: view && view.id,
        traced: undefined,
        header: undefined,
        time: 0,
        tick,
        period: appRequests.begin(tick),
        ended: false,
        end,
      }
    },
    restart(request, call) {
      Object.assign(request, { call, place: placeOf(call.url), tick: clock.tick() })
    },
    follow(request, traceId, spanId) {
      const { call, load, page, place } = request
      if (!request.traced && trace)
        request.traced = trace(context, call.url, page, place.peer, traceId, spanId, load)
      if (request.traced) request.time = clock.now()
    },
  }
}
