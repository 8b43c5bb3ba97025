/** Both encodings against the official definitions: for any signal, what they decode is what the model says. */
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { Encode } from '../../core/otlp/model.ts'
import type { LogRecord, Metric, Span, Value } from '../../core/signal.ts'
import { aLog, aMetric, aSpan } from '../fakes/signals.ts'
import * as any from './arbitrary.ts'
import * as expected from './expected.ts'
import { decode, decodeJson, items } from './official.ts'

const resource = { service: 'shop', attributes: { 'service.name': 'shop', empty: '', 版本: 2 } }
const scope = { name: 'mini-monitor', version: '1.2.3' }

function log(more: Partial<LogRecord>) {
  return aLog({ time: 1790000000123, severity: 17, ...more })
}

// Most mini programs have no TextEncoder: the encoders have a way of their own for each case
describe.each(['with TextEncoder', 'without TextEncoder'])('%s', (kind) => {
  let encodeJson: Encode<string>
  let encodeProtobuf: Encode<ArrayBuffer>
  beforeEach(async () => {
    if (kind === 'without TextEncoder') vi.stubGlobal('TextEncoder', undefined)
    vi.resetModules()
    encodeJson = (await import('../../core/otlp/json.ts')).encodeJson
    encodeProtobuf = (await import('../../core/otlp/protobuf.ts')).encodeProtobuf
  })
  afterEach(() => void vi.unstubAllGlobals())

  const logsOf = (records: LogRecord[]) =>
    items('logs', decode('logs', encodeProtobuf('logs', resource, scope, records)))

  test('resource and scope stand around the records', () => {
    const request = {
      resourceLogs: [
        {
          resource: { attributes: expected.attributes(resource.attributes) },
          scopeLogs: [{ scope, logRecords: [expected.logRecord(log({}))] }],
        },
      ],
    }
    expect(decode('logs', encodeProtobuf('logs', resource, scope, [log({})]))).toEqual(request)
    expect(decodeJson('logs', encodeJson('logs', resource, scope, [log({})]))).toEqual(request)
  })

  test('each encoder gives a tight buffer of its own', () => {
    const first = encodeProtobuf('logs', resource, scope, [log({ body: 'first' })])
    const copy = first.slice(0)
    encodeProtobuf('metrics', resource, scope, [])
    encodeProtobuf('logs', resource, scope, [log({ body: 'second' })])
    expect(first).toBeInstanceOf(ArrayBuffer)
    expect(new Uint8Array(first)).toEqual(new Uint8Array(copy))
    expect(first.byteLength).toBeLessThan(200)
  })

  test.each<[string, Value]>([
    ['an empty string', ''],
    ['Chinese', '小程序'],
    ['an emoji', 'a😀b'],
    ['a lone high surrogate', 'a\ud83d'],
    ['a lone low surrogate', '\udc00b'],
    ['false', false],
    ['0', 0],
    ['-0', -0],
    ['-1', -1],
    ['2^53-1', 2 ** 53 - 1],
    ['2^53', 2 ** 53],
    ['2^53+1 as a string', { int: '9007199254740993' }],
    ['int64 min', { int: '-9223372036854775808' }],
    ['int64 max', { int: '9223372036854775807' }],
    ['a whole double', { double: 5 }],
    ['0.1', 0.1],
    ['NaN', NaN],
    ['Infinity', Infinity],
    ['-Infinity as a string', { double: '-Infinity' }],
    ['no bytes', { bytes: '' }],
    ['bytes', { bytes: 'AP/+gA==' }],
    ['an empty list', []],
    ['nested lists', [[], [1, ['a', [true]]], { map: {} }]],
    ['a map', { map: { '': '', b: { map: { c: [1.5] } } } }],
    ['a string of 64 KB', 'x'.repeat(65536)],
    ['a string of 1 MB of Chinese', '长'.repeat(349525)],
  ])('%s is a body and an attribute', (_, value) => {
    const record = log({ body: value, attributes: { before: 1, value, after: 'z' } })
    expect(logsOf([record])).toEqual([expected.logRecord(record)])
    const json = decodeJson('logs', encodeJson('logs', resource, scope, [record]))
    expect(items('logs', json)).toEqual([expected.normal(expected.logRecord(record))])
  })

  test('undefined and null attributes are left out, in lists they keep their place', () => {
    const odd = { a: undefined, b: null, c: ['x', null, undefined, 1] } as never
    const record = log({ attributes: odd, uid: '' })
    const attribute = {
      key: 'c',
      value: { arrayValue: { values: [{ stringValue: 'x' }, {}, {}, { intValue: '1' }] } },
    }
    expect(logsOf([record])[0].attributes).toEqual([attribute])
    expect(
      items('logs', decodeJson('logs', encodeJson('logs', resource, scope, [record])))[0].attributes,
    ).toEqual([attribute])
  })

  test.each([
    0,
    0.5,
    5.0000004,
    5.9999999,
    1790000000000,
    1790000000000.25,
    '1',
    '18446744073709551615',
    -7,
    NaN,
  ])('the time %s is exact in both encodings', (time) => {
    const wanted = typeof time === 'number' && !(time > 0) ? '0' : expected.nanos(time)
    expect(logsOf([log({ time })])[0].timeUnixNano).toBe(wanted)
    const json = JSON.parse(encodeJson('logs', resource, scope, [log({ time })]))
    expect(json.resourceLogs[0].scopeLogs[0].logRecords[0].timeUnixNano).toBe(wanted)
  })

  test('page and peer become attributes, unless the span has them', () => {
    const span = aSpan({
      spanKind: 3,
      page: 'page',
      peer: '[::1]:8080',
      attributes: { 'server.address': 'mine' },
    })
    const wanted = [
      { key: 'server.address', value: { stringValue: 'mine' } },
      { key: 'miniprogram.page.path', value: { stringValue: 'page' } },
      { key: 'server.port', value: { intValue: '8080' } },
    ]
    const both = (one: Span) => [
      items('traces', decode('traces', encodeProtobuf('traces', resource, scope, [one])))[0].attributes,
      items('traces', decodeJson('traces', encodeJson('traces', resource, scope, [one])))[0].attributes,
    ]
    expect(both(span)).toEqual([wanted, wanted])
    const own = { 'server.address': 'a', 'server.port': 1, 'miniprogram.page.path': 'p' }
    const kept = expected.attributes(own)
    expect(both({ ...span, attributes: own })).toEqual([kept, kept])
    expect(both({ ...span, attributes: {} })[0]).toContainEqual({
      key: 'server.address',
      value: { stringValue: '::1' },
    })
  })

  test('nothing at all is a valid request', () => {
    const bare = { service: '', attributes: {} }
    const none = { name: '', version: '' }
    expect(items('logs', decode('logs', encodeProtobuf('logs', bare, none, [])))).toEqual([])
    expect(items('metrics', decode('metrics', encodeProtobuf('metrics', bare, none, [])))).toEqual([])
    expect(items('traces', decode('traces', encodeProtobuf('traces', bare, none, [])))).toEqual([])
    expect(items('logs', JSON.parse(encodeJson('logs', bare, none, [])))).toEqual([])
  })

  test('no lone surrogate survives in JSON, and text that only looks like one does', () => {
    const body = 'a\ud800 \\ud800 \\\ud800 "\udfff" 😀'
    const json = encodeJson('logs', resource, scope, [log({ body })])
    expect(JSON.parse(json).resourceLogs[0].scopeLogs[0].logRecords[0].body.stringValue).toBe(
      'a\ufffd \\ud800 \\\ufffd "\ufffd" 😀',
    )
  })

  test('door stays inside; a uid that the record brings is not doubled', () => {
    const record = log({ door: 'wx.onError', attributes: { 'log.record.uid': 'mine' } })
    expect(logsOf([record])).toEqual([expected.logRecord(record)])
    expect(JSON.stringify(logsOf([record]))).not.toContain('wx.onError')
    expect(encodeJson('logs', resource, scope, [record])).not.toContain('wx.onError')
  })

  test('any logs', () => {
    const property = (records: LogRecord[]) => {
      const wanted = records.map(expected.logRecord)
      expect(logsOf(records)).toEqual(wanted)
      const json = items('logs', decodeJson('logs', encodeJson('logs', resource, scope, records)))
      expect(expected.normal(json)).toEqual(expected.normal(wanted))
    }
    fc.assert(fc.property(fc.array(any.logs, { maxLength: 4 }), property), { numRuns: 80 })
  })

  test('any spans', () => {
    const property = (spans: Span[]) => {
      const wanted = spans.map(expected.span)
      expect(items('traces', decode('traces', encodeProtobuf('traces', resource, scope, spans)))).toEqual(
        wanted,
      )
      const json = items('traces', decodeJson('traces', encodeJson('traces', resource, scope, spans)))
      expect(expected.normal(json)).toEqual(expected.normal(wanted))
    }
    fc.assert(fc.property(fc.array(any.spans, { maxLength: 4 }), property), { numRuns: 80 })
  })

  test.each(any.types)('any metrics: %s', (type) => {
    const property = (list: Metric[]) => {
      const wanted = list.map((metric, i) => expected.metric({ ...metric, name: metric.name + i }))
      const named = list.map((metric, i) => ({ ...metric, name: metric.name + i }))
      const proto = items('metrics', decode('metrics', encodeProtobuf('metrics', resource, scope, named)))
      expect(expected.normal(proto)).toEqual(expected.normal(wanted))
      const json = items('metrics', decodeJson('metrics', encodeJson('metrics', resource, scope, named)))
      expect(expected.normal(json)).toEqual(expected.normal(wanted))
    }
    fc.assert(fc.property(fc.array(any.metricsOf(type), { maxLength: 3 }), property), { numRuns: 50 })
  })

  test('metrics of one name, type, unit and temporality become one with all their points', () => {
    const point = (time: number) => ({ attributes: { time }, time, value: time })
    const gauge = (name: string, time: number, more?: Partial<Metric>) =>
      aMetric({ name, unit: 'ms', points: [point(time), point(time + 0.5)], ...more })
    const list = [
      gauge('a', 1),
      gauge('b', 2),
      gauge('a', 3),
      gauge('a', 4, { unit: 's' }),
      gauge('a', 5, { type: 'sum', temporality: 1 }),
      gauge('a', 6, { type: 'sum', temporality: 2 }),
    ]
    const merged = [
      expected.metric({ ...list[0], points: [...list[0].points, ...list[2].points] }),
      expected.metric(list[1]),
      expected.metric(list[3]),
      expected.metric(list[4]),
      expected.metric(list[5]),
    ]
    expect(items('metrics', decode('metrics', encodeProtobuf('metrics', resource, scope, list)))).toEqual(
      merged,
    )
    expect(items('metrics', decodeJson('metrics', encodeJson('metrics', resource, scope, list)))).toEqual(
      merged,
    )
  })

  test('series that share their bounds each carry them, also where the array grows in between', () => {
    const bounds = [10, 25, 50]
    const metric = aMetric({
      type: 'histogram',
      name: 'h',
      temporality: 1,
      points: Array.from({ length: 3000 }, (_, i) => ({
        attributes: { i, text: 'x'.repeat(100) + i },
        start: 1,
        time: 2,
        count: i,
        bounds,
        counts: [i, 0, 0, 0],
      })),
    })
    const [decoded] = items(
      'metrics',
      decode('metrics', encodeProtobuf('metrics', resource, scope, [metric])),
    )
    expect(decoded).toEqual(expected.metric(metric))
  })

  test('an attribute that comes again in another place keeps the field of that place', () => {
    const again = { a: 'x', n: 1, text: 'y'.repeat(200) }
    const record = log({
      attributes: { ...again, inner: { map: again }, list: [{ map: again }, { map: again }] },
    })
    expect(logsOf([record, log({ attributes: again }), record])).toEqual(
      [record, log({ attributes: again }), record].map(expected.logRecord),
    )
    const metric = (type: 'gauge' | 'histogram') =>
      aMetric({
        type,
        name: type,
        points: [0, 1, 2].map(() => ({
          attributes: again,
          time: 1,
          ...(type === 'gauge' ? { value: 1 } : { count: 0 }),
        })),
      })
    const list = [metric('gauge'), metric('histogram'), { ...metric('gauge'), name: 'other' }]
    expect(items('metrics', decode('metrics', encodeProtobuf('metrics', resource, scope, list)))).toEqual(
      list.map(expected.metric),
    )
  })

  test('an encoder that chokes leaves nothing behind', () => {
    const choking = {
      get body(): string {
        throw new Error('no')
      },
    }
    const bad = Object.assign(Object.create(choking), log({})) as LogRecord
    const good = log({ attributes: { a: 'x', b: 'y' } })
    const before = encodeProtobuf('logs', resource, scope, [good])
    expect(() => encodeProtobuf('logs', resource, scope, [bad, good])).toThrow('no')
    expect(new Uint8Array(encodeProtobuf('logs', resource, scope, [good]))).toEqual(new Uint8Array(before))
  })

  test('what is remembered of one batch does not leak into the next', () => {
    const batch = (n: number) =>
      Array.from({ length: 200 }, (_, i) =>
        log({
          time: n * 1000 + i,
          body: 'message ' + (i % 7) + '\n' + 'at f (x.js:1)\n'.repeat(i % 30),
          attributes: {
            k: 'v' + (i % 90),
            ['key' + (i % 300)]: 'w'.repeat(i % 127),
            ['k'.repeat(900 + (i % 3) * 300)]: 'short',
            n,
            'exception.stacktrace': ('Error: ' + i + '\n').repeat(n),
          },
        }),
      )
    for (let n = 1; n < 30; n++) expect(logsOf(batch(n))).toEqual(batch(n).map(expected.logRecord))
  })
})
