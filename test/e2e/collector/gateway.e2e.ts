/** deploy/collector/gateway.yaml in a real Collector, with files in the place of the back end. */
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import type { Plain } from '../../wire/official.ts'
import { collectorBinary, missingCollector } from './binary.ts'
import { attributesOf, CONFIGS, gateway, through } from './gateway.ts'
import { compare, itemsOfFile, itemsOfKit, signals } from './items.ts'
import { JOURNEYS, resourceOf, travel, type Trip } from './journeys.ts'
import { startCollector, type Collector } from './run.ts'

const missing = missingCollector()
if (missing) console.log(`· the gateway's configuration is not tried: ${missing}`)

describe.skipIf(missing)('the gateway', () => {
  let collector: Collector
  let trip: Trip
  const [journey] = JOURNEYS

  beforeAll(async () => {
    collector = await startCollector(await collectorBinary(), { configs: CONFIGS })
    trip = await travel(journey!, collector.url)
  })
  afterAll(() => collector?.remove())

  test('is valid as it stands', async () => {
    // Fails with what is wrong.
    execFileSync(await collectorBinary(), ['validate', '--config', gateway], { stdio: 'pipe' })
  })

  test('lets in pages of the origin that it names, with the headers that they need, and no others', async () => {
    const preflight = async (origin: string) => {
      const { status, headers } = await fetch(`${collector.url}/v1/logs`, {
        method: 'OPTIONS',
        headers: {
          Origin: origin,
          'Access-Control-Request-Method': 'POST',
          'Access-Control-Request-Headers': 'authorization,content-type',
        },
      })
      return [status, headers.get('access-control-allow-origin'), headers.get('access-control-allow-headers')]
    }
    const origin = 'https://m.example.com'
    expect(await preflight(origin)).toEqual([204, origin, 'authorization,content-type'])
    expect(await preflight('https://elsewhere.example.com')).toEqual([204, null, null])
  })

  test('no number of a phone leaves it, however it is written and wherever it stands', async () => {
    const phones = ['+8613800138000', '0086-138-0013-8000', '138 0013 8000']
    const any = (text: string) => ({ stringValue: text })
    const attributes = [
      { key: 'user.id', value: any(phones[0]!) },
      { key: 'error.message', value: { arrayValue: { values: phones.map(any) } } },
      { key: 'exception.count', value: { intValue: '13800138000' } },
    ]
    const logRecords = phones.map((phone) => ({
      timeUnixNano: '1',
      body: any(`pay ${phone} failed`),
      attributes,
    }))
    const ids = { traceId: '0af7651916cd43dd8448eb211c80319c', spanId: 'b7ad6b7169203331' }
    const spans = phones.map((phone) => ({
      ...{ ...ids, attributes, kind: 1, startTimeUnixNano: '1', endTimeUnixNano: '2' },
      ...{ name: `call ${phone}`, status: { code: 2, message: `no answer of ${phone}` } },
    }))
    const { statuses, text } = await through({
      logs: [{ scopeLogs: [{ logRecords }] }],
      traces: [{ scopeSpans: [{ spans }] }],
    })
    expect(statuses).toEqual([200, 200])
    for (const word of ['pay ', 'call ', 'no answer of ']) expect(text).toContain(word)
    expect(text).not.toMatch(/0013|13800138000/)
  })

  test('what is not on its list leaves it nowhere: not with a link, an exemplar or a metric', async () => {
    const attributes = attributesOf({ 'user.id': 'u-1', idcard: 'secret' })
    const traceId = '0af7651916cd43dd8448eb211c80319c'
    const ids = { traceId, spanId: 'b7ad6b7169203331' }
    const span = { ...ids, name: 'pay', kind: 3, startTimeUnixNano: '1', endTimeUnixNano: '2' }
    const exemplars = [{ ...ids, timeUnixNano: '2', asDouble: 1, filteredAttributes: attributes }]
    const point = { startTimeUnixNano: '1', timeUnixNano: '2', exemplars }
    const counted = { ...point, count: '1', sum: 1 }
    const delta = { aggregationTemporality: 1 }
    const metrics = [
      { name: 'a', gauge: { dataPoints: [{ ...point, asInt: '1' }] } },
      { name: 'b', sum: { ...delta, isMonotonic: true, dataPoints: [{ ...point, asInt: '1' }] } },
      {
        name: 'c',
        histogram: { ...delta, dataPoints: [{ ...counted, explicitBounds: [1], bucketCounts: ['1', '0'] }] },
      },
      {
        name: 'd',
        exponentialHistogram: {
          ...delta,
          dataPoints: [{ ...counted, scale: 0, zeroCount: '0', positive: { bucketCounts: ['1'] } }],
        },
      },
      { name: 'e', summary: { dataPoints: [{ timeUnixNano: '2', count: '1', sum: 1 }] } },
    ]
    const { statuses, messages, text } = await through({
      metrics: [
        { scopeMetrics: [{ metrics: metrics.map((metric) => ({ ...metric, metadata: attributes })) }] },
      ],
      traces: [{ scopeSpans: [{ spans: [{ ...span, links: [{ ...ids, attributes }] }] }] }],
    })
    expect(statuses).toEqual([200, 200])
    expect(text).not.toMatch(/secret|u-1/)
    const [passed] = messages.metrics[0].resourceMetrics[0].scopeMetrics
    expect(passed.metrics.map(({ name }: Plain) => name)).toEqual(['a', 'b', 'c', 'd', 'e'])
    expect(messages.traces[0].resourceSpans[0].scopeSpans[0].spans).toMatchObject([{ ...ids, name: 'pay' }])
  })

  test('passes everything on, value by value, without the attributes that are not on its list', async () => {
    await collector.stop()
    const { processors } = parse(readFileSync(gateway, 'utf8')) as Plain
    const allowed = new Set<string>(processors.redaction.allowed_keys)
    const { resource, scope } = resourceOf(journey!, trip.service)
    let removed = 0
    const filtered = (item: string) =>
      JSON.stringify(JSON.parse(item), (name, value: Plain) => {
        if (name !== 'attributes') return value as unknown
        const kept = value.filter(({ key }: Plain) => allowed.has(key))
        removed += value.length - kept.length
        return kept.length ? kept : undefined
      })
    for (const signal of signals) {
      const wanted = itemsOfKit(signal, trip.taken, resource, scope).map(filtered)
      expect(wanted.length).toBeGreaterThan(5)
      const { missing, foreign } = compare(wanted, itemsOfFile(collector.output, signal))
      expect([signal, missing, foreign]).toEqual([signal, [], []])
    }
    expect(removed).toBeGreaterThan(10)
  })
})
