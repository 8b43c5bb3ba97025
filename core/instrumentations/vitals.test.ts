import { expect, test } from 'vitest'
import { testContext } from '../../test/fakes/context.ts'
import { fakePlatform } from '../../test/fakes/platform.ts'
import type { Vital } from '../platform.ts'
import { vitalsInstrumentation } from './vitals.ts'

function start(given: Parameters<typeof testContext>[0] = {}) {
  let tell: (vital: Vital) => void = () => {}
  const ends: string[] = []
  const platform = fakePlatform({
    observeVitals(page, listener) {
      tell = listener
      return { finish: () => void ends.push('finish ' + page()), undo: () => void ends.push('undo') }
    },
  })
  platform.page = 'pages/front'
  const t = testContext({ platform, ...given })
  const undo = vitalsInstrumentation().install(t.context)
  const measured = () =>
    t.meter
      .drain()
      .flatMap((m) => m.points.map((p) => [m.name, m.unit, p.value, p.attributes['miniprogram.page.path']]))
  return { ...t, undo, ends, measured, tell: (vital: Vital) => tell(vital) }
}

test.each<[Vital, unknown[]]>([
  [{ name: 'fcp', value: 310.4, page: 'a' }, ['miniprogram.fcp.duration', 'ms', 310, 'a']],
  [{ name: 'lcp', value: 810, page: '' }, ['miniprogram.lcp.duration', 'ms', 810, undefined]],
  [{ name: 'inp', value: 96, page: 'a' }, ['miniprogram.inp.duration', 'ms', 96, 'a']],
  [{ name: 'cls', value: 0.123456, page: 'a' }, ['miniprogram.cls.score', '1', 0.1235, 'a']],
])('%j', (vital, point) => {
  const t = start()
  t.tell(vital)
  expect(t.measured()).toEqual([point])
})

test('what is not sampled is counted', () => {
  const t = start({ keep: () => false })
  t.tell({ name: 'fcp', value: 1, page: '' })
  expect([t.measured(), t.drops]).toEqual([[], ['metric sampled_out']])
})

test('a visit ends when the app goes to the background, and with the kit', () => {
  const t = start()
  t.platform.fire('hide')
  t.undo()
  expect(t.ends).toEqual(['finish pages/front', 'finish pages/front', 'undo'])
  expect(t.platform.listening()).toBe(0)
})

test('a platform without any has none', () => {
  const t = testContext()
  vitalsInstrumentation().install(t.context)()
  expect([t.platform.listening(), t.diag.errors]).toEqual([0, []])
})
