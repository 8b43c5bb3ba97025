import { rootSpanId, segmentIdOf } from '../internal/id.ts'
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

/** A span for one request; undefined for one that is not to be traced: no header, no span. */
export type Trace = (
  context: Context,
  url: string,
  page: string,
  /** Of the trace that it belongs to, and of a span that is not the root; default: a new trace. */
  traceId?: string,
  spanId?: string,
) => TracedCall | undefined

/** Samples, and lets the propagators write the headers. */
export function tracer({ sampler, propagators, deny, allow }: Tracing): Trace {
  return (context, url, page, traceId = context.traceId(), spanId = rootSpanId(traceId)) => {
    const { platform, resource } = context
    const isOn = (list: Matcher[]) => list.some((matcher) => matches(matcher, url))
    if (context.consent() !== 'granted' || isOn(deny)) return undefined
    if (!(allow ? isOn(allow) : !platform.sameOrigin || platform.sameOrigin(url))) return undefined
    if (!context.keep('request') || !sampler.shouldSample({ traceId, session: context.session(), url }))
      return undefined
    const span = { traceId, spanId, segmentId: segmentIdOf(traceId, spanId), sampled: true }
    const where = { resource, page, peer: peerOf(url) }
    const header: Record<string, string> = {}
    const set = (name: string, value: string) => void (header[name] = value)
    propagators.forEach((propagator) => propagator.inject(span, where, set))
    return { span, peer: where.peer, header }
  }
}
