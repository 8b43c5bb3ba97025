import { describe, expect, test } from 'vitest'
import { errorOf, gaugeOf, logOf } from '../../test/fakes/outbox.ts'
import type { Signal } from '../signal.ts'
import { isSound } from './sound.ts'

const SPAN: Signal = {
  kind: 'span',
  traceId: 'a'.repeat(32),
  spanId: 'b'.repeat(16),
  name: 'GET',
  spanKind: 3,
  start: 1,
  end: 2,
  attributes: {},
}
const SEGMENT: Signal = {
  kind: 'segment',
  segment: { traceId: 't', traceSegmentId: 's', service: 'shop', spans: [{ spanId: 0 }] },
}
const POINT = { attributes: {}, time: 1, value: 1 }

describe('what the kit writes is sound', () => {
  test.each<[string, Signal]>([
    ['a log', logOf('a')],
    [
      'an error with all that it may have',
      {
        ...errorOf('a'),
        time: '1717200000000000001',
        observed: 2,
        severityText: 'ERROR',
        body: [
          { int: '-9007199254740993' },
          { double: 'NaN' },
          { bytes: 'AA==' },
          { map: { a: [true, 'x', 1.5] } },
        ],
        attributes: { list: [], ['__proto__']: 'x', toString: 'y' },
        traceId: 'a'.repeat(32),
        spanId: 'b'.repeat(16),
        flags: 1,
        eventName: 'e',
        door: 'onError',
      },
    ],
    ['a gauge', gaugeOf('g', 3)],
    [
      'a histogram',
      {
        kind: 'metric',
        type: 'histogram',
        name: 'h',
        unit: 'ms',
        temporality: 1,
        points: [
          {
            attributes: {},
            start: 1,
            time: 2,
            count: 1,
            sum: 5,
            min: 5,
            max: 5,
            bounds: [10],
            counts: [1, 0],
          },
        ],
      },
    ],
    ['a span', { ...SPAN, status: 2, peer: 'h:443', page: 'p', events: [], links: [] }],
    ['a segment', SEGMENT],
  ])('%s', (_, signal) => {
    expect(isSound(JSON.parse(JSON.stringify(signal)), signal.kind)).toBe(true)
  })
})

describe('what it never writes is none', () => {
  const log = logOf('a')
  test.each<[string, unknown]>([
    ['nothing', null],
    ['a number', 5],
    ['a list', [log]],
    ['another kind', gaugeOf('g')],
    ['no time', { ...log, time: undefined }],
    ['a time that is a word', { ...log, time: 'now' }],
    ['a time of null', { ...log, time: null }],
    ['no uid', { ...log, uid: 5 }],
    ['a severity that is a text', { ...log, severity: 'ERROR' }],
    ['a body of null', { ...log, body: null }],
    ['a body of no tag', { ...log, body: { text: 'x' } }],
    ['a body of two tags', { ...log, body: { int: '1', double: 1 } }],
    ['a tag that every object has', { ...log, body: { toString: 'x' } }],
    ['an int that is none', { ...log, body: { int: 'x' } }],
    ['no attributes', { ...log, attributes: undefined }],
    ['attributes that are a list', { ...log, attributes: ['x'] }],
    ['an attribute of null', { ...log, attributes: { a: null } }],
    ['an attribute that is an object', { ...log, attributes: { a: { b: 'c' } } }],
    ['bad nested in lists and maps', { ...log, attributes: { a: [{ map: { b: [{ map: { c: null } }] } }] } }],
    ['a trace id that is none', { ...log, traceId: {} }],
  ])('log: %s', (_, signal) => {
    expect(isSound(signal, 'log')).toBe(false)
  })

  test.each<[string, unknown]>([
    ['no points', { ...gaugeOf('g'), points: undefined }],
    ['an empty list of points', { ...gaugeOf('g'), points: [] }],
    ['a point of null', { ...gaugeOf('g'), points: [null] }],
    ['a point without time', { ...gaugeOf('g'), points: [{ ...POINT, time: undefined }] }],
    ['a point whose sum is a text', { ...gaugeOf('g'), points: [{ ...POINT, sum: 'x' }] }],
    ['bounds that are no list', { ...gaugeOf('g'), points: [{ ...POINT, bounds: 5 }] }],
    ['a name that is none', { ...gaugeOf('g'), name: {} }],
  ])('metric: %s', (_, signal) => {
    expect(isSound(signal, 'metric')).toBe(false)
  })

  test.each<[string, unknown]>([
    ['no name', { ...SPAN, name: null }],
    ['events that are no list', { ...SPAN, events: {} }],
    ['a peer that is none', { ...SPAN, peer: ['h'] }],
  ])('span: %s', (_, signal) => {
    expect(isSound(signal, 'span')).toBe(false)
  })

  test.each<[string, unknown]>([
    ['none', { kind: 'segment' }],
    ['a text', { kind: 'segment', segment: 'x' }],
    ['no spans', { kind: 'segment', segment: { traceId: 't', traceSegmentId: 's', service: 'shop' } }],
  ])('segment: %s', (_, signal) => {
    expect(isSound(signal, 'segment')).toBe(false)
  })
})
