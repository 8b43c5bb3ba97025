import type { Any } from '../internal/guard.ts'
import type { Platform } from '../platform.ts'
import type { PlatformEnv } from './env.ts'
import { miniPlatform } from './mini.ts'

declare const jd: Any

// Under its own name it would hide the platform object.
function driver(env: PlatformEnv): Platform | undefined {
  return miniPlatform({ api: typeof jd !== 'undefined' && jd, global: 'jd', name: 'jd' }, env)
}

export { driver as jd }
