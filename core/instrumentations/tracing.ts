import { hexId } from '../internal/id.ts'
import { peerOf } from '../internal/url.ts'
import type { Context } from '../instrumentation.ts'
import { matches, type Matcher } from '../internal/match.ts'
import type { Propagator } from '../propagator.ts'
import type { Sampler } from '../sampler.ts'
import type { SpanContext } from '../signal.ts'

export interface Tracing {
  sampler: Sampler
  propagators: Propagator[]
  deny: Matcher[]
  /** Unset: all, but on web pages the same origin only, since a custom header elsewhere breaks CORS. */
  allow?: Matcher[]
}

export interface TracedCall {
  span: SpanContext
  peer: string
  header: Record<string, string>
}

/** A trace for one request; undefined for one that is not to be traced: no header, no span. */
export type Trace = (
  context: Context,
  call: { url: string },
  page: string,
  /** Of the trace that it belongs to; default: a new one. */
  traceId?: string,
) => TracedCall | undefined

/** Samples, and lets the propagators write the headers. */
export const tracer =
  (tracing: Tracing): Trace =>
  (context, call, page, given) => {
    const { platform, random } = context
    const matching = (list: Matcher[]) => list.some((matcher) => matches(matcher, call.url))
    if (context.consent() !== 'granted' || matching(tracing.deny)) return undefined
    const allowed = tracing.allow
      ? matching(tracing.allow)
      : !platform.sameOrigin || platform.sameOrigin(call.url)
    if (!allowed || !context.keep('request')) return undefined
    const traceId = given || hexId(random, 32)
    if (!tracing.sampler.shouldSample({ traceId, session: context.session(), url: call.url }))
      return undefined
    const spanId = hexId(random, 16)
    const span = { traceId, spanId, segmentId: traceId + spanId, sampled: true }
    const peer = peerOf(call.url)
    const header: Record<string, string> = {}
    for (const propagator of tracing.propagators)
      propagator.inject(span, { resource: context.resource, page, peer }, (name, value) => {
        header[name] = value
      })
    return { span, peer, header }
  }
