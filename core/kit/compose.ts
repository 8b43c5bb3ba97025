import type { Monitor } from '../monitor/api.ts'
import { withUserApi } from '../monitor/user-api.ts'
import { assemble, type Around } from './assemble.ts'
import type { Kit } from './kit.ts'
import { memory } from './slices.ts'
import type { Config } from './options.ts'
import type { Options } from './user-options.ts'

/**
 * A kit and the user's options become a monitor, with what apps call.
 * @param options the user's; a `Config` where the kit reads none
 * @throws Error if `service` is missing
 */
export function compose(kit: Kit, options: Options | Config, around: Around): Monitor {
  const whole = Object.assign({}, kit, { slices: kit.slices.concat(memory) })
  return withUserApi(assemble(whole, options, around))
}
