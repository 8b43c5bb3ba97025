// @vitest-environment jsdom
import '../../../test/fakes/taro-globals.ts'
import { mount } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { createApp, defineComponent, h } from 'vue'
import { current, inertMonitor, type Monitor, type Options } from '../../../core/index.ts'
import { hearBus } from '../bus.ts'
import { stubApi } from '../../../test/fakes/stub-api.ts'
import { createMonitor, MonitorProvider, useMonitor, usePagePerformance } from './index.ts'
import { monitoredPage } from './page.ts'

const options: Options = { service: 'shop' }
const warn = vi.spyOn(console, 'warn').mockImplementation(() => {})

function warnings() {
  return warn.mock.calls.map(String).filter((line) => line.includes('mini-monitor'))
}

beforeEach(() => {
  warn.mockClear()
  vi.spyOn(console, 'log').mockImplementation(() => {})
  const { api } = stubApi({ returns: 'task', outcome: 'success', sync: false, callbackThis: 'undefined' })
  vi.stubGlobal('wx', api)
})
afterEach(async () => {
  await current()?.shutdown()
  vi.unstubAllGlobals()
})

const Who = defineComponent({
  name: 'Who',
  setup() {
    const monitor = useMonitor()
    return () => h('p', monitor.diagnostics().state)
  },
})

describe('createMonitor()', () => {
  test('starts, and gives the monitor to useMonitor() and $monitor', () => {
    const wrapper = mount(Who, { global: { plugins: [createMonitor(options)] } })
    expect(wrapper.text()).toBe('running')
    expect(wrapper.vm.$.appContext.config.globalProperties.$monitor).toBe(current())
    expect(warnings()).toEqual([])
  })

  test('where one runs already, that one, and one warning', () => {
    mount(Who, { global: { plugins: [createMonitor(options)] } })
    const first = current()
    const wrapper = mount(Who, { global: { plugins: [createMonitor({ service: 'other' })] } })
    expect(current()).toBe(first)
    expect(wrapper.text()).toBe('running')
    expect(warnings()).toEqual([expect.stringContaining('running already')])
  })

  test('without a service app.use throws', () => {
    expect(() => mount(Who, { global: { plugins: [createMonitor({} as Options)] } })).toThrow('"service"')
  })
})

describe('errors that Vue keeps to itself', () => {
  const Broken = defineComponent({
    name: 'Broken',
    setup: () => () => h('button', { onClick: () => decodeURIComponent('100%') }),
  })
  const hear = async (global: object, component = Broken) => {
    const told: unknown[] = []
    const stop = hearBus((error) => told.push(error))
    await mount(component, { global }).find('button').trigger('click')
    stop()
    return told
  }

  test('are told, with the names of the components, and the app’s own handler is called as before', async () => {
    const errorHandler = vi.fn()
    const told = await hear({ plugins: [createMonitor(options)], config: { errorHandler } })
    expect(told).toMatchObject([{ source: 'Vue', error: { message: 'URI malformed' } }])
    expect((told[0] as { componentStack: string }).componentStack).toMatch(/^ {4}at Broken\n/)
    expect(errorHandler).toHaveBeenCalledTimes(1)
    expect(errorHandler.mock.calls[0]).toHaveLength(3)
  })

  test('without a handler of the app’s they are printed, as Vue does it', async () => {
    const print = vi.spyOn(console, 'error').mockImplementation(() => {})
    const config = { errorHandler: undefined }
    expect(await hear({ plugins: [createMonitor(options)], config })).toHaveLength(1)
    expect(print.mock.calls).toEqual([[expect.objectContaining({ message: 'URI malformed' })]])
    print.mockRestore()
  })

  test('of a page that the build plug-in has wrapped: once, whoever else chains', async () => {
    const errorHandler = vi.fn()
    const told: unknown[] = []
    const stop = hearBus((error) => told.push(error))
    // Not by mount(), which puts back the handler that was there before.
    const app = createApp(monitoredPage(Broken))
    Object.assign(app.config, { errorHandler })
    app.use(createMonitor(options))
    const root = document.createElement('div')
    app.mount(root)
    root.querySelector('button')!.click()
    stop()
    expect(told).toHaveLength(1)
    expect(errorHandler).toHaveBeenCalledTimes(1)
  })

  test('of such a page in an app that has nothing else of ours', () => {
    const told: unknown[] = []
    const stop = hearBus((error) => told.push(error))
    const app = createApp(monitoredPage(Broken))
    Object.assign(app.config, { errorHandler() {} })
    const root = document.createElement('div')
    app.mount(root)
    root.querySelector('button')!.click()
    stop()
    expect(told).toHaveLength(1)
  })
})

describe('<MonitorProvider>', () => {
  test('starts, and ends what it started when it is gone', async () => {
    const wrapper = mount(MonitorProvider, { props: { options }, slots: { default: () => h(Who) } })
    expect(wrapper.text()).toBe('running')
    const monitor = current()!
    wrapper.unmount()
    await Promise.resolve()
    await Promise.resolve()
    expect(monitor.diagnostics().state).toBe('stopped')
  })

  test('passes on a monitor that was started elsewhere', () => {
    const monitor: Monitor = {
      ...inertMonitor(),
      diagnostics: () => ({ ...inertMonitor().diagnostics(), state: 'stopped' }),
    }
    const wrapper = mount(MonitorProvider, { props: { monitor }, slots: { default: () => h(Who) } })
    expect(wrapper.text()).toBe('stopped')
    expect(current()).toBeUndefined()
  })
})

test('useMonitor() where there is none: one that does nothing, one warning', () => {
  expect(mount(Who).text()).toBe('inactive')
  expect(mount(Who).text()).toBe('inactive')
  expect(warnings()).toEqual([expect.stringContaining('no createMonitor()')])
})

test('usePagePerformance() in setup()', () => {
  const gauge = vi.fn()
  const Page = defineComponent({
    setup() {
      const { mark, time } = usePagePerformance()
      mark('goods.shown')
      time('goods.load')()
      return () => h('p')
    },
  })
  const monitor = { ...inertMonitor(), gauge }
  mount(MonitorProvider, { props: { monitor }, slots: { default: () => h(Page) } })
  expect(gauge.mock.calls).toEqual([
    ['goods.shown', expect.any(Number), {}, 'ms'],
    ['goods.load', expect.any(Number), {}, 'ms'],
  ])
})
