import { always, fromKit, set, type Attribute } from './field.ts'
import { text, type Text } from '../text.ts'
import { everywhere, fromFrameworksOr, inMiniPrograms, on, type Where } from './where.ts'

export interface MetricRow {
  name: string
  type: 'gauge' | 'sum' | 'histogram'
  unit: string
  what: Text
  /** Where it comes from: runtime entries, else life-cycle timing. */
  source: Text
  where: Where
  /** Its values have fractions. */
  fractions?: true
  attributes: Attribute[]
}

const ON_PAGE: Attribute[] = [
  {
    name: 'miniprogram.page.path',
    type: 'string',
    when: text('a page is known', '页面已知'),
    source: text(
      'the page of the performance entry; with life-cycle timing, the page being launched or rendered; otherwise the current page',
      '性能条目自带的页面；生命周期计时为被启动或被渲染的页面；否则为当前页面',
    ),
  },
]

/** The platforms whose runtime has performance entries. */
const ENTRIES = ['wechat', 'bytedance'] as const

/** Delta histograms of updates. */
function updates(name: string, unit: string, what: Text): MetricRow {
  return {
    name: `miniprogram.set_data.${name}`,
    type: 'histogram',
    unit,
    what,
    source: text(
      'setData of pages, by the app or the framework; only with the option `updates`',
      '应用或框架对页面的 setData；仅在开启选项 `updates` 时',
    ),
    where: inMiniPrograms,
    attributes: byPage(text('the updated page', '被更新的页面')),
  }
}

/** By page, in a bounded number of series. */
function byPage(source: Text): Attribute[] {
  return [
    { name: 'miniprogram.page.path', type: 'string', when: always, source },
    {
      name: 'otel.metric.overflow',
      type: 'bool',
      when: text(
        'on the series that combines everything after the 100th page; then the only attribute',
        '第 100 个页面之后的数据合并为一个序列，且只带此属性',
      ),
      source: fromKit,
    },
  ]
}

/** Counts of what happened: delta, monotonic, never sampled. */
const VISITS: MetricRow[] = [
  {
    name: 'miniprogram.app.starts',
    type: 'sum',
    unit: '1',
    what: text(
      'starts of the app; delta, monotonic, never sampled',
      '小程序启动次数；delta，单调递增，不采样',
    ),
    source: text(
      'start of the kit, once in each run of the app; return from the background',
      '本库启动（每次运行计一次）；从后台回到前台',
    ),
    where: everywhere,
    attributes: [
      {
        name: 'miniprogram.start.type',
        type: 'string',
        when: always,
        source: text(
          '`cold`; `hot` when the app returns from the background',
          '`cold`；从后台返回时为 `hot`',
        ),
      },
    ],
  },
  {
    name: 'miniprogram.sessions',
    type: 'sum',
    unit: '1',
    what: text(
      'sessions that began; delta, monotonic, never sampled',
      '新开始的会话数；delta，单调递增，不采样',
    ),
    source: text('the kit, when `session.id` changes', '本库，`session.id` 更换时'),
    where: everywhere,
    attributes: [],
  },
  {
    name: 'miniprogram.page.views',
    type: 'sum',
    unit: '1',
    what: text(
      'views: each time that a page comes to the front; delta, monotonic, never sampled',
      '页面浏览量：页面每次进入前台计一次；delta，单调递增，不采样',
    ),
    source: text(
      'the page is shown, or the app returns to it; on WeChat from 3.5.5 also the route events; on web pages without a framework, the address',
      '页面显示，或小程序返回该页面；微信 3.5.5 起还有路由事件；未使用框架的网页按地址',
    ),
    where: everywhere,
    attributes: byPage(text('the visited page', '被访问的页面')),
  },
  {
    name: 'miniprogram.page.stay.duration',
    type: 'histogram',
    unit: 'ms',
    what: text(
      'how long a view lasts; delta, never sampled, with bounds 1000, 3000, 10000, 30000, 60000, 180000, 600000, 1800000',
      '每次浏览的停留时长；delta 直方图，不采样，边界为 1000、3000、10000、30000、60000、180000、600000、1800000',
    ),
    source: text(
      'from show to hide, unload or the background, whichever comes first',
      '从显示到隐藏、卸载或进入后台，以先发生者为准',
    ),
    where: everywhere,
    attributes: byPage(text('the visited page', '被访问的页面')),
  },
]

export const METRICS: MetricRow[] = [
  {
    name: 'miniprogram.app_launch.duration',
    type: 'gauge',
    unit: 'ms',
    what: text('launch of the app; once per launch', '小程序启动耗时；每次启动一次'),
    source: text(
      'WeChat `appLaunch` (newer base libraries end it at the largest contentful paint, older ones at the first render), ByteDance `navigation` with type `appLaunch`; web pages: `navigation`, for a prerendered page from the moment it is opened; elsewhere, or if the runtime reports nothing within 5 s: `onLaunch` → `onShow`, or start of the kit → first `onReady` if `App()` ran before the kit',
      '微信 `appLaunch`（新基础库以最大内容绘制为结束，旧版本以首次渲染为结束），抖音类型为 `appLaunch` 的 `navigation`；网页 `navigation`（预渲染的页面从打开时算起）；其他平台，或运行时 5 秒内未给出任何条目：`onLaunch` → `onShow`，若 `App()` 先于本库执行则为本库启动 → 首个 `onReady`',
    ),
    where: everywhere,
    attributes: ON_PAGE,
  },
  {
    name: 'miniprogram.first_render.duration',
    type: 'gauge',
    unit: 'ms',
    what: text('first render of a page', '页面首次渲染耗时'),
    source: text(
      'WeChat `firstRender`; web pages: `first-contentful-paint`, unless the page was in the background before; for a page from the back/forward cache, from `pageshow` to the second frame; elsewhere, including ByteDance, or if the runtime reports nothing within 5 s: `onLoad` → `onReady`, dropped if the page is hidden or unloaded in between',
      '微信 `firstRender`；网页 `first-contentful-paint`（此前曾在后台的页面不计；从往返缓存恢复时为 `pageshow` 到第二帧）；其他平台（包括抖音），或运行时 5 秒内未给出任何条目：`onLoad` → `onReady`，其间页面被隐藏或卸载则作废',
    ),
    where: everywhere,
    attributes: ON_PAGE,
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
    where: on(...ENTRIES, 'h5'),
    attributes: ON_PAGE,
  },
  {
    name: 'miniprogram.fcp.duration',
    type: 'gauge',
    unit: 'ms',
    what: text(
      'first contentful paint: until a page shows its first text or image; once per page',
      '首次内容绘制（FCP）：页面首次出现文字或图片的耗时；每个页面一次',
    ),
    source: text(
      'WeChat `firstContentfulPaint` (from 2.23.1; iOS from 14.5), less the start of the launch or route with the same `pageId`; ByteDance `first-contentful-paint`, less `app-click`, for the launch only; web pages: as web-vitals defines it. With an open vConsole it comes too early',
      '微信 `firstContentfulPaint`（2.23.1 起；iOS 14.5 起）减去 `pageId` 相同的启动或路由的开始时间；抖音 `first-contentful-paint` 减去 `app-click`，仅限启动；网页按 web-vitals 的定义。打开 vConsole 时会偏早',
    ),
    where: on(...ENTRIES, 'h5'),
    attributes: ON_PAGE,
  },
  {
    name: 'miniprogram.lcp.duration',
    type: 'gauge',
    unit: 'ms',
    what: text(
      'largest contentful paint: until a page shows its largest text or image; once per page',
      '最大内容绘制（LCP）：页面最大的文字或图片出现的耗时；每个页面一次',
    ),
    source: text(
      'WeChat `largestContentfulPaint` (from 2.23.1, not on iOS) and ByteDance `largest-contentful-paint`, less the same start; web pages: as web-vitals defines it, final at the first click or key or when the user leaves the page',
      '微信 `largestContentfulPaint`（2.23.1 起，iOS 没有）与抖音 `largest-contentful-paint`，减去同一开始时间；网页按 web-vitals 的定义，在首次点击、按键或离开页面时确定',
    ),
    where: on(...ENTRIES, 'h5'),
    attributes: ON_PAGE,
  },
  {
    name: 'miniprogram.inp.duration',
    type: 'gauge',
    unit: 'ms',
    what: text(
      'interaction to next paint: the slowest response of a visit to a click, tap or key, but for one in 50',
      '交互到下一次绘制（INP）：一次访问中对点击、触摸、按键最慢的一次响应，每 50 次忽略最慢的一次',
    ),
    source: text(
      'web pages: `event` and `first-input`, as web-vitals defines it; when the user leaves the page',
      '网页：`event` 与 `first-input`，按 web-vitals 的定义；离开页面时上报',
    ),
    where: on('h5'),
    attributes: ON_PAGE,
  },
  {
    name: 'miniprogram.cls.score',
    type: 'gauge',
    fractions: true,
    unit: '1',
    what: text(
      'cumulative layout shift: how much of what is shown jumps, a fraction (`asDouble`, `asInt` if it is 0); 0.1 is good, 0.25 is bad',
      '累积布局偏移（CLS）：页面内容跳动的程度，为小数（`asDouble`，为 0 时 `asInt`）；0.1 以内为好，0.25 以上为差',
    ),
    source: text(
      'web pages: `layout-shift`, as web-vitals defines it; when the user leaves the page',
      '网页：`layout-shift`，按 web-vitals 的定义；离开页面时上报',
    ),
    where: on('h5'),
    attributes: ON_PAGE,
  },
  {
    name: 'miniprogram.route.duration',
    type: 'gauge',
    unit: 'ms',
    what: text('route to another page', '路由（打开另一个页面）的耗时'),
    source: text(
      'WeChat `route` (newer base libraries end it at the largest contentful paint, older ones with the animation), ByteDance `navigation`; elsewhere only in Taro and uni-app: from `navigateTo` or a similar call (on web pages, the start of a router change) to `onReady`, dropped if the page is hidden or unloaded in between',
      '微信 `route`（新基础库以最大内容绘制为结束，旧版本以动画完成为结束），抖音 `navigation`；其他平台仅 Taro 和 uni-app：从 `navigateTo` 等导航调用（网页为路由开始切换）到 `onReady`，其间页面被隐藏或卸载则作废',
    ),
    where: fromFrameworksOr(...ENTRIES),
    attributes: ON_PAGE,
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
    where: on(...ENTRIES),
    attributes: ON_PAGE,
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
    where: on(...ENTRIES),
    attributes: ON_PAGE,
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
    where: everywhere,
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
        when: text('always; `0` if there was no response', '始终；没有应答时为 `0`'),
        source: text('the response', '应答'),
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
          'on the series that combines everything after the 100th; then the only attribute',
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
      "from setData to the platform's callback; in native mini programs from the update queue to the end of the update, where the platform reports that; bounds 1, 2, 5, 10, 16, 33, 50, 100, 250, 500, 1000, 2500",
      '从 setData 到平台回调的耗时；原生小程序中，平台能报告时为更新进入队列到更新结束；边界为 1、2、5、10、16、33、50、100、250、500、1000、2500',
    ),
  ),
  updates(
    'size',
    'By',
    text(
      'size of the data passed to setData; bounds 64, 256, 1024, 4096, 16384, 65536, 262144, 1048576',
      'setData 携带的数据量；边界为 64、256、1024、4096、16384、65536、262144、1048576',
    ),
  ),
  updates(
    'keys',
    '{key}',
    text(
      'number of keys passed to setData; bounds 1, 2, 5, 10, 20, 50, 100, 200',
      'setData 写入的键数；边界为 1、2、5、10、20、50、100、200',
    ),
  ),
  {
    name: 'miniprogram.lag.duration',
    type: 'histogram',
    unit: 'ms',
    what: text(
      "how long the app's code blocked everything else, 50 ms or more; up to 200 ms less than it was; bounds 50, 100, 250, 500, 1000, 2000, 5000, 10000",
      '代码阻塞逻辑层的时长，只计 50 ms 及以上，最多少计 200 ms；边界为 50、100、250、500、1000、2000、5000、10000',
    ),
    source: text(
      'drift of a timer while the app is in front; only with the option `lag`',
      '应用在前台时定时器的延迟；仅在开启选项 `lag` 时',
    ),
    where: everywhere,
    attributes: byPage(text('the page in front', '当前页面')),
  },
  ...VISITS,
  {
    name: 'miniprogram.monitor.dropped',
    type: 'sum',
    unit: '1',
    what: text(
      'signals lost or merged; sent at most once per minute, and only if there are any; delta, monotonic',
      '丢弃或合并的信号数；至多每分钟一次，没有则不发；delta，单调递增',
    ),
    source: fromKit,
    where: everywhere,
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
