import type { Any } from '../internal/guard.ts'
import type { Platform } from '../platform.ts'
import type { PlatformEnv } from './env.ts'
import { miniPlatform } from './mini.ts'

declare const xhs: Any

export function xiaohongshu(env: PlatformEnv): Platform | undefined {
  return miniPlatform(env, 'xhs', typeof xhs !== 'undefined' && xhs, 'xiaohongshu')
}
