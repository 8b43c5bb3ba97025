import type { PlatformSpec } from '../platform.ts'
import { base } from './base.ts'

/** docs/platforms/qq.md */
export const qq: PlatformSpec = {
  ...base,
  name: 'qq',
  api: 'qq',
  errorForm: 'prefixed',
  promises: 'none',
  template: { ...base.template, extension: 'qml', prefix: 'qq:' },
  info: { ...base.info, AppPlatform: 'qq', version: '9.0.20', SDKVersion: '1.62.0' },
}
