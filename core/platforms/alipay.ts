import type { Any } from '../internal/guard.ts'
import type { DriverEnv, Platform } from '../platform.ts'
import { miniPlatform } from './mini/platform.ts'

declare const my: Any
declare const dd: Any

/**
 * Alipay, and DingTalk, whose `dd` is of the same shape (docs/platforms/alipay.md#dingtalk) and may have a `my` beside it
 * that only a library made: docs/platforms/mini.md#namesakes
 */
/** The driver of Alipay and DingTalk: docs/platforms/alipay.md */
export function alipay(env: DriverEnv): Platform | undefined {
  const other = typeof dd !== 'undefined' && dd
  const own = typeof my !== 'undefined' && my
  const isOwn = own && (own.getStorage || !other)
  return miniPlatform(env, isOwn ? 'my' : 'dd', isOwn ? own : other, 'alipay', {
    componentId: 10003,
    // docs/platforms/alipay.md#bodies
    binary: true,
    alipay: true,
  })
}
