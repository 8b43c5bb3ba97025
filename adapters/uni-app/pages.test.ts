import { afterEach, describe, expect, test, vi } from 'vitest'
import { fakeClock } from '../../test/fakes/clock.ts'
import { fakeUni } from '../../test/fakes/uni.ts'
import type { AppEvent, PageEvent, UpdateEvent } from '../../core/index.ts'
import { createDiag } from '../../core/internal/diag.ts'
import { createGuard, type Any } from '../../core/internal/guard.ts'
import { currentPage, entryPage, lifecycle, watchNavigation } from './pages.ts'

function guard() {
  return createGuard(createDiag(false, {}))
}

afterEach(() => void vi.unstubAllGlobals())

function start(measured = true) {
  const pages: PageEvent[] = []
  const apps: AppEvent[] = []
  const updates: UpdateEvent[] = []
  const told: Record<string, unknown[]> = { page: pages, app: apps, update: updates }
  const clock = fakeClock()
  const options: Any = lifecycle(
    { guard: guard(), clock },
    (kind, event) => told[kind].push(event),
    () => measured,
  )
  return {
    options,
    pages,
    apps,
    updates,
    pass: clock.advance,
    stop: () => (measured = false),
  }
}

describe('pages', () => {
  test.each([
    ['a mini program’s', { $scope: { route: 'pages/a' } }],
    ['with a slash and __id__', { $scope: { route: '/pages/a?__id__=3' } }],
    ['one of H5', { $page: { route: 'pages/a', fullPath: '/pages/a?x=1' } }],
    ['one that knows no more than its route', { route: 'pages/a' }],
  ])('%s', (_, instance) => {
    const t = start()
    for (const hook of ['onLoad', 'onShow', 'onReady', 'onHide', 'onUnload']) t.options[hook].call(instance)
    expect(t.pages.map(({ phase, path }) => [phase, path])).toEqual(
      ['load', 'show', 'ready', 'hide', 'unload'].map((phase) => [phase, 'pages/a']),
    )
    expect(new Set(t.pages.map(({ page }) => page))).toEqual(new Set([instance]))
    expect(t.apps).toEqual([])
  })

  test('two visits of one path are two instances', () => {
    const t = start()
    t.options.onLoad.call({ route: 'pages/a' })
    t.options.onLoad.call({ route: 'pages/a' })
    expect(t.pages[0].page).not.toBe(t.pages[1].page)
  })
})

test('the app: launch with its page, and show', () => {
  const t = start()
  const app = { $scope: undefined }
  t.options.onLaunch.call(app, { path: '/pages/a?b=1' })
  t.options.onLaunch.call(app)
  t.options.onShow.call(app)
  t.options.onHide.call(app)
  expect(t.apps).toEqual([
    { phase: 'launch', path: 'pages/a' },
    { phase: 'launch', path: undefined },
    { phase: 'show' },
  ])
  expect(t.pages).toEqual([])
})

test('hooks that switch features on are not among them', () => {
  expect(Object.keys(start().options).sort()).toEqual(
    ['beforeCreate', 'onHide', 'onLaunch', 'onLoad', 'onReady', 'onShow', 'onUnload'].sort(),
  )
})

describe('updates', () => {
  function page() {
    const given: Any[][] = []
    const setData = (...args: Any[]) => {
      given.push(args)
      return 'result'
    }
    return { instance: { $scope: { route: 'pages/a', setData } } as Any, given, setData }
  }

  test('bytes, keys, and ms until the platform calls back; the app’s callback is called as it would be', () => {
    const t = start()
    const { instance, given } = page()
    t.options.beforeCreate.call(instance)
    const callback = vi.fn(() => 5)
    expect(instance.$scope.setData({ a: 1, b: 'xy' }, callback)).toBe('result')
    t.pass(12)
    expect(t.updates).toEqual([])
    given[0][1]('now')
    expect(t.updates).toEqual([{ path: 'pages/a', duration: 12, bytes: 16, keys: 2 }])
    expect(callback).toHaveBeenCalledWith('now')
  })

  test('the data is the very object, and a call without a callback may be one', () => {
    const t = start()
    const { instance, given } = page()
    t.options.beforeCreate.call(instance)
    const data = {}
    instance.$scope.setData(data)
    expect(given[0][0]).toBe(data)
    expect(() => given[0][1]()).not.toThrow()
    expect(t.updates).toHaveLength(1)
  })

  test('nobody wants to know: untouched; nobody any more: passed through', () => {
    const quiet = start(false)
    const one = page()
    quiet.options.beforeCreate.call(one.instance)
    expect(one.instance.$scope.setData).toBe(one.setData)
    const t = start()
    const two = page()
    t.options.beforeCreate.call(two.instance)
    t.stop()
    const callback = () => {}
    two.instance.$scope.setData({}, callback)
    expect(two.given[0][1]).toBe(callback)
  })

  test('what has no platform beneath it has no updates', () => {
    const t = start()
    expect(() => t.options.beforeCreate.call({})).not.toThrow()
  })
})

describe('the page in front', () => {
  test.each([
    [[], ''],
    [[{ route: 'pages/a' }, { route: '/pages/b' }], 'pages/b'],
  ])('%j', (stack, path) => {
    vi.stubGlobal('getCurrentPages', () => stack)
    expect(currentPage()).toBe(path)
  })

  test('none where uni-app is not', () => expect(currentPage()).toBe(''))
})

test('the first page of a web app is known before it is there', () => {
  expect(entryPage()).toBe('')
  vi.stubGlobal('__uniRoutes', [
    { path: '/pages/b', meta: {} },
    { path: '/', alias: '/pages/a', meta: { isEntry: true } },
  ])
  expect(entryPage()).toBe('pages/a')
})

describe('navigation', () => {
  test.each([
    ['/pages/b?x=1#y', 'pages/b'],
    ['c', 'pages/a/c'],
    ['../b/b?x=1', 'pages/b/b'],
    ['./c', 'pages/a/c'],
  ])('%s from pages/a/a leads to %s', (url, path) => {
    const { uni, interceptors } = fakeUni()
    vi.stubGlobal('uni', uni)
    vi.stubGlobal('getCurrentPages', () => [{ route: 'pages/a/a' }])
    const told: PageEvent[] = []
    const undo = watchNavigation(guard(), (event) => void told.push(event))
    for (const api of ['navigateTo', 'redirectTo', 'switchTab', 'reLaunch']) uni[api]({ url, success() {} })
    expect(told).toEqual(Array.from({ length: 4 }, () => ({ phase: 'navigate', path })))
    undo()
    expect(interceptors()).toEqual({})
  })

  test('odd arguments are the platform’s to refuse', () => {
    const { uni, calls } = fakeUni()
    vi.stubGlobal('uni', uni)
    const tell = vi.fn()
    watchNavigation(guard(), tell)
    for (const options of [undefined, {}, { url: 5 }]) void uni.navigateTo(options)
    expect([tell.mock.calls, calls.length]).toEqual([[], 3])
  })
})
