/** The journeys of the sample apps through a real OpenTelemetry Collector: what it wrote against what the kit took in. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { RequestRecord } from '../../../hosts/index.ts'
import type { Visitor } from '../../../playground/run/visitor.ts'
import { collectorBinary, missingCollector } from './binary.ts'
import { WALKS } from './frameworks.ts'
import { compare, itemsOfFile, itemsOfKit, originOf, signals } from './items.ts'
import { JOURNEYS, resourceOf, travel, type Trip } from './journeys.ts'
import { startCollector, type Collector } from './run.ts'
import { startTee, type Tee } from './tee.ts'

const missing = missingCollector()
if (missing) console.log(`· the journeys through a Collector are skipped: ${missing}`)

function sum(counts: { [name: string]: number }, name: RegExp) {
  return Object.entries(counts).reduce((total, [key, value]) => total + (name.test(key) ? value : 0), 0)
}

function total(counts: { [kind: string]: number }) {
  return Object.values(counts).reduce((all, each) => all + each, 0)
}

/** Everything was delivered, but for what was left out on purpose and is counted. */
function expectEven({ account }: Trip) {
  const { taken, delivered, dropped, pending, stored } = account
  const reasons = Object.values(dropped).flatMap((counts) => Object.keys(counts))
  expect(reasons.filter((reason) => reason !== 'deduplicated')).toEqual([])
  expect([total(pending), total(stored)]).toEqual([0, 0])
  expect(total(delivered) + Object.values(dropped).reduce((all, counts) => all + total(counts), 0)).toBe(
    total(taken),
  )
}

const mediaTypes = { json: 'application/json', proto: 'application/x-protobuf' }

function sentTo({ exchanges }: Tee, signal: string) {
  return exchanges.filter(({ path }) => path === `/v1/${signal}`).flatMap(({ items }) => items)
}

/** Of the requests that brought any of these records. */
function typesOf({ exchanges }: Tee, mine: (items: string[]) => string[]) {
  return [...new Set(exchanges.filter(({ items }) => mine(items).length).map(({ type }) => type))]
}

describe.skipIf(missing)('through a Collector', () => {
  // Made by prepare.ts; where that was left out it takes minutes, and no test is the worse for it.
  beforeAll(() => collectorBinary(), 0)

  let collector: Collector
  let tee: Tee
  let trips: Trip[]
  let telemetry: { [name: string]: number }

  beforeAll(async () => {
    collector = await startCollector(await collectorBinary())
    tee = await startTee(collector.url)
    trips = await Promise.all(JOURNEYS.map((journey) => travel(journey, tee.url)))
    for (const { walk } of WALKS) await walk(tee.url)
    telemetry = await collector.telemetry()
    // Ends with everything written.
    await collector.stop()
  })
  afterAll(async () => {
    await tee?.close()
    await collector?.remove()
  })

  test('every request is accepted, nothing refused, failed or dropped by its own telemetry', () => {
    expect(tee.exchanges.filter(({ status }) => status !== 200)).toEqual([])
    expect(tee.exchanges.filter(({ answer }) => /rejected|errorMessage/.test(answer))).toEqual([])
    const bad = Object.entries(telemetry).filter(
      ([name, n]) => /refused|failed|dropped|enqueue_failed/.test(name) && n !== 0,
    )
    expect(bad).toEqual([])
    for (const [signal, name] of [
      ['logs', 'log_records'],
      ['metrics', 'metric_points'],
      ['traces', 'spans'],
    ] as const) {
      expect(telemetry[`otelcol_receiver_accepted_${name}`]).toBe(sentTo(tee, signal).length)
      expect(telemetry[`otelcol_receiver_refused_${name}`]).toBe(0)
    }
  })

  describe.each(JOURNEYS.map((journey, at) => ({ ...journey, at })))(
    '$name, $encoding',
    ({ at, ...journey }) => {
      const mine = (items: string[]) =>
        items.filter((item) => originOf(item, 'service.name') === trips[at]!.service)

      test.each(signals)('%s: in the file is what was sent, value by value', (signal) => {
        const sent = mine(sentTo(tee, signal))
        expect(sent.length).toBeGreaterThan(5)
        const found = mine(itemsOfFile(collector.output, signal))
        expect(compare(sent, found)).toEqual({ missing: [], foreign: [], repeated: 0 })
      })

      test.runIf(journey.spied).each(signals)(
        '%s: in the file is what the kit took in, value by value',
        (signal) => {
          const { taken, service } = trips[at]!
          const { resource, scope } = resourceOf(journey, service)
          const wanted = itemsOfKit(signal, taken, resource, scope)
          const found = mine(itemsOfFile(collector.output, signal))
          expect(compare(wanted, found)).toEqual({ missing: [], foreign: [], repeated: 0 })
        },
      )

      test('in its encoding, and the account comes out even', () => {
        expect(typesOf(tee, mine)).toEqual([mediaTypes[journey.encoding]])
        expectEven(trips[at]!)
      })
    },
  )

  describe.each(WALKS)('$name, $encoding', ({ framework, platform, encoding }) => {
    const mine = (items: string[]) =>
      items.filter(
        (item) =>
          originOf(item, 'miniprogram.framework') === framework &&
          originOf(item, 'miniprogram.platform') === platform,
      )

    test.each(['logs', 'metrics'] as const)('%s: in the file is what was sent, value by value', (signal) => {
      const sent = mine(sentTo(tee, signal))
      expect(sent.length).toBeGreaterThan(3)
      const found = mine(itemsOfFile(collector.output, signal))
      expect(compare(sent, found)).toEqual({ missing: [], foreign: [], repeated: 0 })
    })

    test('in its encoding', () => expect(typesOf(tee, mine)).toEqual([mediaTypes[encoding]]))
  })
})

/** The kit's own requests have failed with this status (0: no answer); or all have succeeded, one of them late. */
function expectTrouble({ runs }: Trip, url: string, status: number | undefined) {
  const own = runs.flatMap((run) => run.requests).filter((request) => request.url.startsWith(url))
  const failed = own.filter((request) => request.outcome === 'fail' || request.status !== 200)
  if (status === undefined) {
    expect(failed).toEqual([])
    expect(Math.max(...own.map(({ calledAt, endedAt }) => endedAt! - calledAt))).toBeGreaterThan(500)
  } else expect(failed.map((request) => request.status ?? 0)).toContain(status)
}

describe.skipIf(missing)('through a Collector in trouble nothing is lost', () => {
  let collector: Collector
  afterAll(() => collector?.remove())

  const [journey] = JOURNEYS
  const delivered = (diagnostics: unknown) => {
    const { pending, stored } = diagnostics as { pending: object; stored: object }
    return [pending, stored].every((counts) => Object.values(counts).every((n) => n === 0))
  }
  /** Begins before the page of a product is opened, and ends behind the payment. */
  const troubles = [
    {
      name: 'it is restarted while the app is used',
      refused: 0,
      begin: (): unknown => collector.stop(),
      end: () => collector.start(),
    },
    {
      name: 'its memory_limiter refuses',
      refused: 503,
      begin: async () => {
        await collector.stop()
        await collector.start({ limitMib: 1 })
      },
      end: async () => {
        const counts = await collector.telemetry()
        expect(sum(counts, /^otelcol_receiver_refused_/)).toBeGreaterThan(0)
        await collector.stop()
        await collector.start()
      },
    },
    {
      name: 'it answers late',
      until: 5,
      begin: () => collector.pause(),
      async end({ device, runtime, until }: Visitor) {
        const waits = ({ url, state, calledAt }: RequestRecord) =>
          url.startsWith(collector.url) && state === 'sending' && device.clock.monotonic() - calledAt > 600
        await until(() => runtime.requests.some(waits))
        collector.resume()
      },
    },
    {
      name: 'it answers later than the kit waits',
      refused: 0,
      timeout: 400,
      begin: () => collector.pause(),
      end: () => collector.resume(),
    },
  ]

  test.each(troubles)('$name', async ({ begin, end, refused, timeout, until = 12 }) => {
    await collector?.remove()
    collector = await startCollector(await collectorBinary())
    let stops = 0
    const trip = await travel(journey!, collector.url, {
      timeout,
      async between(next, visitor) {
        stops++
        if (stops === 4) await begin()
        if (stops === until) await end(visitor)
        if (!next) await visitor.until(() => delivered(visitor.diagnostics()), 90_000)
      },
    })
    expectTrouble(trip, collector.url, refused)
    await collector.stop()
    const { resource, scope } = resourceOf(journey!, trip.service)
    for (const signal of signals) {
      const wanted = itemsOfKit(signal, trip.taken, resource, scope)
      const { missing, foreign, repeated } = compare(wanted, itemsOfFile(collector.output, signal))
      expect([signal, missing, foreign]).toEqual([signal, [], []])
      // What an acknowledgement was lost of may come twice, the same in every value, so that it can be told.
      if (!timeout) expect([signal, repeated]).toEqual([signal, 0])
    }
    expectEven(trip)
  })
})
