import { text, type Text } from './text.ts'

/*
 * All that can leave a device: the one source of docs/signals.md and of the fields in docs/privacy.md. A test runs the
 * kit on simulated platforms and compares what it sends with these rows, in both directions.
 */

export type ValueType = 'string' | 'int' | 'double' | 'bool'

export interface Field {
  name: string
  type: ValueType
  when: Text
  source: Text
}

/** An attribute of logs, spans or data points; `on`: the sorts that carry it, all when left out. */
export interface Attribute extends Field {
  on?: readonly string[]
}

const always = text('always', '始终')
const fromKit = text('the kit', '本库')
const set = (option: string): Text => text(`option \`${option}\``, `选项 \`${option}\``)
const traceIdSource = text(
  'random, 32 hex digits; the first 18 are the same until the app is started anew',
  '随机数，32 位十六进制；应用重新启动前，前 18 位相同',
)
const spanIdSource = text(
  'of the root the last 16 digits of the trace id, else random',
  '根 span 为 trace id 的后 16 位，其余为随机数',
)

export const resource: Attribute[] = [
  { name: 'service.name', type: 'string', when: always, source: set('service') },
  { name: 'service.version', type: 'string', when: always, source: set('serviceVersion') },
  {
    name: 'service.instance.id',
    type: 'string',
    when: text('only if set; never made from the device', '仅在设置时；绝不由设备生成'),
    source: set('serviceInstance'),
  },
  {
    name: 'telemetry.sdk.name',
    type: 'string',
    when: always,
    source: text('`mini-monitor`', '`mini-monitor`'),
  },
  {
    name: 'telemetry.sdk.version',
    type: 'string',
    when: always,
    source: text("the kit's version", '本库版本号'),
  },
  { name: 'telemetry.sdk.language', type: 'string', when: always, source: text('`webjs`', '`webjs`') },
  {
    name: 'miniprogram.platform',
    type: 'string',
    when: always,
    source: text('detected, or option `platform`', '自动识别，或选项 `platform`'),
  },
  { name: 'miniprogram.framework', type: 'string', when: always, source: text('`native`', '`native`') },
]

export const scope: Field[] = [
  { name: 'name', type: 'string', when: always, source: text('`mini-monitor`', '`mini-monitor`') },
  { name: 'version', type: 'string', when: always, source: text("the kit's version", '本库版本号') },
]

/** `exception.type` of an error log; `log` is what `monitor.log()` writes. */
export const logKinds = ['js', 'promise', 'pageNotFound', 'ajax', 'log'] as const
const errors = logKinds.slice(0, 4)

export const logs: { kind: (typeof logKinds)[number]; trigger: Text; body: Text }[] = [
  {
    kind: 'js',
    trigger: text(
      'an uncaught error (`onError`, `App.onError`; `error` of a web page), or `monitor.captureError()`',
      '未捕获的错误（`onError`、`App.onError`；网页的 `error` 事件），或 `monitor.captureError()`',
    ),
    body: text(
      "first line of the message, without WeChat's `MiniProgramError` wrapper and a plain `Error: `",
      '错误信息首行，去掉微信的 `MiniProgramError` 包装和普通的 `Error: ` 前缀',
    ),
  },
  {
    kind: 'promise',
    trigger: text('a rejection that nobody handles', '未处理的 Promise 拒绝'),
    body: text(
      'message of the reason; of a plain object its `errMsg` or `message`, else its JSON, up to 500 characters',
      '原因的 message；若为普通对象则取 `errMsg` 或 `message`，否则取其 JSON（至多 500 字符）',
    ),
  },
  {
    kind: 'pageNotFound',
    trigger: text('the app was opened with a page that it does not have', '打开了小程序中不存在的页面'),
    body: text('`page not found: {path}`', '`page not found: {路径}`'),
  },
  {
    kind: 'ajax',
    trigger: text(
      'a request, upload or download that failed or was answered with a status of 400 or more; not one that the app aborted',
      '请求、上传或下载失败，或状态码 ≥ 400；应用自己中止的不算',
    ),
    body: text(
      '`{METHOD} {URL without query} failed: {status, or the words of the platform}`',
      '`{方法} {不带查询串的 URL} failed: {状态码或平台给出的原因}`',
    ),
  },
  {
    kind: 'log',
    trigger: text('`monitor.log()`', '`monitor.log()`'),
    body: text('the text that it was given', '传入的文本'),
  },
]

export const logFields: Attribute[] = [
  {
    name: 'timeUnixNano',
    type: 'int',
    when: always,
    source: text("the device's clock when it happened", '事件发生时的设备时钟'),
  },
  {
    name: 'severityNumber',
    type: 'int',
    when: text('17 for errors; 1 to 21 by the level of `log()`', '错误为 17；`log()` 按级别为 1 到 21'),
    source: fromKit,
  },
  {
    name: 'severityText',
    type: 'string',
    when: text('`ERROR`; of `log()` its level in capitals', '`ERROR`；`log()` 则为大写的级别'),
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

const page = text('a page is open', '已有页面打开')
const pageSource = text('path of the page in front, without query', '当前页面路径，不含查询参数')
const device = text(
  'on errors, and on `log()` of level `error` or `fatal`; `deviceContext` is on; the platform tells it',
  '错误日志，以及 `error`、`fatal` 级别的 `log()`；`deviceContext` 开启；且平台提供',
)
const http = text('always', '始终')
const traced = text('the request was traced', '该请求被追踪')

const truncated = text(
  'a text was longer than 8192 characters and has been cut',
  '有文本超过 8192 个字符，已被截断',
)

export const logAttributes: Attribute[] = [
  { name: 'exception.type', type: 'string', on: errors, when: always, source: text('see above', '见上表') },
  {
    name: 'exception.stacktrace',
    type: 'string',
    on: ['js', 'promise'],
    when: text('the platform gives a stack', '平台给出堆栈'),
    source: text('the error', '错误对象'),
  },
  {
    name: 'exception.component_stack',
    type: 'string',
    on: ['js'],
    when: text('`captureError` was given `componentStack`', '调用 `captureError` 时传入 `componentStack`'),
    source: text('your call', '你的调用'),
  },
  {
    name: 'exception.count',
    type: 'string',
    on: errors,
    when: text(
      'on the summary of equal errors within a minute: how many followed the first',
      '一分钟内相同错误的汇总日志：首条之后又发生了多少次',
    ),
    source: fromKit,
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
    source: text('your call; with `hash` its SHA-256', '你的调用；设置 `hash` 时为其 SHA-256'),
  },
  {
    name: 'log.record.uid',
    type: 'string',
    when: always,
    source: text('random; a repeat has the same one', '随机数；重复发送时保持不变'),
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
    when: text('always; `0` if there was no answer', '始终；没有应答时为 `0`'),
    source: text('the answer', '应答'),
  },
  {
    name: 'server.address',
    type: 'string',
    on: ['ajax'],
    when: text('the URL names a host', 'URL 中有主机名'),
    source: text('host of the URL, without port and user info', 'URL 的主机名，不含端口和用户信息'),
  },
  { name: 'sw8.trace_id', type: 'string', on: ['ajax'], when: traced, source: text('random', '随机数') },
  { name: 'sw8.segment_id', type: 'string', on: ['ajax'], when: traced, source: text('random', '随机数') },
  { name: 'sw8.span_id', type: 'string', on: ['ajax'], when: traced, source: text('`0`', '`0`') },
  {
    name: 'device.manufacturer',
    type: 'string',
    when: device,
    source: text('`brand` of `getDeviceInfo`', '`getDeviceInfo` 的 `brand`'),
  },
  {
    name: 'device.model.identifier',
    type: 'string',
    when: device,
    source: text('`model` of `getDeviceInfo`', '`getDeviceInfo` 的 `model`'),
  },
  {
    name: 'os.name',
    type: 'string',
    when: device,
    source: text(
      '`system` of `getDeviceInfo`; on web pages the name in the user agent',
      '`getDeviceInfo` 的 `system`；网页取 user agent 中的系统名',
    ),
  },
  {
    name: 'os.version',
    type: 'string',
    when: device,
    source: text('`system` of `getDeviceInfo`', '`getDeviceInfo` 的 `system`'),
  },
  {
    name: 'miniprogram.host.version',
    type: 'string',
    when: device,
    source: text(
      '`version` of `getAppBaseInfo`: of WeChat, of Alipay …',
      '`getAppBaseInfo` 的 `version`：微信、支付宝等宿主的版本',
    ),
  },
  {
    name: 'miniprogram.base_library.version',
    type: 'string',
    when: device,
    source: text('`SDKVersion` of `getAppBaseInfo`', '`getAppBaseInfo` 的 `SDKVersion`'),
  },
  {
    name: 'network.connection.type',
    type: 'string',
    when: device,
    source: text(
      '`getNetworkType`, asked once; on web pages `navigator.connection`',
      '`getNetworkType`，只询问一次；网页取 `navigator.connection`',
    ),
  },
  { name: 'miniprogram.monitor.truncated', type: 'bool', when: truncated, source: fromKit },
]

export type MetricPlatform =
  'wechat' | 'alipay' | 'bytedance' | 'baidu' | 'qq' | 'jd' | 'kuaishou' | 'xiaohongshu' | 'h5'

export const platforms: MetricPlatform[] = [
  'wechat',
  'alipay',
  'bytedance',
  'baidu',
  'qq',
  'jd',
  'kuaishou',
  'xiaohongshu',
  'h5',
]

export interface MetricRow {
  name: string
  type: 'gauge' | 'sum' | 'histogram'
  unit: string
  what: Text
  /** Where it comes from: runtime entries, else life-cycle timing. */
  source: Text
  platforms: MetricPlatform[]
  attributes: Attribute[]
}

const onPage: Attribute[] = [
  {
    name: 'miniprogram.page.path',
    type: 'string',
    when: text('a page is known', '页面已知'),
    source: text(
      "the entry's own page; by life-cycle the page that is launched or rendered; else the page in front",
      '性能条目自带的页面；生命周期计时为被启动或被渲染的页面；否则为当前页面',
    ),
  },
]

const entries = ['wechat', 'bytedance'] as MetricPlatform[]

/** Delta histograms of updates. */
function updates(name: string, unit: string, what: Text): MetricRow {
  return {
    name: `miniprogram.set_data.${name}`,
    type: 'histogram',
    unit,
    what,
    source: text(
      'the updates of a page that the framework makes; only with option `updates`, not in plain mini programs',
      '框架对页面的更新；仅在开启选项 `updates` 时，原生小程序没有',
    ),
    platforms: platforms.filter((platform) => platform !== 'h5'),
    attributes: [
      {
        name: 'miniprogram.page.path',
        type: 'string',
        when: always,
        source: text('the page that is updated', '被更新的页面'),
      },
      {
        name: 'otel.metric.overflow',
        type: 'bool',
        when: text(
          'on the series of all that came after the 100th page; then the only attribute',
          '第 100 个页面之后的数据合并为一个序列，且只带此属性',
        ),
        source: fromKit,
      },
    ],
  }
}

export const metrics: MetricRow[] = [
  {
    name: 'miniprogram.app_launch.duration',
    type: 'gauge',
    unit: 'ms',
    what: text('start of the app; once a start', '小程序启动耗时；每次启动一次'),
    source: text(
      'WeChat `appLaunch`, ByteDance `navigation` with type `appLaunch`; web pages: `navigation`; elsewhere: `onLaunch` → `onShow`, or our start → first `onReady` if `App()` ran before us',
      '微信 `appLaunch`，抖音类型为 `appLaunch` 的 `navigation`；网页 `navigation`；其他平台：`onLaunch` → `onShow`，若 `App()` 先于本库执行则为本库启动 → 首个 `onReady`',
    ),
    platforms,
    attributes: onPage,
  },
  {
    name: 'miniprogram.first_render.duration',
    type: 'gauge',
    unit: 'ms',
    what: text('first rendering of a page', '页面首次渲染耗时'),
    source: text(
      'WeChat `firstRender`; web pages: `first-contentful-paint`; elsewhere, ByteDance too: `onLoad` → `onReady`, dropped if the page is hidden or unloaded in between',
      '微信 `firstRender`；网页 `first-contentful-paint`；其他平台（包括抖音）：`onLoad` → `onReady`，其间页面被隐藏或卸载则作废',
    ),
    platforms,
    attributes: onPage,
  },
  {
    name: 'miniprogram.first_paint.time',
    type: 'gauge',
    unit: 'ms',
    what: text(
      'when a page was first painted: a wall-clock time in ms since 1970, not a duration',
      '页面首次绘制的时刻：自 1970 年起的毫秒数，是时间点而非时长',
    ),
    source: text(
      'WeChat `firstPaint` (from 2.21.2, not on iOS), ByteDance and web pages `first-paint`',
      '微信 `firstPaint`（2.21.2 起，iOS 没有），抖音和网页 `first-paint`',
    ),
    platforms: [...entries, 'h5'],
    attributes: onPage,
  },
  {
    name: 'miniprogram.route.duration',
    type: 'gauge',
    unit: 'ms',
    what: text('going to another page', '页面切换耗时'),
    source: text('WeChat `route`, ByteDance `navigation`', '微信 `route`，抖音 `navigation`'),
    platforms: entries,
    attributes: onPage,
  },
  {
    name: 'miniprogram.script.duration',
    type: 'gauge',
    unit: 'ms',
    what: text("evaluating the package's JavaScript", '执行代码包 JavaScript 的耗时'),
    source: text(
      'WeChat `evaluateScript`, ByteDance `app-service`',
      '微信 `evaluateScript`，抖音 `app-service`',
    ),
    platforms: entries,
    attributes: onPage,
  },
  {
    name: 'miniprogram.package_load.duration',
    type: 'gauge',
    unit: 'ms',
    what: text('loading a code package', '下载代码包的耗时'),
    source: text(
      'WeChat `downloadPackage` (from 2.24), ByteDance `miniprogram-package`',
      '微信 `downloadPackage`（2.24 起），抖音 `miniprogram-package`',
    ),
    platforms: entries,
    attributes: onPage,
  },
  {
    name: 'miniprogram.request.duration',
    type: 'histogram',
    unit: 'ms',
    what: text(
      'requests, uploads and downloads of the app, from the call to its callback; delta, with bounds 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10000, 30000, 60000; at most 100 series between two flushes',
      '应用的请求、上传、下载，从调用到回调；delta 直方图，边界为 10、25、50、100、250、500、1000、2500、5000、10000、30000、60000；两次上报之间至多 100 个序列',
    ),
    source: text(
      '`request`, `uploadFile`, `downloadFile`; on web pages `fetch` and `XMLHttpRequest`',
      '`request`、`uploadFile`、`downloadFile`；网页为 `fetch` 和 `XMLHttpRequest`',
    ),
    platforms,
    attributes: [
      {
        name: 'http.request.method',
        type: 'string',
        when: always,
        source: text('the call; `UPLOAD` and `DOWNLOAD` for files', '调用参数；文件为 `UPLOAD`、`DOWNLOAD`'),
      },
      {
        name: 'http.response.status_code',
        type: 'string',
        when: text('always; `0` if there was no answer', '始终；没有应答时为 `0`'),
        source: text('the answer', '应答'),
      },
      {
        name: 'server.address',
        type: 'string',
        when: text('the URL names a host', 'URL 中有主机名'),
        source: text('host of the URL, without port and user info', 'URL 的主机名，不含端口和用户信息'),
      },
      {
        name: 'miniprogram.page.path',
        type: 'string',
        when: text('always; empty before the first page', '始终；首个页面出现之前为空'),
        source: text('the page where the request started', '发起请求时的页面'),
      },
      {
        name: 'url.path.group',
        type: 'string',
        when: text('a rule matches', '有规则匹配'),
        source: set('request.urlGroupRules'),
      },
      {
        name: 'otel.metric.overflow',
        type: 'bool',
        when: text(
          'on the series of all that came after the 100th; then the only attribute',
          '第 100 个序列之后的数据合并为一个序列，且只带此属性',
        ),
        source: fromKit,
      },
    ],
  },
  updates(
    'duration',
    'ms',
    text(
      "from setData to the platform's callback; bounds 1, 2, 5, 10, 16, 33, 50, 100, 250, 500, 1000, 2500",
      '从 setData 到平台回调的耗时；边界为 1、2、5、10、16、33、50、100、250、500、1000、2500',
    ),
  ),
  updates(
    'size',
    'By',
    text(
      'what setData carries; bounds 64, 256, 1024, 4096, 16384, 65536, 262144, 1048576',
      'setData 携带的数据量；边界为 64、256、1024、4096、16384、65536、262144、1048576',
    ),
  ),
  updates(
    'keys',
    '{key}',
    text(
      'how many keys setData names; bounds 1, 2, 5, 10, 20, 50, 100, 200',
      'setData 写入的键数；边界为 1、2、5、10、20、50、100、200',
    ),
  ),
  {
    name: 'miniprogram.monitor.dropped',
    type: 'sum',
    unit: '1',
    what: text(
      'signals that were lost or merged, at most once a minute and only if there are any; delta, monotonic',
      '丢弃或合并的信号数；至多每分钟一次，没有则不发；delta，单调递增',
    ),
    source: fromKit,
    platforms,
    attributes: [
      {
        name: 'signal',
        type: 'string',
        when: always,
        source: text(
          '`log`, `metric` (data points), `span`, `segment`, `keepAlive`',
          '`log`、`metric`（数据点）、`span`、`segment`、`keepAlive`',
        ),
      },
      { name: 'reason', type: 'string', when: always, source: text('see the table of reasons', '见原因表') },
    ],
  },
]

/** Members of a data point, and of the metric around it, by type. */
export const pointFields: Record<MetricRow['type'], string[]> = {
  gauge: ['timeUnixNano', 'asInt'],
  sum: ['aggregationTemporality', 'isMonotonic', 'startTimeUnixNano', 'timeUnixNano', 'asInt'],
  histogram: [
    'aggregationTemporality',
    'startTimeUnixNano',
    'timeUnixNano',
    'count',
    'sum',
    'min',
    'max',
    'explicitBounds',
    'bucketCounts',
  ],
}

/** `request`: of a request; `own`: from `startSpan`. */
export const spanKinds = ['request', 'own'] as const

export const spanFields: Attribute[] = [
  { name: 'traceId', type: 'string', when: always, source: traceIdSource },
  { name: 'spanId', type: 'string', when: always, source: spanIdSource },
  {
    name: 'parentSpanId',
    type: 'string',
    on: ['own'],
    when: text('`startSpan` was given `parent`', '`startSpan` 传入 `parent`'),
    source: text('your call', '你的调用'),
  },
  {
    name: 'name',
    type: 'string',
    when: always,
    source: text(
      'method of the request; else the name given to `startSpan`',
      '请求方法；或传给 `startSpan` 的名称',
    ),
  },
  {
    name: 'kind',
    type: 'int',
    when: text('3 (client) of a request, 1 (internal) else', '请求为 3（client），其他为 1（internal）'),
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
    when: text('2 if it failed', '失败时为 2'),
    source: text('status ≥ 400 or no answer; `setError()`', '状态码 ≥ 400 或没有应答；`setError()`'),
  },
  {
    name: 'status.message',
    type: 'string',
    on: ['own'],
    when: text('`setError` was given an error', '`setError` 传入错误'),
    source: text('your call', '你的调用'),
  },
]

export const spanAttributes: Attribute[] = [
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
      'always, but not of a socket that is being opened; 0 if there was no answer',
      '始终，正在打开的 socket 除外；没有应答时为 0',
    ),
    source: text('the answer', '应答'),
  },
  {
    name: 'error.message',
    type: 'string',
    on: ['request'],
    when: text('there was no answer', '没有应答'),
    source: text("the platform's words", '平台给出的原因'),
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
    source: text("the URL, or the scheme's default", 'URL,或协议的默认端口'),
  },
  { name: 'miniprogram.page.path', type: 'string', when: page, source: pageSource },
  { name: 'session.id', type: 'string', when: always, source: text('random', '随机数') },
  {
    name: 'user.id',
    type: 'string',
    when: text('only after `setUser()`', '仅在调用 `setUser()` 之后'),
    source: text('your call', '你的调用'),
  },
  { name: 'miniprogram.monitor.truncated', type: 'bool', when: truncated, source: fromKit },
]

/** Members of a SkyWalking segment; `tags[…]` are its span's tags. `request` and `own` as for spans. */
export const segmentFields: Attribute[] = [
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
      'the trace id; of a span that is not its root trace id and span id',
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
    source: text("the device's clock, ms", '设备时钟,毫秒'),
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
      'page of a request; else the name given to `startSpan`',
      '请求为所在页面；否则为传给 `startSpan` 的名称',
    ),
    source: text('the page in front; your call', '当前页面；你的调用'),
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
    when: text('`Exit` of a request, `Local` else', '请求为 `Exit`，其他为 `Local`'),
    source: fromKit,
  },
  {
    name: 'spans[].spanLayer',
    type: 'string',
    when: text('`Http` of a request, `Unknown` else', '请求为 `Http`，其他为 `Unknown`'),
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
    source: text('status ≥ 400, no answer, or `setError()`', '状态码 ≥ 400、没有应答或 `setError()`'),
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
    when: text('there was an answer; not of sockets', '有应答；socket 没有'),
    source: text('the answer', '应答'),
  },
  {
    name: 'spans[].tags[error.message]',
    type: 'string',
    on: ['request'],
    when: text('there was none', '没有应答'),
    source: text("the platform's words", '平台给出的原因'),
  },
  {
    name: 'spans[].tags[miniprogram.platform]',
    type: 'string',
    when: always,
    source: text('the platform', '平台'),
  },
  {
    name: 'spans[].tags[miniprogram.page.path]',
    type: 'string',
    on: ['own'],
    when: page,
    source: pageSource,
  },
  {
    name: 'spans[].tags[session.id]',
    type: 'string',
    on: ['own'],
    when: always,
    source: text('random', '随机数'),
  },
  {
    name: 'spans[].tags[user.id]',
    type: 'string',
    on: ['own'],
    when: text('only after `setUser()`', '仅在调用 `setUser()` 之后'),
    source: text('your call', '你的调用'),
  },
  {
    name: 'spans[].tags[miniprogram.monitor.truncated]',
    type: 'string',
    on: ['own'],
    when: truncated,
    source: text('`true`', '`true`'),
  },
  ...(
    [
      ['refType', text('`CrossThread`', '`CrossThread`')],
      ['traceId', text('the parent', '父 span')],
      ['parentTraceSegmentId', text('the parent', '父 span')],
      ['parentSpanId', text('0', '0')],
      ['parentService', text('option `service`', '选项 `service`')],
      ['parentServiceInstance', text('option `serviceInstance`', '选项 `serviceInstance`')],
      ['parentEndpoint', text('the page in front', '当前页面')],
    ] as [string, Text][]
  ).map(([name, source]): Attribute => ({
    name: `spans[].refs[].${name}`,
    type: name === 'parentSpanId' ? 'int' : 'string',
    on: ['own'],
    when: text('`startSpan` was given `parent`', '`startSpan` 传入 `parent`'),
    source,
  })),
]

export const keepAliveFields: Field[] = [
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
      '`WECHAT_MINI_PROGRAM` or `ALIPAY_MINI_PROGRAM`',
      '`WECHAT_MINI_PROGRAM` 或 `ALIPAY_MINI_PROGRAM`',
    ),
  },
]

/** Headers that a traced request of the app's own gets. */
export const appHeaders: { name: string; propagator: string; what: Text }[] = [
  {
    name: 'sw8',
    propagator: 'sw8',
    what: text(
      'eight parts: `1`, then in base64 trace id and segment id, the span id `0`, then in base64 `service`, `serviceInstance` or `-`, page, and `host:port` of the request',
      '八段：`1`，base64 的 trace id 与 segment id，span id `0`，base64 的 `service`、`serviceInstance`（或 `-`）、页面以及请求的 `host:port`',
    ),
  },
  {
    name: 'traceparent',
    propagator: 'w3c',
    what: text('`00-{trace id}-{span id}-01`', '`00-{trace id}-{span id}-01`'),
  },
  { name: 'b3', propagator: 'b3', what: text('`{trace id}-{span id}-1`', '`{trace id}-{span id}-1`') },
]

/** Headers of the kit's own requests; those of the option `headers` come on top. */
export const ownHeaders: { name: string; what: Text }[] = [
  {
    name: 'Content-Type',
    what: text(
      '`application/x-protobuf` or `application/json`',
      '`application/x-protobuf` 或 `application/json`',
    ),
  },
]

/** Values of `reason`; a test compares them with the type DropReason. */
export const dropReasons: { reason: string; lost: boolean; what: Text }[] = [
  {
    reason: 'queue_full',
    lost: true,
    what: text(
      'memory was full (`maxQueue`, `maxQueueBytes`): the oldest of the least important goes first',
      '内存队列已满（`maxQueue`、`maxQueueBytes`）：先丢最不重要的一类中最旧的',
    ),
  },
  {
    reason: 'rate_limited',
    lost: true,
    what: text(
      'more than 500 of a kind at once, or 20 a second for long',
      '同类信号瞬时超过 500 条，或持续超过每秒 20 条',
    ),
  },
  {
    reason: 'sampled_out',
    lost: false,
    what: text('outside of the share that `sampling` names', '不在 `sampling` 规定的比例之内'),
  },
  {
    reason: 'deduplicated',
    lost: false,
    what: text('merged into a summary with `exception.count`', '已并入带 `exception.count` 的汇总日志'),
  },
  {
    reason: 'before_send',
    lost: false,
    what: text('your `beforeSend` said so, or threw', '`beforeSend` 要求丢弃，或抛出异常'),
  },
  { reason: 'consent_denied', lost: false, what: text('no consent', '用户未同意') },
  { reason: 'invalid', lost: true, what: text('no back end would take it', '任何后端都不会接受的数据') },
  {
    reason: 'clock',
    lost: true,
    what: text("the device's clock was set while it was measured", '测量过程中设备时钟被调整'),
  },
  {
    reason: 'rejected',
    lost: true,
    what: text('the receiver took the batch but not this', '接收端接受了该批，但拒绝了其中这一条'),
  },
  {
    reason: 'failed',
    lost: true,
    what: text('the receiver refused for good (400, 401, 404 …)', '接收端明确拒绝（400、401、404 等）'),
  },
  {
    reason: 'too_large',
    lost: true,
    what: text('alone in its batch, and still answered with 413', '单独成批仍被以 413 拒绝'),
  },
  {
    reason: 'poison',
    lost: true,
    what: text('alone in its batch, and the receiver kept failing on it', '单独成批，接收端仍反复出错'),
  },
  { reason: 'expired', lost: true, what: text('older than `maxAge`', '超过 `maxAge`') },
  {
    reason: 'storage_full',
    lost: true,
    what: text('storage was full: the oldest shard goes first', '存储已满：先丢最旧的分片'),
  },
  {
    reason: 'storage_corrupt',
    lost: true,
    what: text('a shard could not be read any more', '存储分片已无法读取'),
  },
  {
    reason: 'no_exporter',
    lost: true,
    what: text('no endpoint for this kind of signal', '该类信号没有对应的上报地址'),
  },
  { reason: 'shutdown', lost: true, what: text('after `shutdown()`', '在 `shutdown()` 之后') },
]
