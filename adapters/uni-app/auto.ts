import type { FindPlatform, Kit, Options } from '../../core/index.ts'
import { currentGlue, startMonitor } from './start.ts'

/**
 * For the module that the Vite plug-in generates: starts with the parts that the options ask for, before the app's own
 * code, and looks at every app that uni-app makes. A monitor that runs already stays.
 * @param given what the module of the option `config` exports
 */
export function start(
  kit: Kit,
  platform: FindPlatform,
  options: Options,
  given: { default?: object } = {},
): void {
  const all = Object.assign({}, options, given.default, given)
  delete all.default
  startMonitor(kit, all, platform)
  currentGlue().attachAll()
}
