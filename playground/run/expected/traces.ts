import type { PlatformName } from '../../../hosts/index.ts'
import { AMBIENT } from './context.ts'
import { hex, PAGE, TEXT, type Expected, type Rules } from './rules.ts'

/** SkyWalking's ids of the clients that it knows. */
const KNOWN: { readonly [platform in PlatformName]?: number } = { wechat: 10002, alipay: 10003 }
/** Its id of a client in general. */
const OTHERS = 10001

export function componentOf(platform: PlatformName): number {
  return KNOWN[platform] ?? OTHERS
}

export const COMPONENTS = [...Object.values(KNOWN), OTHERS]

/** Fields of every segment. */
export const SEGMENT: Rules = {
  traceId: { is: hex(32) },
  traceSegmentId: { is: /^[0-9a-f]{32,}$/ },
  service: TEXT,
  serviceInstance: TEXT,
  spanId: { is: 0 },
  parentSpanId: { is: -1 },
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
  local('page', 'page that loads', /^(pages|packages)\//, {
    'miniprogram.page.view_id': { is: hex(16) },
    'miniprogram.page.opening': { is: ['launch', 'navigate', 'redirect', 'reLaunch', 'switchTab', 'back'] },
  }),
  local('launch', 'launch, a part of the first page', /^launch$/),
  local('route', 'route, a part of its page', /^route$/),
  {
    id: 'keepAlive',
    title: 'layer of the service',
    group: 'traces',
    signal: 'keepAlive',
    // SkyWalking has a layer for these
    platforms: ['wechat', 'alipay'],
    where: {},
    fields: { service: TEXT, serviceInstance: TEXT, layer: { is: /^(WECHAT|ALIPAY)_MINI_PROGRAM$/ } },
    attributes: {},
    optional: {},
  },
]

/** The loading of a page, or a part of it. */
function local(id: string, title: string, name: RegExp, attributes: Rules = {}): Expected {
  return {
    id: `segment.${id}`,
    title: `segment of a ${title}`,
    group: 'traces',
    signal: 'segment',
    where: { fields: { spanType: { is: 'Local' }, operationName: { is: name } } },
    fields: {
      ...SEGMENT,
      spanLayer: { is: 'Unknown' },
      componentId: { is: COMPONENTS },
      isError: { is: false },
    },
    attributes: {
      'miniprogram.page.path': PAGE,
      'session.id': { is: hex(32) },
      'miniprogram.platform': TEXT,
      ...attributes,
    },
    optional: { ...AMBIENT },
  }
}

function exit(id: string, title: string, where: Rules, fields: Rules, attributes: Rules): Expected {
  return {
    id: `segment.${id}`,
    title,
    group: 'traces',
    signal: 'segment',
    where: { fields: { spanType: { is: 'Exit' } }, attributes: where },
    fields: {
      ...SEGMENT,
      spanLayer: { is: 'Http' },
      operationName: PAGE,
      peer: { is: /^127\.0\.0\.1:\d+$/ },
      componentId: { is: COMPONENTS },
      ...fields,
    },
    attributes: {
      'http.method': { is: /^[A-Z]+$/ },
      url: { is: /^http:\/\/127\.0\.0\.1:\d+\/api\/[\w/]+$/ },
      'miniprogram.platform': TEXT,
      ...attributes,
    },
    // where the page has loaded before
    optional: { 'miniprogram.page.view_id': { is: hex(16) } },
  }
}
