// @vitest-environment jsdom
/** @jsxImportSource preact */
import { render } from 'preact'
import type { ComponentChildren } from 'preact'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createSink, createStore } from '../../../sink/index.ts'
import type { Sink, Snapshot } from '../../../sink/index.ts'
import { distributionWords, durationWords, statusWords } from '../charts/words.ts'
import { firstState } from '../state.ts'
import type { Actions, State } from '../state.ts'
import { viewOf, ViewProvider } from '../view.ts'
import { Account } from './account.tsx'
import { Errors } from './errors.tsx'
import { Distribution, Durations, Statuses } from './charts.tsx'
import { Figures } from './figures.tsx'
import { send, sendError, sendMetrics, sendSegment, STACK } from './fixtures.ts'
import { Inspector } from './inspector.tsx'
import { Launch } from './launch.tsx'
import { Pages } from './pages.tsx'
import { Requests } from './requests.tsx'
import { Services } from './services.tsx'
import { Traces } from './traces.tsx'
import { Welcome } from './welcome.tsx'

let sink: Sink
beforeEach(async () => {
  sink = await createSink({ ports: [] })
})
afterEach(() => sink.close())

function snapshot(): Snapshot {
  const store = createStore({ sink })
  store.close()
  return store.snapshot()
}

const act = {
  pause: vi.fn(),
  switchLanguage: vi.fn(),
  choose: vi.fn(),
  focus: vi.fn(),
  showAll: vi.fn(),
  groupRequests: vi.fn(),
  showRaw: vi.fn(),
  toggle: vi.fn(),
  close: vi.fn(),
  openError: vi.fn(),
  showOccurrence: vi.fn(),
  openPayload: vi.fn(),
  openTrace: vi.fn(),
} satisfies Actions
afterEach(() => Object.values(act).forEach((each) => each.mockReset()))

function shown(content: ComponentChildren, given: Partial<State> = {}): HTMLElement {
  const box = document.createElement('div')
  const state = { ...firstState('en', {}), ...given }
  render(<ViewProvider value={viewOf(state, act)}>{content}</ViewProvider>, box)
  return box
}

function unfolded(...keys: string[]): Partial<State> {
  return { open: new Set(keys) }
}

function byId(box: Element, id: string): HTMLElement[] {
  return Array.from(box.querySelectorAll(`[data-testid="${id}"]`))
}

/** The only error of a sink, unfolded. */
function openError(...attributes: Parameters<typeof sendError>[1][]): HTMLElement {
  for (const each of attributes) sendError(sink, each)
  const store = createStore({ sink })
  store.close()
  const data = store.snapshot()
  const { id } = data.errors[0]!
  const errors = new Map([[id, store.error(id)!]])
  return shown(<Errors data={data} />, { ...unfolded(`error ${id}`), errors })
}

test('an error unfolds to its stack, line by line, escaped, with the way to its trace', () => {
  sendError(sink)
  const folded = shown(<Errors data={snapshot()} />)
  expect(byId(folded, 'error-detail')).toEqual([])
  byId(folded, 'error-row')[0]!.querySelector('button')!.click()
  expect(act.openError).toHaveBeenCalledWith(snapshot().errors[0]!.id)
  const box = openError()
  expect(byId(box, 'error-row')[0]!.dataset.type).toBe('js')
  expect(byId(box, 'error-row')[0]!.textContent).toContain('<script>boom')
  expect(byId(box, 'error-stack')[0]!.textContent).toBe(STACK)
  byId(box, 'error-trace')[0]!.click()
  expect(act.openTrace).toHaveBeenCalledWith('t1')
})

test('an error tells of each occurrence, how they are split, and whom it met', () => {
  const phone = { 'device.model.identifier': 'iPhone15,2', 'os.name': 'iOS', 'os.version': '17.5' }
  const here = { 'miniprogram.page.path': 'pages/pay', 'session.id': 'abcdefgh12345678', 'user.id': 'u' }
  const box = openError({ 'exception.count': '3' }, { ...phone, ...here })
  const [newest, older] = byId(box, 'error-occurrence')
  for (const text of ['iPhone15,2', 'iOS 17.5', 'pages/pay', 'abcdefgh'])
    expect(newest!.textContent).toContain(text)
  expect(older!.textContent).toContain('×3')
  expect(older!.textContent).toContain('unknown')
  older!.click()
  expect(act.showOccurrence.mock.calls[0]![1]).toMatchObject({ times: 3 })
  const split = (by: string) => byId(box, `error-split-${by}`)[0]!.textContent
  expect(split('system')).toBe('Systemunknown3 75%iOS 17.51 25%')
  expect(split('platform')).toContain('WeChat')
  expect(byId(box, 'error-sessions')[0]!.textContent).toBe('1 session')
  expect(byId(box, 'error-users')[0]!.textContent).toBe('1 user')
})

test('an error shows the whole message, and how many occurrences are no longer kept', () => {
  const whole = `no such thing ${'as this '.repeat(100)}`
  const box = openError(...Array<{ [key: string]: string }>(25).fill({ 'exception.message': whole }))
  expect(byId(box, 'error-message')[0]!.textContent).toBe(whole)
  expect(byId(box, 'error-gone')[0]!.textContent).toBe(' · 20 newest kept · 5 no longer kept')
})

test.each([
  [
    '[{"category":"tap","message":"pay","data":{"id":"7"},"at":1700000000000}]',
    ['tap', 'pay', 'id=7', /\d\d:\d\d:\d\d/],
  ],
  ['["opened the cart",null]', ['opened the cart']],
  ['[{"category":"tap","mess', ['[{"category":"tap","mess']],
])('what went before an error is shown as a list, and as it came if it is none: %s', (text, parts) => {
  const [crumbs] = byId(openError({ 'miniprogram.breadcrumbs': text }), 'error-breadcrumbs')
  for (const part of parts)
    expect(crumbs!.textContent).toEqual(
      typeof part === 'string' ? expect.stringContaining(part) : expect.stringMatching(part),
    )
})

test('a trace shows method, host and status, and its tags when unfolded', () => {
  sendSegment(sink)
  const box = shown(<Traces data={snapshot()} />, unfolded('trace t1'))
  const [row] = byId(box, 'trace-row')
  expect(row!.textContent).toContain('GET api/orders')
  expect(row!.textContent).toContain('503')
  expect(row!.textContent).toContain('400 ms')
  expect(byId(box, 'span-tags')[0]!.textContent).toContain('https://api/orders')
})

test('figures, services, requests and pages', () => {
  sendMetrics(sink)
  const data = snapshot()
  const figures = shown(<Figures data={data} />)
  expect(byId(figures, 'kpi-p95-value')[0]!.textContent).toBe('195 ms')
  expect(byId(figures, 'kpi-failed-value')[0]!.textContent).toBe('100%')
  expect(byId(figures, 'kpi-launch-value').map((value) => value.textContent)).toEqual(['321 ms'])
  expect(byId(figures, 'kpi-launch')[0]!.textContent).toContain('App launch P75')
  const [card] = byId(shown(<Services data={data} />), 'service-card')
  for (const text of ['shop', 'WeChat', 'native']) expect(card!.textContent).toContain(text)
  card!.click()
  const sender = { service: 'shop', platform: 'wechat', framework: 'native' }
  expect(act.focus).toHaveBeenCalledWith(expect.objectContaining(sender))
  const [request] = byId(shown(<Requests data={data} />), 'request-row')
  expect(request!.dataset.name).toBe('api')
  expect(request!.textContent).toContain('150 ms')
  const [page] = byId(shown(<Pages data={data} />), 'page-row')
  expect(page!.querySelector('[data-vital="first_render"]')!.textContent).toContain('321 ms')
  expect(byId(shown(<Launch data={data} />), 'vital-app_launch')[0]!.textContent).toContain('321 ms')
})

test('launches of two platforms stay apart: in the tile, on the cards, in the panel, with what each measures', () => {
  sendMetrics(sink, 'wechat', 140)
  sendMetrics(sink, 'alipay', 15)
  const data = snapshot()
  const values = byId(shown(<Figures data={data} />), 'kpi-launch-value')
  const p75 = values.map((value) => [value.dataset.platform, value.textContent])
  expect(p75).toEqual([
    ['wechat', '140 ms'],
    ['alipay', '15 ms'],
  ])
  expect(values[0]!.closest('[title]')!.getAttribute('title')).toContain('appLaunch')
  expect(values[1]!.closest('[title]')!.getAttribute('title')).toContain('onLaunch → onShow')
  const cards = byId(shown(<Services data={data} />), 'service-card')
  expect(cards.map((card) => card.textContent!.includes('Launch P75140 ms'))).toEqual([true, false])
  const groups = byId(shown(<Launch data={data} />), 'vital-app_launch')
  expect(groups.map((group) => group.textContent)).toEqual([
    expect.stringContaining('140 ms'),
    expect.stringContaining('15 ms'),
  ])
  expect(groups[1]!.textContent).toContain('onLaunch → onShow')
})

test('a rate of the first seconds says over what time it is', () => {
  sendMetrics(sink)
  const of = (rateOver: number) => {
    const data = snapshot()
    const totals = { ...data.totals, rateOver, requestsPerMinute: 24 }
    return byId(shown(<Figures data={{ ...data, totals }} />), 'kpi-requests')[0]!.textContent
  }
  expect(of(0)).toBe('Requests–4 total')
  expect(of(10_000)).toBe('Requests24/min4 total · over 10 s')
  expect(of(60_000)).toBe('Requests24/min4 total')
})

test('traces beside their list are counted in all', () => {
  for (let at = 0; at < 50; at++) sendSegment(sink, `t${at}`)
  const box = shown(<Traces data={snapshot()} />)
  expect(byId(box, 'traces-total')[0]!.textContent).toBe('50')
})

test('where nothing is found, no list says that there is nothing', () => {
  sendMetrics(sink)
  const data = snapshot()
  const none = { ...data, errors: [], traces: [], inspector: [], logs: [] }
  for (const Each of [Errors, Traces, Inspector]) {
    const box = shown(<Each data={none} />, { filter: { q: 'cart' } })
    expect(byId(box, 'empty')[0]!.textContent).toContain('“cart”')
  }
})

test('requests by what they are asked for: a tab each', () => {
  sendMetrics(sink)
  const data = snapshot()
  byId(shown(<Requests data={data} />), 'requests-tab-status')[0]!.click()
  expect(act.groupRequests).toHaveBeenCalledWith('status')
  const box = shown(<Requests data={data} />, { requestsBy: 'status' })
  expect(byId(box, 'requests-tab-status')[0]!.getAttribute('aria-selected')).toBe('true')
  expect(byId(box, 'requests-tab-host')[0]!.getAttribute('aria-selected')).toBe('false')
  expect(byId(box, 'request-row')[0]!.textContent).toContain('no answer')
  const groups = shown(<Requests data={data} />, { requestsBy: 'group' })
  expect(byId(groups, 'empty')[0]!.textContent).toContain('urlGroupRules')
})

test('the account says whether it comes out even, and stays hidden until there is one', () => {
  const account = () => shown(<Account data={snapshot()} />)
  expect(account().innerHTML).toBe('')
  const diagnostics = { taken: 5, delivered: 3, pending: 1, dropped: { queue: 1 } }
  sink.report({ device: 'd', diagnostics })
  expect(byId(account(), 'account-even')).toHaveLength(1)
  sink.report({ device: 'd', diagnostics: { ...diagnostics, restored: 2, stored: 2 } })
  expect(byId(account(), 'account-even')).toHaveLength(1)
  sink.report({ device: 'd', diagnostics: { ...diagnostics, delivered: 1 } })
  const box = account()
  expect(byId(box, 'account-odd')[0]!.textContent).toContain('2')
  expect(byId(box, 'account-row')[0]!.dataset.missing).toBe('2')
})

test('raw data: payloads with their answer, metrics and logs by tab', () => {
  sendMetrics(sink)
  send(sink, '/v1/nothing', {})
  const data = snapshot()
  const payloads = shown(<Inspector data={data} />)
  const rows = byId(payloads, 'inspector-row')
  expect(rows.map((row) => [row.dataset.path, row.dataset.status])).toEqual([
    ['/v1/nothing', '404'],
    ['/v1/metrics', '200'],
  ])
  byId(payloads, 'inspector-tab-metrics')[0]!.click()
  expect(act.showRaw).toHaveBeenCalledWith('metrics')
  const metrics = shown(<Inspector data={data} />, { rawTab: 'metrics' })
  expect(byId(metrics, 'metric-row').map((row) => row.dataset.name)).toContain('miniprogram.request.duration')
  expect(byId(shown(<Inspector data={data} />, { rawTab: 'logs' }), 'empty')).toHaveLength(1)
})

test('a long list is folded, and unfolds', () => {
  for (let at = 0; at < 11; at++) send(sink, '/v1/nothing', {})
  const data = snapshot()
  const folded = shown(<Inspector data={data} />)
  expect(byId(folded, 'inspector-row')).toHaveLength(10)
  const more = folded.querySelector<HTMLElement>('.more')!
  expect(more.textContent).toBe('Show all (11)')
  more.click()
  expect(act.toggle).toHaveBeenCalledWith('all payloads')
  const all = shown(<Inspector data={data} />, unfolded('all payloads'))
  expect(byId(all, 'inspector-row')).toHaveLength(11)
})

test('says what to do, or that there is nothing, when there is nothing', () => {
  const data = snapshot()
  expect(byId(shown(<Welcome data={data} />), 'welcome')[0]!.textContent).toContain('collector')
  for (const Each of [Errors, Traces, Requests, Pages, Inspector])
    expect(byId(shown(<Each data={data} />), 'empty')).toHaveLength(1)
  for (const Each of [Errors, Traces, Requests, Pages, Launch, Durations, Distribution, Statuses])
    expect(shown(<Each data={data} />).querySelector('.panel.none')!.textContent).not.toBe('')
})

test('the arrows go from tab to tab, round the end, and only one of them is a stop', () => {
  sendMetrics(sink)
  const box = shown(<Requests data={snapshot()} />)
  const press = (key: string) =>
    byId(box, 'requests-tab-host')[0]!.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }))
  for (const key of ['ArrowRight', 'ArrowLeft', 'End', 'Home', 'a']) press(key)
  expect(act.groupRequests.mock.calls).toEqual([['status'], ['method'], ['method'], ['host']])
  expect(Array.from(box.querySelectorAll<HTMLElement>('[role="tab"]'), (tab) => tab.tabIndex)).toEqual([
    0, -1, -1, -1, -1,
  ])
})

test('a chart says in words what it shows', () => {
  sendMetrics(sink)
  const data = snapshot()
  const t = viewOf(firstState('en', {}), act).t
  expect(durationWords(data, t)).toMatch(/^Request duration: P50 150 ms \(over time 150 ms – 150 ms\); P75/)
  expect(distributionWords(data, t)).toBe('Distribution: 100–200 ms 4 (100%)')
  expect(statusWords(data, t)).toBe('Status codes: no answer 4')
  sink.clear()
  expect(distributionWords(snapshot(), t)).toBe('Distribution: –')
})
