import { alipay } from './alipay.ts'
import { baidu } from './baidu.ts'
import { bytedance } from './bytedance.ts'
import { findPlatform } from './find.ts'
import { h5 } from './h5.ts'
import { jd } from './jd.ts'
import { kuaishou } from './kuaishou.ts'
import { qq } from './qq.ts'
import { wechat } from './wechat.ts'
import { xiaohongshu } from './xiaohongshu.ts'

/**
 * The platform that we run on; undefined in a test, on a server, in a worker. In the order of detection: WeChat last of
 * the mini programs, since others bring a `wx` for compatibility (docs/platforms/bytedance.md#wx); the web page last of
 * all, since Taro gives mini programs a `window` and a `document` (docs/platforms/taro.md#window).
 */
export const detectPlatform = /* @__PURE__ */ findPlatform({
  alipay,
  bytedance,
  baidu,
  qq,
  jd,
  kuaishou,
  xiaohongshu,
  wechat,
  h5,
})
