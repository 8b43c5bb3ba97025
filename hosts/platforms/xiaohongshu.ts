import type { PlatformSpec } from '../platform.ts'
import { base } from './base.ts'

/** docs/platforms/xiaohongshu.md */
export const xiaohongshu: PlatformSpec = {
  ...base,
  name: 'xiaohongshu',
  api: 'xhs',
  // No callback at all, not even after the time-out: docs/platforms/xiaohongshu.md#bodies
  request: { ...base.request, binaryBody: 'hang' },
  template: { ...base.template, extension: 'xhsml', prefix: 'xhs:' },
  info: { ...base.info, version: '8.30.0', SDKVersion: '3.85.0' },
}
