/* Layers, as far as the command for operators speaks of them too: no tables here. */

export function layerOf(platform: string): string {
  return `${platform.toUpperCase()}_MINI_PROGRAM`
}

/** OAP 11 has rules, a layer and a dashboard of its own for these. */
export function isShipped(platform: string): boolean {
  return platform === 'wechat' || platform === 'alipay'
}
