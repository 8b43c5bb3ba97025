import type { PlatformName } from '../../core/platforms/names.ts'

/** What the frameworks call their targets. */
const TARGETS: { readonly [target: string]: PlatformName } = {
  // Taro: docs/platforms/taro.md#targets; plug-ins of others: docs/platforms/kuaishou.md#targets
  weapp: 'wechat',
  alipay: 'alipay',
  dd: 'alipay',
  tt: 'bytedance',
  swan: 'baidu',
  qq: 'qq',
  jd: 'jd',
  kwai: 'kuaishou',
  ks: 'kuaishou',
  xhs: 'xiaohongshu',
  h5: 'h5',
  // uni-app: docs/platforms/uni-app.md#targets
  'mp-weixin': 'wechat',
  'mp-alipay': 'alipay',
  'mp-toutiao': 'bytedance',
  'mp-lark': 'bytedance',
  'mp-baidu': 'baidu',
  'mp-qq': 'qq',
  'mp-jd': 'jd',
  'mp-kuaishou': 'kuaishou',
  'mp-xhs': 'xiaohongshu',
  web: 'h5',
}

/** The driver that a build for this target needs; undefined for targets that the kit has none for (React Native …). */
export function driverOf(target: string): PlatformName | undefined {
  return Object.hasOwn(TARGETS, target) ? TARGETS[target] : undefined
}
