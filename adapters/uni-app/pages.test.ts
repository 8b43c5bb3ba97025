import { afterEach, describe, expect, test, vi } from 'vitest'
import { fakeUni } from '../../test/fakes/uni.ts'
import type { AppEvent, PageEvent } from '../../core/index.ts'
import { createDiag } from '../../core/internal/diag.ts'
import { createGuard, type Any } from '../../core/internal/guard.ts'
import { currentPage, entryPage, lifecycle, watchNavigation } from './pages.ts'

function guard() {
  return createGuard(createDiag(false, {}))
}

afterEach(() => void vi.unstubAllGlobals())

function start() {
  const pages: PageEvent[] = []
  const apps: AppEvent[] = []
  const told: Record<string, unknown[]> = { page: pages, app: apps }
  const options: Any = lifecycle(guard(), (kind, event) => told[kind].push(event))
  return { options, pages, apps }
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

test('a page that loads is told of once, before its own onLoad of `<script setup>` runs', () => {
  const { options, pages: told } = start()
  const order: string[] = []
  const hooks = options as unknown as Record<string, (this: unknown) => void>
  const page = {
    $scope: { route: 'pages/a' },
    $: { onLoad: [() => order.push('its own after ' + told.length)] },
  }
  hooks.beforeCreate!.call(page)
  page.$.onLoad.forEach((fn) => fn())
  hooks.onLoad!.call(page)
  expect(order).toEqual(['its own after 1'])
  expect(told).toHaveLength(1)
  for (const odd of [{}, { $: {} }, { $: { onLoad: 5 } }]) hooks.beforeCreate!.call(odd)
})

test('hooks that switch features on are not among them', () => {
  expect(Object.keys(start().options).sort()).toEqual(
    ['beforeCreate', 'onHide', 'onLaunch', 'onLoad', 'onReady', 'onShow', 'onUnload'].sort(),
  )
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
    expect(told).toEqual(
      ['navigate', 'redirect', 'switchTab', 'reLaunch'].map((opening) => ({
        phase: 'navigate',
        path,
        opening,
      })),
    )
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
