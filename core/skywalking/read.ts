import type { Any } from '../internal/guard.ts'
import { check, readOr } from '../internal/refusal.ts'
import type { Segment } from '../signal.ts'

/** What members must be; a receiver refuses a whole request for one of another type. +: must be there. */
const SEGMENT = '+traceId string, +traceSegmentId string, +service string, serviceInstance string'
const SPAN =
  '+spanId number, parentSpanId number, +startTime number, +endTime number, operationName string, peer string, ' +
  'componentId number, isError boolean'
const REF = 'traceId string, parentTraceSegmentId string, parentSpanId number'
const PAIR = '+key string, value string'

/** A SkyWalking SegmentObject, as it was handed over; else why it is refused. Never throws. */
export function readSegment(payload: unknown): Segment | string {
  return readOr(() => {
    // A copy of what is plain: without getters, functions, cycles
    const segment: Any = JSON.parse(JSON.stringify(payload) || '0')
    checkItem(segment, SEGMENT)
    check(segment.spans && segment.spans.length, 'spans')
    each(segment, 'spans', SPAN, (span) => {
      each(span, 'tags', PAIR)
      each(span, 'refs', REF)
      each(span, 'logs', 'time number', (log) => each(log, 'data', PAIR))
    })
    return { kind: 'segment', segment }
  })
}

function each(item: Any, name: string, members: string, more?: (item: Any) => void): void {
  const list = item[name]
  if (list == null) return
  check(Array.isArray(list), name)
  list.forEach((one: Any) => {
    checkItem(one, members)
    if (more) more(one)
  })
}

function checkItem(item: Any, members: string): void {
  check(item && typeof item === 'object', 'item')
  members.split(', ').forEach((member) => {
    const [, required, name, type] = /(\+?)(\w+) (\w+)/.exec(member)!
    const value = item[name]
    // ids and times are whole and, but for the -1 of a root's parent, not negative
    const good = type === 'number' ? value % 1 === 0 && value >= -1 : value !== '' || !required
    check((value == null && !required) || (typeof value === type && good), name)
  })
}
