import type { Any } from '../internal/guard.ts'
import type { Platform } from '../platform.ts'
import type { PlatformEnv } from './env.ts'
import { miniPlatform } from './mini.ts'

declare const wx: Any

export function wechat(env: PlatformEnv): Platform | undefined {
  const api = typeof wx !== 'undefined' && wx
  return miniPlatform(
    {
      api,
      global: 'wx',
      name: 'wechat',
      componentId: 10002,
      layer: 'WECHAT_MINI_PROGRAM',
      binary: true,
      tasks: true,
      performance: {
        source: () => api.getPerformance && api.getPerformance(),
        types: ['navigation', 'render', 'script', 'loadPackage'],
        names: {
          appLaunch: 'app_launch',
          route: 'route',
          firstRender: 'first_render',
          firstPaint: 'first_paint',
          evaluateScript: 'script',
          downloadPackage: 'package_load',
        },
      },
    },
    env,
  )
}
