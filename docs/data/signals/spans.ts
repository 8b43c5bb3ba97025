import {
  always,
  fromKit,
  traceIdSource,
  spanIdSource,
  page,
  pageSource,
  truncated,
  type Attribute,
} from './field.ts'
import { text } from '../text.ts'
import { inMiniPrograms, wherePagesLoad } from './where.ts'

/** `request`: of a request; `own`: from `startSpan`; `page`: of a page that loads, and of its launch, route and updates. */
export const spanKinds = ['request', 'own', 'page'] as const

export const SPAN_FIELDS: Attribute[] = [
  { name: 'traceId', type: 'string', when: always, source: traceIdSource },
  { name: 'spanId', type: 'string', when: always, source: spanIdSource },
  {
    name: 'parentSpanId',
    type: 'string',
    on: ['request', 'page'],
    where: wherePagesLoad,
    when: text('it began while its page was loading', '在页面加载期间开始'),
    source: text('the span of the page', '页面的 span'),
  },
  {
    name: 'parentSpanId',
    type: 'string',
    on: ['own'],
    when: text(
      '`parent` was passed to `startSpan`, or its page was loading',
      '`startSpan` 传入 `parent`，或在页面加载期间开始',
    ),
    source: text('your call, or the span of the page', '你的调用，或页面的 span'),
  },
  {
    name: 'name',
    type: 'string',
    when: always,
    source: text(
      'method of the request; path of the page, `launch`, `route`, `setData`; the name passed to `startSpan`',
      '请求方法；页面路径，或 `launch`、`route`、`setData`；或传给 `startSpan` 的名称',
    ),
  },
  {
    name: 'kind',
    type: 'int',
    when: text(
      '3 (client) for a request, otherwise 1 (internal)',
      '请求为 3（client），其他为 1（internal）',
    ),
    source: fromKit,
  },
  { name: 'startTimeUnixNano', type: 'int', when: always, source: text("the device's clock", '设备时钟') },
  {
    name: 'endTimeUnixNano',
    type: 'int',
    when: always,
    source: text('start and measured duration', '开始时间加测得的时长'),
  },
  {
    name: 'status.code',
    type: 'int',
    on: ['request', 'own'],
    when: text('2 if it failed', '失败时为 2'),
    source: text('status ≥ 400 or no response; `setError()`', '状态码 ≥ 400 或没有应答；`setError()`'),
  },
  {
    name: 'status.message',
    type: 'string',
    on: ['own'],
    when: text('an error was passed to `setError`', '`setError` 传入错误'),
    source: text('your call', '你的调用'),
  },
]

export const SPAN_ATTRIBUTES: Attribute[] = [
  {
    name: 'http.request.method',
    type: 'string',
    on: ['request'],
    when: always,
    source: text('the call', '调用参数'),
  },
  {
    name: 'url.full',
    type: 'string',
    on: ['request'],
    when: always,
    source: text(
      'the URL without query, fragment and user info, through `redactUrl`',
      'URL，去掉查询串、片段和用户信息，并经过 `redactUrl`',
    ),
  },
  {
    name: 'http.response.status_code',
    type: 'int',
    on: ['request'],
    when: text(
      'always, except for a socket being opened; 0 if there was no response',
      '始终，正在打开的 socket 除外；没有应答时为 0',
    ),
    source: text('the response', '应答'),
  },
  {
    name: 'error.message',
    type: 'string',
    on: ['request'],
    when: text('there was no response', '没有应答'),
    source: text("the platform's message", '平台给出的原因'),
  },
  {
    name: 'server.address',
    type: 'string',
    on: ['request'],
    when: text('the URL names a host', 'URL 中有主机名'),
    source: text('the URL', 'URL'),
  },
  {
    name: 'server.port',
    type: 'int',
    on: ['request'],
    when: text('the URL names a host', 'URL 中有主机名'),
    source: text("the URL, or the scheme's default", 'URL，或协议的默认端口'),
  },
  { name: 'miniprogram.page.path', type: 'string', when: page, source: pageSource },
  {
    name: 'miniprogram.page.view_id',
    type: 'string',
    when: text(
      'on the span of a page; on others that begin once the page has loaded',
      '页面的 span；以及页面加载结束后才开始的 span',
    ),
    source: text('random, one for each view', '随机数，每次访问一个'),
  },
  {
    name: 'miniprogram.page.opening',
    type: 'string',
    on: ['page'],
    when: text('on the span of a page that was shown', '已显示的页面的 span'),
    source: text(
      '`launch`, `navigate`, `redirect`, `reLaunch`, `switchTab`, `back`',
      '`launch`、`navigate`、`redirect`、`reLaunch`、`switchTab`、`back`',
    ),
  },
  ...(['size', 'keys'] as const).map((what): Attribute => ({
    name: `miniprogram.set_data.${what}`,
    type: 'int',
    on: ['page'],
    where: inMiniPrograms,
    when: text('on `setData`, with `updates: true`', '`setData` 的 span；`updates: true`'),
    source: text('as the metric', '同名指标'),
  })),
  { name: 'session.id', type: 'string', when: always, source: text('random', '随机数') },
  {
    name: 'user.id',
    type: 'string',
    when: text('only after `setUser()`', '仅在调用 `setUser()` 之后'),
    source: text('your call', '你的调用'),
  },
  {
    name: 'miniprogram.monitor.truncated',
    type: 'bool',
    when: truncated,
    source: fromKit,
  },
]
