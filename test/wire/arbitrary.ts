/** Signals of every shape that the model allows, nasty values first. */
import fc from 'fast-check'
import type { Arbitrary } from 'fast-check'
import type {
  Attributes,
  Buckets,
  Exemplar,
  LogRecord,
  Metric,
  Point,
  Span,
  Tagged,
} from '../../core/signal.ts'
import type { Time, Value } from '../../core/signal.ts'

/** Any UTF-16 at all, half pairs included. */
const utf16 = fc
  .array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 20 })
  .map((codes) => String.fromCharCode(...codes))
/** Lengths around the borders at which a length needs one more byte, in ASCII and in three bytes a character. */
const border = fc
  .tuple(
    fc.constantFrom(42, 43, 126, 127, 128, 129, 5461, 16382, 16383, 16384, 16385),
    fc.constantFrom('x', '中', '\n'),
  )
  .map(([length, char]) => char.repeat(length))
const stack = fc
  .array(
    fc.constantFrom(
      'TypeError: x',
      '    at a (p.js:1:2)',
      '    at 李 (页面.js:3:4)',
      '',
      '    at 😀',
      'y'.repeat(300),
    ),
  )
  .map((lines) => lines.join('\n'))
export const strings: Arbitrary<string> = fc.oneof(
  { weight: 4, arbitrary: fc.string() },
  { weight: 3, arbitrary: utf16 },
  {
    weight: 2,
    arbitrary: fc.constantFrom('', ' ', '中文', '😀', '\ud800', 'a\udc00b', '\u0000', '\\ud800', '"\\"'),
  },
  { weight: 2, arbitrary: stack },
  { weight: 1, arbitrary: border },
)
const keys = fc.oneof(
  fc.constantFrom('service.name', 'http.request.method', '页面', 'a'),
  strings.filter((key) => key !== '__proto__'),
)

const int64 = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map(String)
const edges = fc.constantFrom(
  0,
  -0,
  1,
  -1,
  127,
  128,
  16383,
  16384,
  2 ** 31,
  -(2 ** 31),
  2 ** 32,
  2 ** 53 - 1,
  1 - 2 ** 53,
  2 ** 53,
  -(2 ** 53),
  0.5,
  -1.5e300,
  5e-324,
)
const numbers = fc.oneof(edges, fc.integer(), fc.maxSafeInteger(), fc.double())
const doubles = fc.double({ noNaN: true, noDefaultInfinity: true })
const tagged: Arbitrary<Tagged> = fc.oneof(
  fc.record({
    int: fc.oneof(
      int64,
      fc.constantFrom('0', '-1', '9223372036854775807', '-9223372036854775808', '9007199254740993'),
    ),
  }),
  fc.record({ double: fc.oneof(doubles, fc.constantFrom('NaN', 'Infinity', '-Infinity', 0, 5)) }),
  fc.record({ bytes: fc.uint8Array().map((bytes) => Buffer.from(bytes).toString('base64')) }),
)

const { value, map } = fc.letrec<{ value: Value; map: Attributes }>((tie) => ({
  map: fc.dictionary(keys, tie('value'), { maxKeys: 5 }),
  value: fc.oneof(
    { maxDepth: 3, depthSize: 'small' },
    strings,
    numbers,
    fc.boolean(),
    tagged,
    fc.array(tie('value'), { maxLength: 4 }),
    fc.record({ map: tie('map') }),
  ),
}))
export const values: Arbitrary<Value> = value
export const attributes: Arbitrary<Attributes> = map

const ns = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }).map(String)
export const times: Arbitrary<Time> = fc.oneof(
  fc.integer({ min: 0, max: 4102444800000 }),
  fc.double({ min: 0, max: 4102444800000, noNaN: true }),
  fc.constantFrom(0, 1, 4294967295, 4294967296, 1790000000000.9999),
  ns,
)

function hex(digits: number) {
  return fc
    .array(fc.integer({ min: 0, max: 15 }), { minLength: digits, maxLength: digits })
    .map((nibbles) => nibbles.map((n) => n.toString(16)).join(''))
}

export const traceIds = hex(32)
export const spanIds = hex(16)
const flags = fc.oneof(fc.constantFrom(0, 1, 257, 0xffffffff), fc.nat())

/** Optional members are left out, never undefined. */
function some<T>(model: { [K in keyof T]: Arbitrary<T[K]> }, required: (keyof T)[]) {
  return fc.record(model, { requiredKeys: required }) as unknown as Arbitrary<T>
}

export const logs: Arbitrary<LogRecord> = some<Required<Omit<LogRecord, 'crumbs'>>>(
  {
    kind: fc.constant('log' as const),
    time: times,
    observed: times,
    uid: fc.string({ minLength: 1 }),
    severity: fc.nat(24),
    severityText: strings,
    body: values,
    attributes,
    traceId: traceIds,
    spanId: spanIds,
    flags,
    eventName: strings,
    door: fc.string(),
    repeats: fc.integer({ min: 2, max: 1e6 }),
  },
  ['kind', 'time', 'uid', 'severity', 'attributes'],
)

export const spans: Arbitrary<Span> = some<Required<Span>>(
  {
    kind: fc.constant('span' as const),
    traceId: traceIds,
    spanId: spanIds,
    parentSpanId: spanIds,
    name: strings,
    spanKind: fc.constantFrom(1, 2, 3, 4, 5),
    start: times,
    end: times,
    attributes,
    status: fc.nat(2),
    statusMessage: strings,
    peer: fc.constantFrom('api.example.com:443', '[::1]:8080', '127.0.0.1:80'),
    page: fc.constantFrom('pages/index/index', '页面/首页'),
    events: fc.array(fc.record({ time: times, name: strings, attributes }), { maxLength: 3 }),
    links: fc.array(fc.record({ traceId: traceIds, spanId: spanIds, attributes }), { maxLength: 3 }),
    traceState: fc.constantFrom('', 'a=b'),
    flags,
  },
  ['kind', 'traceId', 'spanId', 'name', 'spanKind', 'start', 'end', 'attributes'],
)

const u64 = fc.oneof(
  fc.nat(),
  fc.maxSafeNat(),
  fc.bigInt({ min: 2n ** 53n, max: 2n ** 64n - 1n }).map(String),
)
const pointValue = fc.oneof(
  numbers,
  fc.record({ int: int64 }),
  fc.record({ double: fc.oneof(doubles, fc.constantFrom('NaN', '-Infinity', 3)) }),
)
const exemplars: Arbitrary<Exemplar[]> = fc.array(
  some<Required<Exemplar>>(
    { time: times, value: pointValue, attributes, traceId: traceIds, spanId: spanIds },
    ['time', 'value', 'attributes'],
  ),
  { maxLength: 2 },
)
const common = { attributes, start: times, time: times, flags, exemplars }
const distribution = { ...common, count: u64, sum: doubles, min: doubles, max: doubles }
const buckets: Arbitrary<Buckets> = fc.record({
  offset: fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }),
  counts: fc.array(u64, { maxLength: 4 }),
})
const points: Record<Metric['type'], Arbitrary<Point>> = {
  gauge: some<Point>({ ...common, value: pointValue } as never, ['attributes', 'time']),
  sum: some<Point>({ ...common, value: pointValue } as never, ['attributes', 'time', 'value']),
  histogram: some<Point>({ ...distribution, bounds: fc.array(doubles), counts: fc.array(u64) } as never, [
    'attributes',
    'time',
    'count',
  ]),
  exponentialHistogram: some<Point>(
    {
      ...distribution,
      scale: fc.integer({ min: -20, max: 20 }),
      zeroCount: u64,
      zeroThreshold: doubles,
      positive: buckets,
      negative: buckets,
    } as never,
    ['attributes', 'time', 'count'],
  ),
  summary: some<Point>(
    {
      attributes,
      start: times,
      time: times,
      flags,
      count: u64,
      sum: doubles,
      quantiles: fc.array(fc.record({ quantile: doubles, value: doubles }), { maxLength: 3 }),
    } as never,
    ['attributes', 'time', 'count'],
  ),
}
export const types = Object.keys(points) as Metric['type'][]

export function metricsOf(type: Metric['type']): Arbitrary<Metric> {
  return some<Required<Metric>>(
    {
      kind: fc.constant('metric' as const),
      type: fc.constant(type),
      name: strings,
      unit: strings,
      description: strings,
      temporality: fc.constantFrom(1, 2),
      monotonic: fc.boolean(),
      points: fc.array(points[type], { minLength: 1, maxLength: 3 }),
    },
    ['kind', 'type', 'name', 'points'],
  ).map((metric) => {
    const { temporality, monotonic, ...rest } = metric as Metric
    const aggregated = type === 'gauge' || type === 'summary' ? {} : { temporality }
    return { ...rest, ...aggregated, ...(type === 'sum' ? { monotonic } : {}) }
  })
}
