import type { PlatformSpec } from '../platform.ts'
import { base } from './base.ts'

export const baidu: PlatformSpec = {
  ...base,
  name: 'baidu',
  api: 'swan',
  failures: 'error',
  // The documentation of swan.request knows strings and objects only.
  request: { ...base.request, binaryBody: 'fail' },
  // onInit was added for the earliest possible request; a Component() that is a page is shown before it loads.
  pageHooks: { page: ['onInit', 'onLoad', 'onShow'], component: ['onShow', 'onLoad'] },
  componentHooks: { ...base.componentHooks, page: ['onInit'] },
  messages: true,
  abilities: ['lifecycle-2-0'],
  template: { ...base.template, extension: 'swan', prefix: 's-' },
  info: { ...base.info, host: 'baiduboxapp', version: '13.60.0.10', SDKVersion: '3.1000.1' },
}
