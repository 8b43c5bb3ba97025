import type { Any } from '../internal/guard.ts'
import { check } from '../internal/refusal.ts'
import type { Segment } from '../signal.ts'

/** A SkyWalking SegmentObject, given as plain JSON, as it was handed over. Throws what it refuses. */
export function readSegment(segment: Any): Segment {
  checkItem(segment)
  const { service, spans, traceId, traceSegmentId } = segment
  check(traceId && traceSegmentId && service && spans && spans.length, 'segment: no ids, service or spans')
  spans.forEach(({ endTime, spanId, startTime }: Any) =>
    check(spanId >= 0 && startTime >= 0 && endTime >= 0, 'span: no id or times'),
  )
  return { kind: 'segment', segment }
}

/** A receiver refuses a whole request for one member of another type; what type follows from the name alone. */
function checkItem(item: Any): void {
  check(Object(item) === item, 'item')
  Object.keys(item).forEach((name) => {
    const value = item[name]
    const isList = /^(spans|tags|refs|logs|data)$/.test(name)
    const good = isList
      ? Array.isArray(value)
      : /(span|component)Id$|time$/i.test(name)
        ? Number.isSafeInteger(value)
        : typeof value === (/^(is|skip)[A-Z]/.test(name) ? 'boolean' : 'string')
    check(good || value == null, name)
    if (isList && value) value.forEach(checkItem)
  })
}
