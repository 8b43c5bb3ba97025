import { replace, running, withGiven, type Config, type Kit } from '../../../core/index.ts'
import { starter, type Drivers } from '../start.ts'
import { keptReactFramework } from './page.ts'

export { setData } from '../updates.ts'

/**
 * What the module that the build plug-in generates calls, before the app's own code.
 * @param given what the module of the option `config` exports
 */
export function start(kit: Kit, config: Config, drivers: Drivers, given?: { [name: string]: unknown }): void {
  if (!running()) replace(starter(kit, withGiven(config, given), drivers, keptReactFramework))
}
