import { getCurrentInstance, inject, type App, type InjectionKey, type Plugin } from 'vue'
import { current, inertMonitor, type Monitor, type Options } from '../../../core/index.ts'
import { targetDrivers } from '../drivers.ts'
import { everything } from '../kit.ts'
import { adopt, starter } from '../start.ts'
import { chainErrorHandler, keptVueFramework } from './page.ts'

export const MONITOR: InjectionKey<Monitor> = /* @__PURE__ */ Symbol('mini-monitor')

/** In the place of a monitor that is not there; remembers that this was said. */
const nothing = { monitor: /* @__PURE__ */ inertMonitor(), said: false }

/** Starts, or uses what runs. */
export function hold(who: string, options: Options): ReturnType<typeof adopt> {
  return adopt(who, starter(everything(), options, targetDrivers(), keptVueFramework))
}

/**
 * `app.use(createMonitor({ service, collector }))`: starts the monitor, reports what Vue would keep to itself, and gives
 * the monitor to `useMonitor()` and, as `$monitor`, to options and templates.
 * @throws Error, from `app.use`, if `options.service` is missing
 */
export function createMonitor(options: Options): Plugin & { install(app: App): void } {
  return {
    install(app: App) {
      const { monitor } = hold('createMonitor', options)
      chainErrorHandler(app.config)
      app.provide(MONITOR, monitor)
      app.config.globalProperties.$monitor = monitor
    },
  }
}

/**
 * The monitor of `createMonitor` or of the provider above, or else the one that runs (which the build plug-in has
 * started). Where there is none: one that does nothing, and one warning.
 */
export function useMonitor(): Monitor {
  const found = (getCurrentInstance() && inject(MONITOR, undefined)) || current()
  if (found) return found
  if (!nothing.said) {
    nothing.said = true
    console.warn('[mini-monitor] useMonitor(): no createMonitor(), and no monitor runs: nothing is reported')
  }
  return nothing.monitor
}
