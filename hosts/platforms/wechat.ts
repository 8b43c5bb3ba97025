import type { PlatformSpec } from '../platform.ts'
import { base, EVENTS } from './base.ts'

/** docs/platforms/wechat.md */
export const wechat: PlatformSpec = {
  ...base,
  name: 'wechat',
  api: 'wx',
  // The base library validates before it calls the client: docs/platforms/wechat.md#parameters
  syncParameterErrors: true,
  request: { ...base.request, profile: true },
  errorForm: 'prefixed',
  events: [...EVENTS, 'LazyLoadError'],
  updateListener: true,
  launchInsideApp: true,
  performance: {
    entryTypes: ['navigation', 'render', 'script', 'loadPackage', 'resource'],
    list: 'object',
    names: 'wechat',
  },
  without: [
    'getAuthCode',
    'tradePay',
    'getAppIdSync',
    'getEnvInfoSync',
    'alert',
    'confirm',
    'setNavigationBar',
  ],
  info: { ...base.info, abi: 'arm64-v8a', benchmarkLevel: 32, memorySize: 7594, host: { env: 'WeChat' } },
}
