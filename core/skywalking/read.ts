import { check, isObject } from '../internal/refusal.ts'
import type { Segment } from '../signal.ts'

/** What is asked of one, beside the types that follow from the names of members. */
type RawSegment = Segment['segment'] & { service?: string; spans?: RawSpan[] }

interface RawSpan {
  spanId: number
  startTime: number
  endTime: number
}

/** A SkyWalking SegmentObject, given as plain JSON, as it was handed over. Throws what it refuses. */
export function readSegment(segment: RawSegment): Segment {
  checkItem(segment)
  const { service, spans, traceId, traceSegmentId } = segment
  check(traceId && traceSegmentId && service && spans && spans.length, 'segment: no ids, service or spans')
  spans.forEach(({ endTime, spanId, startTime }) =>
    check(spanId >= 0 && startTime >= 0 && endTime >= 0, 'span: no id or times'),
  )
  return { kind: 'segment', segment }
}

/** A receiver refuses a whole request for one member of another type. */
function checkItem(item: unknown): void {
  check(isObject(item), 'item')
  Object.keys(item).forEach((name) => {
    const value = item[name]
    check(value == null || isOfType(value, name), name)
    if (Array.isArray(value)) value.forEach(checkItem)
  })
}

/** What type a member has follows from its name alone. */
function isOfType(value: unknown, name: string): boolean {
  if (/^(spans|tags|refs|logs|data)$/.test(name)) return Array.isArray(value)
  if (/(span|component)Id$|time$/i.test(name)) return Number.isSafeInteger(value)
  return typeof value === (/^(is|skip)[A-Z]/.test(name) ? 'boolean' : 'string')
}
