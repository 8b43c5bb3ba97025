import type { Any } from '../internal/guard.ts'
import type { DriverEnv, Platform } from '../platform.ts'
import { miniPlatform } from './mini/platform.ts'

declare const tt: Any

/** The driver of ByteDance (Douyin): docs/platforms/bytedance.md */
export function bytedance(env: DriverEnv): Platform | undefined {
  return miniPlatform(env, 'tt', typeof tt !== 'undefined' && tt, 'bytedance', {
    // docs/platforms/bytedance.md#bodies
    binary: true,
    // docs/platforms/bytedance.md#tasks
    tasks: true,
    kinds: {
      // the names of navigations are routes; a cold start is one of them: docs/platforms/bytedance.md#entries
      navigation: { appLaunch: 'app_launch', '': 'route' },
      paint: { 'first-paint': 'first_paint' },
      evaluate: { 'app-service': 'script' },
      resource: { 'miniprogram-package': 'package_load' },
    },
  })
}
