import type { Resource } from '../core/index.ts'

export const RESOURCE: Resource = {
  service: 'shop',
  attributes: {
    'service.name': 'shop',
    'service.version': '1.4.2',
    'telemetry.sdk.name': 'mini-monitor',
    'telemetry.sdk.version': '0.1.0',
    'telemetry.sdk.language': 'webjs',
    'miniprogram.platform': 'wechat',
    'miniprogram.framework': 'native',
  },
}
export const SCOPE = { name: 'mini-monitor', version: '0.1.0' }
