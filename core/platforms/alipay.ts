import type { Any } from '../internal/guard.ts'
import type { Platform } from '../platform.ts'
import type { PlatformEnv } from './env.ts'
import { miniPlatform } from './mini.ts'

declare const my: Any
declare const dd: Any

/** Alipay, and DingTalk, whose `dd` is of the same shape. */
export function alipay(env: PlatformEnv): Platform | undefined {
  const own = typeof my !== 'undefined' && my
  const api = own || (typeof dd !== 'undefined' && dd)
  return miniPlatform(
    {
      api,
      global: own ? 'my' : 'dd',
      name: 'alipay',
      componentId: 10003,
      layer: 'ALIPAY_MINI_PROGRAM',
      binary: true,
      // DingTalk has no `request`; its documentation names httpRequest
      request: api && !api.request ? 'httpRequest' : 'request',
      header: 'headers',
      binaryType: 'arraybuffer',
      keyed: true,
    },
    env,
  )
}
