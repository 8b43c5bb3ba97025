import { PLATFORM_NAMES, type PlatformName } from '../../../core/platforms/names.ts'
import { METRICS } from '../../../docs/data/signals/index.ts'
import { text, type Text } from '../../../docs/data/text.ts'
import { isShipped, layerOf } from './layers.ts'

/** A platform as SkyWalking knows it: a layer, and the prefix of the names of its metrics. */
export interface Target {
  platform: PlatformName
  layer: string
  /** What OAP 11 ships rules for; the others get layers of our own. */
  isShipped: boolean
  /** Of a layer of our own. Stored with the data: never change one. */
  ordinal?: number
  prefix: string
  /** `app_launch`, `first_render` …: the gauges that the platform sends. */
  gauges: string[]
  name: Text
}

/**
 * Name, and the ordinal of a layer that OAP does not know. Ordinals are stored with the data: none is ever changed, and a
 * new one goes on from the last. OAP takes these from `layer-extensions.yml` as well as from rules that are pushed.
 */
const KNOWN: Record<PlatformName, { name: Text; ordinal?: number }> = {
  wechat: { name: text('WeChat Mini Program', '微信小程序') },
  alipay: { name: text('Alipay Mini Program', '支付宝小程序') },
  bytedance: { name: text('ByteDance Mini Program', '抖音小程序'), ordinal: 112_102 },
  baidu: { name: text('Baidu Mini Program', '百度智能小程序'), ordinal: 112_103 },
  qq: { name: text('QQ Mini Program', 'QQ 小程序'), ordinal: 112_104 },
  jd: { name: text('JD Mini Program', '京东小程序'), ordinal: 112_105 },
  kuaishou: { name: text('Kuaishou Mini Program', '快手小程序'), ordinal: 112_106 },
  xiaohongshu: { name: text('Xiaohongshu Mini Program', '小红书小程序'), ordinal: 112_107 },
  h5: { name: text('Mini Program on the Web (H5)', '小程序 H5 版'), ordinal: 112_108 },
}

export const targets: Target[] = PLATFORM_NAMES.map((platform) => {
  return {
    platform,
    layer: layerOf(platform),
    isShipped: isShipped(platform),
    prefix: `meter_${platform}_mp`,
    gauges: METRICS.filter((row) => row.type === 'gauge' && row.where.native.includes(platform))
      .map(({ name }) => /^miniprogram\.(\w+)\.duration$/.exec(name)?.[1])
      .filter((gauge) => gauge !== undefined),
    ...KNOWN[platform],
  }
})
