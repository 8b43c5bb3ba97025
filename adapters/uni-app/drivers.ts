import type { DriverEnv, Platform } from '../../core/index.ts'
import { alipay } from '../../core/platforms/alipay.ts'
import { baidu } from '../../core/platforms/baidu.ts'
import { bytedance } from '../../core/platforms/bytedance.ts'
import { h5 } from '../../core/platforms/h5.ts'
import { jd } from '../../core/platforms/jd.ts'
import { kuaishou } from '../../core/platforms/kuaishou.ts'
import { qq } from '../../core/platforms/qq.ts'
import { wechat } from '../../core/platforms/wechat.ts'
import { xiaohongshu } from '../../core/platforms/xiaohongshu.ts'

declare const process: { env: { UNI_PLATFORM?: string } }

/** uni-app puts a text in the place of the constant, so that a build carries one driver: conditions fold, a table stays. */
export function findDriver(env: DriverEnv): Platform | undefined {
  return process.env.UNI_PLATFORM === 'mp-weixin'
    ? wechat(env)
    : process.env.UNI_PLATFORM === 'mp-alipay'
      ? alipay(env)
      : process.env.UNI_PLATFORM === 'mp-toutiao'
        ? bytedance(env)
        : process.env.UNI_PLATFORM === 'mp-baidu'
          ? baidu(env)
          : process.env.UNI_PLATFORM === 'mp-qq'
            ? qq(env)
            : process.env.UNI_PLATFORM === 'mp-kuaishou'
              ? kuaishou(env)
              : process.env.UNI_PLATFORM === 'mp-jd'
                ? jd(env)
                : process.env.UNI_PLATFORM === 'mp-xhs'
                  ? xiaohongshu(env)
                  : process.env.UNI_PLATFORM === 'h5'
                    ? h5(env)
                    : undefined
}
