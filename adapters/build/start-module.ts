import type { Options } from '../../core/index.ts'
import type { DriverName } from './drivers.ts'
import { toSource } from './source.ts'

export interface StartModule {
  /** What exports `start(kit, driver, options, given?)`: `mini-monitor/taro/auto`. */
  auto: string
  driver: DriverName
  options: Options
  /** What the app's bundler finds the module of the option `config` by: an absolute path. */
  config?: string
}

/**
 * The module that a build plug-in lays before the app: it imports the driver of its target and the parts that the
 * options ask for, so that the bundler leaves out all others.
 * @throws Error with the path of an option that can't be written down
 */
export function startModule({ auto, driver, options, config }: StartModule): string {
  return [
    `import { start } from '${auto}'`,
    `import { preset } from 'mini-monitor/core'`,
    `import { ${driver} } from 'mini-monitor/platforms/${driver}'`,
    ...(config === undefined ? [] : [`import * as given from ${toSource(config)}`]),
    '',
    `start(preset, ${driver}, ${toSource(options)}${config === undefined ? '' : ', given'})`,
    '',
  ].join('\n')
}
