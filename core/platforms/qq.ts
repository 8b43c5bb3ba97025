import type { Any } from '../internal/guard.ts'
import type { DriverEnv, Platform } from '../platform.ts'
import { miniPlatform } from './mini/platform.ts'

declare const qq: Any

// Bytes were not tried: docs/platforms/qq.md#bodies. Under its own name it would hide the platform object.
/** The driver of QQ: docs/platforms/qq.md */
function driver(env: DriverEnv): Platform | undefined {
  return miniPlatform(env, 'qq', typeof qq !== 'undefined' && qq, 'qq')
}

export { driver as qq }
