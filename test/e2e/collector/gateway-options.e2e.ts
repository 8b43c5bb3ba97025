/** What an operator can set against whoever posts as any service, and makes series without end. */
import { describe, expect, test } from 'vitest'
import type { Plain } from '../../wire/official.ts'
import { missingCollector } from './binary.ts'
import { attributesOf, through, type Sent } from './gateway.ts'

const missing = missingCollector()
if (missing) console.log(`· the gateway's options are not tried: ${missing}`)

const PAGE = 'miniprogram.page.path'
const METRIC = 'miniprogram.app.starts'

function point(values: { [name: string]: string } = {}) {
  return { startTimeUnixNano: '1', timeUnixNano: '2', asInt: '1', attributes: attributesOf(values) }
}

function counted(dataPoints: Plain[], name = METRIC) {
  return { scope: {}, metrics: [{ name, sum: { aggregationTemporality: 1, isMonotonic: true, dataPoints } }] }
}

/** A log, a metric and a span of it. */
function of(resource: Plain, page = 'pages/index'): Sent {
  const attributes = attributesOf({ [PAGE]: page })
  const ids = { traceId: '0af7651916cd43dd8448eb211c80319c', spanId: 'b7ad6b7169203331' }
  const span = { ...ids, name: 'GET', kind: 3, startTimeUnixNano: '1', endTimeUnixNano: '2', attributes }
  return {
    logs: [{ resource, scopeLogs: [{ logRecords: [{ timeUnixNano: '1', attributes }] }] }],
    metrics: [{ resource, scopeMetrics: [counted([point({ [PAGE]: page })])] }],
    traces: [{ resource, scopeSpans: [{ spans: [span] }] }],
  }
}

function named(name: string, more: { [name: string]: string } = {}): Plain {
  return { attributes: attributesOf({ 'service.name': name, ...more }) }
}

function all(...sent: Sent[]): Sent {
  const each = (signal: keyof Sent) => sent.flatMap((one) => one[signal] ?? [])
  return { logs: each('logs'), metrics: each('metrics'), traces: each('traces') }
}

/** Each value of the attribute, wherever it stands, in the order in which they came out. */
function valuesOf(text: string, key: string): string[] {
  const found = text.matchAll(/\{"key":"([^"]*)","value":\{"\w+":"?([^"}]*)"?\}\}/g)
  return [...found].filter((match) => match[1] === key).map((match) => match[2]!)
}

/** Different sets of attributes of points; what they count together. */
function seriesOf(messages: Plain[]) {
  const points = messages
    .flatMap(({ resourceMetrics }) => resourceMetrics)
    .flatMap(({ resource = {}, scopeMetrics }: Plain) =>
      scopeMetrics
        .flatMap(({ metrics }: Plain) => metrics)
        .flatMap(({ name, sum }: Plain) =>
          sum.dataPoints.map((each: Plain) => ({
            series: JSON.stringify([name, resource.attributes, each.attributes]),
            count: Number(each.asInt),
          })),
        ),
    )
  return {
    series: new Set(points.map(({ series }: Plain) => series as string)).size,
    count: points.reduce((sum: number, { count }: Plain) => sum + count, 0) as number,
  }
}

describe.skipIf(missing)('who posts to the gateway', () => {
  test('as a service that SERVICES does not name gets nothing in, whatever the signal', async () => {
    const names = ['shop', 'shop-pay', 'shop2', 'myshop', 'other\nshop', 'shop\n', '']
    const sent = all(...names.map((name) => of(named(name))), of({}))
    const { statuses, text } = await through(sent, { SERVICES: 'shop|shop-[a-z]+' })
    expect(new Set(statuses)).toEqual(new Set([200]))
    expect(valuesOf(text, 'service.name').sort()).toEqual([
      ...['shop', 'shop', 'shop'],
      ...['shop-pay', 'shop-pay', 'shop-pay'],
    ])
    expect(text.match(/"resource(Logs|Metrics|Spans)"/g)).toHaveLength(3)
  })

  test('under a name that is no text gets nothing in either', async () => {
    const values = { kvlistValue: { values: [{ key: 'a', value: { doubleValue: 'NaN' } }] } }
    const sent = of({ attributes: [{ key: 'service.name', value: values }] })
    const { text } = await through(sent, { SERVICES: 'shop' })
    expect(text).toBe('')
  })

  test('gets all in where SERVICES and the others are not set, or empty', async () => {
    const sent = all(of(named('any', { 'service.version': '1', 'service.instance.id': 'i' }), 'p/q'), of({}))
    const names = ['SERVICES', 'METRICS', 'VERSIONS', 'INSTANCES', 'PAGES', 'HOSTS', 'GROUPS']
    for (const env of [{}, Object.fromEntries(names.map((name) => [name, '']))]) {
      const { text } = await through(sent, env)
      expect(valuesOf(text, PAGE).sort()).toEqual([...Array(3).fill('p/q'), ...Array(3).fill('pages/index')])
      expect(valuesOf(text, 'service.version')).toEqual(['1', '1', '1'])
      expect(valuesOf(text, 'service.instance.id')).toEqual(['i', 'i', 'i'])
    }
  })

  test('makes no series by inventing pages, versions, instances, hosts, groups or metrics', async () => {
    const invented = Array.from({ length: 50 }, (_, at) => `x${at}`)
    const attacks = invented.map((value) => ({
      resource: named('shop', { 'service.version': value, 'service.instance.id': value }),
      scopeMetrics: [counted([point({ [PAGE]: value, 'server.address': value, 'url.path.group': value })])],
    }))
    const own = {
      resource: named('shop', { 'service.version': '1.2.3', 'service.instance.id': 'gray' }),
      scopeMetrics: [
        counted([
          point({ [PAGE]: 'pages/index', 'server.address': 'api.example.com', 'url.path.group': '/cart' }),
          point({ [PAGE]: '' }),
        ]),
        counted([point()], 'evil'),
      ],
    }
    const env = {
      METRICS: 'miniprogram[.].+',
      VERSIONS: '[0-9]+[.][0-9]+[.][0-9]+',
      INSTANCES: 'gray|stable',
      PAGES: 'pages/[a-z/]+',
      HOSTS: '[a-z]+[.]example[.]com',
      GROUPS: '/cart|/items',
    }
    const { messages, text } = await through({ metrics: [own, ...attacks] }, env)
    expect(seriesOf(messages.metrics)).toEqual({ series: 3, count: 52 })
    for (const key of [PAGE, 'service.version', 'service.instance.id', 'server.address', 'url.path.group'])
      expect([key, valuesOf(text, key).filter((value) => value === 'other').length]).toEqual([key, 50])
    expect(new Set(valuesOf(text, PAGE))).toEqual(new Set(['pages/index', '', 'other']))
    expect(valuesOf(text, 'service.version')).toContain('1.2.3')
  })

  test('does not make pages, versions or instances by logs and spans', async () => {
    const resource = named('shop', { 'service.version': 'x', 'service.instance.id': 'x' })
    const env = { PAGES: 'pages/.+', VERSIONS: '[0-9.]+', INSTANCES: 'gray' }
    const { text } = await through(all(of(resource, 'x'), of(resource, 'pages/cart')), env)
    expect(valuesOf(text, PAGE)).toHaveLength(6)
    expect(new Set(valuesOf(text, PAGE))).toEqual(new Set(['other', 'pages/cart']))
    for (const key of ['service.version', 'service.instance.id'])
      expect(new Set(valuesOf(text, key))).toEqual(new Set(['other']))
  })

  test('makes no series by ids of users and sessions, or by methods and statuses that there are not', async () => {
    const invented = Array.from({ length: 50 }, (_, at) => `x${at}`)
    const dataPoints = invented.map((value) =>
      point({
        ...{ 'user.id': value, 'session.id': value, 'url.full': value, 'log.record.uid': value },
        ...{ 'http.request.method': value, 'http.response.status_code': value },
      }),
    )
    dataPoints.push(point({ 'http.request.method': 'UPLOAD', 'http.response.status_code': '200' }))
    const { messages, text } = await through({ metrics: [{ scopeMetrics: [counted(dataPoints)] }] })
    expect(seriesOf(messages.metrics)).toEqual({ series: 2, count: 51 })
    expect(new Set(valuesOf(text, 'http.request.method'))).toEqual(new Set(['_OTHER', 'UPLOAD']))
    expect(new Set(valuesOf(text, 'http.response.status_code'))).toEqual(new Set(['other', '200']))
  })
})
