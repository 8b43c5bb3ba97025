import type { Any } from '../internal/guard.ts'
import type { Platform } from '../platform.ts'
import type { PlatformEnv } from './env.ts'
import { miniPlatform } from './mini.ts'

declare const ks: Any

export function kuaishou(env: PlatformEnv): Platform | undefined {
  return miniPlatform(env, 'ks', typeof ks !== 'undefined' && ks, 'kuaishou')
}
