import {
  always,
  fromKit,
  set,
  traceIdSource,
  page,
  pageSource,
  truncated,
  type Attribute,
  type Field,
} from './field.ts'
import { text, type Text } from '../text.ts'
import { inMiniPrograms, wherePagesLoad, type Where } from './where.ts'

/** Members of a SkyWalking segment; `tags[…]` are its span's tags. `request` and `own` as for spans. */
export const SEGMENT_FIELDS: Attribute[] = [
  {
    name: 'traceId',
    type: 'string',
    when: always,
    source: traceIdSource,
  },
  {
    name: 'traceSegmentId',
    type: 'string',
    when: always,
    source: text(
      'the trace id; for any other span than the root, trace id and span id',
      'trace id；非根 span 为 trace id 加 span id',
    ),
  },
  {
    name: 'service',
    type: 'string',
    when: always,
    source: text('option `service`, up to 50 characters', '选项 `service`，至多 50 字符'),
  },
  {
    name: 'serviceInstance',
    type: 'string',
    when: text('always; `-` if unset', '始终；未设置时为 `-`'),
    source: set('serviceInstance'),
  },
  { name: 'spans[].spanId', type: 'int', when: text('0', '0'), source: fromKit },
  { name: 'spans[].parentSpanId', type: 'int', when: text('-1', '-1'), source: fromKit },
  {
    name: 'spans[].startTime',
    type: 'int',
    when: always,
    source: text("the device's clock, ms", '设备时钟，毫秒'),
  },
  {
    name: 'spans[].endTime',
    type: 'int',
    when: always,
    source: text('start and measured duration', '开始时间加测得的时长'),
  },
  {
    name: 'spans[].operationName',
    type: 'string',
    when: text(
      'for a request, its page; otherwise the name of the span',
      '请求为所在页面；否则为 span 的名称',
    ),
    source: text('as for spans', '同 span'),
  },
  {
    name: 'spans[].peer',
    type: 'string',
    on: ['request'],
    when: always,
    source: text('`host:port` of the URL', 'URL 的 `host:port`'),
  },
  {
    name: 'spans[].spanType',
    type: 'string',
    when: text('`Exit` for a request, otherwise `Local`', '请求为 `Exit`，其他为 `Local`'),
    source: fromKit,
  },
  {
    name: 'spans[].spanLayer',
    type: 'string',
    when: text('`Http` for a request, otherwise `Unknown`', '请求为 `Http`，其他为 `Unknown`'),
    source: fromKit,
  },
  {
    name: 'spans[].componentId',
    type: 'int',
    when: text('10002 WeChat, 10003 Alipay, 10001 elsewhere', '微信 10002，支付宝 10003，其他 10001'),
    source: text('the platform, or `tracing.componentId`', '平台，或 `tracing.componentId`'),
  },
  {
    name: 'spans[].isError',
    type: 'bool',
    when: always,
    source: text('status ≥ 400, no response, or `setError()`', '状态码 ≥ 400、没有应答或 `setError()`'),
  },
  {
    name: 'spans[].tags[http.method]',
    type: 'string',
    on: ['request'],
    when: always,
    source: text('the call', '调用参数'),
  },
  {
    name: 'spans[].tags[url]',
    type: 'string',
    on: ['request'],
    when: always,
    source: text(
      'the URL without query, fragment and user info, through `redactUrl`',
      'URL，去掉查询串、片段和用户信息，并经过 `redactUrl`',
    ),
  },
  {
    name: 'spans[].tags[http.status_code]',
    type: 'string',
    on: ['request'],
    when: text('there was a response; not for sockets', '有应答；socket 没有'),
    source: text('the response', '应答'),
  },
  {
    name: 'spans[].tags[error.message]',
    type: 'string',
    on: ['request'],
    when: text('there was no response', '没有应答'),
    source: text("the platform's message", '平台给出的原因'),
  },
  {
    name: 'spans[].tags[miniprogram.platform]',
    type: 'string',
    when: always,
    source: text('the platform', '平台'),
  },
  {
    name: 'spans[].tags[miniprogram.page.view_id]',
    type: 'string',
    when: text('as for spans', '同 span'),
    source: text('random, one for each view', '随机数，每次访问一个'),
  },
  tagOfPage('miniprogram.page.opening'),
  tagOfPage('miniprogram.set_data.size', inMiniPrograms),
  tagOfPage('miniprogram.set_data.keys', inMiniPrograms),
  {
    name: 'spans[].tags[miniprogram.page.path]',
    type: 'string',
    on: ['own', 'page'],
    when: page,
    source: pageSource,
  },
  {
    name: 'spans[].tags[session.id]',
    type: 'string',
    on: ['own', 'page'],
    when: always,
    source: text('random', '随机数'),
  },
  {
    name: 'spans[].tags[user.id]',
    type: 'string',
    on: ['own', 'page'],
    when: text('only after `setUser()`', '仅在调用 `setUser()` 之后'),
    source: text('your call', '你的调用'),
  },
  {
    name: 'spans[].tags[miniprogram.monitor.truncated]',
    type: 'string',
    on: ['own', 'page'],
    when: truncated,
    source: text('`true`', '`true`'),
  },
  ...refs(['request', 'page'], wherePagesLoad),
  ...refs(['own']),
]

function tagOfPage(name: string, where?: Where): Attribute {
  const asForSpans = text('as for spans', '同 span')
  return {
    name: `spans[].tags[${name}]`,
    type: 'string',
    on: ['page'],
    where,
    when: asForSpans,
    source: asForSpans,
  }
}

/** Of a span that has a parent. */
function refs(on: string[], where?: Where): Attribute[] {
  const members: [name: string, source: Text][] = [
    ['refType', text('`CrossThread`', '`CrossThread`')],
    ['traceId', text('the parent', '父 span')],
    ['parentTraceSegmentId', text('the parent', '父 span')],
    ['parentSpanId', text('0', '0')],
    ['parentService', text('option `service`', '选项 `service`')],
    ['parentServiceInstance', text('option `serviceInstance`', '选项 `serviceInstance`')],
    ['parentEndpoint', text('the page', '所在页面')],
  ]
  return members.map(([name, source]) => ({
    name: `spans[].refs[].${name}`,
    type: name === 'parentSpanId' ? 'int' : 'string',
    on,
    where,
    when: text('as `parentSpanId` of spans', '同 span 的 `parentSpanId`'),
    source,
  }))
}

export const KEEP_ALIVE_FIELDS: Field[] = [
  { name: 'service', type: 'string', when: always, source: set('service') },
  {
    name: 'serviceInstance',
    type: 'string',
    when: text('always; `-` if unset', '始终；未设置时为 `-`'),
    source: set('serviceInstance'),
  },
  {
    name: 'layer',
    type: 'string',
    when: always,
    source: text(
      '`WECHAT_MINI_PROGRAM` or `ALIPAY_MINI_PROGRAM`; otherwise the layer in the option `keepAlive`',
      '`WECHAT_MINI_PROGRAM` 或 `ALIPAY_MINI_PROGRAM`；否则为选项 `keepAlive` 指定的值',
    ),
  },
]
