import { withGiven, type Config, type Driver, type Kit } from '../../core/index.ts'
import { currentGlue, startMonitor } from './start.ts'

export { setData } from './updates.ts'

/**
 * For the module that the Vite plug-in generates: starts with the parts that the options ask for, before the app's own
 * code, and looks at every app that uni-app makes. A monitor that runs already stays.
 * @param given what the module of the option `config` exports: by name, or all in a default export
 */
export function start(
  kit: Kit,
  config: Config,
  drivers: { [name: string]: Driver },
  given?: { [name: string]: unknown },
): void {
  startMonitor(kit, withGiven(config, given), drivers)
  currentGlue().attachAll()
}
