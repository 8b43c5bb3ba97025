import type { Context } from '../context.ts'
import { elapsed } from '../internal/clock.ts'
import { readError } from '../internal/error.ts'
import { hexId, rootSpanId, segmentIdOf } from '../internal/id.ts'
import { MINIPROGRAM_PAGE_VIEW_ID } from '../names.ts'
import type { Sampler } from '../sampler.ts'
import type { Span, SpanContext } from '../signal.ts'
import type { SpanHandle } from './api.ts'
import { toValue } from './attributes.ts'

/** A span that is not sampled can be used like any other, and is never sent. */
export function startSpan(
  context: Context,
  sampler: Sampler | undefined,
  name: string,
  options?: { parent?: Partial<SpanContext> },
): SpanHandle {
  const { clock, random, guard } = context
  const page = context.page()
  const given = guard.run('startSpan', () => readContext(options && options.parent))
  const { loads, views } = context
  const load = given || !loads ? undefined : loads.join(page)
  const parent = given || load
  const traceId = parent ? parent.traceId : context.traceId()
  const spanId = parent ? hexId(random, 16) : rootSpanId(traceId)
  const sampled = parent
    ? parent.sampled
    : !!sampler &&
      context.keep('request') &&
      sampler.shouldSample({ traceId, session: context.session(), url: '' })
  const tick = clock.tick()
  const span: Span = {
    kind: 'span',
    traceId,
    spanId,
    parentSpanId: parent && parent.spanId,
    name,
    spanKind: 1,
    start: clock.now(),
    end: 0,
    attributes: {},
    status: 0,
    page,
  }
  const view = loads && !parent && views ? views.current() : undefined
  if (view) span.attributes[MINIPROGRAM_PAGE_VIEW_ID] = view.id
  let ended = false
  return {
    context: { traceId, spanId, segmentId: segmentIdOf(traceId, spanId), sampled },
    setAttribute(key, given) {
      // once it is on its way, redaction is behind it
      const value = ended ? undefined : guard.run('setAttribute', toValue, given)
      if (value !== undefined && key && typeof key === 'string') span.attributes[key] = value
    },
    setError(error) {
      if (ended) return
      span.status = 2
      if (error !== undefined) span.statusMessage = readError(error).message
    },
    end() {
      if (!ended && load) load.leave()
      if (!ended && sampled) {
        span.end = (span.start as number) + (elapsed(tick, clock.tick()) || 0)
        context.emit(span)
      }
      ended = true
    },
  }
}

/** An inert monitor's has no ids, and users may hand over anything. */
function readContext(given: Partial<SpanContext> | undefined): SpanContext | undefined {
  const { traceId, spanId, sampled } = given || {}
  return /^[0-9a-f]{32} [0-9a-f]{16}$/.test(traceId + ' ' + spanId)
    ? { traceId: traceId!, spanId: spanId!, segmentId: segmentIdOf(traceId!, spanId!), sampled: !!sampled }
    : undefined
}
