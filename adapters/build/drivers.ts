/** Where the driver of a platform is published: below `mini-monitor/platforms/`, under its own name. */
export type DriverName =
  'alipay' | 'baidu' | 'bytedance' | 'h5' | 'jd' | 'kuaishou' | 'qq' | 'wechat' | 'xiaohongshu'

/** What the frameworks call their targets. */
const targets: { readonly [target: string]: DriverName } = {
  // Taro
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
  // uni-app
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
export function driverOf(target: string): DriverName | undefined {
  return Object.hasOwn(targets, target) ? targets[target] : undefined
}
