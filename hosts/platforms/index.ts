import type { PlatformName, PlatformSpec } from '../types.ts'
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
