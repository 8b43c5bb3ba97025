import type { ReceivedData } from '../../../cli/live/sink/index.ts'

const INDEX = 'pages/index/index'
const LIST = 'pages/list/list'
const DETAIL = 'pages/detail/detail'
const CART = 'pages/cart/cart'
const PROFILE = 'pages/profile/profile'
const FLASH = 'packages/promo/pages/flash/flash'

/** What the journey makes the app ask: method, path, status, page that asked, group that the app's rules make. */
const REQUESTS: [method: string, path: string, status: number, page: string, group?: string][] = [
  ['GET', '/api/home', 200, INDEX],
  ['GET', '/api/products', 200, LIST],
  ['GET', '/api/products', 200, LIST],
  ['GET', '/api/products/1001', 200, DETAIL, '/products/{id}'],
  ['POST', '/api/coupons', 200, DETAIL],
  ['POST', '/api/orders', 422, CART],
  ['GET', '/api/profile', 200, PROFILE],
  ['UPLOAD', '/api/avatar', 201, PROFILE],
  ['GET', '/api/flash-sale', 200, FLASH],
]

/** What goes wrong: `exception.type`, page, message; `component` where it comes with its component stack. */
const ERRORS: [type: string, page: string, body: string, component?: true][] = [
  ['js', DETAIL, 'URI malformed'],
  ['promise', DETAIL, '优惠券已过期'],
  ['js', DETAIL, "Cannot read properties of undefined (reading 'length')", true],
  ['ajax', CART, 'POST {origin}/api/orders failed: 422'],
]

/** Each time that it comes to the front; the first once more when the app is back. */
const VIEWS: { [page: string]: number } = {
  [INDEX]: 5,
  [LIST]: 2,
  [DETAIL]: 1,
  [CART]: 1,
  [PROFILE]: 1,
  [FLASH]: 1,
}

const PAGES = [INDEX, LIST, DETAIL, CART, PROFILE, FLASH]

/** Each page loads once; what the journey does there later is no part of it. */
export const PAGE_TRACES = {
  [INDEX]: ['GET /api/home', 'launch', 'route'],
  [LIST]: ['GET /api/products', 'route'],
  [DETAIL]: ['GET /api/products/1001', 'route'],
  [CART]: ['route'],
  [PROFILE]: ['GET /api/profile', 'route'],
  // its request is not to be traced
  [FLASH]: ['route'],
}

/**
 * A line for each signal, sorted. Tabs are changed by the platform's own tab bar, of which only platforms with
 * performance entries tell; there a page has its route and the package its script and load, too.
 */
export function expectedSignals(how: 'entries' | 'life-cycle' | 'h5', origin: string): string[] {
  const routes = how === 'life-cycle' ? [LIST, DETAIL, FLASH] : PAGES.slice(1)
  // a browser has no uploads of its own
  const verb = (method: string) => (how === 'h5' ? method.replace('UPLOAD', 'POST') : method)
  return [
    ...REQUESTS.map(
      ([method, , status, page, group]) => `request ${verb(method)} ${status} ${page} ${group ?? ''}`,
    ),
    ...REQUESTS.filter(([, path]) => path !== '/api/flash-sale').map(
      ([method, path, status, page]) => `segment ${verb(method)} ${origin}${path} ${status} ${page}`,
    ),
    ...ERRORS.map(([type, page, body]) => `error ${type} ${page} ${body.replace('{origin}', origin)}`),
    `gauge app_launch ${INDEX}`,
    ...(how === 'h5' ? [INDEX] : PAGES).map((page) => `gauge first_render ${page}`),
    ...routes.map((page) => `gauge route ${page}`),
    ...['page.views', 'page.stay.duration'].flatMap((name) =>
      Object.keys(VIEWS).flatMap((page) => Array.from({ length: VIEWS[page]! }, () => `${name} ${page}`)),
    ),
    ...['app.starts cold', 'app.starts hot', 'sessions'],
  ].sort()
}

/** Measured besides, where the platform has it; none of them belongs to a step of the journey. */
const OTHERS = /\.(script|package_load|fcp|lcp|inp)\.duration$|\.(first_paint\.time|cls\.score)$/

const VISITS = /^miniprogram\.(page|app|sessions)(\.|$)/

/** What arrived, in the same form; each request of a histogram is a line. */
export function receivedSignals({ logs, metrics, segments }: ReceivedData): string[] {
  const page = ({ attributes }: { attributes: { [name: string]: unknown } }) =>
    String(attributes['miniprogram.page.path'])
  return [
    ...metrics
      .filter(({ name }) => !OTHERS.test(name))
      .flatMap((point) => {
        const { name, attributes, count, value } = point
        if (VISITS.test(name)) {
          const of = attributes['miniprogram.page.path'] ?? attributes['miniprogram.start.type']
          const line = [name.replace('miniprogram.', ''), ...(of ? [of] : [])].join(' ')
          return Array.from({ length: Number(count ?? value) }, () => line)
        }
        const gauge = /^miniprogram\.(\w+)\.duration$/.exec(name)?.[1]
        if (gauge !== 'request') return [`gauge ${gauge ?? name} ${page(point)}`]
        const { 'http.request.method': method, 'http.response.status_code': status } = attributes
        const line = `request ${method} ${status} ${page(point)} ${attributes['url.path.group'] ?? ''}`
        return Array.from({ length: Number(count) }, () => line)
      }),
    ...segments
      .filter(({ spans: [span] }) => span!.spanType === 'Exit')
      .map(({ spans: [span] }) => {
        const tag = (key: string) => span!.tags?.find((each) => each.key === key)?.value
        return `segment ${tag('http.method')} ${tag('url')} ${tag('http.status_code')} ${span!.operationName}`
      }),
    ...logs.map((log) => `error ${log.attributes['exception.type']} ${page(log)} ${String(log.body)}`),
  ].sort()
}
