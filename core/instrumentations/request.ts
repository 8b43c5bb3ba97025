import { elapsed } from '../internal/clock.ts'
import { undoAll } from '../internal/guard.ts'
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

/** A request under way. */
interface Started {
  call: Call
  page: string
  tick: number
  time: number
  traced?: TracedCall
}

/** Requests, uploads and downloads: the duration histogram, error logs, and a span with its headers. */
export function requestInstrumentation(options: Options): Instrumentation {
  return {
    name: 'request',
    install(context) {
      const { platform, clock, guard, meter, appRequests } = context
      if (!platform.observeRequests) return () => {}
      const histogram = meter.histogram('miniprogram.request.duration', 'ms')

      function start(call: Call): CallWatch | undefined {
        if (options.own.indexOf(call.url) >= 0) return undefined
        const page = context.page()
        const traced = options.tracing && traceCall(context, options.tracing, call, page)
        const started: Started = { call, page, traced, tick: clock.tick(), time: clock.now() }
        let ended = false
        appRequests.active++
        return {
          header: traced && traced.header,
          end(outcome) {
            if (ended) return
            ended = true
            appRequests.active--
            finish(started, outcome)
          },
        }
      }

      function finish(started: Started, outcome: Outcome): void {
        const failed = !outcome.aborted && (outcome.status >= 400 || !outcome.status)
        if (options.metrics) measure(started, outcome)
        if (failed && options.errors) tell('log', () => reportFailure(context, started, outcome))
        const { traced } = started
        if (traced) tell('span', () => emitSpan(context, started, traced, outcome, failed))
      }

      /** Unless the user's `redactUrl` throws. */
      function tell(kind: 'log' | 'span', report: () => void): void {
        if (!guard.run('redactUrl', () => (report(), true))) context.drop(kind, 'before_send')
      }

      function measure({ call, page, tick }: Started, outcome: Outcome): void {
        const duration = elapsed(tick, clock.tick())
        if (duration === undefined) return context.drop('metric', 'clock')
        const host = hostOf(call.url)
        const group = groupOf(options.urlGroupRules, call.url)
        const status = String(outcome.status)
        histogram.record(duration, [call.method, status, host, page, group].join('\n'), () => {
          const attributes: Attributes = {
            'http.request.method': call.method,
            'http.response.status_code': status,
          }
          if (page) attributes['miniprogram.page.path'] = page
          if (host) attributes['server.address'] = host
          if (group) attributes['url.path.group'] = group
          return attributes
        })
      }

      const observed = platform.observeRequests(start)
      Object.assign(context.patched, observed.patched)
      return () => undoAll(guard, [observed.undo])
    },
  }
}

function groupOf(rules: [string, RegExp][], url: string): string {
  for (const [group, rule] of rules) if (rule.test(url)) return group
  return ''
}

function reportFailure(context: Context, { call, page, traced }: Started, outcome: Outcome): void {
  const reason = outcome.status ? String(outcome.status) : outcome.error || 'request failed'
  const host = hostOf(call.url)
  const attributes: Attributes = {
    'http.request.method': call.method,
    'http.response.status_code': String(outcome.status),
  }
  if (host) attributes['server.address'] = host
  if (traced) {
    attributes['sw8.trace_id'] = traced.span.traceId
    attributes['sw8.segment_id'] = traced.span.segmentId
    attributes['sw8.span_id'] = '0'
  }
  context.report({
    type: 'ajax',
    door: 'request',
    message: call.method + ' ' + context.cleanUrl(call.url) + ' failed: ' + reason,
    page,
    attributes,
    span: traced && traced.span,
  })
}

function emitSpan(
  context: Context,
  started: Started,
  { span, peer }: TracedCall,
  outcome: Outcome,
  failed: boolean,
) {
  const { call, page, time, tick } = started
  const attributes: Attributes = {
    'http.request.method': call.method,
    'url.full': context.cleanUrl(call.url),
    'http.response.status_code': outcome.status,
  }
  if (!outcome.status) attributes['error.message'] = outcome.error || 'request failed'
  context.emit({
    kind: 'span',
    traceId: span.traceId,
    spanId: span.spanId,
    name: call.method,
    spanKind: 3,
    start: time,
    // from the start, since the wall clock may have been set meanwhile
    end: time + (elapsed(tick, context.clock.tick()) || 0),
    attributes,
    status: failed ? 2 : 0,
    peer,
    page,
  })
}
