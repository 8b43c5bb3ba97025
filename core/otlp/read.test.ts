import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readRaw, type RecordKind } from '../raw/record.ts'
import type { LogRecord, Metric, Signal } from '../signal.ts'

const NOW = 1790000000000

/** What becomes of raw data: signals, or why there are none. */
function read(kind: RecordKind, payload: unknown, time: number): Signal[] | string {
  const signals: Signal[] = []
  let refused: string | undefined
  readRaw(
    kind,
    payload,
    time,
    (signal) => signals.push(signal),
    (_, why) => (refused = why),
  )
  return refused === undefined ? signals : refused
}

function log(payload: unknown) {
  const logs = read('log', payload, NOW)
  return typeof logs === 'string' ? logs : (logs[0] as LogRecord)
}

function readMetrics(payload: unknown, now: number) {
  return read('metric', payload, now) as Metric[] | string
}

/** A log with one attribute of this value. */
function valueOf(value: unknown) {
  const read = log({ body: 'x', attributes: [{ key: 'k', value }] })
  return typeof read === 'string' ? read : read.attributes.k
}

const point = { timeUnixNano: '1', asDouble: 1.5 }

function gauge(more: object) {
  return readMetrics([{ name: 'g', gauge: { dataPoints: [{ ...point, ...more }] } }], 7)
}

function histogram(more: object) {
  return readMetrics(
    [{ name: 'h', histogram: { aggregationTemporality: 1, dataPoints: [{ timeUnixNano: '1', ...more }] } }],
    7,
  )
}

describe('a log', () => {
  test('of OTLP JSON comes in whole', () => {
    expect(
      log({
        timeUnixNano: '1790000000123456789',
        severityNumber: 17,
        severityText: 'ERROR',
        body: { stringValue: '' },
        attributes: [
          { key: 'exception.type', value: { stringValue: 'js' } },
          { key: 'log.record.uid', value: { stringValue: 'mine' } },
        ],
        traceId: '4BF92F3577B34DA6A3CE929D0E0E4736',
        spanId: '00f067aa0ba902b7',
        flags: 1,
        eventName: 'e',
        droppedAttributesCount: 3,
      }),
    ).toEqual({
      kind: 'log',
      time: '1790000000123456789',
      uid: expect.any(String),
      severity: 17,
      severityText: 'ERROR',
      body: '',
      attributes: { 'exception.type': 'js', 'log.record.uid': 'mine' },
      traceId: '4bf92f3577b34da6a3ce929d0e0e4736',
      spanId: '00f067aa0ba902b7',
      flags: 1,
      eventName: 'e',
    })
  })

  test('takes its time from what is there', () => {
    expect(log({ body: 'x' })).toMatchObject({
      time: NOW,
      uid: expect.stringMatching(/^[\da-f]{32}$/),
      severity: 0,
      attributes: {},
    })
    expect(log({ body: 'x', timeUnixNano: '0', observedTimeUnixNano: '5' })).toMatchObject({
      time: '5',
      observed: '5',
    })
    expect(log({ body: 'x', timeUnixNano: 1790000000000000000 })).toMatchObject({
      time: '1790000000000000000',
    })
  })

  test.each([
    [{ stringValue: '' }, ''],
    [{ boolValue: false }, false],
    [{ intValue: '0' }, 0],
    [{ intValue: 7 }, 7],
    [{ intValue: '-9223372036854775808' }, { int: '-9223372036854775808' }],
    [{ intValue: '9007199254740993' }, { int: '9007199254740993' }],
    [{ doubleValue: 0 }, { double: 0 }],
    [{ doubleValue: 0.5 }, 0.5],
    [{ doubleValue: 'NaN' }, { double: 'NaN' }],
    [{ doubleValue: '-Infinity' }, { double: '-Infinity' }],
    [{ bytesValue: '_-8' }, { bytes: '/+8=' }],
    [{ arrayValue: { values: [{ stringValue: 'a' }, {}, 1] } }, ['a', undefined, 1]],
    [{ arrayValue: {} }, []],
    [{ kvlistValue: { values: [{ key: 'a', value: { intValue: 1 } }] } }, { map: { a: 1 } }],
    [{ kvlistValue: {} }, { map: {} }],
    ['plain', 'plain'],
    [1.5, 1.5],
    [NaN, 'NaN'],
    [2n ** 63n, '9223372036854775808'],
    [{ doubleValue: NaN }, { double: 'NaN' }],
    [{ intValue: 2n ** 53n }, { int: '9007199254740992' }],
    [{ a: 1 }, 'invalid k'],
    [null, undefined],
    [undefined, undefined],
    [{}, undefined],
    [{ stringValue: null }, undefined],
    [() => 1, undefined],
    [Symbol('x'), undefined],
  ])('an attribute of %o is %o', (given, value) => expect(valueOf(given)).toEqual(value))

  test.each([
    [{ stringValue: 1 }, 'invalid stringValue'],
    [{ boolValue: 'true' }, 'invalid boolValue'],
    [{ intValue: '1.5' }, 'invalid intValue'],
    [{ intValue: '9223372036854775808' }, 'invalid intValue'],
    [{ intValue: '-9223372036854775809' }, 'invalid intValue'],
    [{ intValue: '999999999999999999999999' }, 'invalid intValue'],
    [{ intValue: 1e300 }, 'invalid intValue'],
    [{ intValue: '' }, 'invalid intValue'],
    [{ doubleValue: 'much' }, 'invalid doubleValue'],
    [{ doubleValue: {} }, 'invalid doubleValue'],
    [{ bytesValue: 5 }, 'invalid bytesValue'],
    [{ arrayValue: { values: 'x' } }, 'invalid values'],
    [{ kvlistValue: { values: [{ key: '' }] } }, 'invalid key'],
    [['a'], 'invalid k'],
  ])('an attribute of %o is refused', (given, why) => expect(valueOf(given)).toBe(why))

  test('of two attributes with one name the last counts', () => {
    const twice = [
      { key: 'a', value: { stringValue: '1' } },
      { key: 'a', value: { stringValue: '2' } },
    ]
    expect(log({ attributes: twice })).toMatchObject({ attributes: { a: '2' } })
  })

  test.each([
    [null, 'invalid payload'],
    ['text', 'invalid payload'],
    [[], 'invalid payload'],
    [{}, 'invalid log without content'],
    [{ body: 'x', timeUnixNano: '-1' }, 'invalid timeUnixNano'],
    [{ body: 'x', timeUnixNano: -5 }, 'invalid timeUnixNano'],
    [{ body: 'x', timeUnixNano: {} }, 'invalid timeUnixNano'],
    [{ body: 'x', timeUnixNano: '18446744073709551616' }, 'invalid timeUnixNano'],
    [{ body: 'x', timeUnixNano: NaN }, 'invalid timeUnixNano'],
    [{ body: 'x', timeUnixNano: Infinity }, 'invalid timeUnixNano'],
    [{ body: 'x', observedTimeUnixNano: 'soon' }, 'invalid observedTimeUnixNano'],
    [{ body: 'x', severityNumber: 1.5 }, 'invalid severityNumber'],
    [{ body: 'x', severityText: 7 }, 'invalid severityText'],
    [{ body: 'x', eventName: {} }, 'invalid eventName'],
    [{ body: 'x', flags: -1 }, 'invalid flags'],
    [{ body: 'x', traceId: 'xyz' }, 'invalid traceId'],
    [{ body: 'x', traceId: '0'.repeat(32) }, 'invalid traceId'],
    [{ body: 'x', spanId: 7 }, 'invalid spanId'],
    [{ body: 'x', spanId: 'g'.repeat(16) }, 'invalid spanId'],
    [{ attributes: 'a=b' }, 'invalid attributes'],
    [{ body: 'x', severityNumber: 'LOUD' }, 'invalid severityNumber'],
    [{ attributes: { a: 'x' } }, 'invalid attributes'],
    [{ attributes: [{ key: 7, value: 'x' }] }, 'invalid key'],
  ])('%o is refused', (payload, why) => expect(log(payload)).toBe(why))

  test('an empty id is none', () => {
    expect(log({ body: 'x', traceId: '', spanId: '' })).not.toHaveProperty('traceId')
  })

  test('never throws: circles, depth, getters, proxies', () => {
    const cycle: Record<string, unknown> = {}
    cycle.self = [cycle, cycle, cycle]
    let deep: unknown = 'x'
    for (let i = 0; i < 100000; i++) deep = [deep]
    const thrower = {
      get body() {
        throw { toString: null }
      },
    }
    const proxy = new Proxy(
      {},
      {
        get: () => {
          throw new Error('no')
        },
      },
    )
    expect(log(undefined)).toEqual(expect.any(String))
    expect(log({ body: cycle })).toMatch(/circular/)
    expect(log({ body: deep })).toMatch(/stack|deep/)
    deep = 'x'
    for (let i = 0; i < 64; i++) deep = [deep]
    expect(log({ body: 'x', more: deep })).toBe('invalid payload, too deep')
    expect(log(thrower)).toBe('unreadable error')
    expect(log(proxy)).toBe('no')
    fc.assert(
      fc.property(fc.anything({ withBigInt: true, withNullPrototype: true }), (payload) => {
        for (const given of [payload, { body: payload }, { attributes: payload }]) {
          const read = log(given)
          if (typeof read !== 'string') expect(read.kind).toBe('log')
          expect(() => readMetrics(given, 1)).not.toThrow()
        }
      }),
    )
  })
})

describe('metrics', () => {
  test('of every type come in whole, one or many', () => {
    const exemplar = {
      timeUnixNano: '2',
      asInt: '3',
      filteredAttributes: [{ key: 'a', value: { boolValue: true } }],
      traceId: '4bf92f3577b34da6a3ce929d0e0e4736',
      spanId: '00f067aa0ba902b7',
    }
    const sum = {
      name: 's',
      unit: '1',
      description: 'd',
      sum: {
        aggregationTemporality: 1,
        isMonotonic: true,
        dataPoints: [{ startTimeUnixNano: '1', timeUnixNano: '2', asInt: '5', exemplars: [exemplar] }],
      },
    }
    expect(readMetrics(sum, 7)).toEqual([
      {
        kind: 'metric',
        type: 'sum',
        name: 's',
        unit: '1',
        description: 'd',
        temporality: 1,
        monotonic: true,
        points: [
          {
            attributes: {},
            start: '1',
            time: '2',
            value: 5,
            exemplars: [
              {
                attributes: { a: true },
                time: '2',
                value: 3,
                traceId: exemplar.traceId,
                spanId: exemplar.spanId,
              },
            ],
          },
        ],
      },
    ])
    expect(
      readMetrics(
        [
          sum,
          { name: 'g', gauge: { dataPoints: [{ asDouble: 2, attributes: [{ key: 'p', value: 'x' }] }] } },
          {
            name: 'h',
            histogram: {
              aggregationTemporality: 2,
              dataPoints: [
                {
                  timeUnixNano: '9',
                  count: '3',
                  sum: 4.5,
                  min: 1,
                  max: 2,
                  explicitBounds: [1, 2],
                  bucketCounts: ['1', 2, '0'],
                },
              ],
            },
          },
          {
            name: 'e',
            exponentialHistogram: {
              aggregationTemporality: 1,
              dataPoints: [
                {
                  timeUnixNano: '9',
                  count: '18446744073709551615',
                  zeroCount: '18446744073709551610',
                  scale: -2,
                  zeroThreshold: 0.5,
                  positive: { offset: -1, bucketCounts: ['5'] },
                  negative: {},
                },
              ],
            },
          },
          {
            name: 'q',
            summary: {
              dataPoints: [
                { timeUnixNano: '9', count: 2, sum: 3, quantileValues: [{ quantile: 0.5, value: 1 }] },
              ],
            },
          },
        ],
        7,
      ).slice(1),
    ).toEqual([
      {
        kind: 'metric',
        type: 'gauge',
        name: 'g',
        points: [{ attributes: { p: 'x' }, time: 7, value: { double: 2 } }],
      },
      {
        kind: 'metric',
        type: 'histogram',
        name: 'h',
        temporality: 2,
        points: [
          {
            attributes: {},
            time: '9',
            count: 3,
            sum: 4.5,
            min: 1,
            max: 2,
            bounds: [1, 2],
            counts: [1, 2, 0],
          },
        ],
      },
      {
        kind: 'metric',
        type: 'exponentialHistogram',
        name: 'e',
        temporality: 1,
        points: [
          {
            attributes: {},
            time: '9',
            count: '18446744073709551615',
            zeroCount: '18446744073709551610',
            scale: -2,
            zeroThreshold: 0.5,
            positive: { offset: -1, counts: [5] },
            negative: {},
          },
        ],
      },
      {
        kind: 'metric',
        type: 'summary',
        name: 'q',
        points: [{ attributes: {}, time: '9', count: 2, sum: 3, quantiles: [{ quantile: 0.5, value: 1 }] }],
      },
    ])
  })

  test.each([
    [null, 'invalid payload'],
    ['x', 'invalid payload'],
    [[{}], 'invalid metric without name or data points'],
    [[{ name: 7 }], 'invalid name'],
    [[{ name: '' }], 'invalid metric without name or data points'],
    [[{ name: 'a' }], 'invalid metric without name or data points'],
    [[{ name: 'a', gauge: {} }], 'invalid metric without name or data points'],
    [[{ name: 'a', gauge: { dataPoints: [] } }], 'invalid metric without name or data points'],
    [[{ name: 'a', gauge: { dataPoints: {} } }], 'invalid dataPoints'],
    [[{ name: 'a', gauge: { dataPoints: [null] } }], 'invalid dataPoints'],
    [[{ name: 'a', gauge: { dataPoints: [{}] } }], 'invalid point without value'],
    [
      [{ name: 'a', sum: { aggregationTemporality: -3, dataPoints: [point] } }],
      'invalid aggregationTemporality',
    ],
    [[{ name: 'a', sum: { isMonotonic: 1, dataPoints: [point] } }], 'invalid isMonotonic'],
    [[{ name: 'a', unit: {}, gauge: { dataPoints: [point] } }], 'invalid unit'],
    [[{ name: 'a', description: 1, gauge: { dataPoints: [point] } }], 'invalid description'],
  ])('%j is refused', (payload, why) => expect(readMetrics(payload, 7)).toBe(why))

  test.each([
    [{ timeUnixNano: -1 }, 'invalid timeUnixNano'],
    [{ startTimeUnixNano: 'x' }, 'invalid startTimeUnixNano'],
    [{ asDouble: 'x' }, 'invalid asDouble'],
    [{ asInt: 1.5 }, 'invalid asInt'],
    [{ exemplars: {} }, 'invalid exemplars'],
    [{ exemplars: [{ asInt: 1, traceId: 'x' }] }, 'invalid traceId'],
  ])('a gauge with %j is refused', (more, why) => expect(gauge(more)).toBe(why))

  test('a point may say that it has no value', () => {
    expect(gauge({ asDouble: undefined, flags: 1 })).toMatchObject([{ points: [{ flags: 1 }] }])
  })

  test.each([
    [{ count: 1, explicitBounds: [1], bucketCounts: [1] }, 'invalid number of bucketCounts'],
    [{ count: 1, explicitBounds: [1], bucketCounts: [1, 0, 0] }, 'invalid number of bucketCounts'],
    [{ count: 1, explicitBounds: [2, 1], bucketCounts: [1, 0, 0] }, 'invalid explicitBounds'],
    [{ count: 1, explicitBounds: [1, 1], bucketCounts: [1, 0, 0] }, 'invalid explicitBounds'],
    [{ count: 2, explicitBounds: [1], bucketCounts: [1, 0] }, 'invalid sum of bucketCounts'],
    [{ count: 1, explicitBounds: [1] }, 'invalid number of bucketCounts'],
    [{ count: 1, explicitBounds: [NaN], bucketCounts: [1, 0] }, 'invalid explicitBounds'],
    [{ count: 1, explicitBounds: [Infinity], bucketCounts: [1, 0] }, 'invalid explicitBounds'],
    [{ count: 0, explicitBounds: [1], bucketCounts: [-1, 1] }, 'invalid bucketCounts'],
    [{ count: -1 }, 'invalid count'],
    [{ count: 1.5 }, 'invalid count'],
    [{ count: 1, sum: '1' }, 'invalid sum'],
    [{ count: 1, min: '1' }, 'invalid min'],
  ])('a histogram with %j is refused', (more, why) => expect(histogram(more)).toBe(why))

  test('a histogram may do without buckets', () => {
    expect(histogram({ count: 3, sum: 1.5 })).toMatchObject([{ points: [{ count: 3, sum: 1.5 }] }])
    expect(histogram({ explicitBounds: [], bucketCounts: [] })).toMatchObject([{ points: [{ counts: [] }] }])
    expect(histogram({ count: 3, bucketCounts: [3] })).toMatchObject([{ points: [{ counts: [3] }] }])
  })
})
