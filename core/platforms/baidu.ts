import type { Any } from '../internal/guard.ts'
import type { Platform } from '../platform.ts'
import type { PlatformEnv } from './env.ts'
import { miniPlatform } from './mini.ts'

declare const swan: Any

export function baidu(env: PlatformEnv): Platform | undefined {
  return miniPlatform(env, 'swan', typeof swan !== 'undefined' && swan, 'baidu')
}
