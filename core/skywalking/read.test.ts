import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readRaw } from '../raw/record.ts'

/** What becomes of it: a signal, or why not. */
function readSegment(payload: unknown): unknown {
  let read: unknown
  readRaw(
    'segment',
    payload,
    1,
    (signal) => (read = signal),
    (_, why) => (read = why),
  )
  return read
}

const span = {
  spanId: 0,
  parentSpanId: -1,
  startTime: 1,
  endTime: 2,
  operationName: 'page',
  spanType: 'Exit',
}
const segment = { traceId: 't', traceSegmentId: 's', service: 'shop', serviceInstance: '-', spans: [span] }

describe('a raw segment', () => {
  test('comes in as it is, but as a copy', () => {
    const given = {
      ...segment,
      unknown: 'kept',
      spans: [
        {
          ...span,
          tags: [{ key: 'a', value: '' }],
          logs: [{ time: 3, data: [{ key: 'event', value: 'x' }] }],
          refs: [{ refType: 'CrossProcess', traceId: 't', parentSpanId: 0 }],
        },
      ],
    }
    const read = readSegment(given)
    expect(read).toEqual({ kind: 'segment', segment: given })
    expect(read).not.toBe(given)
    given.spans[0].operationName = 'later'
    expect(read).toMatchObject({ segment: { spans: [{ operationName: 'page' }] } })
  })

  test.each([
    [{ ...segment, traceId: undefined }, 'invalid segment: no ids, service or spans'],
    [{ ...segment, traceId: '' }, 'invalid segment: no ids, service or spans'],
    [{ ...segment, traceSegmentId: 7 }, 'invalid traceSegmentId'],
    [{ ...segment, service: null }, 'invalid segment: no ids, service or spans'],
    [{ ...segment, serviceInstance: 5 }, 'invalid serviceInstance'],
    [{ ...segment, spans: [] }, 'invalid segment: no ids, service or spans'],
    [{ ...segment, spans: undefined }, 'invalid segment: no ids, service or spans'],
    [{ ...segment, spans: {} }, 'invalid spans'],
    [{ ...segment, spans: [null] }, 'invalid item'],
    [{ ...segment, spans: [{ ...span, spanId: undefined }] }, 'invalid span: no id or times'],
    [{ ...segment, spans: [{ ...span, spanId: '0' }] }, 'invalid spanId'],
    [{ ...segment, spans: [{ ...span, spanId: 0.5 }] }, 'invalid spanId'],
    [{ ...segment, spans: [{ ...span, startTime: undefined }] }, 'invalid span: no id or times'],
    [{ ...segment, spans: [{ ...span, endTime: -5 }] }, 'invalid span: no id or times'],
    [{ ...segment, spans: [{ ...span, operationName: 1 }] }, 'invalid operationName'],
    [{ ...segment, spans: [{ ...span, isError: 'no' }] }, 'invalid isError'],
    [{ ...segment, spans: [{ ...span, tags: {} }] }, 'invalid tags'],
    [{ ...segment, spans: [{ ...span, tags: [{ key: 'a', value: 1 }] }] }, 'invalid value'],
    [{ ...segment, spans: [{ ...span, tags: [{ key: {} }] }] }, 'invalid key'],
    [{ ...segment, spans: [{ ...span, refs: [{ parentSpanId: 'x' }] }] }, 'invalid parentSpanId'],
    [{ ...segment, spans: [{ ...span, logs: [{ time: 'x' }] }] }, 'invalid time'],
    [{ ...segment, spans: [{ ...span, logs: [{ time: 1, data: [{ key: 1 }] }] }] }, 'invalid key'],
    [null, 'invalid item'],
    ['x', 'invalid item'],
    [[], 'invalid segment: no ids, service or spans'],
  ])('%j is refused', (payload, why) => expect(readSegment(payload)).toBe(why))

  test('never throws', () => {
    const cycle: Record<string, unknown> = { ...segment }
    cycle.self = cycle
    expect(readSegment(cycle)).toMatch(/circular/)
    expect(
      readSegment({
        get traceId() {
          throw new Error('no')
        },
      }),
    ).toBe('no')
    fc.assert(
      fc.property(fc.anything({ withBigInt: true }), (payload) => {
        for (const given of [payload, { ...segment, spans: payload }, { ...segment, spans: [payload] }]) {
          const read = readSegment(given)
          if (typeof read !== 'string') expect(read).toMatchObject({ kind: 'segment' })
        }
      }),
    )
  })
})
