import type { PlatformName } from '../../../hosts/index.ts'
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
    optional: {},
  }
}
