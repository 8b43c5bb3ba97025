import { toValue } from './attributes.ts'
import { hexId } from './internal/id.ts'
import { readError } from './internal/error.ts'
import { elapsed } from './internal/clock.ts'
import type { Context } from './instrumentation.ts'
import type { Sampler } from './sampler.ts'
import type { Attributes, SpanContext } from './signal.ts'

/** A piece of work of the app's own, timed from `startSpan` to `end`. */
export interface SpanHandle {
  readonly context: SpanContext
  setAttribute(key: string, value: unknown): void
  /** Marks it as failed. */
  setError(error?: unknown): void
  /** Sends it; later calls do nothing. */
  end(): void
}

/** A span that is not sampled can be used like any other, and is never sent. */
export function startSpan(
  context: Context,
  sampler: Sampler | undefined,
  name: string,
  given: Partial<SpanContext> | undefined,
): SpanHandle {
  const { clock, random } = context
  const parent = context.guard.run('startSpan', () => readContext(given))
  const traceId = parent ? parent.traceId : hexId(random, 32)
  const spanId = hexId(random, 16)
  const sampled = parent
    ? parent.sampled
    : !!sampler &&
      context.keep('request') &&
      sampler.shouldSample({ traceId, session: context.session(), url: '' })
  const start = clock.now()
  const tick = clock.tick()
  const page = context.page()
  const attributes: Attributes = {}
  let status = 0
  let statusMessage: string | undefined
  let ended = false
  return {
    context: { traceId, spanId, segmentId: traceId + spanId, sampled },
    setAttribute(key, given) {
      // once it is on its way, redaction is behind it
      const value = ended ? undefined : context.guard.run('setAttribute', () => toValue(given))
      if (value !== undefined && key && typeof key === 'string') attributes[key] = value
    },
    setError(error) {
      status = 2
      if (error !== undefined) statusMessage = readError(error).message
    },
    end() {
      if (ended) return
      ended = true
      if (!sampled) return
      const end = start + (elapsed(tick, clock.tick()) || 0)
      const span = {
        kind: 'span',
        traceId,
        spanId,
        name,
        spanKind: 1,
        start,
        end,
        attributes,
        status,
      } as const
      context.emit(Object.assign({ parentSpanId: parent && parent.spanId, statusMessage, page }, span))
    },
  }
}

/** An inert monitor's has no ids, and users may hand over anything. */
function readContext(given: Partial<SpanContext> | undefined): SpanContext | undefined {
  const { traceId, spanId, sampled } = given || {}
  const valid = /^[0-9a-f]{32} [0-9a-f]{16}$/.test(traceId + ' ' + spanId)
  return valid
    ? { traceId: traceId!, spanId: spanId!, segmentId: traceId! + spanId, sampled: !!sampled }
    : undefined
}
