/** deploy/collector/gateway.yaml in a real Collector, with files in the place of the back end. */
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import type { Plain } from '../../wire/official.ts'
import { collectorBinary, missingCollector } from './binary.ts'
import { compare, itemsOfFile, itemsOfKit, signals } from './items.ts'
import { JOURNEYS, resourceOf, travel, type Trip } from './journeys.ts'
import { startCollector, type Collector } from './run.ts'

const gateway = join(import.meta.dirname, '../../../deploy/collector/gateway.yaml')
const output = join(import.meta.dirname, 'gateway-output.yaml')
const missing = missingCollector()
if (missing) console.log(`· the gateway's configuration is not tried: ${missing}`)

describe.skipIf(missing)('the gateway', () => {
  let collector: Collector
  let trip: Trip
  const [journey] = JOURNEYS

  beforeAll(async () => {
    const configs = [gateway, output]
    collector = await startCollector(await collectorBinary(), { configs })
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
    const masking = await startCollector(await collectorBinary(), { configs: [gateway, output] })
    try {
      const logRecords = phones.map((phone) => ({
        timeUnixNano: '1',
        body: any(`pay ${phone} failed`),
        attributes,
      }))
      const answer = await fetch(`${masking.url}/v1/logs`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ resourceLogs: [{ scopeLogs: [{ logRecords }] }] }),
      })
      expect(answer.status).toBe(200)
      await masking.stop()
      const written = readFileSync(join(masking.output, 'logs.json'), 'utf8')
      expect(written).toContain('pay ')
      expect(written).not.toMatch(/0013|13800138000/)
    } finally {
      await masking.remove()
    }
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
