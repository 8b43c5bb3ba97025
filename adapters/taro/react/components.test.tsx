// @vitest-environment jsdom
import '../../../test/fakes/taro-globals.ts'
import { act, cleanup, render, renderHook, screen } from '@testing-library/react'
import { StrictMode, useState } from 'react'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { current, preset, replace, type Monitor, type Options } from '../../../core/index.ts'
import { stubApi } from '../../../test/fakes/stub-api.ts'
import { inertMonitor } from '../../../core/monitor/inert.ts'
import { keptReactFramework } from './page.ts'
import { starter } from '../start.ts'
import { targetDrivers } from '../drivers.ts'
import {
  MonitorErrorBoundary,
  MonitorProvider,
  useMonitor,
  usePagePerformance,
  withMonitor,
} from './index.ts'

const options: Options = { service: 'shop' }
const warn = vi.spyOn(console, 'warn').mockImplementation(() => {})

function warnings() {
  return warn.mock.calls.map(String)
}

beforeEach(() => {
  warn.mockClear()
  vi.spyOn(console, 'log').mockImplementation(() => {})
  vi.spyOn(console, 'error').mockImplementation(() => {})
  const { api } = stubApi({ returns: 'task', outcome: 'success', sync: false, callbackThis: 'undefined' })
  vi.stubGlobal('wx', api)
})
afterEach(async () => {
  cleanup()
  await current()?.shutdown()
  vi.unstubAllGlobals()
})

function settle() {
  return act(async () => {})
}

/** A monitor whose calls are noted. */
function noting() {
  const calls: unknown[][] = []
  const note =
    (name: string) =>
    (...args: unknown[]) =>
      void calls.push([name, ...args])
  const monitor: Monitor = { ...inertMonitor(), captureError: note('captureError'), gauge: note('gauge') }
  return { monitor, calls }
}

describe('MonitorProvider', () => {
  const Who = () => <p>{useMonitor().diagnostics().state}</p>

  test('starts with the first render, and ends what it started when it is gone', async () => {
    const { unmount } = render(<MonitorProvider options={options} children={<Who />} />)
    expect(screen.getByText('running')).toBeDefined()
    const monitor = current()!
    unmount()
    await settle()
    expect(monitor.diagnostics().state).toBe('stopped')
    expect(current()).toBeUndefined()
    expect(warnings()).toEqual([])
  })

  test('under StrictMode one monitor runs, without a warning, and ends as well', async () => {
    const tree = (
      <StrictMode>
        <MonitorProvider options={options}>
          <Who />
        </MonitorProvider>
      </StrictMode>
    )
    const { unmount } = render(tree)
    await settle()
    const monitor = current()!
    expect(monitor.diagnostics().state).toBe('running')
    unmount()
    await settle()
    expect(monitor.diagnostics().state).toBe('stopped')
    expect(warnings()).toEqual([])
  })

  test('uses what the plug-in has started, says so once, and leaves it running', async () => {
    const started = replace(starter(preset, options, targetDrivers(), keptReactFramework))
    const { unmount } = render(<MonitorProvider options={{ service: 'other' }} children={<Who />} />)
    expect(current()).toBe(started)
    unmount()
    await settle()
    expect(started.diagnostics().state).toBe('running')
    expect(warnings()).toEqual([expect.stringContaining('a monitor is running already')])
  })

  test('passes on a monitor that was started elsewhere', () => {
    const { monitor } = noting()
    const { result } = renderHook(useMonitor, {
      wrapper: ({ children }) => <MonitorProvider monitor={monitor}>{children}</MonitorProvider>,
    })
    expect(result.current).toBe(monitor)
    expect(current()).toBeUndefined()
  })

  test('without a service it throws, as init does', () => {
    expect(() => render(<MonitorProvider options={{} as Options} />)).toThrow('"service" is required')
  })
})

test('useMonitor() without a provider: a monitor that does nothing, one warning', () => {
  const { result } = renderHook(useMonitor)
  expect(() => result.current.captureError(new Error('x'))).not.toThrow()
  renderHook(useMonitor)
  expect(warnings()).toEqual([expect.stringContaining('no <MonitorProvider>')])
})

describe('MonitorErrorBoundary', () => {
  function Part(): never {
    throw new TypeError('no specs')
  }

  test('reports with the component stack, shows the fallback, then tells the app', () => {
    const { monitor, calls } = noting()
    const onError = vi.fn()
    render(
      <MonitorProvider monitor={monitor}>
        <MonitorErrorBoundary fallback={<p>sorry</p>} onError={onError}>
          <Part />
        </MonitorErrorBoundary>
      </MonitorProvider>,
    )
    expect(screen.getByText('sorry')).toBeDefined()
    const error = expect.objectContaining({ message: 'no specs' })
    expect(calls).toEqual([['captureError', error, { componentStack: expect.stringMatching(/at Part/) }]])
    expect(onError).toHaveBeenCalledWith(error, expect.stringMatching(/at Part/))
  })

  test('a fallback can try again', () => {
    let broken = true
    const Sometimes = () => (broken ? <Part /> : <p>fine</p>)
    render(
      <MonitorErrorBoundary fallback={(error, retry) => <button onClick={retry}>{String(error)}</button>}>
        <Sometimes />
      </MonitorErrorBoundary>,
    )
    broken = false
    act(() => screen.getByText('TypeError: no specs').click())
    expect(screen.getByText('fine')).toBeDefined()
  })

  test('without a monitor and without a fallback it shows nothing', () => {
    const { container } = render(<MonitorErrorBoundary children={<Part />} />)
    expect(container.innerHTML).toBe('')
  })
})

describe('withMonitor', () => {
  test('is the same page, with its switches for Taro', () => {
    function Page({ name }: { name: string }) {
      return <p>{name}</p>
    }
    Page.enableShareAppMessage = true
    const Wrapped = withMonitor(Page)
    render(<Wrapped name="cart" />)
    expect(screen.getByText('cart')).toBeDefined()
    expect(Wrapped.displayName).toBe('withMonitor(Page)')
    expect(Wrapped).toHaveProperty('enableShareAppMessage', true)
  })

  test('with a fallback it catches', () => {
    const Page = withMonitor(
      () => {
        throw new Error('x')
      },
      { fallback: <p>sorry</p> },
    )
    render(<Page />)
    expect(screen.getByText('sorry')).toBeDefined()
  })
})

test('usePagePerformance(): gauges under names of the app’s own, the same object for each render', () => {
  const { monitor, calls } = noting()
  let again: () => void = () => {}
  const { result } = renderHook(
    () => {
      const [, set] = useState(0)
      again = () => set((n) => n + 1)
      return usePagePerformance()
    },
    { wrapper: ({ children }) => <MonitorProvider monitor={monitor}>{children}</MonitorProvider> },
  )
  const first = result.current
  act(again)
  expect(result.current).toBe(first)
  first.mark('goods.shown')
  first.time('goods.load')()
  expect(calls).toEqual([
    ['gauge', 'goods.shown', expect.any(Number), {}, 'ms'],
    ['gauge', 'goods.load', expect.any(Number), {}, 'ms'],
  ])
})
