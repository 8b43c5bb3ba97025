/* Layers, as far as the command for operators speaks of them too: no tables here. */

/** Rules that are pushed to a running OAP must have ordinals from here on. */
export const RUNTIME_ORDINALS = 100_000

export function layerOf(platform: string): string {
  return `${platform.toUpperCase()}_MINI_PROGRAM`
}

/** OAP 11 has rules, a layer and a dashboard of its own for these. */
export function isShipped(platform: string): boolean {
  return platform === 'wechat' || platform === 'alipay'
}
