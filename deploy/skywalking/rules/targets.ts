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
  /** Of a layer of our own, for files that OAP reads at boot. Stored with the data: never change one. */
  ordinal: number
  prefix: string
  /** `app_launch`, `first_render` …: the gauges that the platform sends. */
  gauges: string[]
  name: Text
}

/** Ordinal and name. Ordinals are stored with the data: none is ever changed, and a new one goes on from the last. */
const KNOWN: Record<PlatformName, [ordinal: number, name: Text]> = {
  wechat: [12_100, text('WeChat Mini Program', '微信小程序')],
  alipay: [12_101, text('Alipay Mini Program', '支付宝小程序')],
  bytedance: [12_102, text('ByteDance Mini Program', '抖音小程序')],
  baidu: [12_103, text('Baidu Mini Program', '百度智能小程序')],
  qq: [12_104, text('QQ Mini Program', 'QQ 小程序')],
  jd: [12_105, text('JD Mini Program', '京东小程序')],
  kuaishou: [12_106, text('Kuaishou Mini Program', '快手小程序')],
  xiaohongshu: [12_107, text('Xiaohongshu Mini Program', '小红书小程序')],
  h5: [12_108, text('Mini Program on the Web (H5)', '小程序 H5 版')],
}

export const targets: Target[] = PLATFORM_NAMES.map((platform) => {
  const [ordinal, name] = KNOWN[platform]
  return {
    platform,
    layer: layerOf(platform),
    isShipped: isShipped(platform),
    ordinal,
    prefix: `meter_${platform}_mp`,
    gauges: METRICS.filter((row) => row.type === 'gauge' && row.platforms.includes(platform))
      .map(({ name }) => /^miniprogram\.(\w+)\.duration$/.exec(name)?.[1])
      .filter((gauge) => gauge !== undefined),
    name,
  }
})
