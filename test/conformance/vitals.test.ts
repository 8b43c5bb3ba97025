/** First and largest paints of mini programs, by the platform’s own definition. */
import { expect, test } from 'vitest'
import { createDiag } from '../../core/internal/diag.ts'
import { createGuard } from '../../core/internal/guard.ts'
import type { Vital } from '../../core/platform.ts'
import { miniVitals } from '../../core/platforms/mini/vitals.ts'
import { fakeClock } from '../fakes/clock.ts'
import { startDevice } from './device.ts'
import { MINI_DRIVERS } from './drivers.ts'
import { FILES } from './files.ts'

type Entry = Record<string, unknown> | null

function observe(api: object) {
  const diag = createDiag(false, {})
  const clock = fakeClock()
  const told: string[] = []
  const observeVitals = miniVitals(api, { clock, guard: createGuard(diag) })
  const tell = ({ name, value, page }: Vital) => void told.push(`${name} ${value} ${page}`)
  const observed = observeVitals?.(() => 'pages/front', tell)
  return { clock, diag, told, ...observed }
}

const measuring = MINI_DRIVERS.filter(({ name }) => name === 'wechat' || name === 'bytedance')

test.each(measuring)('$name: of the launch, and of routes where they can be told apart', async (driver) => {
  const { runtime, clock } = startDevice(driver, { files: FILES })
  const { told, finish, undo } = observe(runtime.api)
  runtime.launch()
  await clock.advance(100)
  runtime.navigateTo('/pages/item/item')
  await clock.advance(100)
  finish!()
  finish!()
  const names = told.map((each) => each.replace(/ \d+ /, ' '))
  const launch = ['fcp pages/index/index', 'lcp pages/index/index']
  const route = driver.name === 'wechat' ? ['fcp pages/item/item', 'lcp pages/item/item'] : []
  expect(names).toEqual([...launch, ...route])
  for (const each of told) expect(Number(each.split(' ')[1])).toBeLessThan(200)
  undo!()
})

test('WeChat on iOS has no largest paint', async () => {
  const { runtime, clock } = startDevice(measuring[0], { files: FILES, info: { system: 'iOS 17.1' } })
  const { told, finish } = observe(runtime.api)
  runtime.launch()
  await clock.advance(100)
  finish!()
  expect(told).toEqual([expect.stringMatching(/^fcp \d+ pages\/index\/index$/)])
})

test.each(MINI_DRIVERS.filter((driver) => !measuring.includes(driver)))('$name has none', (driver) => {
  expect(observe(startDevice(driver).api).told).toEqual([])
  expect(observe(startDevice(driver).api).finish).toBe(undefined)
})

/** An observer that is told of these, `early` ones in the buffer. */
function source(early: Entry[], types?: string[]) {
  let give: (list: Entry[]) => void = () => {}
  const api = {
    performance: {
      getEntries: () => early,
      createObserver: (callback: (list: Entry[]) => void) => ({
        supportedEntryTypes: types,
        observe({ entryTypes: [type] }: { entryTypes: string[] }) {
          if (type !== 'render') throw new TypeError(`unknown ${type}`)
          give = callback
        },
        disconnect: () => (give = () => {}),
      }),
    },
  }
  return { api, give: (...list: Entry[]) => give(list) }
}

function begin(pageId: unknown, startTime: unknown) {
  return { name: 'route', pageId, startTime, path: 'pages/a/a' }
}

function paint(pageId: unknown, startTime: unknown, name = 'firstContentfulPaint') {
  return { name, pageId, startTime, path: 'pages/a/a' }
}

test.each<[string, Entry[]]>([
  ['paints without a page', [begin(1, 100), paint(undefined, 300)]],
  ['paints of another page', [begin(1, 100), paint(2, 300)]],
  ['a paint before its route', [begin(1, 100), paint(1, 90)]],
  ['a day later', [begin(1, 100), paint(1, 86400000)]],
  ['what is no number', [begin(1, '100'), paint(1, 300)]],
  ['no time at all', [begin(1, 100), paint(1, undefined)]],
  ['nothing', [null, {}, begin(1, 100)]],
])('no signal rather than a wrong one: %s', (_, entries) => {
  const { api } = source(entries)
  const { told, finish, diag } = observe(api)
  finish!()
  expect([told, diag.errors]).toEqual([[], []])
})

test('a route may be told of behind its paints, and of the largest the last one counts', () => {
  const { api, give } = source([])
  const { told, clock } = observe(api)
  give(paint(1, 300), paint(1, 400), paint(1, 300, 'largestContentfulPaint'))
  give(paint(1, 900, 'largestContentfulPaint'), begin(1, 100), begin(1, 500))
  expect(told).toEqual([])
  clock.advance(5000)
  expect(told).toEqual(['fcp 200 pages/a/a', 'lcp 800 pages/a/a'])
  give(paint(1, 2000), paint(1, 2000, 'largestContentfulPaint'))
  clock.advance(5000)
  expect(told).toHaveLength(2)
})

test('a largest paint that takes long comes later', () => {
  const { api, give } = source([begin(1, 100), paint(1, 300)])
  const { told, finish } = observe(api)
  finish!()
  give(paint(1, 9100, 'largestContentfulPaint'))
  finish!()
  expect(told).toEqual(['fcp 200 pages/a/a', 'lcp 9000 pages/a/a'])
})

test('on ByteDance the launch has paints, pages that come later have not', () => {
  const click = { name: 'app-click', startTime: 100 }
  const first = { name: 'first-contentful-paint', startTime: 400, path: 'pages/a/a' }
  const other = { name: 'largest-contentful-paint', startTime: 3000, path: 'pages/b/b' }
  const { api, give } = source([click, first])
  const { told, finish } = observe(api)
  give(other)
  finish!()
  give({ ...other, path: 'pages/a/a' })
  finish!()
  expect(told).toEqual(['fcp 300 pages/a/a'])
})

test('nothing after the undo; types that are not supported are not asked for', () => {
  const { api, give } = source([], ['navigation', 'render'])
  const { told, finish, undo } = observe(api)
  undo!()
  give(begin(1, 100), paint(1, 300))
  finish!()
  expect(told).toEqual([])
})
