import type { FailureWords, PlatformSpec } from '../platform.ts'

/** The common stock of the platforms that follow docs/platforms/wechat.md; each file states what differs. */

export const EVENTS = [
  ...['Error', 'UnhandledRejection', 'PageNotFound', 'MemoryWarning', 'AppShow', 'AppHide'],
  ...['NetworkStatusChange', 'ThemeChange', 'WindowResize', 'AudioInterruptionBegin', 'AudioInterruptionEnd'],
]

/** As WeChat words them (docs/platforms/words.md#wechat); what follows `request:fail `. */
export const words: Record<string, FailureWords> = {
  dns: { message: 'errcode:-105 cronet_error_code:-105 error_msg:net::ERR_NAME_NOT_RESOLVED', code: 600001 },
  refused: {
    message: 'errcode:-102 cronet_error_code:-102 error_msg:net::ERR_CONNECTION_REFUSED',
    code: 600001,
  },
  reset: { message: 'errcode:-101 cronet_error_code:-101 error_msg:net::ERR_CONNECTION_RESET', code: 600001 },
  tls: {
    message: 'errcode:-202 cronet_error_code:-202 error_msg:net::ERR_CERT_AUTHORITY_INVALID',
    code: 600001,
  },
  offline: {
    message: 'errcode:-106 cronet_error_code:-106 error_msg:net::ERR_INTERNET_DISCONNECTED',
    code: 600001,
  },
  timeout: { message: 'timeout', code: 5 },
  abort: { message: 'abort', code: 600004 },
  interrupted: { message: 'interrupted', code: 600003 },
  domain: { message: 'url not in domain list', code: 600002 },
  parameter: { message: 'parameter error', code: 600009 },
  json: { message: 'data is not JSON', code: 600005 },
  http: { message: 'http status error', code: 600006 },
}

export const base: Omit<PlatformSpec, 'name' | 'api'> = {
  apiAsParameter: false,
  globals: {},
  promises: 'but-tasks',
  failures: 'errMsg',
  syncParameterErrors: false,
  request: {
    header: 'header',
    status: 'statusCode',
    aliases: {},
    methods: ['OPTIONS', 'GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'TRACE', 'CONNECT'],
    httpErrors: 'success',
    badJson: 'text',
    binaryBody: 'send',
    profile: false,
    slots: 10,
    timeout: 60000,
    filePath: 'tempFilePath',
    words,
  },
  storage: { style: 'plain', keyLimit: 1024 * 1024, totalLimit: 10 * 1024 * 1024 },
  errorForm: 'message-stack',
  events: EVENTS,
  updateListener: false,
  launchInsideApp: false,
  pageHooks: { page: ['onLoad', 'onShow'], component: ['onLoad', 'onShow'] },
  componentHooks: { page: [], enter: ['created', 'attached'], ready: ['ready'], leave: ['detached'] },
  separateProps: false,
  messages: false,
  abilities: [],
  template: { extension: 'wxml', prefix: 'wx:', events: ['bind:', 'bind', 'catch:', 'catch'] },
  without: ['getDeviceInfo', 'getAppBaseInfo', 'getWindowInfo', 'getAuthCode', 'tradePay', 'getAppIdSync'],
  info: {
    brand: 'HUAWEI',
    model: 'ALN-AL00',
    system: 'Android 12',
    platform: 'android',
    SDKVersion: '3.8.10',
    version: '8.0.50',
    language: 'zh_CN',
    theme: 'light',
    fontSizeSetting: 16,
    pixelRatio: 3,
    screenWidth: 393,
    screenHeight: 852,
    windowWidth: 393,
    windowHeight: 763,
    statusBarHeight: 39,
    safeArea: { left: 0, right: 393, top: 39, bottom: 852, width: 393, height: 813 },
  },
}
