import { current, replace, type Kit, type Options } from '../../../core/index.ts'
import { starter, withGiven, type Driver } from '../start.ts'
import { keptVueFramework } from './page.ts'

/**
 * What the module that the build plug-in generates calls, before the app's own code.
 * @param given what the module of the option `config` exports
 */
export function start(kit: Kit, driver: Driver, options: Options, given?: { [name: string]: unknown }): void {
  if (!current()) replace(starter(kit, withGiven(options, given), { '': driver }, keptVueFramework))
}
