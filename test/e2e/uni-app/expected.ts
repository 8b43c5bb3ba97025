/** What the journey through the sample app has to leave behind, by kind: exact counts, pages and attributes. */
import { expect } from 'vitest'
import type { Received } from '../../../cli/live/sink/index.ts'
import type { Evidence } from './mini.ts'

const INDEX = 'pages/index/index'
const LIST = 'pages/list/list'
const DETAIL = 'pages/detail/detail'
const CART = 'pages/cart/cart'
const PROFILE = 'pages/profile/profile'
const FLASH = 'packages/promo/pages/flash/flash'

export type Counts = Record<string, number>

export function count<T>(
  items: readonly T[],
  key: (item: T) => string,
  weight: (item: T) => number = () => 1,
) {
  const counts: Counts = {}
  for (const item of items) counts[key(item)] = (counts[key(item)] ?? 0) + weight(item)
  return counts
}

/** Web pages see an upload or a download as what it is there: an XMLHttpRequest. */
export function requests({ web = false } = {}): Counts {
  return {
    [`GET 200 ${INDEX}`]: 1,
    [`GET 200 ${LIST}`]: 2,
    [`GET 200 ${DETAIL} /products/{id}`]: 1,
    [`POST 200 ${DETAIL}`]: 1,
    [`${web ? 'GET' : 'DOWNLOAD'} 200 ${DETAIL}`]: 1,
    [`POST 422 ${CART}`]: 1,
    [`GET 200 ${PROFILE}`]: 1,
    [`${web ? 'POST' : 'UPLOAD'} 201 ${PROFILE}`]: 1,
    [`GET 200 ${FLASH}`]: 1,
  }
}

export function requestsOf({ received }: Evidence): Counts {
  return count(
    received.metrics.filter(({ name }) => name === 'miniprogram.request.duration'),
    ({ attributes: a }) =>
      [
        ...['http.request.method', 'http.response.status_code', 'miniprogram.page.path'].map((key) => a[key]),
        ...(a['url.path.group'] ? [a['url.path.group']] : []),
      ].join(' '),
    (point) => Number(point.count),
  )
}

/** `vue`: those that Vue caught, which a platform never hears of. */
export function errors({ vue = true } = {}): Counts {
  return {
    [`js Cannot read properties of undefined (reading 'map') ${DETAIL}`]: vue ? 2 : 1,
    ...(vue ? { [`js Cannot read properties of undefined (reading '0') ${DETAIL}`]: 1 } : {}),
    [`js reminder without a product ${DETAIL}`]: 1,
    [`promise 优惠券已过期 ${DETAIL}`]: 1,
    [`ajax POST https://shop.example.com/api/orders failed: 422 ${CART}`]: 1,
  }
}

export function errorsOf({ received }: Evidence): Counts {
  return count(
    received.logs,
    ({ attributes: a, body }) => [a['exception.type'], body, a['miniprogram.page.path']].join(' '),
    ({ attributes: a }) => Number(a['exception.count'] ?? 1),
  )
}

/** Each time that a page comes to the front; the first once more when the app is back. */
export function views({ ended = false } = {}): Counts {
  // the journey ends there
  return { [INDEX]: ended ? 4 : 5, [LIST]: 2, [DETAIL]: 1, [CART]: 1, [PROFILE]: 1, [FLASH]: 1 }
}

/** Of the views, or of the stays that they ended with. */
export function viewsOf({ received }: Evidence, name: 'views' | 'stay.duration'): Counts {
  return count(
    received.metrics.filter((point) => point.name === `miniprogram.page.${name}`),
    ({ attributes }) => String(attributes['miniprogram.page.path']),
    (point) => Number(point.count ?? point.value),
  )
}

/** Pages whose setData was measured. */
export function updatesOf({ received }: Evidence): string[] {
  const points = received.metrics.filter(({ name }) => name === 'miniprogram.set_data.duration')
  return [...new Set(points.map(({ attributes }) => String(attributes['miniprogram.page.path'])))].sort()
}

export const pages = [INDEX, LIST, DETAIL, CART, PROFILE, FLASH].sort()

/** Each page loads once; what the journey does there later is no part of it. */
export const pageTraces = {
  [INDEX]: ['GET /api/home', 'launch', 'route', 'setData'],
  [LIST]: ['GET /api/products', 'route', 'setData'],
  [DETAIL]: ['GET /api/products/1001', 'route', 'setData'],
  [CART]: ['route', 'setData'],
  [PROFILE]: ['GET /api/profile', 'route', 'setData'],
  [FLASH]: ['GET /api/flash-sale', 'route', 'setData'],
}

export function segments({ web = false } = {}): Counts {
  return {
    [`${INDEX} GET /api/home 200`]: 1,
    [`${LIST} GET /api/products 200`]: 2,
    [`${DETAIL} GET /api/products/1001 200`]: 1,
    [`${DETAIL} POST /api/coupons 200`]: 1,
    [`${DETAIL} ${web ? 'GET' : 'DOWNLOAD'} /api/products/1001/poster 200`]: 1,
    [`${CART} POST /api/orders 422`]: 1,
    [`${PROFILE} GET /api/profile 200`]: 1,
    [`${PROFILE} ${web ? 'POST' : 'UPLOAD'} /api/avatar 201`]: 1,
    // browsers take no headers for a socket
    ...(web ? {} : { [`${PROFILE} GET wss://shop.example.com/support `]: 1 }),
    [`${FLASH} GET /api/flash-sale 200`]: 1,
  }
}

export function segmentsOf({ received }: Evidence): Counts {
  return count(
    received.segments.flatMap(({ spans }) => spans).filter(({ spanType }) => spanType === 'Exit'),
    ({ operationName, tags = [] }) => {
      const tag = (key: string) => tags.find((each) => each.key === key)?.value
      const url = tag('url')?.replace('https://shop.example.com', '')
      return [operationName, tag('http.method'), url, tag('http.status_code')].join(' ')
    },
  )
}

/**
 * From the runtime's own entries (WeChat, ByteDance), else from the life-cycle: there a page that the tab bar opened has
 * no beginning that anybody could see.
 */
export function timings(kind: 'wechat' | 'bytedance' | 'lifecycle' | 'web'): Counts {
  const each = (name: string, pages: string[]) =>
    Object.fromEntries(pages.map((page) => [`${name} ${page}`, 1]))
  const pages = [INDEX, LIST, DETAIL, CART, PROFILE, FLASH]
  const opened = [LIST, DETAIL, FLASH]
  const launch = each('app_launch.duration', [INDEX])
  if (kind === 'web')
    return {
      ...launch,
      ...each('first_render.duration', [INDEX]),
      ...each('first_paint.time', [INDEX]),
      ...each('route.duration', [...opened, CART, PROFILE]),
    }
  if (kind === 'lifecycle')
    return { ...launch, ...each('first_render.duration', pages), ...each('route.duration', opened) }
  return {
    ...launch,
    ...each('first_render.duration', pages),
    ...each('first_paint.time', pages),
    ...each('route.duration', [...opened, CART, PROFILE]),
    ...each('script.duration', [INDEX]),
    ...each('package_load.duration', [INDEX]),
  }
}

const GAUGES =
  /^miniprogram\.((app_launch|first_render|route|script|package_load)\.duration|first_paint\.time)$/

export function timingsOf({ received }: Evidence): Counts {
  return count(
    received.metrics.filter(({ name }) => GAUGES.test(name)),
    ({ name, attributes }) => `${GAUGES.exec(name)![1]} ${attributes['miniprogram.page.path']}`,
  )
}

/** What the contract says of every log, every request's point and every batch. */
export function checkAttributes({ received }: Evidence, platform: string): void {
  const resource = {
    'service.name': 'coral-shop',
    'service.version': 'v2.3.1',
    'telemetry.sdk.name': 'mini-monitor',
    'telemetry.sdk.version': expect.stringMatching(/^\d+\.\d+\.\d+/),
    'telemetry.sdk.language': 'webjs',
    'miniprogram.platform': platform,
    'miniprogram.framework': 'uni-app',
  }
  for (const record of [...received.logs, ...received.metrics] as Received[]) {
    expect(record.resource).toEqual(resource)
    expect(record.duplicates).toEqual([])
  }
  const id = expect.stringMatching(/^[0-9a-f]{32}$/)
  const mini = {
    'device.manufacturer': expect.any(String),
    'device.model.identifier': expect.any(String),
    'os.version': expect.any(String),
    'miniprogram.host.version': expect.any(String),
    'miniprogram.base_library.version': expect.any(String),
  }
  for (const { attributes, severity, severityText } of received.logs) {
    expect({ severity, severityText }).toEqual({ severity: 17, severityText: 'ERROR' })
    expect(attributes).toMatchObject({
      'session.id': id,
      'log.record.uid': id,
      'os.name': expect.any(String),
      'network.connection.type': expect.any(String),
      ...(platform === 'h5' ? {} : mini),
    })
    if (attributes['exception.type'] === 'js')
      expect(attributes['exception.stacktrace']).toMatch(/\.js:\d+:\d+/)
    if (attributes['exception.type'] === 'ajax')
      expect(attributes).toMatchObject({
        'http.request.method': 'POST',
        'http.response.status_code': '422',
        'server.address': 'shop.example.com',
        'sw8.trace_id': id,
      })
  }
  expect(new Set(received.logs.map(({ attributes }) => attributes['session.id'])).size).toBe(1)
}

/** What the app itself goes by: the same with the kit and without it. */
export function behaviour({ shop, seen, shown, errors }: Evidence) {
  return {
    shop: shop
      .map(({ headers: { sw8: _, ...headers }, ...rest }) => JSON.stringify({ ...rest, headers }))
      // made up by the browser for each upload
      .map((text) => text.replace(/boundary=[\w-]+/, 'boundary'))
      .sort(),
    seen,
    shown,
    errors: errors.map(({ source, error }) => [source, error?.message ?? JSON.stringify(error)]),
  }
}
