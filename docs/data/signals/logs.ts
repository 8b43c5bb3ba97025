import {
  always,
  fromKit,
  traceIdSource,
  spanIdSource,
  page,
  pageSource,
  http,
  traced,
  truncated,
  type Attribute,
} from './field.ts'
import { text } from '../text.ts'
import { errorKinds } from './log-kinds.ts'
import { inMiniPrograms } from './where.ts'

export const LOG_FIELDS: Attribute[] = [
  {
    name: 'timeUnixNano',
    type: 'int',
    when: always,
    source: text("the device's clock at the time of the event", '事件发生时的设备时钟'),
  },
  {
    name: 'severityNumber',
    type: 'int',
    when: text(
      '17 for errors, 13 for `lag`; 1 to 21 for `log()`, by level',
      '错误为 17，`lag` 为 13；`log()` 按级别为 1 到 21',
    ),
    source: fromKit,
  },
  {
    name: 'severityText',
    type: 'string',
    when: text(
      '`ERROR`, for `lag` `WARN`; for `log()`, its level in capitals',
      '`ERROR`，`lag` 为 `WARN`；`log()` 则为大写的级别',
    ),
    source: fromKit,
  },
  { name: 'body', type: 'string', when: always, source: text('see above', '见上表') },
  {
    name: 'traceId',
    type: 'string',
    on: ['ajax'],
    when: text('the request was traced', '该请求被追踪'),
    source: traceIdSource,
  },
  {
    name: 'spanId',
    type: 'string',
    on: ['ajax'],
    when: text('the request was traced', '该请求被追踪'),
    source: spanIdSource,
  },
]

const device = text(
  'on errors, and on `log()` with level `error` or `fatal`, if `deviceContext` is on and the platform provides it',
  '错误日志，以及 `error`、`fatal` 级别的 `log()`；`deviceContext` 开启；且平台提供',
)

export const LOG_ATTRIBUTES: Attribute[] = [
  {
    name: 'exception.type',
    type: 'string',
    on: errorKinds,
    when: always,
    source: text('see above', '见上表'),
  },
  {
    name: 'exception.stacktrace',
    type: 'string',
    on: ['js', 'promise'],
    when: text('the platform gives a stack, or the error has a cause', '平台给出堆栈，或错误带有 cause'),
    source: text(
      'the error, followed by up to five of its causes, each after `Caused by: `',
      '错误对象；其后附上至多五层 cause，各以 `Caused by: ` 开头',
    ),
  },
  {
    name: 'exception.component_stack',
    type: 'string',
    on: ['js'],
    given: ['native'],
    when: text(
      'in Taro and uni-app: of what the framework caught; elsewhere `captureError` was given `componentStack`',
      'Taro 和 uni-app：框架捕获的错误；其他：调用 `captureError` 时传入 `componentStack`',
    ),
    source: text(
      'React, or the names of Vue’s components, innermost first; your call',
      'React 给出，或 Vue 组件名，由内到外；你的调用',
    ),
  },
  {
    name: 'exception.count',
    type: 'string',
    on: errorKinds.filter((kind) => kind !== 'lag'),
    when: text(
      'on the summary of identical errors within a minute: how many followed the first',
      '一分钟内相同错误的汇总日志：首条之后又发生了多少次',
    ),
    source: fromKit,
  },
  {
    name: 'miniprogram.breadcrumbs',
    type: 'string',
    on: errorKinds,
    when: text(
      '`breadcrumbs` is on and something went before; not on summaries of equal errors',
      '`breadcrumbs` 开启，且此前发生过别的事；相同错误的汇总日志上没有',
    ),
    source: text(
      'JSON, at most 4 KB, of failed requests 1 KB: see [breadcrumbs](#breadcrumbs)',
      'JSON，至多 4 KB，失败请求为 1 KB：见[面包屑](#面包屑)',
    ),
  },
  {
    name: 'level',
    type: 'string',
    on: ['log'],
    when: text('unless the attributes of the call contain one', '除非调用时的属性中已有'),
    source: text(
      'the level in capitals, like `severityText`; SkyWalking classifies logs by it',
      '大写的级别，同 `severityText`；SkyWalking 按它分类日志',
    ),
  },
  { name: 'miniprogram.page.path', type: 'string', when: page, source: pageSource },
  {
    name: 'session.id',
    type: 'string',
    when: always,
    source: text('random; a new one after 30 minutes without a signal', '随机数；30 分钟没有信号则更换'),
  },
  {
    name: 'user.id',
    type: 'string',
    when: text('only after `setUser()`', '仅在调用 `setUser()` 之后'),
    source: text('your call; with `hash`, its SHA-256', '你的调用；设置 `hash` 时为其 SHA-256'),
  },
  {
    name: 'log.record.uid',
    type: 'string',
    when: always,
    source: text('random; stays the same when a log is sent again', '随机数；重复发送时保持不变'),
  },
  {
    name: 'http.request.method',
    type: 'string',
    on: ['ajax'],
    when: http,
    source: text('the call; `UPLOAD` and `DOWNLOAD` for files', '调用参数；文件为 `UPLOAD`、`DOWNLOAD`'),
  },
  {
    name: 'http.response.status_code',
    type: 'string',
    on: ['ajax'],
    when: text('always; `0` if there was no response', '始终；没有应答时为 `0`'),
    source: text('the response', '应答'),
  },
  {
    name: 'server.address',
    type: 'string',
    on: ['ajax', 'resource'],
    when: text('the URL names a host', 'URL 中有主机名'),
    source: text('host of the URL, without port and user info', 'URL 的主机名，不含端口和用户信息'),
  },
  { name: 'sw8.trace_id', type: 'string', on: ['ajax'], when: traced, source: text('random', '随机数') },
  { name: 'sw8.segment_id', type: 'string', on: ['ajax'], when: traced, source: text('random', '随机数') },
  { name: 'sw8.span_id', type: 'string', on: ['ajax'], when: traced, source: text('`0`', '`0`') },
  {
    name: 'device.manufacturer',
    type: 'string',
    where: inMiniPrograms,
    when: device,
    source: text('`brand` of `getDeviceInfo`', '`getDeviceInfo` 的 `brand`'),
  },
  {
    name: 'device.model.identifier',
    type: 'string',
    where: inMiniPrograms,
    when: device,
    source: text('`model` of `getDeviceInfo`', '`getDeviceInfo` 的 `model`'),
  },
  {
    name: 'os.name',
    type: 'string',
    when: device,
    source: text(
      '`system` of `getDeviceInfo`; on web pages, the name in the user agent',
      '`getDeviceInfo` 的 `system`；网页取 user agent 中的系统名',
    ),
  },
  {
    name: 'os.version',
    type: 'string',
    where: inMiniPrograms,
    when: device,
    source: text('`system` of `getDeviceInfo`', '`getDeviceInfo` 的 `system`'),
  },
  {
    name: 'miniprogram.host.version',
    type: 'string',
    where: inMiniPrograms,
    when: device,
    source: text(
      '`version` of `getAppBaseInfo`: the version of WeChat, Alipay …',
      '`getAppBaseInfo` 的 `version`：微信、支付宝等宿主的版本',
    ),
  },
  {
    name: 'miniprogram.base_library.version',
    type: 'string',
    where: inMiniPrograms,
    when: device,
    source: text('`SDKVersion` of `getAppBaseInfo`', '`getAppBaseInfo` 的 `SDKVersion`'),
  },
  {
    name: 'network.connection.type',
    type: 'string',
    when: device,
    source: text(
      '`getNetworkType`, called once, and `onNetworkStatusChange` from then on; on web pages, `navigator.connection`',
      '`getNetworkType` 询问一次，此后以 `onNetworkStatusChange` 为准；网页取 `navigator.connection`',
    ),
  },
  { name: 'miniprogram.monitor.truncated', type: 'bool', when: truncated, source: fromKit },
]
