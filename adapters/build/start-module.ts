import type { Config } from '../../core/index.ts'
import type { PlatformName } from '../../core/platforms/names.ts'
import { slicesOf, type PartsOptions } from './kit.ts'
import { toSource } from './source.ts'

export interface StartModule {
  /** What exports `start(kit, config, drivers, given?)`: `mini-monitor/taro/auto`. */
  auto: string
  driver: PlatformName
  settings: Config
  parts?: PartsOptions
  /** What the app's bundler finds the module of the option `config` by: an absolute path. */
  config?: string
}

/**
 * The module that a build plug-in lays before the app: it imports the driver of its target and the parts that the
 * options ask for, so that the bundler leaves out all others. The options are checked already, and go as they are.
 */
export function startModule({ auto, driver, settings, config, parts }: StartModule): string {
  const { names, slices } = slicesOf(settings, driver, parts, config !== undefined)
  // what the framework's glue knows of updates
  const own = settings.updates ? ['setData'] : []
  return [
    `import { ${['start', ...own].join(', ')} } from '${auto}'`,
    `import { ${names.join(', ')} } from 'mini-monitor/core'`,
    `import { ${driver} } from 'mini-monitor/platforms/${driver}'`,
    ...(config === undefined ? [] : [`import * as given from ${toSource(config)}`]),
    '',
    'start(',
    `  { slices: [${[...slices, ...own].join(', ')}] },`,
    `  ${toSource(settings)},`,
    `  { ${driver} },`,
    ...(config === undefined ? [] : ['  given,']),
    ')',
    '',
  ].join('\n')
}
