import type { Context } from '../../context.ts'
import { hexId, rootSpanId } from '../../internal/id.ts'
import { matchesAny, type Matcher } from '../../internal/match.ts'
import type { PageLoad } from '../../view.ts'
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
  /** The span that its own is a child of. */
  parent?: string
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
  /** The loading that it is a part of, which has decided. */
  load?: PageLoad,
) => TracedCall | undefined

function isSampled(context: Context, sampler: Sampler | undefined, traceId: string, url: string): boolean {
  return (
    context.keep('request') &&
    (!sampler || sampler.shouldSample({ traceId, session: context.session(), url }))
  )
}

/** Samples, and lets the propagators write the headers. */
export function tracer({ sampler, propagators, deny, allow }: Tracing): Trace {
  let header: Record<string, string>
  const set = (name: string, value: string) => void (header[name] = value)
  return (context, url, page, peer, given, id, load) => {
    const { platform, resource } = context
    if (context.consent() !== 'granted' || matchesAny(deny, url)) return undefined
    if (!(allow ? matchesAny(allow, url) : !platform.sameOrigin || platform.sameOrigin(url))) return undefined
    const part = id ? undefined : load
    const traceId = part ? part.traceId : given || context.traceId()
    if (part ? !part.sampled : !isSampled(context, sampler, traceId, url)) return undefined
    const child = part ? hexId(context.random, 16) : id
    const segmentId = child ? traceId + child : traceId
    const span = { traceId, spanId: child || rootSpanId(traceId), segmentId, sampled: true }
    const where = { resource, page, peer }
    header = {}
    for (let i = 0; i < propagators.length; i++) propagators[i].inject(span, where, set)
    return { span, peer, header, parent: part && part.spanId }
  }
}
