import type { Config, Driver, Kit } from '../../core/index.ts'
import { currentGlue, startMonitor } from './start.ts'

/** What cannot be written into a bundle. */
const FUNCTIONS = ['beforeSend', 'redactUrl', 'headers'] as const

/**
 * For the module that the Vite plug-in generates: starts with the parts that the options ask for, before the app's own
 * code, and looks at every app that uni-app makes. A monitor that runs already stays.
 * @param given what the module of the option `config` exports: by name, or all in a default export
 */
export function start(
  kit: Kit,
  config: Config,
  drivers: { [name: string]: Driver },
  given: { [name: string]: unknown } = {},
): void {
  const all = Object.assign({}, given['default'], given)
  const found: { [name: string]: unknown } = {}
  FUNCTIONS.forEach((name) => {
    if (all[name]) found[name] = all[name]
  })
  startMonitor(kit, Object.assign({}, config, found), drivers)
  currentGlue().attachAll()
}
