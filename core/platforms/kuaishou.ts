import type { Any } from '../internal/guard.ts'
import type { DriverEnv, Platform } from '../platform.ts'
import { miniPlatform } from './mini/platform.ts'

declare const ks: Any

/** Bytes were not tried: docs/platforms/kuaishou.md#bodies */
/** The driver of Kuaishou: docs/platforms/kuaishou.md */
export function kuaishou(env: DriverEnv): Platform | undefined {
  return miniPlatform(env, 'ks', typeof ks !== 'undefined' && ks, 'kuaishou')
}
