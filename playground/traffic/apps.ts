/** Who is there: apps, their pages, the calls that they make, and what goes wrong in them. */

export interface App {
  service: string
  platform: 'wechat' | 'alipay' | 'bytedance'
  framework: 'native' | 'taro' | 'uni-app'
  version: string
  /** How much it is used. */
  weight: number
  /** Times slower than the first. */
  speed: number
}

export const APPS: readonly App[] = [
  app('coral-shop', 'wechat', 'native', 'v2.3.1', { weight: 10, speed: 1 }),
  app('coral-shop', 'alipay', 'native', 'v2.3.0', { weight: 6, speed: 1.25 }),
  app('coral-club', 'wechat', 'taro', 'v1.8.0', { weight: 4, speed: 1.1 }),
  app('coral-club', 'bytedance', 'uni-app', 'v1.0.4', { weight: 2, speed: 1.4 }),
]

function app(
  service: string,
  platform: App['platform'],
  framework: App['framework'],
  version: string,
  use: Pick<App, 'weight' | 'speed'>,
): App {
  return { service, platform, framework, version, ...use }
}

export const PAGES = ['index', 'category', 'product', 'cart', 'checkout', 'me'].map(
  (name) => `pages/${name}/${name}`,
)

export interface Call {
  method: string
  host: string
  path: string
  /** Of the histogram; '' for none. */
  group: string
  /** ms */
  typical: number
}

export const CALLS: readonly Call[] = [
  call('GET', 'api.coral.shop', '/v2/products', '/v2/products', 120),
  call('GET', 'api.coral.shop', '/v2/products/8812', '/v2/products/{id}', 80),
  call('POST', 'api.coral.shop', '/v2/cart', '/v2/cart', 190),
  call('POST', 'pay.coral.shop', '/orders', '/orders', 620),
  call('DOWNLOAD', 'img.coral-cdn.com', '/p/8812.webp', '', 240),
  call('UPLOAD', 'img.coral-cdn.com', '/avatars', '', 900),
]

function call(method: string, host: string, path: string, group: string, typical: number): Call {
  return { method, host, path, group, typical }
}

/** Maker, model, system, its version. */
export const PHONES: { readonly [platform in App['platform']]: readonly [string, string, string, string] } = {
  wechat: ['Apple', 'iPhone15,2', 'iOS', '17.5.1'],
  alipay: ['HUAWEI', 'ALN-AL00', 'Android', '12'],
  bytedance: ['Xiaomi', '23127PN0CC', 'Android', '14'],
}

export interface Failure {
  type: string
  body: string
  page: string
  stack?: string
}

export const FAILURES: readonly Failure[] = [
  {
    type: 'js',
    body: "Cannot read properties of undefined (reading 'price')",
    page: 'pages/product/product',
    stack: [
      "TypeError: Cannot read properties of undefined (reading 'price')",
      'at total (https://usr/pages/product/product.js:41:28)',
      'at Page.onBuy (https://usr/pages/product/product.js:67:11)',
      'at Object.<anonymous> (WASubContext.js:2:310422)',
    ].join('\n    '),
  },
  {
    type: 'promise',
    body: 'request:fail timeout',
    page: 'pages/cart/cart',
    stack: 'Error: request:fail timeout\n    at refresh (https://usr/services/cart.js:18:13)',
  },
  { type: 'pageNotFound', body: 'page not found: pages/campaign/spring', page: 'pages/campaign/spring' },
]
