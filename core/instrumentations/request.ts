import { elapsed } from '../internal/clock.ts'
import { noop } from '../internal/guard.ts'
import { hostOf } from '../internal/url.ts'
import type { Context, Instrumentation } from '../instrumentation.ts'
import type { Call, CallWatch, Outcome } from '../platform.ts'
import type { Attributes } from '../signal.ts'
import { traceCall, type TracedCall, type Tracing } from './tracing.ts'

interface Options {
  /** Failed requests become error logs. */
  errors: boolean
  metrics: boolean
  tracing?: Tracing
  urlGroupRules: [group: string, rule: RegExp][]
  /** The kit's own endpoints. */
  own: string[]
}

/** Requests, uploads and downloads: the duration histogram, error logs, and a span with its headers. */
export function requestInstrumentation(options: Options): Instrumentation {
  return {
    name: 'request',
    install(context) {
      const { platform, clock, meter, appRequests } = context
      if (!platform.observeRequests) return noop
      const histogram = meter.histogram('miniprogram.request.duration', 'ms')

      const observed = platform.observeRequests((call): CallWatch | undefined => {
        if (options.own.indexOf(call.url) >= 0) return undefined
        const page = context.page()
        const traced = options.tracing && traceCall(context, options.tracing, call, page)
        const tick = clock.tick()
        const time = clock.now()
        let ended = false
        appRequests.active++
        return {
          header: traced && traced.header,
          end(outcome) {
            if (ended) return
            ended = true
            appRequests.active--
            const duration = elapsed(tick, clock.tick())
            if (options.metrics) measure(call, page, outcome.status, duration)
            tell(context, options.errors, { call, page, traced, time, duration }, outcome)
          },
        }
      })

      function measure({ method, url }: Call, page: string, status: number, duration?: number): void {
        if (duration === undefined) return context.drop('metric', 'clock')
        const host = hostOf(url)
        const rule = options.urlGroupRules.filter(([, rule]) => rule.test(url))[0]
        const group = rule ? rule[0] : ''
        histogram.record(duration, [method, status, host, page, group].join('\n'), () => {
          const attributes = common(method, status, host)
          if (page) attributes['miniprogram.page.path'] = page
          if (group) attributes['url.path.group'] = group
          return attributes
        })
      }

      Object.assign(context.patched, observed.patched)
      return observed.undo
    },
  }
}

/** What histogram and error log say alike. */
function common(method: string, status: number, host: string): Attributes {
  const attributes: Attributes = {
    'http.request.method': method,
    'http.response.status_code': String(status),
  }
  if (host) attributes['server.address'] = host
  return attributes
}

/** A request that has ended. */
interface Ended {
  call: Call
  page: string
  traced?: TracedCall
  time: number
  duration?: number
}

/** The error log and the span of a request, unless the user's `redactUrl` throws. */
function tell(
  context: Context,
  errors: boolean,
  { call, page, traced, time, duration }: Ended,
  { status, error = 'request failed', aborted }: Outcome,
): void {
  const failed = !aborted && (status >= 400 || !status)
  const logged = failed && errors
  if (!logged && !traced) return
  const { method } = call
  const url = context.guard.run('redactUrl', () => context.cleanUrl(call.url))
  if (logged && url === undefined) context.drop('log', 'before_send')
  else if (logged) {
    const attributes = common(method, status, hostOf(call.url))
    if (traced) {
      attributes['sw8.trace_id'] = traced.span.traceId
      attributes['sw8.segment_id'] = traced.span.segmentId
      attributes['sw8.span_id'] = '0'
    }
    const message = method + ' ' + url + ' failed: ' + (status || error)
    context.report({
      type: 'ajax',
      door: 'request',
      message,
      page,
      attributes,
      span: traced && traced.span,
    })
  }
  if (traced && url === undefined) context.drop('span', 'before_send')
  else if (traced) {
    const attributes: Attributes = {
      'http.request.method': method,
      'url.full': url!,
      'http.response.status_code': status,
    }
    if (!status) attributes['error.message'] = error
    context.emit({
      kind: 'span',
      traceId: traced.span.traceId,
      spanId: traced.span.spanId,
      name: method,
      spanKind: 3,
      start: time,
      // from the start, since the wall clock may have been set meanwhile
      end: time + (duration || 0),
      attributes,
      status: failed ? 2 : 0,
      peer: traced.peer,
      page,
    })
  }
}
