import type { PlatformSpec } from '../platform.ts'
import { base } from './base.ts'

/** docs/platforms/baidu.md */
export const baidu: PlatformSpec = {
  ...base,
  name: 'baidu',
  api: 'swan',
  failures: 'error',
  // Strings and objects only: docs/platforms/baidu.md#bodies
  request: { ...base.request, binaryBody: 'fail' },
  // onInit is there for the earliest request (docs/platforms/baidu.md#on-init); a Component() that is a page is shown
  // before it loads.
  pageHooks: { page: ['onInit', 'onLoad', 'onShow'], component: ['onShow', 'onLoad'] },
  componentHooks: { ...base.componentHooks, page: ['onInit'] },
  messages: true,
  abilities: ['lifecycle-2-0'],
  template: { ...base.template, extension: 'swan', prefix: 's-' },
  info: { ...base.info, host: 'baiduboxapp', version: '13.60.0.10', SDKVersion: '3.1000.1' },
}
