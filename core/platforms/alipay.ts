import type { Any } from '../internal/guard.ts'
import type { DriverEnv, Platform } from '../platform.ts'
import { miniPlatform } from './mini/platform.ts'

declare const my: Any
declare const dd: Any

/** Alipay, and DingTalk, whose `dd` is of the same shape: docs/platforms/alipay.md#dingtalk */
export function alipay(env: DriverEnv): Platform | undefined {
  const own = typeof my !== 'undefined' && my
  const api = own || (typeof dd !== 'undefined' && dd)
  return miniPlatform(env, own ? 'my' : 'dd', api, 'alipay', {
    componentId: 10003,
    // docs/platforms/alipay.md#bodies
    binary: true,
    alipay: true,
  })
}
