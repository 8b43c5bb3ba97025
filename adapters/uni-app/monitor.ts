import { getCurrentInstance, inject, type InjectionKey } from 'vue'
import { current, inertMonitor, type Monitor } from '../../core/index.ts'

/** Under which a monitor is provided; a test may provide its own. */
export const MONITOR: InjectionKey<Monitor> = Symbol('mini-monitor')

/** For the developer, who would otherwise look for it in vain. */
export function warn(message: string): void {
  if (typeof console === 'object') console.warn('[mini-monitor] ' + message)
}

/**
 * The monitor of this app, in `setup()` and elsewhere. Where there is none, one that does nothing, and a warning once
 * an app.
 */
export function useMonitor(): Monitor {
  const instance = getCurrentInstance()
  const found = (instance && inject(MONITOR, undefined)) || current()
  if (found) return found
  warn('useMonitor() found no monitor: app.use(createMonitor({ … })), or the build plug-in, comes first')
  const inert = inertMonitor()
  if (instance) instance.appContext.app.provide(MONITOR, inert)
  return inert
}
