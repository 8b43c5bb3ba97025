import type { Any } from '../internal/guard.ts'
import type { Platform } from '../platform.ts'
import type { PlatformEnv } from './env.ts'
import { miniPlatform } from './mini.ts'

declare const qq: Any

// Under its own name it would hide the platform object.
function driver(env: PlatformEnv): Platform | undefined {
  return miniPlatform({ api: typeof qq !== 'undefined' && qq, global: 'qq', name: 'qq' }, env)
}

export { driver as qq }
