import { AMBIENT, DEVICE, ON_LOGS } from './context.ts'
import { hex, type Expected, type Rule, type Rules } from './rules.ts'

export const STACK: Rule = { type: 'string', is: /\bpages\/detail\/detail\.js:\d+:\d+/ }

const AJAX: Rules = {
  'http.request.method': { type: 'string', is: /^[A-Z]+$/ },
  'server.address': { type: 'string', is: '127.0.0.1' },
  'sw8.trace_id': { type: 'string', is: hex(32) },
  'sw8.segment_id': { type: 'string', is: /^[0-9a-f]+$/ },
  'sw8.span_id': { type: 'string', is: '0' },
}
const TRACED: Rules = { traceId: { is: hex(32) }, spanId: { is: hex(16) } }

/** What came before: at least that the app was started. */
export const BREADCRUMBS: Rules = {
  'miniprogram.breadcrumbs': { type: 'string', is: /^\[\{"time":\d{13},"category":"[a-z]+","message":"/ },
}

const IS_ERROR: Rules = { severity: { is: 17 }, severityText: { is: 'ERROR' } }

export const ERRORS: readonly Expected[] = [
  {
    ...errorLog('js', 'uncaught error in a handler', {}, { 'exception.stacktrace': STACK }),
    where: {
      fields: { body: { is: /^(TypeError: )?Cannot read propert/ } },
      attributes: { 'exception.type': { is: 'js' } },
    },
  },
  errorLog(
    'promise',
    'unhandled rejection with a plain object',
    { body: { type: 'string', is: /优惠券|not found/ } },
    {},
  ),
  errorLog(
    'pageNotFound',
    'page not found',
    { body: { type: 'string', is: 'page not found: pages/sale/spring-2023' } },
    { 'miniprogram.page.path': { type: 'string', is: 'pages/sale/spring-2023' } },
  ),
  {
    ...errorLog(
      'lazyLoad',
      'sub-package that did not load',
      {
        body: {
          type: 'string',
          is: 'sub-package packages/promo failed to load: loadSubpackage:fail timeout',
        },
      },
      {},
    ),
    platforms: ['wechat', 'bytedance'],
  },
  {
    ...errorLog(
      'ajax',
      'request answered with 5xx',
      {
        ...TRACED,
        body: { type: 'string', is: /^POST http:\/\/127\.0\.0\.1:\d+\/api\/orders failed: 503$/ },
      },
      { ...AJAX, 'http.response.status_code': { type: 'string', is: '503' } },
    ),
    id: 'log.ajax.status',
    where: { attributes: { 'exception.type': { is: 'ajax' }, 'http.response.status_code': { is: /^5/ } } },
  },
  {
    ...errorLog(
      'ajax',
      'request that timed out',
      {
        ...TRACED,
        body: {
          type: 'string',
          is: /^GET http:\/\/127\.0\.0\.1:\d+\/api\/recommendations failed: .*timeout/,
        },
      },
      { ...AJAX, 'http.response.status_code': { type: 'string', is: '0' } },
    ),
    id: 'log.ajax.failure',
    where: { attributes: { 'exception.type': { is: 'ajax' }, 'http.response.status_code': { is: '0' } } },
  },
]

export function errorLog(
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
    fields: { ...IS_ERROR, ...fields },
    attributes: { 'exception.type': { type: 'string' }, ...ON_LOGS, ...DEVICE, ...attributes },
    // Repeats within a minute come as one log with their number, and without crumbs.
    optional: { ...AMBIENT, ...BREADCRUMBS, 'exception.count': { type: 'string', is: /^\d+$/ }, ...optional },
  }
}
