import type { ReceivedSegment, ReceivedSpan, SegmentSpan, Value } from '../types.ts'
import { identityOf, matches, segmentIdentity } from './identity.ts'
import type { Identity } from './identity.ts'
import type { Filter, Trace, TraceSpan } from './snapshot.ts'

const COMPONENTS: { [id: number]: string } = { 10001: 'ajax', 10002: 'WeChat', 10003: 'Alipay' }
const SPAN_KINDS = ['', 'Local', 'Entry', 'Exit', 'Producer', 'Consumer']

function shown(value: Value): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}

/** Within its segment, else in the segment that it refers to; '' at the top. */
function parentOf(
  { traceSegmentId }: ReceivedSegment,
  { parentSpanId, refs: [ref] = [] }: SegmentSpan,
): string {
  if (parentSpanId >= 0) return `${traceSegmentId}:${parentSpanId}`
  return ref ? `${ref.parentTraceSegmentId}:${ref.parentSpanId}` : ''
}

function segmentSpan(segment: ReceivedSegment, span: SegmentSpan, identity: Identity): TraceSpan {
  return {
    id: `${segment.traceSegmentId}:${span.spanId}`,
    parent: parentOf(segment, span),
    name: span.operationName,
    service: segment.service,
    platform: identity.platform,
    kind: span.spanType ?? 'Entry',
    layer: span.spanLayer ?? '',
    peer: span.peer ?? '',
    component: COMPONENTS[span.componentId ?? 0] ?? '',
    start: span.startTime,
    end: span.endTime,
    error: span.isError === true,
    from: 'segment',
    tags: (span.tags ?? []).map(({ key, value }) => ({ key, value: String(value) })),
  }
}

function otlpSpan(span: ReceivedSpan, identity: Identity): TraceSpan {
  const { attributes } = span
  const tags = Object.entries(attributes).map(([key, value]) => ({ key, value: shown(value) }))
  for (const event of span.events)
    tags.push({ key: `event ${event.name}`, value: JSON.stringify(event.attributes) })
  return {
    id: span.spanId,
    parent: span.parentSpanId,
    name: span.name,
    service: identity.service,
    platform: identity.platform,
    kind: SPAN_KINDS[span.spanKind] ?? '',
    layer: 'http.request.method' in attributes ? 'Http' : '',
    peer: shown(attributes['server.address'] ?? ''),
    component: '',
    start: span.start,
    end: span.end,
    error: span.status.code === 2,
    from: 'otlp',
    tags,
  }
}

/** Parents before their children, siblings by start; whose parent did not come stands at the top. */
function ordered(spans: TraceSpan[]): TraceSpan[] {
  const byStart = spans.slice().sort((a, b) => a.start - b.start)
  const known = new Set(spans.map((span) => span.id))
  const result = new Set<TraceSpan>()
  const visit = (span: TraceSpan): void => {
    if (result.has(span)) return
    result.add(span)
    for (const child of byStart) if (child.parent === span.id) visit(child)
  }
  for (const span of byStart) if (!known.has(span.parent)) visit(span)
  // What is left refers to itself in a circle.
  for (const span of byStart) visit(span)
  return [...result]
}

interface Kept {
  id: string
  spans: Map<string, { span: TraceSpan; identity: Identity }>
}

/** The newest traces, OTLP spans and segments of one trace id together. */
export function createTraces(limit = 300) {
  const traces = new Map<string, Kept>()
  const add = (id: string, span: TraceSpan, identity: Identity): void => {
    const kept = traces.get(id) ?? { id, spans: new Map() }
    traces.delete(id)
    traces.set(id, kept)
    // A repeat replaces itself.
    if (kept.spans.size < 200) kept.spans.set(span.id, { span, identity })
    if (traces.size > limit) traces.delete(traces.keys().next().value as string)
  }
  const view = (kept: Kept): Trace => {
    const spans = ordered([...kept.spans.values()].map((each) => each.span))
    return {
      id: kept.id,
      spans,
      start: Math.min(...spans.map((span) => span.start)),
      end: Math.max(...spans.map((span) => span.end)),
      error: spans.some((span) => span.error),
    }
  }
  return {
    addSpan(span: ReceivedSpan): void {
      const identity = identityOf(span.resource)
      add(span.traceId, otlpSpan(span, identity), identity)
    },
    addSegment(segment: ReceivedSegment): void {
      const identity = segmentIdentity(segment)
      for (const span of segment.spans) add(segment.traceId, segmentSpan(segment, span, identity), identity)
    },
    /** The newest first. */
    list(filter: Filter, count: number): Trace[] {
      const result: Trace[] = []
      for (const kept of [...traces.values()].reverse()) {
        if (![...kept.spans.values()].some(({ identity }) => matches(identity, filter))) continue
        result.push(view(kept))
        if (result.length >= count) break
      }
      return result
    },
    get(id: string): Trace | undefined {
      const kept = traces.get(id)
      return kept && view(kept)
    },
    clear: (): void => traces.clear(),
  }
}

export type Traces = ReturnType<typeof createTraces>
