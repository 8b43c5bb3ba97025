/** How each platform differs: a file each, data only, on the common stock of base.ts. What they do alike is in ../api. */
import type { PlatformName, PlatformSpec } from '../platform.ts'
import { alipay } from './alipay.ts'
import { baidu } from './baidu.ts'
import { bytedance } from './bytedance.ts'
import { jd } from './jd.ts'
import { kuaishou } from './kuaishou.ts'
import { qq } from './qq.ts'
import { wechat } from './wechat.ts'
import { xiaohongshu } from './xiaohongshu.ts'

export const platforms: Record<PlatformName, PlatformSpec> = {
  wechat,
  alipay,
  bytedance,
  baidu,
  qq,
  jd,
  kuaishou,
  xiaohongshu,
}
