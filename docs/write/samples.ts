import { createHash } from 'node:crypto'
import { text, type Text } from '../data/text.ts'
import type { NetRequest } from '../../hosts/index.ts'
import { startApp, type SampleApp } from './app.ts'
import { pathOf, textOf } from './flatten.ts'
import type { Section } from './sections.ts'

/* Payloads for docs/samples.md, as they left a simulated device; seed and clock make them the same every time. */

// Decoded bodies.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
type Any = any

interface Sample {
  url: string
  body: Any
  what?: Text
}

const SHOP = `
  const call = (path) => api.request({ url: 'https://api.example.com' + path, success() {}, fail() {} })
  call('/goods?keyword=tea')
  call('/orders/status/503?token=secret')
  setTimeout(() => { throw new TypeError("Cannot read properties of undefined (reading 'price')") }, 5)
  Promise.reject({ errMsg: 'scanCode:fail cancel' })
  monitor.log('order paid', { 'order.items': 2 }, 'info')
  monitor.gauge('cart.size', 2, {}, '1')
  monitor.count('cart.opened')
  const checkout = monitor.startSpan('checkout')
  monitor.startSpan('pay', { parent: checkout.context }).end()
  checkout.end()`

/** A seed for each, so that no two runs draw the same id. */
async function shopOn(seed: number, platform: 'wechat' | 'alipay', options: string): Promise<NetRequest[]> {
  const app: SampleApp = await startApp({ platform, options: `encoding: 'json', ${options}`, seed })
  await app.run(SHOP, 1000)
  app.runtime.openUnknownPage('pages/sale/2023')
  await app.clock.advance(10000)
  app.runtime.navigateTo('/pages/cart/cart')
  await app.clock.advance(60000)
  // Equal errors within a minute, so that there is something to tell of in the account.
  await app.run(`for (const at of [1, 2, 3]) setTimeout(() => { throw new Error('twice') }, at)`, 130000)
  return app.sent
}

async function takeSamples(): Promise<Record<string, Sample>> {
  const wechat = await shopOn(7, 'wechat', 'enable: { tracing: true }')
  const alipay = await shopOn(8, 'alipay', '')
  const spans = await shopOn(9, 'wechat', `enable: { tracing: true }, tracing: { exporter: 'otlp' }`)
  const bodies = (sent: NetRequest[], path: string) =>
    sent
      .filter((request) => pathOf(request) === path)
      .map((request) => ({ url: path, body: JSON.parse(textOf(request)) }))
  const logs = (sent: NetRequest[]) =>
    bodies(sent, '/v1/logs').flatMap(({ body }) => body.resourceLogs[0].scopeLogs[0].logRecords as Any[])
  const metrics = bodies(wechat, '/v1/metrics')
  const metricsOf = ({ body }: Sample) => body.resourceMetrics[0].scopeMetrics[0].metrics as Any[]
  const metric = (name: string) =>
    metrics.flatMap(metricsOf).find((each) => each.name === name) ?? missing(name)
  const log = (sent: NetRequest[], type: string) =>
    logs(sent).find((each) => attribute(each, 'exception.type') === type) ?? missing(type)
  const segments = bodies(wechat, '/v3/segments').flatMap(({ body }) => body as Any[])
  const first = bodies(wechat, '/v1/logs')[0]
  const gauges = metrics.find((sample) => metricsOf(sample).some((each) => each.gauge))!

  return {
    request: { url: '/v1/logs', body: withOne(first.body, log(wechat, 'ajax')) },
    js: { url: '', body: log(wechat, 'js') },
    'js-alipay': { url: '', body: log(alipay, 'js') },
    promise: { url: '', body: log(wechat, 'promise') },
    'page-not-found': { url: '', body: log(wechat, 'pageNotFound') },
    summary: {
      url: '',
      body: logs(wechat).find((each) => attribute(each, 'exception.count')) ?? missing('a summary'),
    },
    log: { url: '', body: logs(wechat).find((each) => !attribute(each, 'exception.type')) },
    gauge: { url: '/v1/metrics', body: onlyMetric(gauges.body, metric('miniprogram.app_launch.duration')) },
    histogram: { url: '', body: metric('miniprogram.request.duration') },
    'first-paint': { url: '', body: metric('miniprogram.first_paint.time') },
    dropped: { url: '', body: metric('miniprogram.monitor.dropped') },
    'own-metric': { url: '', body: metric('cart.opened') },
    segment: {
      url: '/v3/segments',
      body: segments.filter((each) => each.spans[0].isError).slice(0, 1),
    },
    'segment-own': { url: '', body: segments.find((each) => each.spans[0].refs.length) },
    span: { url: '/v1/traces', body: bodies(spans, '/v1/traces')[0].body },
  }
}

function missing(what: string): never {
  throw new Error(`the run for the samples sent no ${what}`)
}

function attribute(record: Any, key: string): Any {
  return record.attributes.find((each: Any) => each.key === key)?.value.stringValue
}

function withOne(body: Any, record: Any): Any {
  const [group] = body.resourceLogs
  return { resourceLogs: [{ ...group, scopeLogs: [{ ...group.scopeLogs[0], logRecords: [record] }] }] }
}

function onlyMetric(body: Any, metric: Any): Any {
  const [group] = body.resourceMetrics
  return { resourceMetrics: [{ ...group, scopeMetrics: [{ ...group.scopeMetrics[0], metrics: [metric] }] }] }
}

/** JSON with what fits on a line on one, so that an attribute is one line. */
function print(value: Any, indent = ''): string {
  const line = JSON.stringify(value, null, 1).replace(/\n\s*/g, ' ')
  if (typeof value !== 'object' || value === null || indent.length + line.length <= 96) return line
  const inner = `${indent}  `
  const items = Array.isArray(value)
    ? value.map((item) => inner + print(item, inner))
    : Object.keys(value).map((key) => `${inner}${JSON.stringify(key)}: ${print(value[key], inner)}`)
  const [open, close] = Array.isArray(value) ? '[]' : '{}'
  return `${open}\n${items.join(',\n')}\n${indent}${close}`
}

const post = text('Body of `POST {url}`:', '`POST {url}` 的请求体：')

/** Ids in the order in which they appear, so that a draw more in the kit changes no page. */
function renamer(): (json: string) => string {
  const names = new Map<string, string>()
  const nameOf = (id: string) => {
    if (!names.has(id))
      names.set(id, createHash('md5').update(String(names.size)).digest('hex').slice(0, id.length))
    return names.get(id)!
  }
  // A segment's id is those of trace and span.
  return (json) =>
    json.replace(/"([0-9a-f]{32})?([0-9a-f]{16})?"/g, (whole, long = '', short = '') =>
      long || short ? `"${long && nameOf(long)}${short && nameOf(short)}"` : whole,
    )
}

export async function sampleSections(): Promise<Record<string, Section>> {
  const samples = await takeSamples()
  const rename = renamer()
  for (const sample of Object.values(samples)) sample.body = JSON.parse(rename(JSON.stringify(sample.body)))
  return Object.fromEntries(
    Object.entries(samples).map(([name, { url, body }]): [string, Section] => [
      `sample-${name}`,
      (language) =>
        [...(url ? [post[language].replace('{url}', url), ''] : []), '```json', print(body), '```'].join(
          '\n',
        ),
    ]),
  )
}
