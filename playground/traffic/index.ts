/**
 * The page without the kit: `npx tsx playground/traffic/index.ts [port] [--chaos]` shows invented traffic of four shop
 * apps, ten minutes of it at once and then live. For work on the page; the playground itself runs real apps.
 */
import { createSink, seeded } from '../../cli/live/sink/index.ts'
import { servePage } from '../../cli/live/web/serve.ts'

const random = seeded(11)

function pick<T>(list: readonly T[]): T {
  return list[Math.floor(random() * list.length)]!
}

function hex(length: number): string {
  return Array.from({ length }, () => Math.floor(random() * 16).toString(16)).join('')
}

/** Skewed like durations are: most near `typical`, a long tail. */
function skewed(typical: number): number {
  return Math.round(typical * Math.exp((random() + random() + random() - 1.5) * 1.1))
}

const apps = [
  { service: 'coral-shop', platform: 'wechat', framework: 'native', version: 'v2.3.1', weight: 10, speed: 1 },
  {
    service: 'coral-shop',
    platform: 'alipay',
    framework: 'native',
    version: 'v2.3.0',
    weight: 6,
    speed: 1.25,
  },
  { service: 'coral-club', platform: 'wechat', framework: 'taro', version: 'v1.8.0', weight: 4, speed: 1.1 },
  {
    service: 'coral-club',
    platform: 'bytedance',
    framework: 'uni-app',
    version: 'v1.0.4',
    weight: 2,
    speed: 1.4,
  },
] as const
type App = (typeof apps)[number]

const pages = ['index', 'category', 'product', 'cart', 'checkout', 'me'].map(
  (name) => `pages/${name}/${name}`,
)
const calls = [
  { method: 'GET', host: 'api.coral.shop', path: '/v2/products', group: '/v2/products', typical: 120 },
  {
    method: 'GET',
    host: 'api.coral.shop',
    path: '/v2/products/8812',
    group: '/v2/products/{id}',
    typical: 80,
  },
  { method: 'POST', host: 'api.coral.shop', path: '/v2/cart', group: '/v2/cart', typical: 190 },
  { method: 'POST', host: 'pay.coral.shop', path: '/orders', group: '/orders', typical: 620 },
  { method: 'DOWNLOAD', host: 'img.coral-cdn.com', path: '/p/8812.webp', group: '', typical: 240 },
  { method: 'UPLOAD', host: 'img.coral-cdn.com', path: '/avatars', group: '', typical: 900 },
] as const
const BOUNDS = [10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10000, 30000, 60000]

function attributesOf(object: { [key: string]: string }) {
  return Object.entries(object).map(([key, stringValue]) => ({ key, value: { stringValue } }))
}

const scope = { name: 'mini-monitor', version: '0.1.0' }

function resourceOf(app: App) {
  return {
    attributes: attributesOf({
      'service.name': app.service,
      'service.version': app.version,
      'telemetry.sdk.name': 'mini-monitor',
      'telemetry.sdk.version': '0.1.0',
      'telemetry.sdk.language': 'webjs',
      'miniprogram.platform': app.platform,
      'miniprogram.framework': app.framework,
    }),
  }
}

function nanos(ms: number): string {
  return `${Math.round(ms)}000000`
}

const phones = {
  wechat: ['Apple', 'iPhone15,2', 'iOS', '17.5.1'],
  alipay: ['HUAWEI', 'ALN-AL00', 'Android', '12'],
  bytedance: ['Xiaomi', '23127PN0CC', 'Android', '14'],
} as const
const failures = [
  {
    type: 'js',
    body: "Cannot read properties of undefined (reading 'price')",
    page: pages[2]!,
    stack:
      "TypeError: Cannot read properties of undefined (reading 'price')\n    at total (https://usr/pages/product/product.js:41:28)\n    at Page.onBuy (https://usr/pages/product/product.js:67:11)\n    at Object.<anonymous> (WASubContext.js:2:310422)",
  },
  {
    type: 'promise',
    body: 'request:fail timeout',
    page: pages[3]!,
    stack: 'Error: request:fail timeout\n    at refresh (https://usr/services/cart.js:18:13)',
  },
  {
    type: 'pageNotFound',
    body: 'page not found: pages/campaign/spring',
    page: 'pages/campaign/spring',
    stack: '',
  },
] as const

type Round = { app: App; now: number; post(path: string, body: unknown): Promise<unknown> }

function errorLog(
  app: App,
  now: number,
  body: string,
  attributes: { [key: string]: string },
  ids: object = {},
) {
  const [maker, model, os, version] = phones[app.platform]
  return {
    timeUnixNano: nanos(now),
    severityNumber: 17,
    severityText: 'ERROR',
    body: { stringValue: body },
    attributes: attributesOf({
      'log.record.uid': hex(32),
      ...attributes,
      'session.id': hex(16),
      'device.manufacturer': maker,
      'device.model.identifier': model,
      'os.name': os,
      'os.version': version,
      'miniprogram.host.version': '8.0.50',
      'miniprogram.base_library.version': '3.5.8',
      'network.connection.type': pick(['wifi', '5g', '4g']),
    }),
    ...ids,
  }
}

type Points = Map<string, { count: number; sum: number; bucketCounts: number[] }>

/** One series a set of attributes, as a meter has it. */
function addPoint(
  points: Points,
  now: number,
  duration: number,
  attributes: { [key: string]: string },
): void {
  const key = JSON.stringify(attributes)
  const point = points.get(key) ?? {
    attributes: attributesOf(attributes),
    startTimeUnixNano: nanos(now - 5000),
    timeUnixNano: nanos(now),
    explicitBounds: BOUNDS,
    count: 0,
    sum: 0,
    bucketCounts: [...BOUNDS, Infinity].map(() => 0),
  }
  points.set(key, point)
  const bucket = BOUNDS.findIndex((bound) => duration <= bound)
  point.bucketCounts[bucket < 0 ? BOUNDS.length : bucket]!++
  point.count++
  point.sum += duration
}

async function sendCall({ app, now, post }: Round, points: Points, logs: object[]): Promise<void> {
  const call = pick(calls)
  const page = pick(pages)
  const duration = skewed(call.typical * app.speed)
  const status = random() < 0.03 ? pick(['500', '502', '404', '0']) : '200'
  addPoint(points, now, duration, {
    'http.request.method': call.method,
    'http.response.status_code': status,
    'server.address': call.host,
    'miniprogram.page.path': page,
    ...(call.group ? { 'url.path.group': call.group } : {}),
  })
  const traceId = hex(32)
  const segmentId = hex(32)
  const failed = status === '0' || Number(status) >= 400
  if (failed)
    logs.push(
      errorLog(
        app,
        now,
        `${call.method} https://${call.host}${call.path} failed: ${status === '0' ? 'request:fail timeout' : status}`,
        {
          'exception.type': 'ajax',
          'http.request.method': call.method,
          'http.response.status_code': status,
          'server.address': call.host,
          'miniprogram.page.path': page,
          'sw8.trace_id': traceId,
          'sw8.segment_id': segmentId,
          'sw8.span_id': '0',
        },
        { traceId, spanId: segmentId.slice(0, 16) },
      ),
    )
  if (random() < 0.4 || failed)
    await post('/v3/segments', [segmentOf(app, call, page, status, traceId, segmentId, now, duration)])
}

function segmentOf(
  app: App,
  call: (typeof calls)[number],
  page: string,
  status: string,
  traceId: string,
  traceSegmentId: string,
  now: number,
  duration: number,
) {
  return {
    traceId,
    traceSegmentId,
    service: app.service,
    serviceInstance: '-',
    spans: [
      {
        spanId: 0,
        parentSpanId: -1,
        startTime: now - duration,
        endTime: now,
        operationName: page,
        peer: `${call.host}:443`,
        spanType: 'Exit',
        spanLayer: 'Http',
        componentId: app.platform === 'wechat' ? 10002 : app.platform === 'alipay' ? 10003 : 10001,
        isError: status === '0' || Number(status) >= 400,
        tags: [
          { key: 'http.method', value: call.method },
          { key: 'url', value: `https://${call.host}${call.path}` },
          {
            key: status === '0' ? 'error.message' : 'http.status_code',
            value: status === '0' ? 'request:fail timeout' : status,
          },
          { key: 'miniprogram.platform', value: app.platform },
        ],
      },
    ],
  }
}

/** A checkout as OTLP spans, so that there is a trace with some depth. */
async function sendCheckout({ app, now, post }: Round): Promise<void> {
  const traceId = hex(32)
  const root = hex(16)
  const pay = hex(16)
  const span = (
    name: string,
    spanId: string,
    parentSpanId: string,
    from: number,
    to: number,
    kind: number,
    more = {},
  ) => ({
    traceId,
    spanId,
    parentSpanId,
    name,
    kind,
    startTimeUnixNano: nanos(now - from),
    endTimeUnixNano: nanos(now - to),
    attributes: attributesOf(more),
  })
  const http = (path: string) => ({
    'http.request.method': 'POST',
    'url.path': path,
    'server.address': 'pay.coral.shop',
  })
  const spans = [
    span('checkout', root, '', 940, 0, 1, { 'miniprogram.page.path': pages[4]! }),
    span('validate cart', hex(16), root, 925, 890, 1),
    span('POST /v2/cart', hex(16), root, 880, 700, 3, http('/v2/cart')),
    span('pay', pay, root, 690, 30, 1),
    span('POST /orders', hex(16), pay, 680, 210, 3, http('/orders')),
    span('POST /confirm', hex(16), pay, 200, 45, 3, http('/confirm')),
  ]
  await post('/v1/traces', { resourceSpans: [{ resource: resourceOf(app), scopeSpans: [{ scope, spans }] }] })
}

function gaugesOf(app: App, now: number): object[] {
  const page = pick(pages)
  const gauge = (name: string, value: number, path = page) => ({
    name: `miniprogram.${name}.duration`,
    unit: 'ms',
    gauge: {
      dataPoints: [
        {
          timeUnixNano: nanos(now),
          asInt: String(value),
          attributes: attributesOf({ 'miniprogram.page.path': path }),
        },
      ],
    },
  })
  const slow = 1 + pages.indexOf(page) * 0.18
  const gauges = [
    gauge('first_render', skewed(150 * app.speed * slow)),
    gauge('route', skewed(90 * app.speed * slow)),
  ]
  if (random() < 0.35)
    gauges.push(
      gauge('app_launch', skewed(780 * app.speed), pages[0]),
      gauge('script', skewed(70 * app.speed), pages[0]),
      gauge('package_load', skewed(130 * app.speed), pages[0]),
    )
  return gauges
}

/** What one app sends in one flush. */
async function flush(round: Round): Promise<void> {
  const { app, now, post } = round
  const points: Points = new Map()
  const logs: object[] = []
  const count = Math.round(random() * app.weight)
  for (let at = 0; at < count; at++) await sendCall(round, points, logs)
  if (random() < 0.12) {
    const { type, body, page, stack } = pick(failures)
    const more: { [key: string]: string } = stack ? { 'exception.stacktrace': stack } : {}
    logs.push(errorLog(app, now, body, { 'exception.type': type, 'miniprogram.page.path': page, ...more }))
  }
  const resource = resourceOf(app)
  const metrics = gaugesOf(app, now)
  if (points.size > 0)
    metrics.push({
      name: 'miniprogram.request.duration',
      unit: 'ms',
      histogram: { aggregationTemporality: 1, dataPoints: [...points.values()] },
    })
  await post('/v1/metrics', { resourceMetrics: [{ resource, scopeMetrics: [{ scope, metrics }] }] })
  if (logs.length > 0)
    await post('/v1/logs', { resourceLogs: [{ resource, scopeLogs: [{ scope, logRecords: logs }] }] })
  if (random() < 0.06) await sendCheckout(round)
}

function reports(time: number) {
  return apps.flatMap((app, index) =>
    [0, 1].map((number) => {
      const taken = 400 + index * 120 + number * 35 + (Math.floor(time / 1000) % 400)
      const dropped = { 'limit.deduplicated': 3 + index, 'response.400': number * 2 }
      const pending = 4 + number
      const stored = index === 2 ? 12 : 0
      const delivered = taken - pending - stored - dropped['limit.deduplicated'] - dropped['response.400']
      return {
        device: `${app.platform}-${app.framework}-${number + 1}`,
        service: app.service,
        platform: app.platform,
        framework: app.framework,
        diagnostics: { taken, delivered, pending, stored, dropped },
      }
    }),
  )
}

async function main(): Promise<void> {
  const port = Number(process.argv.find((word) => /^\d+$/.test(word)) ?? 5180)
  const chaos = process.argv.includes('--chaos')
  let behind = 600_000
  const now = (): number => Date.now() - behind
  const sink = await createSink({ ports: [0], keep: 5000, now })
  const page = await servePage({ sink, port, now })
  const post = (path: string, body: unknown): Promise<unknown> =>
    fetch(sink.urls[0]! + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    }).catch(() => undefined)
  const round = async (): Promise<void> => {
    for (const app of apps) await flush({ app, now: now(), post })
    if (chaos) sink.report(reports(now()))
  }
  for (; behind > 0; behind -= 5000) await round()
  behind = 0
  if (chaos) sink.plan({ kind: 'chaos', seed: 3 })
  console.log(`page ${page.url}, collector ${sink.urls[0]}`)
  const timer = setInterval(() => void round(), 2000)
  process.once('SIGINT', () => {
    clearInterval(timer)
    void page.close().then(() => sink.close())
  })
}

void main()
