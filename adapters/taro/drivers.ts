import { alipay } from '../../core/platforms/alipay.ts'
import { baidu } from '../../core/platforms/baidu.ts'
import { bytedance } from '../../core/platforms/bytedance.ts'
import { h5 } from '../../core/platforms/h5.ts'
import { jd } from '../../core/platforms/jd.ts'
import { kuaishou } from '../../core/platforms/kuaishou.ts'
import { qq } from '../../core/platforms/qq.ts'
import { wechat } from '../../core/platforms/wechat.ts'
import { xiaohongshu } from '../../core/platforms/xiaohongshu.ts'
import type { Drivers } from './start.ts'

declare const process: { env: { TARO_ENV?: string } }

/**
 * The driver of the target that this app is built for. Taro's bundlers write the target in the place of
 * `process.env.TARO_ENV`, so that the branches of all others are dropped, and their drivers with them:
 * docs/platforms/taro.md#targets
 */
export function targetDrivers(): Drivers {
  if (process.env.TARO_ENV === 'weapp') return { wechat }
  if (process.env.TARO_ENV === 'alipay') return { alipay }
  if (process.env.TARO_ENV === 'dd') return { alipay }
  if (process.env.TARO_ENV === 'tt') return { bytedance }
  if (process.env.TARO_ENV === 'swan') return { baidu }
  if (process.env.TARO_ENV === 'qq') return { qq }
  if (process.env.TARO_ENV === 'jd') return { jd }
  if (process.env.TARO_ENV === 'kwai') return { kuaishou }
  if (process.env.TARO_ENV === 'ks') return { kuaishou }
  if (process.env.TARO_ENV === 'xhs') return { xiaohongshu }
  if (process.env.TARO_ENV === 'h5') return { h5 }
  return {}
}
