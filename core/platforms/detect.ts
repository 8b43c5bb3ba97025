import type { Any } from '../internal/guard.ts'
import { alipay } from './alipay.ts'
import { baidu } from './baidu.ts'
import { bytedance } from './bytedance.ts'
import { type Choose, findPlatform } from './find.ts'
import { h5 } from './h5.ts'
import { jd } from './jd.ts'
import { kuaishou } from './kuaishou.ts'
import { qq } from './qq.ts'
import { wechat } from './wechat.ts'
import { xiaohongshu } from './xiaohongshu.ts'

/** What runtimes can do, and objects that are merely called like theirs seldom: docs/platforms/mini.md#namesakes */
const ABILITIES = ['getStorage', 'setStorage', 'getNetworkType', 'onError', 'onAppHide']
/** As many as make a mini program of what is a web page, too. */
const RUNTIME = 4

/** What tells these from others that are as able, since one object may have both names; positive or negative. */
const OWN: { [platform: string]: (api: Any) => number } = {
  alipay(api) {
    if (!api.getStorageSync) return 0
    // who takes a text there is of WeChat's shape: docs/platforms/alipay.md#storage
    return typeof api.getStorageSync('mm:') === 'object' ? 1 : -1
  },
  // docs/platforms/wechat.md#device
  wechat: (api) => +('getDeviceInfo' in api),
}

/** The first of those that fit best. */
const choose: Choose = (found, { guard }) => {
  const abilitiesOf = (api: object) => ABILITIES.filter((each) => each in api).length
  const fits = found.map(({ api, name }) => {
    if (!api) return RUNTIME
    const own = OWN[name] && guard.run('platform', OWN[name], api)
    return (guard.run('platform', abilitiesOf, api) || 0) + (own || 0)
  })
  return found[fits.indexOf(Math.max(...fits))]
}

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
  choose,
)
