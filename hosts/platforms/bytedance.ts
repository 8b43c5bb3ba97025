import type { PlatformSpec } from '../platform.ts'
import { base, EVENTS } from './base.ts'

/** docs/platforms/bytedance.md */
export const bytedance: PlatformSpec = {
  ...base,
  name: 'bytedance',
  api: 'tt',
  apiAsParameter: true,
  events: [...EVENTS, 'LazyLoadError'],
  performance: {
    entryTypes: ['launch', 'navigation', 'paint', 'resource', 'evaluate', 'mark'],
    list: 'array',
    property: true,
    names: 'bytedance',
  },
  template: { ...base.template, extension: 'ttml', prefix: 'tt:' },
  info: { ...base.info, appName: 'Douyin', version: '28.0.0', SDKVersion: '3.30.0', platform: 'android' },
}
