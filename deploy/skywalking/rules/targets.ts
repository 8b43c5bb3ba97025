import { METRICS, PLATFORMS, type MetricPlatform } from '../../../docs/data/signals/index.ts'
import { text, type Text } from '../../../docs/data/text.ts'
import { FIRST_ORDINAL, isShipped, layerOf } from './layers.ts'

/** A platform as SkyWalking knows it: a layer, and the prefix of the names of its metrics. */
export interface Target {
  platform: MetricPlatform
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

/** In the order of their ordinals. New ones go to the end. */
const NAMES: Record<MetricPlatform, Text> = {
  wechat: text('WeChat Mini Program', '微信小程序'),
  alipay: text('Alipay Mini Program', '支付宝小程序'),
  bytedance: text('ByteDance Mini Program', '抖音小程序'),
  baidu: text('Baidu Mini Program', '百度智能小程序'),
  qq: text('QQ Mini Program', 'QQ 小程序'),
  jd: text('JD Mini Program', '京东小程序'),
  kuaishou: text('Kuaishou Mini Program', '快手小程序'),
  xiaohongshu: text('Xiaohongshu Mini Program', '小红书小程序'),
  h5: text('Mini Program on the Web (H5)', '小程序 H5 版'),
}

export const targets: Target[] = PLATFORMS.map((platform, index) => ({
  platform,
  layer: layerOf(platform),
  isShipped: isShipped(platform),
  ordinal: FIRST_ORDINAL + index,
  prefix: `meter_${platform}_mp`,
  gauges: METRICS.filter((row) => row.type === 'gauge' && row.platforms.includes(platform))
    .map(({ name }) => /^miniprogram\.(\w+)\.duration$/.exec(name)?.[1])
    .filter((name) => name !== undefined),
  name: NAMES[platform],
}))
