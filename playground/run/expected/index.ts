/**
 * What a tour through the sample shop has to leave behind: every signal of the kit, as data, for `--check`, for tests
 * and for the documentation.
 */
import type { PlatformName } from '../../../hosts/index.ts'

/** What is asked of one attribute or field. */
export interface Rule {
  /** OTLP type: `string`, `int`, `double`, `bool`, `array[int]` … */
  type?: string
  /** The value itself, one of several, or what its text matches. */
  is?: string | number | boolean | readonly (string | number)[] | RegExp
}
export interface Rules {
  readonly [name: string]: Rule
}

export interface Expected {
  /** `log.js`, `metric.app_launch`: a stable name. */
  id: string
  title: string
  group: 'errors' | 'performance' | 'requests' | 'traces' | "the app's own" | 'raw'
  signal: 'log' | 'metric' | 'segment' | 'keepAlive'
  /** Default: every platform with an app. */
  platforms?: readonly PlatformName[]
  /** Which records are meant: fields, and attributes (of a segment: its tags). */
  where: { fields?: Rules; attributes?: Rules }
  /** What each of them has. */
  fields: Rules
  attributes: Rules
  /** What it may have besides; anything else is a surprise. */
  optional: Rules
}

const text: Rule = { type: 'string', is: /./ }
const page: Rule = { type: 'string', is: /^(packages\/promo\/)?pages\/[\w-]+\/[\w-]+$/ }

function hex(length: number): RegExp {
  return new RegExp(`^[0-9a-f]{${length}}$`)
}

const any: Rule = {}

/** One value a key, on every batch of logs and metrics. `service.instance.id` only where the app names one. */
export const resource: Rules = {
  'service.name': text,
  'service.version': text,
  'telemetry.sdk.name': { type: 'string', is: 'mini-monitor' },
  'telemetry.sdk.version': { type: 'string', is: /^\d+\.\d+\.\d+/ },
  'telemetry.sdk.language': { type: 'string', is: 'webjs' },
  'miniprogram.platform': text,
  'miniprogram.framework': { type: 'string', is: ['native', 'taro', 'uni-app'] },
}

/** What the sample apps set themselves, on logs and spans. */
const ambient: Rules = {
  'shop.channel': { type: 'string', is: ['wechat', 'alipay'] },
  'shop.member.level': { type: 'string', is: 'gold' },
  'user.id': { type: 'string', is: 'member-8812' },
}

const onLogs: Rules = {
  'miniprogram.page.path': page,
  'session.id': { type: 'string', is: hex(32) },
  'log.record.uid': { type: 'string', is: hex(32) },
}

/** What is needed to reproduce an error. */
export const device: Rules = {
  'device.manufacturer': text,
  'device.model.identifier': text,
  'os.name': text,
  'os.version': text,
  'miniprogram.host.version': text,
  'miniprogram.base_library.version': text,
  'network.connection.type': { type: 'string', is: 'wifi' },
}

const isError: Rules = { severity: { is: 17 }, severityText: { is: 'ERROR' } }

function error(
  type: string,
  title: string,
  fields: Rules,
  attributes: Rules,
  optional: Rules = {},
): Expected {
  return {
    id: `log.${type}`,
    title,
    group: 'errors',
    signal: 'log',
    where: { attributes: { 'exception.type': { is: type } } },
    fields: { ...isError, ...fields },
    attributes: { 'exception.type': { type: 'string' }, ...onLogs, ...device, ...attributes },
    // Repeats within a minute come as one log with their number.
    optional: { ...ambient, 'exception.count': { type: 'string', is: /^\d+$/ }, ...optional },
  }
}

const ajax: Rules = {
  'http.request.method': { type: 'string', is: /^[A-Z]+$/ },
  'server.address': { type: 'string', is: '127.0.0.1' },
  'sw8.trace_id': { type: 'string', is: hex(32) },
  'sw8.segment_id': { type: 'string', is: /^[0-9a-f]+$/ },
  'sw8.span_id': { type: 'string', is: '0' },
}
const traced: Rules = { traceId: { is: hex(32) }, spanId: { is: hex(16) } }

const stack: Rule = { type: 'string', is: /\bpages\/detail\/detail\.js:\d+:\d+/ }

export const ERRORS: readonly Expected[] = [
  {
    ...error('js', 'uncaught error in a handler', {}, { 'exception.stacktrace': stack }),
    where: {
      fields: { body: { is: /^(TypeError: )?Cannot read propert/ } },
      attributes: { 'exception.type': { is: 'js' } },
    },
  },
  error(
    'promise',
    'unhandled rejection with a plain object',
    { body: { type: 'string', is: /优惠券|not found/ } },
    {},
  ),
  error(
    'pageNotFound',
    'page not found',
    { body: { type: 'string', is: 'page not found: pages/sale/spring-2023' } },
    { 'miniprogram.page.path': { type: 'string', is: 'pages/sale/spring-2023' } },
  ),
  {
    ...error(
      'ajax',
      'request answered with 5xx',
      {
        ...traced,
        body: { type: 'string', is: /^POST http:\/\/127\.0\.0\.1:\d+\/api\/orders failed: 503$/ },
      },
      { ...ajax, 'http.response.status_code': { type: 'string', is: '503' } },
    ),
    id: 'log.ajax.status',
    where: { attributes: { 'exception.type': { is: 'ajax' }, 'http.response.status_code': { is: /^5/ } } },
  },
  {
    ...error(
      'ajax',
      'request that timed out',
      {
        ...traced,
        body: {
          type: 'string',
          is: /^GET http:\/\/127\.0\.0\.1:\d+\/api\/recommendations failed: .*timeout/,
        },
      },
      { ...ajax, 'http.response.status_code': { type: 'string', is: '0' } },
    ),
    id: 'log.ajax.failure',
    where: { attributes: { 'exception.type': { is: 'ajax' }, 'http.response.status_code': { is: '0' } } },
  },
]

function gauge(name: string, title: string, value: Rule, platforms?: readonly PlatformName[]): Expected {
  return {
    id: `metric.${name}`,
    title,
    group: 'performance',
    signal: 'metric',
    platforms,
    where: { fields: { name: { is: `miniprogram.${name}` } } },
    fields: { type: { is: 'gauge' }, unit: { is: 'ms' }, valueType: { is: 'int' }, value },
    attributes: { 'miniprogram.page.path': page },
    optional: {},
  }
}

const duration: Rule = { is: /^\d{1,6}$/ }
const wechat = ['wechat'] as const

/** Without performance entries a platform has the two that the life-cycle tells. */
export const GAUGES: readonly Expected[] = [
  gauge('app_launch.duration', 'launch of the app', duration),
  gauge('first_render.duration', 'first rendering of a page', duration),
  gauge('route.duration', 'change of page', duration, wechat),
  gauge('script.duration', 'evaluation of the code', duration, wechat),
  gauge('package_load.duration', 'loading of the package', duration, wechat),
  // Wall clock, as the dashboards have it: this century.
  gauge('first_paint.time', 'first paint', { is: /^1[5-9]\d{11}$/ }, wechat),
]

export const bounds = [10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10000, 30000, 60000] as const

function request(id: string, title: string, attributes: Rules): Expected {
  return {
    id: `metric.request.${id}`,
    title,
    group: 'requests',
    signal: 'metric',
    where: { fields: { name: { is: 'miniprogram.request.duration' } }, attributes },
    fields: {
      type: { is: 'histogram' },
      unit: { is: 'ms' },
      temporality: { is: 'delta' },
      bounds: { is: bounds.join() },
      startTimeUnixNano: { is: /^[1-9]\d{18}$/ },
    },
    attributes: {
      'http.request.method': { type: 'string', is: /^[A-Z]+$/ },
      'http.response.status_code': { type: 'string', is: /^(0|[1-5]\d\d)$/ },
      'server.address': { type: 'string', is: '127.0.0.1' },
      'miniprogram.page.path': page,
    },
    optional: {
      'url.path.group': { type: 'string', is: ['/products/{id}', '/products/{id}/poster', '/invoices/{id}'] },
    },
  }
}

export const REQUESTS: readonly Expected[] = [
  request('get', 'GET', { 'http.request.method': { is: 'GET' } }),
  request('post', 'POST', { 'http.request.method': { is: 'POST' } }),
  request('upload', 'UPLOAD', { 'http.request.method': { is: 'UPLOAD' } }),
  request('download', 'DOWNLOAD', { 'http.request.method': { is: 'DOWNLOAD' } }),
  request('error', 'answered with 5xx', { 'http.response.status_code': { is: '503' } }),
  request('failure', 'without an answer', { 'http.response.status_code': { is: '0' } }),
  request('group', 'grouped by a rule for URLs', { 'url.path.group': { is: /./ } }),
]

const segmentFields: Rules = {
  traceId: { is: hex(32) },
  traceSegmentId: { is: /^[0-9a-f]{32,}$/ },
  service: text,
  serviceInstance: text,
  spanId: { is: 0 },
  parentSpanId: { is: -1 },
}

/** SkyWalking's ids of the clients. */
export const components: { readonly [platform in PlatformName]?: number } = { wechat: 10002, alipay: 10003 }

function exit(id: string, title: string, where: Rules, fields: Rules, attributes: Rules): Expected {
  return {
    id: `segment.${id}`,
    title,
    group: 'traces',
    signal: 'segment',
    where: { fields: { spanType: { is: 'Exit' } }, attributes: where },
    fields: {
      ...segmentFields,
      spanLayer: { is: 'Http' },
      operationName: page,
      peer: { is: /^127\.0\.0\.1:\d+$/ },
      componentId: { is: Object.values(components) },
      ...fields,
    },
    attributes: {
      'http.method': { is: /^[A-Z]+$/ },
      url: { is: /^http:\/\/127\.0\.0\.1:\d+\/api\/[\w/]+$/ },
      'miniprogram.platform': text,
      ...attributes,
    },
    optional: {},
  }
}

/** Of the spans that the app starts itself. */
const spanTags: Rules = {
  'miniprogram.platform': text,
  'miniprogram.page.path': { is: 'pages/cart/cart' },
  'session.id': { is: hex(32) },
}

function local(name: string, title: string, attributes: Rules): Expected {
  return {
    id: `segment.span.${name}`,
    title,
    group: "the app's own",
    signal: 'segment',
    where: { fields: { spanType: { is: 'Local' }, operationName: { is: name } } },
    fields: {
      ...segmentFields,
      spanLayer: { is: 'Unknown' },
      componentId: { is: Object.values(components) },
    },
    attributes: { ...spanTags, ...attributes },
    optional: ambient,
  }
}

export const TRACES: readonly Expected[] = [
  exit(
    'success',
    'segment of a request',
    { 'http.status_code': { is: /^2/ } },
    { isError: { is: false } },
    { 'http.status_code': { is: /^2\d\d$/ } },
  ),
  exit(
    'error',
    'segment of a request answered with 5xx',
    { 'http.status_code': { is: /^5/ } },
    { isError: { is: true } },
    { 'http.status_code': { is: '503' } },
  ),
  exit(
    'failure',
    'segment of a request without an answer',
    { 'error.message': { is: /./ } },
    { isError: { is: true } },
    { 'error.message': { is: /timeout/ } },
  ),
  {
    id: 'keepAlive',
    title: 'layer of the service',
    group: 'traces',
    signal: 'keepAlive',
    where: {},
    fields: { service: text, serviceInstance: text, layer: { is: /^(WECHAT|ALIPAY)_MINI_PROGRAM$/ } },
    attributes: {},
    optional: {},
  },
]

function ownLog(id: string, title: string, body: string, severity: number, attributes: Rules): Expected {
  return {
    id: `log.${id}`,
    title,
    group: "the app's own",
    signal: 'log',
    where: { fields: { body: { is: body } } },
    fields: { severity: { is: severity }, severityText: any, body: { type: 'string' } },
    attributes: { ...onLogs, ...attributes },
    optional: ambient,
  }
}

function ownMetric(name: string, title: string, fields: Rules, attributes: Rules): Expected {
  return {
    id: `metric.${name}`,
    title,
    group: "the app's own",
    signal: 'metric',
    where: { fields: { name: { is: name } } },
    fields,
    attributes,
    optional: {},
  }
}

export const OWN: readonly Expected[] = [
  {
    ...error(
      'js',
      'captureError',
      { body: { type: 'string', is: /^(URIError: )?URI malformed$/ } },
      { 'exception.stacktrace': stack, 'shop.product.id': { type: 'int', is: /^1\d{3}$/ } },
    ),
    id: 'log.captured',
    group: "the app's own",
    where: { attributes: { 'shop.product.id': { is: /./ } } },
  },
  ownLog('order.placed', 'log with attributes of every type', 'order placed', 9, {
    'shop.order.id': { type: 'string', is: /^order-\d+$/ },
    'shop.order.items': { type: 'int', is: 1 },
    'shop.order.total': { type: 'double' },
    'shop.order.gift': { type: 'bool', is: false },
    'shop.order.products': { type: 'array[int]' },
  }),
  ownLog('order.failed', 'log with a level', 'order failed', 13, { 'shop.order.reason': text }),
  ownMetric(
    'shop.home.views',
    'count',
    { type: { is: 'sum' }, temporality: { is: 'delta' }, monotonic: { is: true }, value: { is: /^\d+$/ } },
    { 'shop.picks': { type: 'int', is: 6 } },
  ),
  ownMetric('shop.cart.items', 'gauge', { type: { is: 'gauge' }, unit: { is: '1' }, value: { is: 1 } }, {}),
  ownMetric(
    'shop.order.total',
    'histogram with bounds of its own',
    {
      type: { is: 'histogram' },
      unit: { is: 'CNY' },
      temporality: { is: 'delta' },
      bounds: { is: '20,50,100,200,500,1000' },
      count: { is: 1 },
    },
    { 'shop.payment': { type: 'string', is: ['wallet', 'alipay'] } },
  ),
  local('checkout', 'startSpan', { 'shop.order.items': { is: '1' } }),
  local('pay', 'startSpan with a parent', {}),
]

const experiment: Rule = { type: 'string', is: 'flash-layout' }

function rawMetric(name: string, title: string, fields: Rules, attributes: Rules): Expected {
  return {
    ...ownMetric(name, title, fields, attributes),
    group: 'raw',
  }
}

export const RAW: readonly Expected[] = [
  {
    ...ownLog('raw', 'record("log")', 'experiment flash-layout: two-columns', 9, {
      'experiment.name': experiment,
      'experiment.variant': { type: 'string', is: 'two-columns' },
      'experiment.weight': { type: 'double', is: 0.5 },
    }),
    group: 'raw',
  },
  rawMetric(
    'shop.experiment.exposures',
    'record("metric"): sum',
    { type: { is: 'sum' }, temporality: { is: 'delta' }, valueType: { is: 'int' }, value: { is: 1 } },
    { 'experiment.name': experiment, 'experiment.variant': { type: 'string', is: 'two-columns' } },
  ),
  rawMetric(
    'shop.experiment.watch',
    'record("metric"): exponential histogram',
    {
      type: { is: 'exponentialHistogram' },
      temporality: { is: 'delta' },
      count: { is: 1 },
      unit: { is: 's' },
    },
    { 'experiment.name': experiment },
  ),
  rawMetric(
    'shop.experiment.watch.summary',
    'record("metric"): summary',
    { type: { is: 'summary' }, count: { is: 1 }, unit: { is: 's' } },
    { 'experiment.name': experiment },
  ),
  {
    id: 'segment.raw',
    title: 'record("segment")',
    group: 'raw',
    signal: 'segment',
    where: { fields: { operationName: { is: 'push/flash-sale' } } },
    fields: { ...segmentFields, spanType: { is: 'Local' }, spanLayer: { is: 'MQ' }, isError: { is: false } },
    attributes: { 'mq.topic': { is: 'flash-sale' }, 'miniprogram.platform': text },
    optional: {},
  },
]

/** All of them, in the order in which they are shown. */
export const EXPECTED: readonly Expected[] = [...ERRORS, ...GAUGES, ...REQUESTS, ...TRACES, ...OWN, ...RAW]
