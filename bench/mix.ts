import type { Attributes, LogRecord, Metric, Signal, Span } from '../core/index.ts'
import { DURATION_BOUNDS } from '../core/metrics/histogram.ts'

/** 200 events: 100 logs with 30 distinct stacks, 54 gauges, 6 histograms of 10 series, 40 spans; or a multiple. */
export interface Mix {
  logs: LogRecord[]
  metrics: Metric[]
  spans: Span[]
}

const START = Date.UTC(2024, 5, 1, 8)
const SESSION = '5f0c9c1b7a3e4d2f8a6b1c0d9e8f7a6b'
const DEVICE = {
  'device.manufacturer': 'HUAWEI',
  'device.model.identifier': 'ALN-AL00',
  'os.name': 'Android',
  'os.version': '12',
  'miniprogram.host.version': '8.0.50',
  'miniprogram.base_library.version': '3.5.8',
  'network.connection.type': 'wifi',
}
const PAGES = 'index/index cart/cart goods/detail user/profile order/list order/detail pay/pay search/search'
  .split(' ')
  .map((page) => 'pages/' + page)
const GAUGES = 'app_launch first_render route script package_load setdata'.split(' ')
const CAUSES = ["Cannot read property 'price' of undefined", 'setData is too large', '订单已失效,请重新下单']

/** `count` of what `make` makes. */
function list<T>(count: number, make: (i: number) => T): T[] {
  return Array.from({ length: count }, (_, i) => make(i))
}

/** The same for the same seed; ids, times, messages and the app's frames differ between seeds, its names don't. */
export function createMix(seed: number, times = 1): Mix {
  const draw = drawing(seed)
  const stacks = list(30 * times, () => stackOf(draw.upTo))
  const metrics = list(times, () => [
    ...GAUGES.map((name) => gaugeOf(draw, name)),
    ...list(6, (i) => histogramOf(draw, i)),
  ])
  return {
    logs: list(100 * times, (i) => logOf(draw, i, stacks[i % stacks.length])),
    metrics: metrics.flat(),
    spans: list(40 * times, () => spanOf(draw)),
  }
}

type Draw = ReturnType<typeof drawing>

function drawing(seed: number) {
  const random = generator(seed)
  const upTo = (n: number) => Math.floor(random() * n)
  const start = START + seed * 5000
  return {
    /** When the interval began in which all of it happens. */
    start,
    upTo,
    one: <T>(of: readonly T[]) => of[upTo(of.length)],
    hex: (digits: number) => list(digits, () => upTo(16).toString(16)).join(''),
    time: () => start + upTo(5000),
  }
}

function logOf({ hex, one, time }: Draw, i: number, stack: string): LogRecord {
  return {
    kind: 'log',
    time: time(),
    uid: hex(32),
    severity: 17,
    severityText: 'ERROR',
    body: one(CAUSES) + ' (' + hex(6) + ')',
    attributes: {
      'exception.type': i % 4 ? 'js' : 'promise',
      'exception.stacktrace': stack,
      'miniprogram.page.path': one(PAGES),
      'session.id': SESSION,
      ...DEVICE,
    },
    door: 'onError',
  }
}

function spanOf({ hex, one, time, upTo }: Draw): Span {
  const start = time()
  return {
    kind: 'span',
    traceId: hex(32),
    spanId: hex(16),
    name: 'GET',
    spanKind: 3,
    start,
    end: start + upTo(800),
    attributes: {
      'http.request.method': 'GET',
      'url.full': 'https://api.example.com/v2/orders/' + upTo(100000),
      'http.response.status_code': upTo(10) ? 200 : 503,
      'session.id': SESSION,
    },
    status: 0,
    peer: 'api.example.com:443',
    page: one(PAGES),
  }
}

function gaugeOf({ one, time, upTo }: Draw, name: string): Metric {
  return {
    kind: 'metric',
    type: 'gauge',
    name: `miniprogram.${name}.duration`,
    unit: 'ms',
    points: list(9, () => ({
      attributes: { 'miniprogram.page.path': one(PAGES) },
      time: time(),
      value: upTo(2000),
    })),
  }
}

function histogramOf(draw: Draw, i: number): Metric {
  return {
    kind: 'metric',
    type: 'histogram',
    name: i ? `shop.${i}.duration` : 'miniprogram.request.duration',
    unit: 'ms',
    temporality: 1,
    monotonic: false,
    points: list(10, (j) => histogramPoint(draw, PAGES[j % PAGES.length])),
  }
}

function histogramPoint({ one, start, upTo }: Draw, page: string) {
  const counts = list(DURATION_BOUNDS.length + 1, () => (upTo(3) ? 0 : upTo(20)))
  return {
    attributes: {
      'http.request.method': one(['GET', 'POST']),
      'http.response.status_code': one(['200', '200', '404', '503']),
      'miniprogram.page.path': page,
      'server.address': one(['api.example.com', 'img.example.com']),
    },
    start,
    time: start + 5000,
    count: counts.reduce((a, b) => a + b, 0),
    sum: upTo(100000),
    min: upTo(20),
    max: 500 + upTo(20000),
    bounds: DURATION_BOUNDS as number[],
    counts,
  }
}

/** What is a text of its own in each record; all others the kit holds once. */
const OWN = /^(exception\.stacktrace|url\.full)$/

/** As the kit has it in memory: messages, stacks and ids never seen before, the rest shared. */
export function fresh(json: string): Mix {
  const mix = JSON.parse(json) as Mix
  const known = new Map<string, string>()
  const share = (attributes: Attributes) => {
    for (const key of Object.keys(attributes)) {
      const value = attributes[key]
      if (typeof value !== 'string' || OWN.test(key)) continue
      if (!known.has(value)) known.set(value, value)
      attributes[key] = known.get(value)!
    }
  }
  mix.logs.forEach((log) => share(log.attributes))
  mix.spans.forEach((span) => share(span.attributes))
  for (const { points } of mix.metrics) {
    const { bounds } = points[0]
    points.forEach((point) => {
      share(point.attributes)
      if (bounds) point.bounds = bounds
    })
  }
  return mix
}

export function signalsOf({ logs, metrics, spans }: Mix): Signal[] {
  return [...logs, ...metrics, ...spans]
}

/** Five frames of the app's own and five of what it stands on. */
function stackOf(upTo: (n: number) => number): string {
  const own = list(5, () => {
    const n = upTo(400)
    return `    at ${'abcdefgh'[n % 8]}.onTap${n} (https://usr/app-service.js:${n * 7 + 1}:${(n % 90) + 1})`
  })
  const below = list(
    5,
    (i) => `    at WASubContext.${i} (https://lib/WAServiceMainContext.js:1:${1000 * i + 17})`,
  )
  return ['TypeError: ' + CAUSES[0], ...own, ...below].join('\n')
}

/** A linear congruential generator: for even numbers that any run can repeat. */
function generator(seed: number): () => number {
  let state = seed * 2654435761 + 12345
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 4294967296
  }
}
