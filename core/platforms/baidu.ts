import type { Any } from '../internal/guard.ts'
import type { DriverEnv, Platform } from '../platform.ts'
import { miniPlatform } from './mini/platform.ts'

declare const swan: Any

/** Takes no bytes: docs/platforms/baidu.md#bodies */
/** The driver of Baidu: docs/platforms/baidu.md */
export function baidu(env: DriverEnv): Platform | undefined {
  return miniPlatform(env, 'swan', typeof swan !== 'undefined' && swan, 'baidu')
}
