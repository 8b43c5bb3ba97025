import type { Context } from '../../context.ts'
import { rootSpanId } from '../../internal/id.ts'
import { matchesAny, type Matcher } from '../../internal/match.ts'
import type { Propagator } from '../../propagator.ts'
import type { Sampler } from '../../sampler.ts'
import type { SpanContext } from '../../signal.ts'

export interface Tracing {
  /** Without it all are sampled. */
  sampler?: Sampler
  propagators: Propagator[]
  deny: Matcher[]
  /**
   * Unset: all, but on web pages the same origin only, since a header of one's own needs the other's consent there:
   * https://fetch.spec.whatwg.org/#cors-protocol
   */
  allow?: Matcher[]
}

/** A request that is traced. */
export interface TracedCall {
  /** The ids of its span. */
  span: SpanContext
  /** host:port that it goes to. */
  peer: string
  /** Headers that carry the trace, to be added to the app's. */
  header: Record<string, string>
}

/** A span for one request; undefined for one that is not to be traced: no header, no span. */
export type Trace = (
  context: Context,
  url: string,
  page: string,
  peer: string,
  /** Of the trace that it belongs to; default: a new one. */
  traceId?: string,
  /** Of a span that is not the root of its trace. */
  spanId?: string,
) => TracedCall | undefined

/** Samples, and lets the propagators write the headers. */
export function tracer({ sampler, propagators, deny, allow }: Tracing): Trace {
  let header: Record<string, string>
  const set = (name: string, value: string) => void (header[name] = value)
  return (context, url, page, peer, traceId = context.traceId(), child) => {
    const { platform, resource } = context
    if (context.consent() !== 'granted' || matchesAny(deny, url)) return undefined
    if (!(allow ? matchesAny(allow, url) : !platform.sameOrigin || platform.sameOrigin(url))) return undefined
    if (!context.keep('request')) return undefined
    if (sampler && !sampler.shouldSample({ traceId, session: context.session(), url })) return undefined
    const segmentId = child ? traceId + child : traceId
    const span = { traceId, spanId: child || rootSpanId(traceId), segmentId, sampled: true }
    const where = { resource, page, peer }
    header = {}
    for (let i = 0; i < propagators.length; i++) propagators[i].inject(span, where, set)
    return { span, peer, header }
  }
}
