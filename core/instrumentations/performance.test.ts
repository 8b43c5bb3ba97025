import { describe, expect, test } from 'vitest'
import { fakeClock } from '../../test/fakes/clock.ts'
import { testContext } from '../../test/fakes/context.ts'
import { fakePlatform } from '../../test/fakes/platform.ts'
import type { PageEvent } from '../framework.ts'
import type { PerformanceEntry } from '../platform.ts'
import { performanceInstrumentation } from './performance.ts'

function start(given: Parameters<typeof testContext>[0] = {}) {
  const t = testContext(given)
  const undo = performanceInstrumentation().install(t.context)
  return {
    ...t,
    undo,
    /** name → [value, page] of all points. */
    measured: () =>
      t.meter
        .drain()
        .flatMap((m) => m.points.map((p) => [m.name, p.value, p.attributes['miniprogram.page.path']])),
    page: (phase: PageEvent['phase'], path = 'pages/a', page?: object) =>
      t.framework.onPage({ phase, path, page }),
  }
}
const LAUNCH = 'miniprogram.app_launch.duration'
const RENDER = 'miniprogram.first_render.duration'
const ROUTE = 'miniprogram.route.duration'

describe('entries of the runtime', () => {
  const platform = () => fakePlatform({ performance: true })

  test.each<[PerformanceEntry, unknown[]]>([
    [{ name: 'app_launch', value: 812.4 }, [LAUNCH, 812, 'pages/front']],
    [{ name: 'first_render', value: 90.5, page: 'pages/own' }, [RENDER, 91, 'pages/own']],
    [{ name: 'route', value: 0 }, [ROUTE, 0, 'pages/front']],
    [{ name: 'script', value: 12 }, ['miniprogram.script.duration', 12, 'pages/front']],
    [{ name: 'package_load', value: 40 }, ['miniprogram.package_load.duration', 40, 'pages/front']],
    [
      { name: 'first_paint', value: 1717200000000 },
      ['miniprogram.first_paint.time', 1717200000000, 'pages/front'],
    ],
  ])('%j', (entry, point) => {
    const t = start({ platform: platform() })
    t.platform.page = 'pages/front'
    t.platform.measure!(entry)
    expect(t.measured()).toEqual([point])
  })

  test('without a page there is no attribute', () => {
    const t = start({ platform: platform() })
    t.platform.measure!({ name: 'app_launch', value: 1 })
    expect(t.meter.drain()[0].points[0].attributes).toEqual({})
  })

  test('the life-cycle is not timed beside them', () => {
    const t = start({ platform: platform() })
    t.page('load')
    t.clock.advance(100)
    t.page('ready')
    t.platform.measure!({ name: 'first_render', value: 90, page: 'pages/a' })
    t.clock.advance(60000)
    t.page('load', 'pages/b')
    t.page('ready', 'pages/b')
    t.platform.fire('hide')
    t.clock.advance(60000)
    expect(t.measured()).toEqual([[RENDER, 90, 'pages/a']])
  })

  test.each<[string, (t: ReturnType<typeof start>) => void]>([
    ['after a while', (t) => t.clock.advance(5000)],
    ['when the app goes to the background', (t) => t.platform.fire('hide')],
    ['at the end', (t) => t.undo()],
  ])('an observer that never gives an entry: the life-cycle tells, %s', (_, turn) => {
    const t = start({ platform: platform() })
    t.framework.onApp('launch')
    t.clock.advance(300)
    t.framework.onApp('show')
    t.page('load')
    t.clock.advance(100)
    t.page('ready')
    t.platform.page = 'pages/later'
    expect(t.measured()).toEqual([])
    turn(t)
    expect(t.measured()).toEqual([
      [LAUNCH, 300, undefined],
      [RENDER, 100, 'pages/a'],
    ])
    t.clock.advance(60000)
    expect(t.measured()).toEqual([])
  })

  test('what the session’s share leaves out is counted', () => {
    const t = start({ platform: platform(), keep: (sort) => sort !== 'perf' })
    t.platform.measure!({ name: 'app_launch', value: 1 })
    expect(t.measured()).toEqual([])
    expect(t.drops).toEqual(['metric sampled_out'])
  })

  test('undone: nobody listens', () => {
    const t = start({ platform: platform() })
    t.undo()
    expect(t.platform.listening()).toBe(0)
  })
})

describe('launch', () => {
  test('from onLaunch to the first onShow, once', () => {
    const t = start()
    t.clock.advance(50)
    t.framework.onApp('launch')
    t.clock.advance(300)
    t.framework.onApp('show')
    t.page('load')
    t.clock.advance(100)
    t.page('ready')
    t.clock.advance(60000)
    t.framework.onApp('show')
    expect(t.measured().filter(([name]) => name === LAUNCH)).toEqual([[LAUNCH, 300, undefined]])
  })

  test('from our own start to the first onReady, where App() ran before us', () => {
    const t = start()
    t.clock.advance(200)
    t.page('load')
    t.clock.advance(100)
    t.page('ready')
    t.page('load', 'pages/b')
    t.page('ready', 'pages/b')
    expect(t.measured().filter(([name]) => name === LAUNCH)).toEqual([[LAUNCH, 300, 'pages/a']])
  })

  test('coming back from the background is no launch', () => {
    const t = start()
    t.framework.onApp('show')
    expect(t.measured()).toEqual([])
  })
})

describe('first render', () => {
  const renders = (t: ReturnType<typeof start>) => t.measured().filter(([name]) => name === RENDER)

  test('from onLoad to onReady', () => {
    const t = start()
    t.page('load')
    t.page('show')
    t.clock.advance(150)
    t.page('ready')
    t.page('ready')
    expect(renders(t)).toEqual([[RENDER, 150, 'pages/a']])
  })

  test.each(['hide', 'unload'] as const)('cancelled by %s', (phase) => {
    const t = start()
    t.page('load')
    t.clock.advance(50)
    t.page(phase)
    t.clock.advance(50000)
    t.page('ready')
    expect(renders(t)).toEqual([])
  })

  test('two instances of one path are told apart', () => {
    const t = start()
    const [one, two] = [{}, {}]
    t.page('load', 'pages/a', one)
    t.clock.advance(100)
    t.page('load', 'pages/a', two)
    t.page('hide', 'pages/a', one)
    t.clock.advance(30)
    t.page('ready', 'pages/a', two)
    t.page('ready', 'pages/a', one)
    expect(renders(t)).toEqual([[RENDER, 30, 'pages/a']])
  })

  test('pages that load at once are timed each', () => {
    const t = start()
    t.page('load', 'pages/a')
    t.clock.advance(10)
    t.page('load', 'pages/b')
    t.clock.advance(10)
    t.page('ready', 'pages/b')
    t.page('ready', 'pages/a')
    expect(renders(t)).toEqual([
      [RENDER, 10, 'pages/b'],
      [RENDER, 20, 'pages/a'],
    ])
  })

  test('pages that never get ready fill no memory, and hold up no other', () => {
    const t = start()
    for (let i = 0; i < 1000; i++) t.page('load', 'pages/n' + i)
    t.page('load', 'pages/a')
    t.clock.advance(5)
    t.page('ready', 'pages/a')
    expect(renders(t)).toEqual([[RENDER, 5, 'pages/a']])
  })

  test('a ready that no load came before is no render', () => {
    const t = start()
    t.page('ready')
    expect(renders(t)).toEqual([])
  })
})

describe('route', () => {
  const routes = (t: ReturnType<typeof start>) => t.measured().filter(([name]) => name === ROUTE)

  test('from the navigation to onReady of its page', () => {
    const t = start()
    t.page('navigate', 'pages/b')
    t.clock.advance(20)
    t.page('hide', 'pages/a')
    t.page('load', 'pages/b')
    t.clock.advance(80)
    t.page('ready', 'pages/b')
    t.page('ready', 'pages/b')
    expect(routes(t)).toEqual([[ROUTE, 100, 'pages/b']])
  })

  test('another page that gets ready is not its end', () => {
    const t = start()
    t.page('navigate', 'pages/b')
    t.page('ready', 'pages/a')
    expect(routes(t)).toEqual([])
  })
})

describe('clocks', () => {
  test.each([
    ['back', -5000],
    ['forth, by a day', 86400000],
  ])('set %s in between: no number, but counted', (_, ms) => {
    const t = start()
    t.framework.onApp('launch')
    t.page('navigate')
    t.page('load')
    t.clock.step(ms)
    t.framework.onApp('show')
    t.page('ready')
    expect(t.measured()).toEqual([])
    expect(t.drops).toEqual(['metric clock', 'metric clock', 'metric clock'])
  })

  test('a monotonic source does not care', () => {
    const t = start({ clock: fakeClock({ monotonic: true }) })
    t.page('load')
    t.clock.step(-86400000)
    t.clock.advance(70)
    t.page('ready')
    expect(t.measured()).toContainEqual([RENDER, 70, 'pages/a'])
  })
})

test('undone: the framework is not listened to', () => {
  const t = start()
  t.undo()
  t.page('load')
  t.page('ready')
  t.framework.onApp('launch')
  t.framework.onApp('show')
  expect(t.measured()).toEqual([])
})
