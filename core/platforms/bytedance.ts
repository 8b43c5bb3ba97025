import type { Any } from '../internal/guard.ts'
import type { Platform } from '../platform.ts'
import type { PlatformEnv } from './env.ts'
import { miniPlatform } from './mini.ts'

declare const tt: Any

export function bytedance(env: PlatformEnv): Platform | undefined {
  const api = typeof tt !== 'undefined' && tt
  return miniPlatform(
    {
      api,
      global: 'tt',
      name: 'bytedance',
      binary: true,
      tasks: true,
      performance: {
        source: () => api.performance || (api.getPerformance && api.getPerformance()),
        types: ['navigation', 'paint', 'evaluate', 'resource'],
        names: {
          // the names of navigations are routes; a cold start is one of them
          'navigation:appLaunch': 'app_launch',
          navigation: 'route',
          'first-paint': 'first_paint',
          'app-service': 'script',
          'miniprogram-package': 'package_load',
        },
      },
    },
    env,
  )
}
