import { nameOf, shownOf } from '../text.ts'
import type { ReceivedSegment, ReceivedSpan, SegmentSpan, Value } from '../types.ts'
import { matches } from './identity.ts'
import type { Identity } from './identity.ts'
import type { Filter } from './filter.ts'
import type { Trace, TraceSpan } from './snapshot.ts'

const COMPONENTS: ReadonlyMap<number | undefined, string> = new Map([
  [10001, 'ajax'],
  [10002, 'WeChat'],
  [10003, 'Alipay'],
])
const SPAN_KINDS = ['', 'Local', 'Entry', 'Exit', 'Producer', 'Consumer']

const TAG_LIMIT = 40
const TAG_LENGTH = 500

function tagsOf(pairs: [key: string, value: Value][]): TraceSpan['tags'] {
  return pairs
    .slice(0, TAG_LIMIT)
    .map(([key, value]) => ({ key: nameOf(key), value: shownOf(value, TAG_LENGTH) }))
}

/** Within its segment, else in the segment that it refers to; '' at the top. */
function parentOf(segment: string, { parentSpanId, refs: [ref] = [] }: SegmentSpan): string {
  if (parentSpanId >= 0) return `${segment}:${parentSpanId}`
  return ref ? `${nameOf(ref.parentTraceSegmentId)}:${ref.parentSpanId}` : ''
}

function segmentSpan(segment: string, span: SegmentSpan, identity: Identity): TraceSpan {
  return {
    id: `${segment}:${span.spanId}`,
    parent: parentOf(segment, span),
    name: nameOf(span.operationName),
    service: identity.service,
    platform: identity.platform,
    kind: nameOf(span.spanType ?? 'Entry'),
    layer: nameOf(span.spanLayer),
    peer: nameOf(span.peer),
    component: COMPONENTS.get(span.componentId) ?? '',
    start: span.startTime,
    end: span.endTime,
    error: span.isError === true,
    from: 'segment',
    tags: tagsOf((span.tags ?? []).map(({ key, value }) => [key, value])),
  }
}

function otlpSpan(span: ReceivedSpan, identity: Identity): TraceSpan {
  const { attributes } = span
  const events = span.events
    .slice(0, TAG_LIMIT)
    .map((event): [string, Value] => [`event ${nameOf(event.name)}`, event.attributes])
  return {
    id: nameOf(span.spanId),
    parent: nameOf(span.parentSpanId),
    name: nameOf(span.name),
    service: identity.service,
    platform: identity.platform,
    kind: SPAN_KINDS[span.spanKind] ?? '',
    layer: 'http.request.method' in attributes ? 'Http' : '',
    peer: nameOf(attributes['server.address']),
    component: '',
    start: span.start,
    end: span.end,
    error: span.status.code === 2,
    from: 'otlp',
    tags: tagsOf([...Object.entries(attributes), ...events]),
  }
}

/** Parents before their children, siblings by start; whose parent did not come stands at the top. */
function ordered(spans: TraceSpan[]): TraceSpan[] {
  const byStart = spans.slice().sort((a, b) => a.start - b.start)
  const known = new Set(spans.map((span) => span.id))
  const children = new Map<string, TraceSpan[]>()
  for (const span of byStart) children.set(span.parent, [...(children.get(span.parent) ?? []), span])
  const result = new Set<TraceSpan>()
  const visit = (span: TraceSpan): void => {
    if (result.has(span)) return
    result.add(span)
    children.get(span.id)?.forEach(visit)
  }
  for (const span of byStart) if (!known.has(span.parent)) visit(span)
  // What is left refers to itself in a circle.
  byStart.forEach(visit)
  return [...result]
}

interface Kept {
  id: string
  /** When the last of it came. */
  at: number
  spans: Map<string, { span: TraceSpan; identity: Identity }>
  /** Characters. */
  weight: number
}

const SPAN_LIMIT = 200
/** Characters of one trace, of which a page shows many at once, and of all that are kept. */
const TRACE_WEIGHT = 100_000
const WHOLE_WEIGHT = 8_000_000

function weightOf({ name, peer, tags }: TraceSpan): number {
  return tags.reduce(
    (sum, { key, value }) => sum + key.length + value.length,
    200 + name.length + peer.length,
  )
}

/** The newest traces, OTLP spans and segments of one trace id together. */
export function createTraces(limit = 300) {
  const traces = new Map<string, Kept>()
  let whole = 0
  const forgetFirst = (): void => {
    const [id, { weight }] = traces.entries().next().value!
    whole -= weight
    traces.delete(id)
  }
  const add = (id: string, span: TraceSpan, identity: Identity, now: number): boolean => {
    const before = traces.get(id)
    const kept = before ?? { id, at: now, spans: new Map(), weight: 0 }
    kept.at = now
    traces.delete(id)
    traces.set(id, kept)
    const known = kept.spans.get(span.id)
    const more = weightOf(span) - (known ? weightOf(known.span) : 0)
    // A repeat replaces itself.
    if ((known || kept.spans.size < SPAN_LIMIT) && kept.weight + more <= TRACE_WEIGHT) {
      kept.spans.set(span.id, { span, identity })
      kept.weight += more
      whole += more
    }
    while (traces.size > limit || whole > WHOLE_WEIGHT) forgetFirst()
    return before === undefined
  }
  return {
    /** @returns whether it is the first of its trace */
    addSpan: (span: ReceivedSpan, identity: Identity, now: number): boolean =>
      add(nameOf(span.traceId), otlpSpan(span, identity), identity, now),
    /** @returns whether it is the first of its trace */
    addSegment(segment: ReceivedSegment, identity: Identity, now: number): boolean {
      const [trace, own] = [nameOf(segment.traceId), nameOf(segment.traceSegmentId)]
      return segment.spans
        .map((span) => add(trace, segmentSpan(own, span, identity), identity, now))
        .some(Boolean)
    },
    /** Those of which something came since then, by their start, the newest first. */
    list(filter: Filter, since: number, isFound: (trace: Trace) => boolean): Trace[] {
      return [...traces.values()]
        .filter(
          ({ at, spans }) =>
            at >= since && [...spans.values()].some(({ identity }) => matches(identity, filter)),
        )
        .map(viewOf)
        .filter(isFound)
        .sort((a, b) => b.start - a.start)
    },
    get(id: string): Trace | undefined {
      const kept = traces.get(nameOf(id))
      return kept && viewOf(kept)
    },
    clear(): void {
      traces.clear()
      whole = 0
    },
  }
}

function viewOf(kept: Kept): Trace {
  const spans = ordered([...kept.spans.values()].map((each) => each.span))
  return {
    id: kept.id,
    spans,
    start: Math.min(...spans.map((span) => span.start)),
    end: Math.max(...spans.map((span) => span.end)),
    error: spans.some((span) => span.error),
  }
}

export type Traces = ReturnType<typeof createTraces>
