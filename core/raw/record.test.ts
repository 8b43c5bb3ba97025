import { afterEach, describe, expect, test } from 'vitest'
import { balanceOf } from '../../test/fakes/balance.ts'
import { testMonitor } from '../../test/fakes/monitor.ts'
import { settle } from '../../test/fakes/settle.ts'
import { logsOf, metricsOf } from '../../test/fakes/signals.ts'
import { running, replace } from '../monitor/current.ts'
import { inertMonitor } from '../monitor/inert.ts'
import { record, type RecordKind } from './record.ts'

function start() {
  const t = testMonitor()
  replace(() => t.monitor)
  return t
}
// nobody runs any more
afterEach(() => void replace(() => inertMonitor()))

const metric = {
  name: 'm',
  unit: '1',
  gauge: { dataPoints: [{ timeUnixNano: '1000000000000000000', asDouble: 1.5 }] },
}
const segment = { traceId: 't', traceSegmentId: 's', service: 'shop', serviceInstance: '-', spans: [] }

test('ignored while nothing runs', () => {
  expect(() => record('log', { body: { stringValue: 'x' } })).not.toThrow()
  expect(running()?.diagnostics().taken ?? {}).toEqual({})
})

test('log, metrics and segment go out as signals', async () => {
  const t = start()
  await settle()
  record('log', {
    body: { stringValue: 'raw' },
    severityNumber: 13,
    attributes: [{ key: 'a', value: { intValue: '5' } }],
  })
  record('metric', [metric])
  record('segment', {
    ...segment,
    spans: [{ spanId: 0, parentSpanId: -1, segmentId: 's', startTime: 1, endTime: 2 }],
  })
  const signals = await t.flushed()
  expect(logsOf(signals)[0]).toMatchObject({ body: 'raw', severity: 13 })
  expect(metricsOf(signals)[0]).toMatchObject({ type: 'gauge', name: 'm' })
  expect(signals.map((s) => s.kind).sort()).toEqual(['log', 'metric', 'segment'])
})

describe('garbage is refused, warned of and counted, and throws nothing', () => {
  const no = () => {
    throw new Error('no')
  }
  const throwing = () => new Proxy({}, { get: no, ownKeys: no, has: no, getOwnPropertyDescriptor: no })
  const cyclic: Record<string, unknown> = {}
  cyclic.body = { kvlistValue: { values: [{ key: 'a', value: cyclic }] } }

  const payloads: [string, () => unknown][] = [
    ['undefined', () => undefined],
    ['null', () => null],
    ['a number', () => 5],
    ['a text', () => 'x'],
    ['a function', () => () => {}],
    ['a symbol', () => Symbol('s')],
    ['what throws', throwing],
  ]
  const kinds: RecordKind[] = ['log', 'metric', 'segment']
  test.each(kinds.flatMap((kind) => payloads.map(([what, make]) => [kind, what, make] as const)))(
    '%s: %s',
    async (kind, _, make) => {
      const t = start()
      await settle()
      expect(() => record(kind, make())).not.toThrow()
      expect(t.monitor.diagnostics().dropped).toEqual({ [kind]: { invalid: 1 } })
      expect(t.diag.warnings).toHaveLength(1)
      record('log', { body: { stringValue: 'good' } })
      expect(logsOf(await t.flushed())).toHaveLength(1)
      expect(balanceOf(t.monitor)).toEqual({ in: 2, out: 2 })
    },
  )

  test.each<[RecordKind, string, unknown]>([
    ['metric', 'no list', { name: 'm' }],
    ['metric', 'nothing in a list', [null]],
    ['metric', 'no name', [{ gauge: { dataPoints: [] } }]],
    ['segment', 'a list', []],
    ['segment', 'no ids', { spans: [] }],
    ['log', 'a list', []],
    ['log', 'a body in a circle', cyclic],
  ])('%s: %s', (kind, _, payload) => {
    const t = start()
    expect(() => record(kind, payload)).not.toThrow()
    expect(t.monitor.diagnostics().delivered).toEqual({})
  })

  test('a payload deeper than any receiver takes', () => {
    const t = start()
    const body = (depth: number) =>
      Array.from({ length: depth }).reduce((inner) => ({ arrayValue: { values: [inner] } }), {
        stringValue: 'x',
      })
    record('log', { body: body(10) })
    expect(t.diag.warnings).toEqual([])
    record('log', { body: body(40) })
    expect(t.diag.warnings).toEqual([expect.stringContaining('too deep')])
  })

  test.each([['trace'], [undefined], [5], [{}], ['__proto__']])('a kind that there is not: %j', (kind) => {
    const t = start()
    expect(() => record(kind as RecordKind, {})).not.toThrow()
    expect(t.monitor.diagnostics().dropped).toEqual({ log: { invalid: 1 } })
    expect(t.diag.warnings[0]).toContain('"log", "metric" or "segment"')
  })
})
