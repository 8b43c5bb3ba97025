/** Requests that no receiver should have to meet, for fast-check. */
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { REQUEST_TYPES } from '../../cli/live/sink/definitions.ts'
import { GOOD } from './payloads.ts'
import type { Json } from './payloads.ts'

export interface Hostile {
  method: string
  path: string
  headers: { [name: string]: string }
  body: Buffer
}

const MARKUP = '<img src=x onerror=alert(1)>'
const LONG = 'x'.repeat(20_000)

/** As members of what is good; as JSON texts, since an object that is written in code has no member `__proto__`. */
const MONSTERS = [
  ...[
    'null',
    'true',
    '0',
    '-1',
    '1e308',
    '-1e308',
    '1e400',
    '9007199254740993',
    '18446744073709551615',
    '0.1',
  ],
  ...[
    '""',
    '"toString"',
    '"__proto__"',
    '"1\\r\\nset-cookie: a=b"',
    '"\\u0000"',
    '"\\ud800"',
    '"NaN"',
    '"-1"',
  ],
  ...['[]', '{}', '[null]', '[[[[]]]]', '[1,"a",{}]', '{"toString":null}', '{"__proto__":{"taken":1}}'],
  ...['{"constructor":{"prototype":{}}}', '{"hasOwnProperty":1}', '{"length":1e9}', '{"then":{}}'],
  ...[
    `{"markup":"${MARKUP}"}`,
    `{"stringValue":"${MARKUP}"}`,
    `"${MARKUP}"`,
    `"${LONG}"`,
    `[${'0,'.repeat(500)}0]`,
  ],
  '{"kvlistValue":{"values":[{"key":"toString","value":{"stringValue":"x"}}]}}',
  '{"arrayValue":{"values":[{"arrayValue":{"values":[{}]}},{"kvlistValue":{"values":[]}}]}}',
  `{"kvlistValue":{"values":[{"key":"__proto__","value":{"stringValue":"${MARKUP}"}}]}}`,
  '['.repeat(50) + ']'.repeat(50),
  '['.repeat(300) + ']'.repeat(300),
]

/** Where in a body something may be put in the place of what is there. */
function placesIn(value: Json, path: (string | number)[] = []): (string | number)[][] {
  if (typeof value !== 'object' || value === null) return [path]
  const inner = Array.isArray(value) ? value.map((_, at) => at) : Object.keys(value)
  return [path, ...inner.flatMap((key) => placesIn((value as { [key: string]: Json })[key]!, [...path, key]))]
}

/** The body as text, with `monster` at `path`, which is so often there if it is in a list. */
function spoiled(value: Json, path: (string | number)[], monster: string, times: number): string {
  const [key, ...rest] = path
  if (key === undefined) return monster
  if (Array.isArray(value)) {
    const inner = spoiled(value[key as number]!, rest, monster, times)
    // In one list only, or there would be times times times of it.
    const isInnermost = !rest.some((each) => typeof each === 'number')
    return `[${Array<string>(isInnermost ? timesOf(inner, times) : 1)
      .fill(inner)
      .join()}]`
  }
  return `{${Object.entries(value as object)
    .map(([name, each]) => {
      const inner = name === key ? spoiled(each as Json, rest, monster, times) : JSON.stringify(each)
      return `${JSON.stringify(name)}:${inner}`
    })
    .join()}}`
}

const MOST = 4_000_000

function timesOf(item: string, times: number): number {
  return Math.max(1, Math.min(times, Math.floor(MOST / (item.length + 1))))
}

const JSON_TYPE = { 'content-type': 'application/json' }
const PROTOBUF_TYPE = { 'content-type': 'application/x-protobuf' }

/** What is good, but in one place; some of it a great many times. */
const spoiledJson = fc.constantFrom(...GOOD).chain(([path, body]) =>
  fc
    .tuple(
      fc.constantFrom(...placesIn(body)),
      fc.constantFrom(...MONSTERS),
      fc.constantFrom(1, 1, 1, 2, 50, 3000),
    )
    .map(([place, monster, times]): Hostile => {
      const spoiledBody = Buffer.from(spoiled(body, place, monster, times))
      return { method: 'POST', path, headers: JSON_TYPE, body: spoiledBody }
    }),
)

const SIGNALS = [
  [
    '/v1/logs',
    REQUEST_TYPES.logs.encode(REQUEST_TYPES.logs.fromObject({ resourceLogs: [{ schemaUrl: 'u' }] })),
  ],
  [
    '/v1/metrics',
    REQUEST_TYPES.metrics.encode(
      REQUEST_TYPES.metrics.fromObject({
        resourceMetrics: [
          { scopeMetrics: [{ metrics: [{ name: 'm', gauge: { dataPoints: [{ asDouble: 1 }] } }] }] },
        ],
      }),
    ),
  ],
] as const

/** Protobuf in which some bytes are others. */
const spoiledBytes = fc
  .tuple(
    fc.constantFrom(...SIGNALS),
    fc.array(fc.tuple(fc.nat(60), fc.nat(255)), { maxLength: 4 }),
    fc.constantFrom(1, 1, 20, 20_000),
  )
  .map(([[path, writer], changes, times]): Hostile => {
    const bytes = Buffer.from(writer.finish())
    for (const [at, value] of changes) bytes[at % bytes.length] = value
    return {
      method: 'POST',
      path,
      headers: PROTOBUF_TYPE,
      body: Buffer.concat(Array<Buffer>(times).fill(bytes)),
    }
  })

const BODIES = [
  Buffer.alloc(0),
  Buffer.alloc(3 * 1024 * 1024, '['),
  Buffer.from('{"resourceLogs":'.repeat(5000)),
  Buffer.from(`{"resourceLogs":[${'{},'.repeat(600_000)}{}]}`),
  Buffer.from(
    `{"resourceLogs":[{"scopeLogs":[{"logRecords":[{"body":{"stringValue":"${'é'.repeat(900_000)}"}}]}]}]}`,
  ),
  Buffer.from(`"${'\\u0041'.repeat(300_000)}"`),
  Buffer.from('[' + '"\\\\",'.repeat(29_000) + '0]'),
  Buffer.alloc(1_000_000, 0x0b),
  Buffer.alloc(1_000_000, '\n\0'),
  Buffer.alloc(500_000, 0xff),
]
const ANY_PATH = [
  '/v1/logs',
  '/v1/metrics',
  '/v1/traces',
  '/v3/segments',
  '/v3/management/keepAlive',
  '/v1/%00%zz',
  '//',
]

/** Bodies that have nothing to do with what the path takes, packed and not, under any name. */
const anyBody = fc
  .tuple(
    fc.constantFrom('POST', 'POST', 'POST', 'PUT', 'OPTIONS', 'PROPFIND'),
    fc.constantFrom(...ANY_PATH),
    fc.oneof(
      fc.constantFrom(...BODIES),
      fc.uint8Array({ maxLength: 200 }),
      fc.json().map((json) => Buffer.from(json)),
    ),
    fc.constantFrom(
      'application/json',
      'application/x-protobuf',
      'application/json; charset=utf-16',
      'text/html',
      LONG.slice(0, 2000),
    ),
    fc.constantFrom('', '', 'gzip', 'gzip!', 'deflate', 'br'),
    fc.constantFrom('https://evil.example', 'null', '<script>', 'a\tb'),
  )
  .map(([method, path, given, type, packed, origin]): Hostile => {
    const body = packed === 'gzip' ? packedOf(given) : Buffer.from(given)
    const headers = { 'content-type': type, 'content-encoding': packed.replace('!', ''), origin }
    return { method, path, headers, body }
  })

const PACKED = new Map<Uint8Array, Buffer>()

/** The large ones are packed once. */
function packedOf(body: Uint8Array): Buffer {
  const known = PACKED.get(body) ?? gzipSync(body)
  if (body.length > 1000) PACKED.set(body, known)
  return known
}

export const hostileRequest: fc.Arbitrary<Hostile> = fc.oneof(
  { weight: 6, arbitrary: spoiledJson },
  { weight: 2, arbitrary: spoiledBytes },
  { weight: 2, arbitrary: anyBody },
)
