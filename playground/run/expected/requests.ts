import { PAGE, type Expected, type Rules } from './rules.ts'

const BOUNDS = [10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10000, 30000, 60000] as const

export const REQUESTS: readonly Expected[] = [
  request('get', 'GET', { 'http.request.method': { is: 'GET' } }),
  request('post', 'POST', { 'http.request.method': { is: 'POST' } }),
  request('upload', 'UPLOAD', { 'http.request.method': { is: 'UPLOAD' } }),
  request('download', 'DOWNLOAD', { 'http.request.method': { is: 'DOWNLOAD' } }),
  request('error', 'answered with 5xx', { 'http.response.status_code': { is: '503' } }),
  request('failure', 'without an answer', { 'http.response.status_code': { is: '0' } }),
  request('group', 'grouped by a rule for URLs', { 'url.path.group': { is: /./ } }),
]

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
      bounds: { is: BOUNDS.join() },
      startTimeUnixNano: { is: /^[1-9]\d{18}$/ },
    },
    attributes: {
      'http.request.method': { type: 'string', is: /^[A-Z]+$/ },
      'http.response.status_code': { type: 'string', is: /^(0|[1-5]\d\d)$/ },
      'server.address': { type: 'string', is: '127.0.0.1' },
      'miniprogram.page.path': PAGE,
    },
    optional: {
      'url.path.group': { type: 'string', is: ['/products/{id}', '/products/{id}/poster', '/invoices/{id}'] },
    },
  }
}
