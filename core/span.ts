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
  parent: SpanContext | undefined,
): SpanHandle {
  const { clock, random } = context
  const traceId = parent ? parent.traceId : hexId(random, 32)
  const spanId = hexId(random, 16)
  const sampled = parent
    ? parent.sampled
    : !!sampler && sampler.shouldSample({ traceId, session: context.session(), url: '' })
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
      const value = toValue(given)
      if (value !== undefined && key) attributes[key] = value
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
