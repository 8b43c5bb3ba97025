import type { Any } from '../internal/guard.ts'
import type { DriverEnv, Platform } from '../platform.ts'
import { miniPlatform } from './mini/platform.ts'

declare const xhs: Any

/** Takes no bytes, and never says so: docs/platforms/xiaohongshu.md#bodies */
/** The driver of Xiaohongshu: docs/platforms/xiaohongshu.md */
export function xiaohongshu(env: DriverEnv): Platform | undefined {
  return miniPlatform(env, 'xhs', typeof xhs !== 'undefined' && xhs, 'xiaohongshu')
}
