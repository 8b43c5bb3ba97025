/** The glue on Taro's own mini runtime with React. */
import '../../../test/fakes/taro-globals.ts'
import { createReactApp } from '@tarojs/plugin-framework-react/dist/runtime'
import * as ReactDOM from '@tarojs/react'
import { Current, eventCenter } from '@tarojs/runtime'
import { hooks } from '@tarojs/shared'
import * as React from 'react'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { forgetApp, glueEnv, openPage, pageConfig, turns } from '../../../test/fakes/taro-app.ts'
import Taro, { native } from '../../../test/fakes/taro.ts'
import type { Framework } from '../../../core/index.ts'
import { taroFramework } from '../framework.ts'
import { monitoredPage } from './page.ts'

/* eslint-disable @typescript-eslint/no-explicit-any */
type Any = any

const UNDOS: (() => void)[] = []
afterEach(() => {
  UNDOS.splice(0).forEach((undo) => undo())
  forgetApp()
})

function watch() {
  const env = glueEnv()
  const glue: Framework = taroFramework(env, { page: monitoredPage })
  const pages: string[] = []
  const apps: string[] = []
  const errors: Any[] = []
  UNDOS.push(
    glue.observePages(({ phase, path }) => pages.push(`${phase} ${path}`)),
    glue.observeApp!(({ phase, path }) => apps.push(path ? `${phase} ${path}` : phase)),
    glue.observeErrors((event) => errors.push(event)),
  )
  return { env, glue, pages, apps, errors }
}

const h = React.createElement

function App({ children }: Any) {
  return children
}

function startApp(component: Any = App) {
  return createReactApp(component, React, ReactDOM, { pages: ['pages/a'] }) as Any
}

/** A page that fails when it is told to. */
function broken() {
  let fail: (error: Error) => void = () => {}
  const Part = ({ error }: { error?: Error }) => {
    if (error) throw error
    return h('text', null, 'fine')
  }
  const Page = () => {
    const [error, setError] = React.useState<Error>()
    fail = setError
    return h('view', null, h(Part, { error }))
  }
  return { Page, fail: (error: Error) => fail(error) }
}

test('launch and show, with the page that is about to open', async () => {
  const t = watch()
  const app = startApp()
  app.onLaunch({ path: 'pages/a', query: {} })
  app.onShow({ path: 'pages/a' })
  await turns()
  expect(t.apps).toEqual(['launch pages/a', 'show'])
})

test('an app that is there already is watched as well', async () => {
  const app = startApp()
  const t = watch()
  app.onShow({})
  await turns()
  expect(t.apps).toEqual(['show'])
})

test('the life of a page', async () => {
  const t = watch()
  const app = startApp()
  app.onLaunch({})
  const page = await openPage(
    pageConfig(() => h('view'), 'pages/a'),
    'pages/a',
    { id: '1' },
  )
  await page.ready()
  await page.hide()
  await page.unload()
  expect(t.pages).toEqual(['load', 'show', 'ready', 'hide', 'unload'].map((phase) => `${phase} pages/a`))
  expect(t.env.diag.errors).toEqual([])
})

test('a page that was registered before: from Taro’s own events, once each', async () => {
  const app = startApp()
  const config = pageConfig(() => h('view'), 'pages/early')
  app.onLaunch({})
  await turns()
  const t = watch()
  const page = await openPage(config, 'pages/early')
  await page.ready()
  await vi.waitFor(() => expect(t.pages).toContain('ready pages/early'))
  await page.hide()
  await page.unload()
  // Taro may still have told of the page of the test before, a frame late
  expect(t.pages.filter((event) => event.endsWith(' pages/early')).sort()).toEqual(
    ['hide', 'load', 'ready', 'show', 'unload'].map((phase) => `${phase} pages/early`),
  )
})

test('navigations by Taro’s functions, also relative ones; what they return is left as it is', async () => {
  const t = watch()
  Current.router = { path: '/pages/a' } as Any
  native.navigations = []
  const options = { url: '/pages/b?id=1' }
  await expect(Taro.navigateTo(options)).resolves.toEqual({ errMsg: 'navigateTo:ok' })
  Taro.redirectTo({ url: './c/c' })
  Taro.switchTab({ url: '../tab/tab' })
  Taro.reLaunch({})
  expect(t.pages).toEqual(['navigate pages/b', 'navigate pages/c/c', 'navigate tab/tab'])
  expect(native.navigations[0][1]).toBe(options)
})

describe('render errors', () => {
  const page = async () => {
    const app = startApp()
    app.onLaunch({})
    const seen: string[] = []
    const own = app.onError
    app.onError = function (this: Any, ...args: [string]) {
      seen.push(args[0].split('\n')[0])
      return own.apply(this, args)
    }
    const { Page, fail } = broken()
    await openPage(pageConfig(Page, 'pages/a'), 'pages/a')
    return { app, fail, seen }
  }

  test('are one, with component stack and page; the app’s own hook hears the same as before', async () => {
    const t = watch()
    const { fail, seen } = await page()
    fail(new TypeError('no specs'))
    await turns()
    expect(t.errors).toHaveLength(1)
    expect(t.errors[0]).toMatchObject({ source: 'React', page: 'pages/a', error: { message: 'no specs' } })
    expect(t.errors[0].componentStack).toMatch(/at Part/)
    UNDOS.splice(0).forEach((undo) => undo())
    const without = await page()
    without.fail(new TypeError('no specs'))
    await turns()
    expect(seen).toEqual(without.seen)
    expect(seen.length).toBeGreaterThan(0)
  })

  test('of a page that was mounted before: read from the text that Taro makes of them, once', async () => {
    const { fail } = await page()
    const t = watch()
    fail(new TypeError('no specs'))
    await turns()
    expect(t.errors).toHaveLength(1)
    expect(t.errors[0]).toMatchObject({ source: 'App.onError', error: { message: 'no specs' } })
    expect(t.errors[0].error.stack).toMatch(/^TypeError: no specs\n/)
  })
})

test('a class page keeps its own hooks', async () => {
  const t = watch()
  const app = startApp()
  app.onLaunch({})
  const called: string[] = []
  class Page extends React.Component {
    onLoad() {
      called.push('onLoad')
    }
    componentDidShow() {
      called.push('componentDidShow')
    }
    override render() {
      return h('view')
    }
  }
  await openPage(pageConfig(Page, 'pages/a'), 'pages/a')
  expect(called).toEqual(['onLoad', 'componentDidShow'])
  expect(t.env.diag.errors).toEqual([])
})

test('Alipay’s error in two pieces, and rejections', () => {
  const t = watch()
  const app = startApp()
  app.onError('boom', 'Error: boom\n at f (a.js:1:1)')
  app.onUnhandledRejection({ reason: { code: 7 } })
  expect(t.errors).toMatchObject([
    { error: { message: 'boom', stack: 'Error: boom\n at f (a.js:1:1)' }, source: 'App.onError' },
    { error: { code: 7 }, type: 'promise', source: 'App.onUnhandledRejection' },
  ])
})

test('undone: everything is as before', () => {
  const before = [hooks.call, eventCenter.trigger, Taro.navigateTo]
  const app = startApp()
  const members = () => [app.onError, app.onLaunch, app.mount, app.unmount]
  const own = members()
  watch()
  expect(members()).not.toEqual(own)
  UNDOS.splice(0).forEach((undo) => undo())
  expect([hooks.call, eventCenter.trigger, Taro.navigateTo]).toEqual(before)
  expect(members()).toEqual(own)
  forgetApp()
  watch()
  UNDOS.splice(0).forEach((undo) => undo())
  expect(Object.getOwnPropertyDescriptor(Current, 'app')).toMatchObject({ value: null, writable: true })
})

test('currentPage() has neither slash nor query', () => {
  const { glue } = watch()
  expect(glue.currentPage!()).toBe('')
  Current.router = { path: '/pages/a?stamp=A&x=1' } as Any
  expect(glue.currentPage!()).toBe('pages/a')
})
