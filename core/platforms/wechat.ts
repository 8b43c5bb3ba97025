import type { Any } from '../internal/guard.ts'
import type { DriverEnv, Platform } from '../platform.ts'
import { miniPlatform } from './mini/platform.ts'

declare const wx: Any

/** The driver of WeChat: docs/platforms/wechat.md */
export function wechat(env: DriverEnv): Platform | undefined {
  return miniPlatform(env, 'wx', typeof wx !== 'undefined' && wx, 'wechat', {
    componentId: 10002,
    // docs/platforms/wechat.md#bodies
    binary: true,
    // docs/platforms/wechat.md#tasks
    tasks: true,
    // docs/platforms/wechat.md#entries
    kinds: {
      navigation: { appLaunch: 'app_launch', route: 'route' },
      render: { firstRender: 'first_render', firstPaint: 'first_paint' },
      script: { evaluateScript: 'script' },
      loadPackage: { downloadPackage: 'package_load' },
    },
  })
}
