import { describe, expect, test } from 'vitest'
import { testContext } from '../../test/fakes/context.ts'
import { testMonitor } from '../../test/fakes/monitor.ts'
import { settle } from '../../test/fakes/settle.ts'
import { metricsOf, pointsOf } from '../../test/fakes/signals.ts'
import { updatesInstrumentation } from './updates.ts'

function start() {
  const t = testMonitor({ parts: { instrumentations: [updatesInstrumentation()] } })
  const points = async (name: string) => pointsOf(await t.flushed(), 'miniprogram.set_data.' + name)
  return { ...t, points }
}

describe('an update of a page', () => {
  test('is counted by its time, its size and its keys', async () => {
    const t = start()
    await settle()
    t.framework.onUpdate({ path: 'pages/a', duration: 12, bytes: 5000, keys: 3 })
    t.framework.onUpdate({ path: 'pages/a', duration: 40, bytes: 100, keys: 1 })
    t.framework.onUpdate({ path: 'pages/b', duration: 1, bytes: 2e6, keys: 300 })
    const duration = await t.points('duration')
    expect(duration.map((p) => [p.attributes['miniprogram.page.path'], p.count, p.sum, p.max])).toEqual([
      ['pages/a', 2, 52, 40],
      ['pages/b', 1, 1, 1],
    ])
    expect((await t.points('size')).map((p) => p.sum)).toEqual([5100, 2e6])
    expect((await t.points('keys')).map((p) => p.sum)).toEqual([4, 300])
    expect(metricsOf(t.exporter.signals).map((m) => [m.name, m.unit, m.type])).toEqual([
      ['miniprogram.set_data.duration', 'ms', 'histogram'],
      ['miniprogram.set_data.size', 'By', 'histogram'],
      ['miniprogram.set_data.keys', '{key}', 'histogram'],
    ])
  })

  test('within a frame is told from one beyond it', async () => {
    const t = start()
    await settle()
    for (const duration of [16, 17]) t.framework.onUpdate({ path: 'a', duration, bytes: 0, keys: 0 })
    const [{ bounds, counts }] = await t.points('duration')
    expect(bounds!.filter((_, i) => (counts as number[])[i])).toEqual([16, 33])
  })

  test('of a page that nobody knows has no page', async () => {
    const t = start()
    t.framework.onUpdate({ path: '', duration: 1, bytes: 1, keys: 1 })
    expect((await t.points('duration'))[0].attributes).toEqual({})
  })

  test.each([NaN, -1, Infinity, undefined as unknown as number])(
    'that took %s ms: no number of it; its size all the same',
    async (duration) => {
      const t = start()
      t.framework.onUpdate({ path: 'a', duration, bytes: 10, keys: 1 })
      expect(await t.points('duration')).toEqual([])
      expect((await t.points('size'))[0].count).toBe(1)
    },
  )

  test('on the 101st page goes to one series, marked', async () => {
    const t = start()
    for (let i = 0; i < 150; i++) t.framework.onUpdate({ path: 'pages/' + i, duration: 1, bytes: 1, keys: 1 })
    const points = await t.points('duration')
    expect(points).toHaveLength(101)
    expect(points[100]).toMatchObject({ attributes: { 'otel.metric.overflow': true }, count: 50 })
  })
})

test('ends with its undo; a framework that tells of no updates is no trouble', () => {
  const t = testContext()
  const undo = updatesInstrumentation().install(t.context)
  expect(t.framework.listening('update')).toBe(1)
  undo()
  expect(t.framework.listening('update')).toBe(0)
  const { observeUpdates: _, ...silent } = t.framework
  expect(() => updatesInstrumentation().install({ ...t.context, framework: silent })()).not.toThrow()
})

test('nothing that it meets reaches the app', () => {
  const t = testContext()
  updatesInstrumentation().install(t.context)
  expect(() => t.framework.onUpdate(null as never)).not.toThrow()
  expect(t.diag.errors[0].where).toBe('updates')
})
