import type { PlatformSpec } from '../platform.ts'
import { base } from './base.ts'

/** docs/platforms/jd.md */
export const jd: PlatformSpec = {
  ...base,
  name: 'jd',
  api: 'jd',
  promises: 'none',
  template: { ...base.template, extension: 'jxml', prefix: 'jd:' },
  info: { ...base.info, version: '13.1.0', SDKVersion: '1.27.0' },
}
