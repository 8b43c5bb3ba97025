import { PLATFORM_NAMES, type PlatformName } from '../../../core/platforms/names.ts'
import { LOGS, METRICS, platformsOf, type Where } from '../../../docs/data/signals/index.ts'
import { text, type Text } from '../../../docs/data/text.ts'
import { isShipped, layerOf } from './layers.ts'
import type { Scope } from './scopes.ts'

/** A platform as SkyWalking knows it: a layer, and the prefix of the names of its metrics. */
export interface Target {
  platform: PlatformName
  layer: string
  /** What OAP 11 ships rules for; the others get layers of our own. */
  isShipped: boolean
  /** Of a layer of our own. Stored with the data: never change one. */
  ordinal?: number
  prefix: string
  /** `app_launch`, `first_render` …: durations that apps send there, whatever they are made with. */
  gauges: string[]
  /** Of these, what OAP's own rules and dashboard have; none where it has neither. */
  shippedGauges: readonly string[]
  /** `page_views`, `sessions` …: what apps count there. */
  counts: { name: string; ofPages: boolean }[]
  /** Whether any app there tells of setData. */
  hasUpdates: boolean
  /** Whether it tells how much of a page jumps. */
  hasShifts: boolean
  /** Values of exception.type. */
  errorTypes: string[]
  name: Text
}

/**
 * Name, and the ordinal of a layer that OAP does not know. Ordinals are stored with the data: none is ever changed, and a
 * new one goes on from the last. OAP takes these from `layer-extensions.yml` as well as from rules that are pushed.
 */
const KNOWN: Record<PlatformName, { name: Text; ordinal?: number; shippedGauges?: readonly string[] }> = {
  wechat: {
    name: text('WeChat Mini Program', '微信小程序'),
    shippedGauges: ['app_launch', 'first_render', 'route', 'script', 'package_load'],
  },
  alipay: {
    name: text('Alipay Mini Program', '支付宝小程序'),
    shippedGauges: ['app_launch', 'first_render'],
  },
  bytedance: { name: text('ByteDance Mini Program', '抖音小程序'), ordinal: 112_102 },
  baidu: { name: text('Baidu Mini Program', '百度智能小程序'), ordinal: 112_103 },
  qq: { name: text('QQ Mini Program', 'QQ 小程序'), ordinal: 112_104 },
  jd: { name: text('JD Mini Program', '京东小程序'), ordinal: 112_105 },
  kuaishou: { name: text('Kuaishou Mini Program', '快手小程序'), ordinal: 112_106 },
  xiaohongshu: { name: text('Xiaohongshu Mini Program', '小红书小程序'), ordinal: 112_107 },
  h5: { name: text('Mini Program on the Web (H5)', '小程序 H5 版'), ordinal: 112_108 },
}

export const targets: Target[] = PLATFORM_NAMES.map((platform) => {
  // a rule serves all apps of a platform: what one framework alone tells of counts
  const isSent = ({ where }: { where: Where }) => platformsOf(where).includes(platform)
  const sent = METRICS.filter(isSent)
  return {
    platform,
    layer: layerOf(platform),
    isShipped: isShipped(platform),
    prefix: `meter_${platform}_mp`,
    gauges: sent
      .filter(({ type }) => type === 'gauge')
      .map(({ name }) => /^miniprogram\.(\w+)\.duration$/.exec(name)?.[1])
      .filter((gauge) => gauge !== undefined),
    shippedGauges: [],
    counts: sent
      .filter(({ name, type }) => type === 'sum' && name !== 'miniprogram.monitor.dropped')
      .map(({ name, attributes }) => ({
        name: name.slice('miniprogram.'.length).replace(/\./g, '_'),
        ofPages: attributes.some((attribute) => attribute.name === 'miniprogram.page.path'),
      })),
    hasUpdates: sent.some(({ name }) => name.startsWith('miniprogram.set_data.')),
    hasShifts: sent.some(({ name }) => name === 'miniprogram.cls.score'),
    errorTypes: LOGS.filter((log) => log.kind !== 'log' && isSent(log)).map(({ kind }) => kind),
    ...KNOWN[platform],
  }
})

/** Whether OAP's own rules and dashboard have a gauge; of pages they have launch and first rendering alone. */
export function hasShipped(gauge: string, scope: Scope, { shippedGauges }: Target): boolean {
  return shippedGauges.includes(gauge) && !(scope === 'endpoint' && gauge === 'route')
}
