import type { PlatformSpec } from '../platform.ts'
import { base } from './base.ts'

/** docs/platforms/kuaishou.md */
export const kuaishou: PlatformSpec = {
  ...base,
  name: 'kuaishou',
  api: 'ks',
  promises: 'none',
  template: { ...base.template, extension: 'ksml', prefix: 'ks:' },
  info: { ...base.info, host: { env: 'kwai' }, version: '12.3.0', SDKVersion: '1.76.0' },
}
