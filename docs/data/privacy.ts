import { text, type Text } from './text.ts'

/* Why each field of signals.ts is sent and how it is kept from being sent. A test holds that none is left out. */

export interface PrivacyRow {
  fields: string[]
  why: Text
  off: Text
}

const signalOff = text('turn off the signal', '随信号一起关闭')
const never = text('not sent unless you set it', '不设置则不发送')

export const PRIVACY_ROWS: PrivacyRow[] = [
  {
    fields: ['service.name', 'service.version', 'service.instance.id', 'service', 'serviceInstance', 'layer'],
    why: text('identifies app and release; you choose the values', '标识应用与版本，取值由你决定'),
    off: text('choose other values', '自行更改取值'),
  },
  {
    fields: [
      ...['telemetry.sdk.name', 'telemetry.sdk.version', 'telemetry.sdk.language', 'name', 'version'],
      ...['miniprogram.platform', 'miniprogram.framework', 'spans[].tags[miniprogram.platform]'],
      'spans[].componentId',
    ],
    why: text('identifies the kit and the platform', '标识本库与平台'),
    off: signalOff,
  },
  {
    fields: [
      'exception.type',
      'exception.stacktrace',
      'exception.component_stack',
      'exception.count',
      'body',
    ],
    why: text(
      'what went wrong. An error message may contain what your code put into it: `beforeSend` can change it',
      '说明出错内容。错误信息可能包含你的代码写入的内容，可用 `beforeSend` 修改',
    ),
    off: text(
      '`enable.error: false`; sub-packages: `events: false`',
      '`enable.error: false`；分包部分为 `events: false`',
    ),
  },
  {
    fields: ['miniprogram.page.path', 'spans[].operationName', 'spans[].tags[miniprogram.page.path]'],
    why: text('the page; only the path, without parameters', '所在页面；只有路径，不含参数'),
    off: text('`beforeSend`', '`beforeSend`'),
  },
  {
    fields: ['miniprogram.breadcrumbs'],
    why: text(
      'what came before an error: paths of pages, methods and URLs of requests (cleaned as everywhere), messages of errors and logs, what your code notes. Kept in memory, sent with an error only; names and texts are redacted like attributes',
      '说明出错之前发生了什么：页面路径、请求方法与 URL（清理方式同上）、错误与日志的内容、你的代码所记。只在内存中，随错误发送；名称与文本的脱敏同属性一致',
    ),
    off: text('`breadcrumbs: 0`', '`breadcrumbs: 0`'),
  },
  {
    fields: [
      ...['view_id', 'opening'].flatMap((name) => [
        `miniprogram.page.${name}`,
        `spans[].tags[miniprogram.page.${name}]`,
      ]),
      ...['size', 'keys'].flatMap((name) => [
        `miniprogram.set_data.${name}`,
        `spans[].tags[miniprogram.set_data.${name}]`,
      ]),
    ],
    why: text(
      'tells what belongs to one visit of a page, how it was opened and what it set; a random id, a number',
      '说明哪些数据属于同一次页面访问、页面如何打开、更新了多少数据；为随机 id 和数字',
    ),
    off: text('`tracing.pages: false`', '`tracing.pages: false`'),
  },
  {
    fields: ['miniprogram.start.type'],
    why: text('tells a new start from a return', '区分冷启动与从后台返回'),
    off: text('`enable.session: false`', '`enable.session: false`'),
  },
  {
    fields: ['session.id', 'spans[].tags[session.id]'],
    why: text(
      'links what happened in one visit; random, replaced after 30 minutes without a signal',
      '把一次访问中的信号关联起来；随机生成，30 分钟无信号即更换',
    ),
    off: text('`beforeSend`; `setConsent(false)` erases it', '`beforeSend`；`setConsent(false)` 会将其清除'),
  },
  {
    fields: ['user.id', 'spans[].tags[user.id]'],
    why: text('identifies the user, if you need that', '在你需要时标识用户'),
    off: never,
  },
  {
    fields: ['device.manufacturer', 'device.model.identifier', 'os.name', 'os.version'],
    why: text('to reproduce an error; on errors only', '用于复现错误；仅在错误日志上'),
    off: text('`deviceContext: false`', '`deviceContext: false`'),
  },
  {
    fields: ['miniprogram.host.version', 'miniprogram.base_library.version', 'network.connection.type'],
    why: text('to reproduce an error; on errors only', '用于复现错误；仅在错误日志上'),
    off: text('`deviceContext: false`', '`deviceContext: false`'),
  },
  {
    fields: [
      ...['http.request.method', 'http.response.status_code', 'server.address', 'server.port', 'url.full'],
      ...[
        'url.path.group',
        'error.message',
        'spans[].peer',
        'spans[].tags[http.method]',
        'spans[].tags[url]',
      ],
      ...['spans[].tags[http.status_code]', 'spans[].tags[error.message]'],
    ],
    why: text(
      'finds failed and slow requests. Query, fragment and user info are removed from URLs; bodies and headers are never read',
      '定位失败或缓慢的请求。URL 会去掉查询串、片段和用户信息；从不读取请求体、响应体和请求头',
    ),
    off: text(
      '`enable.request: false` (all, without tracing), `enable.error: false` (failures), `redactUrl` (parts of paths)',
      '`enable.request: false`（未开链路追踪时全部）、`enable.error: false`（失败）、`redactUrl`（路径片段）',
    ),
  },
  {
    fields: [
      ...['traceId', 'spanId', 'parentSpanId', 'sw8.trace_id', 'sw8.segment_id', 'sw8.span_id'],
      ...['traceSegmentId', 'spans[].spanId', 'spans[].parentSpanId', 'log.record.uid'],
      ...['refType', 'traceId', 'parentTraceSegmentId', 'parentSpanId', 'parentService'].map(
        (each) => `spans[].refs[].${each}`,
      ),
      ...['parentServiceInstance', 'parentEndpoint'].map((each) => `spans[].refs[].${each}`),
    ],
    why: text(
      'random ids that link the parts of a trace and identify repeats; all trace ids of one app start begin with the same digits',
      '随机 id，用于串联链路和识别重复数据；应用同一次启动内的 trace id 开头相同',
    ),
    off: text('`enable.tracing: false` (the default)', '`enable.tracing: false`（默认值）'),
  },
  {
    fields: [
      ...[
        'timeUnixNano',
        'startTimeUnixNano',
        'endTimeUnixNano',
        'severityNumber',
        'severityText',
        'level',
        'kind',
      ],
      ...['status.code', 'status.message', 'spans[].startTime', 'spans[].endTime', 'spans[].spanType'],
      ...['spans[].spanLayer', 'spans[].isError', 'aggregationTemporality', 'isMonotonic', 'asInt', 'count'],
      ...['sum', 'min', 'max', 'explicitBounds', 'bucketCounts', 'signal', 'reason', 'otel.metric.overflow'],
      ...['miniprogram.monitor.truncated', 'spans[].tags[miniprogram.monitor.truncated]'],
    ],
    why: text('the measurement itself', '测量值本身'),
    off: signalOff,
  },
]
