import { describe, expect, test } from 'vitest'
import { testContext } from '../../../test/fakes/context.ts'
import { fakePlatform } from '../../../test/fakes/platform.ts'
import type { PageEvent } from '../../framework.ts'
import type { RouteEvent } from '../../platform.ts'
import type { View } from '../../view.ts'
import { pageInstrumentation, viewsInstrumentation } from './index.ts'

/** A framework that tells of its pages; `routes`: the platform does, too. */
function start({ routes = false, currentPage }: { routes?: boolean; currentPage?: () => string } = {}) {
  let tellRoute: (route: RouteEvent) => void = () => {}
  const observeRoutes = (listener: typeof tellRoute) => {
    tellRoute = listener
    return () => void (tellRoute = () => {})
  }
  const platform = fakePlatform(routes ? { observeRoutes } : {})
  const t = testContext({ platform })
  if (currentPage) Object.assign(t.framework, { currentPage })
  const undoViews = viewsInstrumentation().install(t.context)
  const undoPage = pageInstrumentation().install(t.context)
  const views = t.context.views!
  const told: string[] = []
  views.observe({
    begin: ({ path, from, opening }) => told.push([opening, path, from && 'from ' + from].join(' ').trim()),
    end: ({ path }, stay) => told.push(`${path} ${stay}`),
  })
  const page = (phase: PageEvent['phase'], path: string, more: Partial<PageEvent> = {}) => {
    if (phase === 'load' || phase === 'show') platform.page = path
    t.framework.onPage({ phase, path, ...more })
  }
  return {
    ...t,
    views,
    told,
    page,
    route: (phase: RouteEvent['phase'], path: string, opening?: View['opening']) =>
      tellRoute({ phase, path, opening }),
    /** As a page comes to the front that was not there. */
    open(path: string, instance?: object) {
      page('load', path, { page: instance })
      page('show', path, { page: instance })
    },
    leave(ms = 1000) {
      t.clock.advance(ms)
    },
    undo() {
      undoPage()
      undoViews()
    },
    points: () => t.meter.drain().map((m) => [m.name, m.points.map((p) => [p.attributes, p.value ?? p.sum])]),
  }
}

describe('a view', () => {
  test('is counted with its stay, by page', () => {
    const t = start()
    t.open('pages/a')
    t.leave(2500)
    t.page('hide', 'pages/a')
    t.open('pages/b')
    t.leave(4000)
    t.page('unload', 'pages/b')
    t.page('show', 'pages/a')
    expect(t.told).toEqual([
      'launch pages/a',
      'pages/a 2500',
      'navigate pages/b from pages/a',
      'pages/b 4000',
      'back pages/a from pages/b',
    ])
    const a = { 'miniprogram.page.path': 'pages/a' }
    const b = { 'miniprogram.page.path': 'pages/b' }
    expect(t.points()).toEqual([
      ['miniprogram.page.views', [[a, 2], [b, 1]]], // prettier-ignore
      ['miniprogram.page.stay.duration', [[a, 2500], [b, 4000]]], // prettier-ignore
    ])
  })

  test('ends with the app’s going to the background, and a new one begins when it is back', () => {
    const t = start()
    t.open('pages/a')
    t.leave(1000)
    t.page('hide', 'pages/a')
    t.platform.fire('hide')
    t.leave(60000)
    t.platform.fire('show')
    t.page('show', 'pages/a')
    t.clock.advance(500)
    expect(t.told).toEqual(['launch pages/a', 'pages/a 1000', 'show pages/a'])
  })

  test('begins again when the app is back, also of a page that does not tell', () => {
    const t = start()
    t.open('pages/a')
    t.leave(1000)
    t.platform.fire('hide')
    t.leave(60000)
    t.platform.fire('show')
    expect(t.views.current()).toBe(undefined)
    t.clock.advance(100)
    t.leave(900)
    t.platform.fire('hide')
    expect(t.told).toEqual(['launch pages/a', 'pages/a 1000', 'show pages/a', 'pages/a 1000'])
  })

  test('of another page that the app comes back to is not one of the page before', () => {
    const t = start()
    t.open('pages/a')
    t.platform.fire('hide')
    t.platform.fire('show')
    t.open('pages/b')
    t.clock.advance(500)
    expect(t.told).toEqual(['launch pages/a', 'pages/a 0', 'launch pages/b from pages/a'])
  })

  test('a page that is loaded and never shown has none', () => {
    const t = start()
    t.open('pages/a')
    t.page('hide', 'pages/a')
    t.page('load', 'pages/guard')
    t.page('unload', 'pages/guard')
    t.open('pages/login')
    expect(t.told.filter((line) => !/ \d+$/.test(line))).toEqual([
      'launch pages/a',
      'navigate pages/login from pages/a',
    ])
  })

  test('two of one path are two', () => {
    const t = start()
    const [one, two] = [{}, {}]
    t.open('pages/item', one)
    t.leave(1000)
    t.page('hide', 'pages/item', { page: one })
    t.open('pages/item', two)
    t.leave(2000)
    t.page('unload', 'pages/item', { page: two })
    t.page('show', 'pages/item', { page: one })
    expect(t.told).toEqual([
      'launch pages/item',
      'pages/item 1000',
      'navigate pages/item from pages/item',
      'pages/item 2000',
      'back pages/item from pages/item',
    ])
  })

  test.each<[string, (t: ReturnType<typeof start>) => void, string]>([
    ['the framework knows', (t) => t.page('navigate', 'pages/b', { opening: 'reLaunch' }), 'reLaunch'],
    ['the page before is gone', (t) => t.page('unload', 'pages/a'), 'redirect'],
    [
      'the page before is gone a moment later',
      (t) => {
        t.page('hide', 'pages/a')
        t.page('unload', 'pages/a')
      },
      'redirect',
    ],
    ['the page before is hidden', (t) => t.page('hide', 'pages/a'), 'navigate'],
    [
      'another navigation came to nothing',
      (t) => t.page('navigate', 'x', { opening: 'switchTab' }),
      'navigate',
    ],
  ])('is opened as %s', (_, before, opening) => {
    const t = start()
    t.open('pages/a')
    before(t)
    t.open('pages/b')
    expect(t.views.current()).toMatchObject({ path: 'pages/b', from: 'pages/a', opening, isNew: true })
  })

  test('a tab that was there before', () => {
    const t = start()
    t.open('pages/a')
    t.page('hide', 'pages/a')
    t.open('pages/b')
    t.page('hide', 'pages/b')
    t.page('show', 'pages/a')
    expect(t.views.current()).toMatchObject({ path: 'pages/a', opening: 'switchTab', isNew: false })
  })

  test('nonsense of a platform is none: hide twice, show twice, another page’s hide, show without load', () => {
    const t = start()
    t.page('show', 'pages/a')
    t.page('show', 'pages/a')
    t.page('hide', 'pages/other')
    t.page('ready', 'pages/other')
    expect(t.views.current()).toMatchObject({ path: 'pages/a', isNew: false })
    expect(t.views.current()!.ready).toBe(undefined)
    t.leave(10)
    t.page('hide', 'pages/a')
    t.page('hide', 'pages/a')
    t.page('unload', 'pages/a')
    expect(t.told).toEqual(['launch pages/a', 'pages/a 10'])
  })

  test('a clock that is set back gives no stay, and the loss is counted', () => {
    const t = start()
    t.open('pages/a')
    t.clock.step(-5000)
    t.page('hide', 'pages/a')
    expect(t.told).toEqual(['launch pages/a', 'pages/a undefined'])
    expect(t.drops).toEqual(['metric clock'])
  })

  test('its ready is told once', () => {
    const t = start()
    const ready: string[] = []
    t.views.observe({ ready: ({ path }) => ready.push(path) })
    t.open('pages/a')
    t.page('ready', 'pages/a')
    t.page('ready', 'pages/a')
    expect([ready, t.views.current()!.ready]).toEqual([['pages/a'], true])
  })

  test('after the end nothing is heard, and nothing waits', () => {
    const t = start()
    t.open('pages/a')
    t.platform.fire('hide')
    t.platform.fire('show')
    t.undo()
    t.clock.advance(1000)
    expect(t.told).toEqual(['launch pages/a', 'pages/a 0'])
    expect([t.platform.listening(), t.framework.listening('page')]).toEqual([0, 0])
  })
})

describe('routes of the platform', () => {
  test('say how a page is opened', () => {
    const t = start({ routes: true })
    t.route('begin', 'pages/a', 'launch')
    t.open('pages/a')
    t.route('end', 'pages/a', 'launch')
    t.route('begin', 'pages/tab', 'switchTab')
    t.page('hide', 'pages/a')
    t.open('pages/tab')
    t.route('end', 'pages/tab', 'switchTab')
    expect(t.told).toEqual(['launch pages/a', 'pages/a 0', 'switchTab pages/tab from pages/a'])
  })

  test('begin a view where the page’s own hooks are not heard', () => {
    const t = start({ routes: true })
    t.open('pages/a')
    t.leave(1000)
    t.page('hide', 'pages/a')
    t.platform.page = 'plugin-private://wx1/pages/p'
    t.route('begin', t.platform.page, 'navigate')
    t.route('end', t.platform.page, 'navigate')
    t.leave(3000)
    t.route('begin', 'pages/a', 'back')
    t.page('show', 'pages/a')
    t.route('end', 'pages/a', 'back')
    expect(t.told).toEqual([
      'launch pages/a',
      'pages/a 1000',
      'navigate plugin-private://wx1/pages/p from pages/a',
      'plugin-private://wx1/pages/p 3000',
      'back pages/a from plugin-private://wx1/pages/p',
    ])
  })

  test('of a web page are views where no framework knows its pages', () => {
    for (const currentPage of [undefined, () => 'pages/a']) {
      const t = start({ routes: true, currentPage })
      t.route('moved', '/', 'launch')
      t.route('moved', 'item', 'navigate')
      expect(t.told).toEqual(currentPage ? [] : ['launch /', '/ 0', 'navigate item from /'])
    }
  })

  test('in the background are none', () => {
    const t = start({ routes: true })
    t.platform.fire('hide')
    t.route('moved', 'item', 'redirect')
    expect(t.told).toEqual([])
  })
})
