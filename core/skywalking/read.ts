import { textOf } from '../internal/diag.ts'
import type { Any } from '../internal/guard.ts'
import type { Segment } from '../signal.ts'

/** What each member must be; a receiver refuses a whole request for one of another type. +: must be there. */
const SEGMENT =
  '+traceId string, +traceSegmentId string, +service string, serviceInstance string, isSizeLimited boolean'
const SPAN =
  '+spanId number, parentSpanId number, +startTime number, +endTime number, operationName string, peer string, ' +
  'componentId number, isError boolean, skipAnalysis boolean'
const REF =
  'traceId string, parentTraceSegmentId string, parentSpanId number, parentService string, ' +
  'parentServiceInstance string, parentEndpoint string, networkAddressUsedAtPeer string'
const PAIR = '+key string, value string'

/** A SkyWalking SegmentObject, as it was handed over; else why it is refused. Never throws. */
export function readSegment(payload: unknown): Segment | string {
  try {
    // A copy of what is plain: without getters, functions, cycles
    const segment: Any = JSON.parse(JSON.stringify(payload))
    check(segment, SEGMENT)
    if (!segment.spans.length) throw new Error('invalid spans')
    each(segment.spans, SPAN, (span) => {
      each(span.tags, PAIR)
      each(span.refs, REF)
      each(span.logs, 'time number', (log) => each(log.data, PAIR))
    })
    return { kind: 'segment', segment }
  } catch (error) {
    return textOf(error)
  }
}

function each(list: Any, members: string, more?: (item: Any) => void): void {
  if (list == null) return
  list.forEach((item: Any) => {
    check(item, members)
    if (more) more(item)
  })
}

function check(item: Any, members: string): void {
  members.split(', ').forEach((member) => {
    const [name, type] = member.replace('+', '').split(' ')
    const value = item[name]
    const absent = value == null && member[0] !== '+'
    // ids and times are whole and, but for the -1 of a root's parent, not negative
    const good = type === 'number' ? value % 1 === 0 && value >= -1 : value !== '' || member[0] !== '+'
    if (!absent && (typeof value !== type || !good)) throw new Error('invalid ' + name)
  })
}
