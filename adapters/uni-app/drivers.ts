import type { Driver } from '../../core/index.ts'
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

/**
 * The driver of the target that this app is built for. uni-app writes the target in the place of the constant, so that
 * the branches of all others are dropped, and their drivers with them: docs/platforms/uni-app.md#targets
 */
export function targetDrivers(): { [name: string]: Driver } {
  if (process.env.UNI_PLATFORM === 'mp-weixin') return { wechat }
  if (process.env.UNI_PLATFORM === 'mp-alipay') return { alipay }
  if (process.env.UNI_PLATFORM === 'mp-toutiao') return { bytedance }
  if (process.env.UNI_PLATFORM === 'mp-lark') return { bytedance }
  if (process.env.UNI_PLATFORM === 'mp-baidu') return { baidu }
  if (process.env.UNI_PLATFORM === 'mp-qq') return { qq }
  if (process.env.UNI_PLATFORM === 'mp-kuaishou') return { kuaishou }
  if (process.env.UNI_PLATFORM === 'mp-jd') return { jd }
  if (process.env.UNI_PLATFORM === 'mp-xhs') return { xiaohongshu }
  if (process.env.UNI_PLATFORM === 'h5') return { h5 }
  return {}
}
