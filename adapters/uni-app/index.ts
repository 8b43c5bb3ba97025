import type { App } from 'vue'
import type { Monitor, Options } from '../../core/index.ts'
import { targetDrivers } from './drivers.ts'
import { MONITOR, warn } from './monitor.ts'
import { adoptMonitor, currentGlue } from './start.ts'

export { componentStack } from './errors.ts'
export { MONITOR, useMonitor } from './monitor.ts'
export { usePagePerformance, type PagePerformance } from './performance.ts'
export type {
  Attributes,
  Diagnostics,
  Monitor,
  Options,
  PlatformName,
  Signal,
  SpanContext,
  SpanHandle,
} from '../../core/index.ts'

/**
 * The Vue plug-in: `app.use(createMonitor({ service, collector }))` in main.ts. Uses the monitor that runs, or starts
 * one; then the launches, pages and errors of this app are told.
 * @throws Error from `app.use` if `service` is missing
 */
export function createMonitor(options: Options): { install(app: App): void } {
  return {
    install(app) {
      if (!app || !app.config || typeof app.provide !== 'function' || typeof app.mixin !== 'function')
        return warn(
          `nothing is monitored: found Vue ${Object(app).version}, supported is Vue 3 (docs/uni-app.md#versions)`,
        )
      const { monitor, release } = adoptMonitor('createMonitor()', options, targetDrivers())
      currentGlue().attach(app)
      app.provide(MONITOR, monitor)
      const { unmount } = app
      app.unmount = function () {
        release()
        return unmount.apply(app, arguments as never)
      }
    },
  }
}

/**
 * For those who want requests and no more: starts a monitor, or uses the one that runs, without a Vue app. Errors and
 * timings that the platform itself tells of come along; `enable` switches them off.
 * @throws Error if `service` is missing
 */
export function registerInterceptor(options: Options): Monitor {
  return adoptMonitor('registerInterceptor()', options, targetDrivers()).monitor
}
