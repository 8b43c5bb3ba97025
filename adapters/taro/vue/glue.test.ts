/** The glue on Taro's own mini runtime with Vue 3. */
import '../../../test/fakes/taro-vue-globals.ts'
import { createVue3App } from '@tarojs/plugin-framework-vue3/dist/runtime'
import { afterEach, expect, test, vi } from 'vitest'
import { createApp, h } from 'vue'
import { forgetApp, glueEnv, openPage, pageConfig, turns } from '../../../test/fakes/taro-app.ts'
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
  const glue = taroFramework(env, { page: monitoredPage })
  const pages: string[] = []
  const errors: Any[] = []
  const apps: string[] = []
  UNDOS.push(
    glue.observePages(({ phase, path }) => pages.push(`${phase} ${path}`)),
    glue.observeApp!(({ phase }) => apps.push(phase)),
    glue.observeErrors((event) => errors.push(event)),
  )
  return { env, pages, errors, apps }
}

function startApp(options: object = {}) {
  return createVue3App(createApp(options), h, { pages: ['pages/a'] }) as Any
}

test('launch, the life of a page, and what a page throws; its own hooks are called, and its errors printed, as before', async () => {
  const t = watch()
  const own: string[] = []
  const app = startApp({ onLaunch: () => own.push('onLaunch') })
  app.onLaunch({ path: 'pages/a' })
  app.onShow({})
  const component = {
    onLoad: () => own.push('onLoad'),
    onShow: () => own.push('onShow'),
    render: () => h('view'),
  }
  const page = await openPage(pageConfig(component, 'pages/a'), 'pages/a')
  await page.ready()
  await page.hide()
  await page.unload()
  expect(t.apps).toEqual(['launch', 'show'])
  expect(t.pages).toEqual(['load', 'show', 'ready', 'hide', 'unload'].map((phase) => `${phase} pages/a`))
  expect(own).toEqual(['onLaunch', 'onLoad', 'onShow'])
  expect(t.env.diag.errors).toEqual([])

  // One app a process: Vue's second one would find the first in its place.
  const print = vi.spyOn(console, 'error').mockImplementation(() => {})
  const broken = {
    name: 'Cart',
    mounted() {
      throw new TypeError('no items')
    },
    render: () => h('view'),
  }
  await openPage(pageConfig(broken, 'pages/b'), 'pages/b')
  await turns()
  expect(t.errors).toMatchObject([
    {
      source: 'Vue',
      page: 'pages/b',
      error: { message: 'no items' },
      componentStack: expect.stringMatching(/^ {4}at Cart\n/),
    },
  ])
  expect(print).toHaveBeenCalledWith(expect.objectContaining({ message: 'no items' }))
})
