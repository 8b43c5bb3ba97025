// @vitest-environment jsdom
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createSink, createStore } from '../../../sink/index.ts'
import type { Sink } from '../../../sink/index.ts'
import { html, render } from '../dom.ts'
import type { Markup } from '../dom.ts'
import { translator } from '../i18n.ts'
import type { State, View } from '../state.ts'
import { accountPanel } from './account.tsx'
import { errorsPanel } from './errors.tsx'
import { inspectorPanel } from './inspector.tsx'
import { kpis, overview } from './overview.tsx'
import { launchPanel, pagesPanel } from './pages.tsx'
import { requestsPanel } from './requests.tsx'
import { tracesPanel } from './traces.tsx'
import { welcome } from './welcome.tsx'

let sink: Sink
beforeEach(async () => {
  sink = await createSink({ ports: [] })
})
afterEach(() => sink.close())

function send(path: string, body: unknown) {
  return sink.receive({
    method: 'POST',
    path,
    headers: { 'content-type': 'application/json' },
    body: Buffer.from(JSON.stringify(body)),
  })
}

function view(...open: string[]): View {
  const state: State = {
    language: 'en',
    filter: {},
    paused: false,
    connected: true,
    requestsBy: 'host',
    rawTab: 'payloads',
    open: new Set(open),
    payloads: new Map(),
  }
  const store = createStore({ sink })
  store.close()
  return { state, data: store.snapshot(), t: translator('en') }
}

function shown(content: Markup | undefined): HTMLElement {
  const box = document.createElement('div')
  render(box, html`${content}`)
  return box
}

function byId(box: Element, id: string): HTMLElement[] {
  return Array.from(box.querySelectorAll(`[data-testid="${id}"]`))
}

function attributes(object: { [key: string]: string }) {
  return Object.entries(object).map(([key, stringValue]) => ({ key, value: { stringValue } }))
}

const resource = {
  attributes: attributes({
    'service.name': 'shop',
    'miniprogram.platform': 'wechat',
    'miniprogram.framework': 'native',
  }),
}
const STACK = 'Error: boom\n    at pay (https://usr/app.js:4:12)\n    at <b>odd</b>'

function sendError() {
  return send('/v1/logs', {
    resourceLogs: [
      {
        resource,
        scopeLogs: [
          {
            logRecords: [
              {
                timeUnixNano: '1',
                body: { stringValue: '<script>boom' },
                attributes: attributes({
                  'exception.type': 'js',
                  'exception.stacktrace': STACK,
                  'sw8.trace_id': 't1',
                }),
              },
            ],
          },
        ],
      },
    ],
  })
}

function sendSegment() {
  const span = { startTime: 1000, endTime: 1400, operationName: 'pages/a', peer: 'api:443', spanType: 'Exit' }
  const tags = [
    { key: 'http.method', value: 'GET' },
    { key: 'url', value: 'https://api/orders' },
    { key: 'http.status_code', value: '503' },
  ]
  const spans = [{ ...span, spanId: 0, parentSpanId: -1, isError: true, componentId: 10002, tags }]
  send('/v3/segments', [
    { traceId: 't1', traceSegmentId: 's1', service: 'shop', serviceInstance: '-', spans },
  ])
}

function sendMetrics() {
  return send('/v1/metrics', {
    resourceMetrics: [
      {
        resource,
        scopeMetrics: [
          {
            metrics: [
              {
                name: 'miniprogram.request.duration',
                histogram: {
                  aggregationTemporality: 1,
                  dataPoints: [
                    {
                      attributes: attributes({ 'server.address': 'api', 'http.response.status_code': '0' }),
                      startTimeUnixNano: '1',
                      timeUnixNano: '2',
                      count: 4,
                      sum: 600,
                      explicitBounds: [100, 200],
                      bucketCounts: [0, 4, 0],
                    },
                  ],
                },
              },
              ...['first_render', 'app_launch'].map((name) => ({
                name: `miniprogram.${name}.duration`,
                gauge: {
                  dataPoints: [
                    {
                      timeUnixNano: '2',
                      asInt: '321',
                      attributes: attributes({ 'miniprogram.page.path': 'pages/a' }),
                    },
                  ],
                },
              })),
            ],
          },
        ],
      },
    ],
  })
}

test('an error unfolds to its stack, line by line, escaped, with the way to its trace', () => {
  sendError()
  const id = view().data.errors[0]!.id
  expect(byId(shown(errorsPanel(view())), 'error-detail')).toEqual([])
  const box = shown(errorsPanel(view(`error ${id}`)))
  expect(byId(box, 'error-row')[0]!.dataset.type).toBe('js')
  expect(byId(box, 'error-row')[0]!.textContent).toContain('<script>boom')
  expect(byId(box, 'error-stack')[0]!.textContent).toBe(STACK)
  expect(byId(box, 'error-trace')[0]!.dataset.value).toBe('t1')
})

test('a trace shows method, host and status, and its tags when unfolded', () => {
  sendSegment()
  const box = shown(tracesPanel(view('trace t1')))
  const [row] = byId(box, 'trace-row')
  expect(row!.textContent).toContain('GET api/orders')
  expect(row!.textContent).toContain('503')
  expect(row!.textContent).toContain('400 ms')
  expect(byId(box, 'span-tags')[0]!.textContent).toContain('https://api/orders')
})

test('figures, services, requests and pages', () => {
  sendMetrics()
  const figures = shown(kpis(view()))
  expect(byId(figures, 'kpi-p95-value')[0]!.textContent).toBe('195 ms')
  expect(byId(figures, 'kpi-failed-value')[0]!.textContent).toBe('100%')
  expect(byId(figures, 'kpi-launch-value')[0]!.textContent).toBe('321 ms')
  const [card] = byId(shown(overview(view())), 'service-card')
  expect({ ...card!.dataset }).toMatchObject({ service: 'shop', platform: 'wechat', framework: 'native' })
  const [request] = byId(shown(requestsPanel(view())), 'request-row')
  expect(request!.dataset.name).toBe('api')
  expect(request!.textContent).toContain('150 ms')
  const [page] = byId(shown(pagesPanel(view())), 'page-row')
  expect(page!.querySelector('[data-vital="first_render"]')!.textContent).toContain('321 ms')
  expect(byId(shown(launchPanel(view())), 'vital-app_launch')[0]!.textContent).toContain('321 ms')
})

test('the account says whether it comes out even, and stays hidden until there is one', () => {
  expect(accountPanel(view())).toBe(undefined)
  const diagnostics = { taken: 5, delivered: 3, pending: 1, dropped: { queue: 1 } }
  sink.report({ device: 'd', diagnostics })
  expect(byId(shown(accountPanel(view())), 'account-even')).toHaveLength(1)
  sink.report({ device: 'd', diagnostics: { ...diagnostics, restored: 2, stored: 2 } })
  expect(byId(shown(accountPanel(view())), 'account-even')).toHaveLength(1)
  sink.report({ device: 'd', diagnostics: { ...diagnostics, delivered: 1 } })
  const box = shown(accountPanel(view()))
  expect(byId(box, 'account-odd')[0]!.textContent).toContain('2')
  expect(byId(box, 'account-row')[0]!.dataset.missing).toBe('2')
})

test('raw data: payloads with their answer, metrics and logs by tab', () => {
  sendMetrics()
  send('/v1/nothing', {})
  const given = view()
  const rows = byId(shown(inspectorPanel(given)), 'inspector-row')
  expect(rows.map((row) => [row.dataset.path, row.dataset.status])).toEqual([
    ['/v1/nothing', '404'],
    ['/v1/metrics', '200'],
  ])
  given.state.rawTab = 'metrics'
  expect(byId(shown(inspectorPanel(given)), 'metric-row').map((row) => row.dataset.name)).toContain(
    'miniprogram.request.duration',
  )
  given.state.rawTab = 'logs'
  expect(byId(shown(inspectorPanel(given)), 'empty')).toHaveLength(1)
})

test('says what to do, or that there is nothing, when there is nothing', () => {
  const empty = view()
  expect(byId(shown(welcome(empty)), 'welcome')[0]!.textContent).toContain('collector')
  for (const each of [errorsPanel, tracesPanel, requestsPanel, pagesPanel, inspectorPanel])
    expect(byId(shown(each(empty)), 'empty')).toHaveLength(1)
})
