/**
 * Every platform that the kit has a driver for: the name of its file here, of its entry `mini-monitor/platforms/<name>`,
 * and the value of `miniprogram.platform`. A test names each place that lacks one of them.
 */
export const PLATFORM_NAMES = [
  'wechat',
  'alipay',
  'bytedance',
  'baidu',
  'qq',
  'jd',
  'kuaishou',
  'xiaohongshu',
  'h5',
] as const

/** One of them. */
export type PlatformName = (typeof PLATFORM_NAMES)[number]
