import type { Platform } from '../platform.ts'
import { alipay } from './alipay.ts'
import { baidu } from './baidu.ts'
import { bytedance } from './bytedance.ts'
import type { PlatformEnv } from './env.ts'
import { h5 } from './h5.ts'
import { jd } from './jd.ts'
import { kuaishou } from './kuaishou.ts'
import { qq } from './qq.ts'
import { wechat } from './wechat.ts'
import { xiaohongshu } from './xiaohongshu.ts'

/**
 * In the order of detection. WeChat last of the mini programs, since others bring a `wx` for compatibility; the web
 * page last of all, since Taro gives mini programs a `window` and a `document`.
 */
const drivers: Record<string, (env: PlatformEnv) => Platform | undefined> = {
  alipay,
  bytedance,
  baidu,
  qq,
  jd,
  kuaishou,
  xiaohongshu,
  wechat,
  h5,
}

/** The platform that we run on; undefined in a test, on a server, in a worker. */
export function detectPlatform(env: PlatformEnv): Platform | undefined {
  for (const name of Object.keys(drivers)) {
    const platform = platformByName(name, env)
    // In web pages inside these apps, their SDK is an object of the same name that can't send requests.
    if (platform && platform.observeRequests) return platform
  }
}

/** The driver of that name, if its platform object is there. */
export function platformByName(name: string, env: PlatformEnv): Platform | undefined {
  return drivers.hasOwnProperty(name) ? env.guard.run('platform', () => drivers[name](env)) : undefined
}
