import { PLATFORM_NAMES } from '../../core/platforms/names.ts'
import { text, type Text } from './text.ts'

/*
 * The one source of docs/options.md, of the table in the README and of the comments in core/kit/user-options.ts; a test
 * compares it with the code.
 */

export interface OptionRow {
  path: string
  /** As a reader sees it. */
  type: string
  /** Of the validated configuration; undefined: none. */
  default?: unknown
  /** Where the default is no plain value. */
  defaultText?: Text
  what: Text
  /** Also in the README. */
  short?: boolean
  /** Where more is told, for the comment in the code. */
  see?: string
}

const platforms: string[] = PLATFORM_NAMES.map((name) => `\`${name}\``)
const last = platforms.pop()

const none = text('none', '无')

export const OPTIONS: OptionRow[] = [
  {
    path: 'service',
    type: 'string',
    defaultText: text('required', '必填'),
    what: text(
      'Name of the app in the back end (`service.name`). The only option that throws if it is missing.',
      '后端看到的应用名（`service.name`）。唯一一个缺失时会抛错的选项。',
    ),
    short: true,
  },
  {
    path: 'serviceVersion',
    type: 'string',
    default: 'v0.0.0',
    what: text('Version of the app (`service.version`).', '应用版本（`service.version`）。'),
    short: true,
    see: 'docs/signals.md#resource',
  },
  {
    path: 'serviceInstance',
    type: 'string',
    defaultText: none,
    what: text(
      'A release or a channel, never a device (`service.instance.id`). SkyWalking keeps separate metrics for each value.',
      '发布批次或渠道，切勿填设备标识（`service.instance.id`）。SkyWalking 会按每个取值分别统计。',
    ),
    see: 'docs/signals.md#resource',
  },
  {
    path: 'collector',
    type: 'string',
    defaultText: text('none: signals go to the console', '无：信号输出到控制台'),
    what: text(
      'Base URL of an OTLP/HTTP receiver. `/v1/logs` and `/v1/metrics` are appended, before the query if there is one. If the address already ends with one of them, its base is used.',
      'OTLP/HTTP 接收端的基础地址，会自动拼上 `/v1/logs` 和 `/v1/metrics`（有查询串时拼在其前面）。已以此结尾的地址会还原为基础地址。',
    ),
    short: true,
    see: 'docs/backends.md#addresses-headers-tokens',
  },
  {
    path: 'traceCollector',
    type: 'string',
    defaultText: text('the same as `collector`', '同 `collector`'),
    what: text(
      'Base URL for traces: `/v3/segments`, or `/v1/traces` with `tracing.exporter: "otlp"`.',
      '链路数据的基础地址：`/v3/segments`；当 `tracing.exporter` 为 `"otlp"` 时为 `/v1/traces`。',
    ),
    see: 'docs/backends.md#addresses-headers-tokens',
  },
  ...(['logs', 'metrics', 'traces', 'segments', 'keepAlive'] as const).map((name): OptionRow => ({
    path: `endpoints.${name}`,
    type: 'string',
    defaultText: text('from the base URL', '由基础地址拼成'),
    what: text(`Full URL for ${name}, if the path differs.`, `${name} 的完整 URL，路径不同于默认时使用。`),
  })),
  {
    path: 'headers',
    type: 'object | () => object | Promise',
    defaultText: none,
    what: text(
      "Added to the kit's own requests, for example a token. A function is called for each request. If it returns a promise, the kit waits for it (at most `timeout`) and keeps the result for five minutes, or until it is refused (401, 403, 407).",
      '加到本库自己的请求上，例如令牌；若为函数则每次请求时调用。返回 Promise 时会等待（至多 `timeout`），结果保留五分钟，或到被拒绝（401、403、407）为止。',
    ),
    see: 'docs/backends.md#addresses-headers-tokens',
  },
  {
    path: 'platform',
    type: 'string',
    defaultText: text('detected', '自动识别'),
    what: text(
      `${platforms.join(', ')} or ${last}. Overrides the detection.`,
      `${platforms.join('、')} 或 ${last}。优先于自动识别。`,
    ),
  },
  {
    path: 'enable.error',
    type: 'boolean',
    default: true,
    what: text(
      'Error logs: uncaught errors, promise rejections, pages not found, failed requests.',
      '错误日志：未捕获错误、Promise 拒绝、页面不存在、请求失败。',
    ),
    short: true,
    see: 'docs/signals.md#logs',
  },
  {
    path: 'enable.perf',
    type: 'boolean',
    default: true,
    what: text('Duration of launch, render and route.', '启动、渲染、路由的耗时。'),
    short: true,
    see: 'docs/signals.md#metrics',
  },
  {
    path: 'enable.request',
    type: 'boolean',
    default: true,
    what: text(
      'Duration and failures of requests, uploads and downloads. If `false` and tracing is off, they are not wrapped.',
      '请求、上传、下载的耗时与失败。`false` 且未开链路追踪时不包装。',
    ),
    short: true,
    see: 'docs/signals.md#attributes-of-requests',
  },
  {
    path: 'enable.page',
    type: 'boolean',
    default: true,
    what: text('Views of pages, and how long they last. Never sampled.', '页面浏览量与停留时长，不采样。'),
    short: true,
    see: 'docs/signals.md#metrics',
  },
  {
    path: 'enable.session',
    type: 'boolean',
    default: true,
    what: text(
      'Starts of the app and sessions, the denominators of rates. Never sampled.',
      '启动次数与会话数，用作各类比率的分母，不采样。',
    ),
    short: true,
    see: 'docs/signals.md#metrics',
  },
  {
    path: 'enable.tracing',
    type: 'boolean',
    default: false,
    what: text(
      'Trace headers on requests, and segments or spans.',
      '为请求添加追踪头，并上报 segment 或 span。',
    ),
    short: true,
    see: 'docs/native.md#tracing',
  },
  {
    path: 'tracing.sampleRate',
    type: 'number',
    default: 1,
    what: text('Share of requests to trace, 0 to 1.', '被追踪请求的比例，0 到 1。'),
    short: true,
    see: 'docs/options.md#sampling-and-what-the-numbers-mean',
  },
  {
    path: 'tracing.urlBlacklist',
    type: '(string | RegExp)[]',
    default: [],
    what: text(
      'Requests that are not traced; a string matches any part of the URL. Their duration is still measured.',
      '不追踪的请求：字符串按子串匹配 URL。耗时仍会统计。',
    ),
  },
  {
    path: 'tracing.urlAllowlist',
    type: '(string | RegExp)[]',
    defaultText: text('all; on web pages the same origin', '全部；网页仅限同源'),
    what: text(
      'Only these requests are traced. On web pages, a server of another origin must allow the custom header (CORS).',
      '只追踪这些请求。网页跨域请求带自定义头需要对方服务器允许（CORS）。',
    ),
    see: 'docs/privacy.md#trace-headers',
  },
  {
    path: 'tracing.propagators',
    type: "('sw8' | 'w3c' | 'b3')[]",
    default: ['sw8'],
    what: text('Which headers carry the trace; any combination.', '用哪些请求头传递链路，可任意组合。'),
    see: 'docs/signals.md#request-headers',
  },
  {
    path: 'tracing.exporter',
    type: "'skywalking' | 'otlp'",
    default: 'skywalking',
    what: text(
      'Segments for SkyWalking, or OTLP spans for other back ends.',
      'SkyWalking 的 segment，或供其他后端使用的 OTLP span。',
    ),
    see: 'docs/backends.md',
  },
  {
    path: 'tracing.componentId',
    type: 'number',
    defaultText: text('by platform', '由平台决定'),
    what: text(
      "SkyWalking's component number: 10002 WeChat, 10003 Alipay, 10001 elsewhere.",
      'SkyWalking 组件编号：微信 10002，支付宝 10003，其他 10001。',
    ),
    see: 'docs/platforms/alipay.md',
  },
  {
    path: 'tracing.pages',
    type: 'boolean',
    default: true,
    what: text(
      'The loading of a page is one trace: requests, spans of your own and updates that begin meanwhile are its parts, and sampled with it.',
      '一个页面的加载即一条链路：加载期间发起的请求、你自己的 span 与更新都属于它，并随它一同采样。',
    ),
    see: 'docs/signals.md#a-page-as-one-trace',
  },
  {
    path: 'request.urlGroupRules',
    type: '{ [group: string]: RegExp }',
    default: [],
    defaultText: text('`{}`', '`{}`'),
    what: text(
      'Sets the attribute `url.path.group` on requests; the first rule that matches the URL applies.',
      '为请求添加属性 `url.path.group`，取首个匹配 URL 的规则。',
    ),
    see: 'docs/signals.md#attributes-of-requests',
  },
  {
    path: 'sampling.session',
    type: 'number',
    default: 1,
    what: text(
      'Share of sessions that are reported, 0 to 1: error logs, performance, spans. The duration of requests is never sampled, because the rate per minute would then be wrong.',
      '上报的会话比例，0 到 1：错误日志、性能、span。请求耗时从不采样，否则每分钟请求数会失真。',
    ),
    short: true,
    see: 'docs/options.md#sampling-and-what-the-numbers-mean',
  },
  {
    path: 'sampling.error',
    type: 'number',
    default: 1,
    what: text('Share of sessions whose errors are reported.', '上报错误的会话比例。'),
    see: 'docs/options.md#sampling-and-what-the-numbers-mean',
  },
  {
    path: 'sampling.perf',
    type: 'number',
    default: 1,
    what: text('Share of sessions whose performance is reported.', '上报性能的会话比例。'),
    see: 'docs/options.md#sampling-and-what-the-numbers-mean',
  },
  {
    path: 'sampling.request',
    type: 'number',
    default: 1,
    what: text(
      'Share of sessions whose failed requests and spans are reported.',
      '上报失败请求日志和 span 的会话比例。',
    ),
    see: 'docs/options.md#sampling-and-what-the-numbers-mean',
  },
  {
    path: 'consent',
    type: "'granted' | 'pending' | 'denied'",
    default: 'granted',
    what: text(
      '`pending`: nothing is stored or sent until `setConsent(true)`. Any unknown value counts as `pending`.',
      '`pending`：调用 `setConsent(true)` 之前不存储、不发送。未知的取值按 `pending` 处理。',
    ),
    short: true,
    see: 'docs/privacy.md#consent',
  },
  {
    path: 'beforeSend',
    type: '(signal) => signal | false',
    defaultText: none,
    what: text(
      'The last step for every signal: return it, changed or not, or `false` to drop it. If the function throws or returns a promise, the signal is dropped and counted. Its own requests and logs are not reported.',
      '最后一道处理：返回信号（可修改），或返回 `false` 丢弃。若抛错或返回 Promise，该信号被丢弃并计数；它自身发出的请求和日志不会上报。',
    ),
    short: true,
    see: 'docs/privacy.md',
  },
  {
    path: 'redactUrl',
    type: '(url: string) => string',
    defaultText: none,
    what: text(
      'Called with each URL after query, fragment and user info are removed.',
      '处理每个 URL；此时查询串、片段和用户信息已去除。',
    ),
    see: 'docs/privacy.md',
  },
  {
    path: 'redactKeys',
    type: '(string | RegExp)[]',
    defaultText: text('built-in list', '内置列表'),
    what: text(
      'Attributes whose names contain one of these, in any spelling, are left out, and so are the values of such members in JSON text; `_tel_` matches a whole word. Replaces the built-in list, see [privacy](privacy.md).',
      '名称包含其中任一词（不论写法）的属性会被去掉，JSON 文本中同名成员的值也会被替换；`_tel_` 表示整词。设置后替换内置列表，见[隐私](privacy.zh-CN.md)。',
    ),
    see: 'docs/privacy.md#names-that-are-always-left-out',
  },
  {
    path: 'ignoreErrors',
    type: '(string | RegExp)[]',
    default: [],
    what: text(
      'Errors of any type, including failed requests, are dropped and counted as `ignored` if their message contains one of these strings or matches one of these expressions.',
      '消息包含其中任一字符串或匹配其中任一正则的错误（各种类型，包括失败的请求）会被丢弃，并计为 `ignored`。',
    ),
    short: true,
  },
  {
    path: 'deviceContext',
    type: 'boolean',
    default: true,
    what: text(
      'Adds device, system and network type to error logs.',
      '在错误日志上附带设备、系统和网络类型。',
    ),
    short: true,
    see: 'docs/privacy.md#fields',
  },
  {
    path: 'attributes',
    type: 'object',
    default: {},
    what: text('Added to every log and span.', '附加到每条日志和 span 上。'),
    see: 'docs/native.md#your-own-data',
  },
  {
    path: 'maxQueue',
    type: 'number',
    default: 200,
    what: text(
      'Maximum number of signals waiting in memory, not counting two batches in flight, 1 to 10000. The oldest of the least important kind is dropped first, and counted.',
      '内存中最多等待的信号数（发送中的两批不计），1 到 10000。超出时先丢最不重要的一类中最旧的，并计数。',
    ),
    see: 'docs/signals.md#attributes-of-losses',
  },
  {
    path: 'maxQueueBytes',
    type: 'number',
    default: 262144,
    what: text(
      'Bytes that these signals may take up, estimated; 1024 or more.',
      '这些信号可占用的字节数（估算）；不小于 1024。',
    ),
  },
  {
    path: 'flushInterval',
    type: 'number',
    default: 5000,
    what: text(
      'Time in ms within which a signal is sent, or else stored; 100 to 3600000. Errors are sent within a second.',
      '信号在此毫秒数内发出，否则写入存储；100 到 3600000。错误在一秒内发出。',
    ),
    short: true,
  },
  {
    path: 'timeout',
    type: 'number',
    default: 10000,
    what: text(
      "Time in ms after which one of the kit's requests is late and no longer holds up others; 100 to 600000. Its response still counts for a minute, unless the slot is needed.",
      '超过此毫秒数后，本库的请求视为迟到，其他请求不再等它；100 到 600000。一分钟内到达的应答仍然有效，除非需要腾出并发名额。',
    ),
  },
  {
    path: 'maxAge',
    type: 'number',
    default: 86400000,
    what: text(
      'Time in ms after which stored data is dropped; 1000 or more.',
      '存储内容超过此毫秒数即丢弃；不小于 1000。',
    ),
  },
  {
    path: 'encoding',
    type: "'proto' | 'json'",
    default: 'proto',
    what: text(
      'Encoding of logs, metrics and OTLP spans. Platforms without support for binary data always use JSON.',
      '日志、指标和 OTLP span 的编码。不支持发送二进制的平台始终使用 JSON。',
    ),
    short: true,
  },
  {
    path: 'keepAlive',
    type: 'boolean | { layer: string }',
    default: true,
    what: text(
      'Announces a service that sends only traces to SkyWalking, which would otherwise not list it. Works for WeChat and Alipay; for other platforms, `{ layer }` names the layer that your SkyWalking has for them, for example `BAIDU_MINI_PROGRAM` with the rules of `deploy/skywalking`.',
      '当 SkyWalking 只收到链路数据时，告知它该服务的存在，否则服务列表中不会出现。默认仅微信和支付宝；其他平台用 `{ layer }` 指定你的 SkyWalking 中对应的 layer，例如装有 `deploy/skywalking` 规则时的 `BAIDU_MINI_PROGRAM`。',
    ),
    see: 'docs/signals.md#keep-alive, docs/platforms/alipay.md',
  },
  {
    path: 'events',
    type: 'boolean',
    default: true,
    what: text(
      'Listens to what the platform tells: sub-packages that fail to load (an error log each), changes of the network (the type on error logs), memory that runs short (on the breadcrumbs of errors).',
      '监听平台的通知：分包加载失败（各记一条错误日志）、网络变化（错误日志上的网络类型随之更新）、内存不足（写入错误的面包屑）。',
    ),
    see: 'docs/signals.md#logs',
  },
  {
    path: 'breadcrumbs',
    type: 'number | { max?: number; console?: boolean }',
    default: { max: 30, console: false },
    defaultText: text('30', '30'),
    what: text(
      'What came before an error, on its log: so many of the newest visits of pages, requests, errors, logs and `addBreadcrumb()`, 0 to 100; 0 is off. With `console`, also what the app prints as a warning or an error: its first 200 characters, without objects.',
      '错误日志附带出错之前发生的事（面包屑）：最近若干次页面访问、请求、错误、日志与 `addBreadcrumb()`，取值 0 到 100，0 为关闭。设置 `console` 后，还包括应用在控制台输出的警告和错误：只取前 200 个字符，不含对象内容。',
    ),
    see: 'docs/signals.md#breadcrumbs',
  },
  {
    path: 'webViews',
    type: 'string[]',
    default: [],
    what: text(
      'Hosts of web pages that go on with the session and the trace of the mini program which opens them by `linkUrl()`: the same list in both.',
      '网页的主机名列表：小程序用 `linkUrl()` 打开这些网页时，网页延续小程序的会话与链路；两边填写同一份列表。',
    ),
    see: 'docs/guides/runtime.md#web-view',
  },
  {
    path: 'updates',
    type: 'boolean',
    default: false,
    what: text(
      'Measures the cost of setData, by page; mini programs only.',
      '按页面测量 setData 的开销；仅小程序。',
    ),
    see: 'docs/signals.md#metrics',
  },
  {
    path: 'lag',
    type: 'boolean',
    default: false,
    what: text(
      "Measures how long the app's code blocks everything else, by page, while the app is in front; more than 2 s is also a log (`exception.type` `lag`). In native mini programs, this needs a file from `npx mini-monitor native --features lag`; without it, `init` warns.",
      '按页面测量前台时代码阻塞逻辑层的时长；超过 2 s 另记一条日志（`exception.type` 为 `lag`）。原生小程序需使用 `npx mini-monitor native --features lag` 生成的文件，否则 `init` 会警告。',
    ),
    see: 'docs/signals.md#metrics',
  },
  {
    path: 'resources',
    type: 'boolean',
    default: false,
    what: text(
      'An error log for each script, style sheet, image or media file that a web page fails to load. Web pages only; mini programs have no such event.',
      '网页请求的脚本、样式表、图片或媒体文件加载失败时，各记一条错误日志。仅网页；小程序没有这类事件。',
    ),
    see: 'docs/signals.md#logs',
  },
  {
    path: 'debug',
    type: 'boolean',
    default: false,
    what: text(
      "Prints the kit's internal failures and retries to the console.",
      '在控制台输出本库内部的故障与重试。',
    ),
    see: 'docs/native.md#check-that-it-runs',
  },
]
