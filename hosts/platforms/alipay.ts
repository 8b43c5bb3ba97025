import type { PlatformSpec } from '../platform.ts'
import { base, words } from './base.ts'

function say(message: string, code: number) {
  return { message, code }
}

/** docs/platforms/alipay.md */
export const alipay: PlatformSpec = {
  ...base,
  name: 'alipay',
  api: 'my',
  apiAsParameter: true,
  globals: {
    navigator: { userAgent: 'Mozilla/5.0 (Linux; Android 12) AlipayClient/10.5.60', swuserAgent: '' },
  },
  promises: 'all',
  failures: 'error',
  request: {
    ...base.request,
    header: 'headers',
    status: 'status',
    aliases: { headers: 'header', status: 'statusCode' },
    methods: ['GET', 'POST', 'PUT', 'DELETE', 'HEAD', 'OPTIONS', 'PATCH'],
    httpErrors: 'fail',
    badJson: 'fail',
    filePath: 'apFilePath',
    timeout: 30000,
    words: {
      ...words,
      dns: say('network error: unknown host', 12),
      refused: say('network error: connection refused', 12),
      reset: say('network error: connection reset', 12),
      offline: say('network error: no network', 12),
      tls: say('network error: certificate', 12),
      timeout: say('timeout', 13),
      json: say('decode error', 14),
      http: say('http status error', 19),
      abort: say('abort', 9),
      interrupted: say('interrupted', 12),
      domain: say('url not in domain list', 4),
      parameter: say('parameter error', 2),
    },
  },
  storage: { style: 'envelope', keyLimit: 200 * 1024, totalLimit: 10 * 1024 * 1024 },
  errorForm: 'two-arguments',
  events: [...base.events, 'ComponentError'],
  componentHooks: {
    page: [],
    enter: ['onInit', 'deriveDataFromProps', 'didMount'],
    ready: [],
    leave: ['didUnmount'],
  },
  separateProps: true,
  template: { extension: 'axml', prefix: 'a:', events: ['on', 'catch'] },
  without: [
    'getDeviceInfo',
    'getAppBaseInfo',
    'getWindowInfo',
    'login',
    'requestPayment',
    'getAccountInfoSync',
  ],
  info: {
    ...base.info,
    brand: 'HUAWEI',
    model: 'HUAWEI ALN-AL00',
    system: '12',
    platform: 'Android',
    app: 'alipay',
    version: '10.5.60.8000',
    SDKVersion: '2.8.10',
  },
}
