import type { Any } from '../internal/guard.ts'
import type { DriverEnv, Platform } from '../platform.ts'
import { miniPlatform } from './mini/platform.ts'

declare const jd: Any

// Bytes were not tried (docs/platforms/jd.md#bodies), tasks are found out (docs/platforms/jd.md#tasks). Under its own
// name it would hide the platform object.
/** The driver of JD: docs/platforms/jd.md */
function driver(env: DriverEnv): Platform | undefined {
  return miniPlatform(env, 'jd', typeof jd !== 'undefined' && jd, 'jd')
}

export { driver as jd }
