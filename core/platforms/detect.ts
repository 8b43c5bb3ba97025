import { alipay } from './alipay.ts'
import { baidu } from './baidu.ts'
import { bytedance } from './bytedance.ts'
import { findPlatform } from './find.ts'
import { bestFit } from './fit.ts'
import { h5 } from './h5.ts'
import { jd } from './jd.ts'
import { kuaishou } from './kuaishou.ts'
import { qq } from './qq.ts'
import { wechat } from './wechat.ts'
import { xiaohongshu } from './xiaohongshu.ts'

/**
 * The platform that we run on; undefined in a test, on a server, in a worker. Of those that fit alike WeChat is the last
 * mini program, since others bring a `wx` for compatibility (docs/platforms/bytedance.md#wx), and the web page the last
 * of all, since frameworks give mini programs a `window` (docs/platforms/taro.md#window).
 */
export const detectPlatform = /* @__PURE__ */ findPlatform(
  {
    alipay,
    bytedance,
    baidu,
    qq,
    jd,
    kuaishou,
    xiaohongshu,
    wechat,
    h5,
  },
  bestFit,
)
