import type { Dimension, Filter, PayloadDetail, Snapshot, Trace } from '../../sink/store/snapshot.ts'
import { createCharts } from './charts/axes.ts'
import { html, render } from './dom.ts'
import type { Markup } from './dom.ts'
import { translator } from './i18n.ts'
import type { Language } from './i18n.ts'
import { accountPanel } from './panels/account.tsx'
import { errorsPanel } from './panels/errors.tsx'
import { header } from './panels/header.tsx'
import { inspectorPanel } from './panels/inspector.tsx'
import { kpis, overview } from './panels/overview.tsx'
import { launchPanel, pagesPanel } from './panels/pages.tsx'
import { distributionPanel, durationPanel, requestsPanel, statusPanel } from './panels/requests.tsx'
import { tracesPanel } from './panels/traces.tsx'
import type { RawTab, State, View } from './state.ts'
import { welcome } from './panels/welcome.tsx'

const root = document.getElementById('app')!
const charts = createCharts()
const query = new URLSearchParams(location.search)

function remembered(key: string): string | null {
  try {
    return localStorage.getItem(key)
  } catch {
    return null
  }
}

function remember(key: string, value: string): void {
  try {
    localStorage.setItem(key, value)
  } catch {
    // Private windows may refuse; then it lasts as long as the page.
  }
}

function firstLanguage(): Language {
  const wish = query.get('lang') ?? remembered('language') ?? navigator.language
  return wish.startsWith('zh') ? 'zh' : 'en'
}

const state: State = {
  language: firstLanguage(),
  filter: { service: query.get('service') ?? undefined, platform: query.get('platform') ?? undefined },
  paused: false,
  connected: false,
  requestsBy: 'host',
  rawTab: 'payloads',
  open: new Set(),
  payloads: new Map(),
}

function body(view: View): Markup {
  const { data, t } = view
  if (data.services.length === 0 && !data.account)
    return html`${welcome(view)}${data.inspector.length > 0 && html`<div class="grid" data-key="grid">${inspectorPanel(view)}</div>`}`
  const chosen = data.totals.signals > 0
  return html`
    ${kpis(view)}
    <div class="grid" data-key="grid">
      ${overview(view)} ${accountPanel(view)}
      ${
        chosen
          ? html`${durationPanel(view)} ${distributionPanel(view)} ${requestsPanel(view)} ${statusPanel(view)}
            ${pagesPanel(view)} ${launchPanel(view)} ${errorsPanel(view)} ${tracesPanel(view)}`
          : html`<div class="empty full" data-testid="empty" data-key="nothing">${t('nothingFor')}</div>`
      }
      ${inspectorPanel(view)}
    </div>
  `
}

function draw(): void {
  const t = translator(state.language)
  document.documentElement.lang = state.language === 'zh' ? 'zh-CN' : 'en'
  const data = state.snapshot
  render(
    root,
    html`${header(state, t)}
      <main data-key="main" data-testid="page">${data && body({ state, data, t })}</main>
      <footer data-key="footer">${t('footer')}</footer>`,
  )
  if (data) charts.draw(data, t)
}

let source: EventSource | undefined

/** Opens the stream anew: the filter is part of its address, since percentiles can't be filtered afterwards. */
function connect(): void {
  source?.close()
  const chosen = Object.entries(state.filter).filter((pair): pair is [string, string] => Boolean(pair[1]))
  source = new EventSource(`/events?${new URLSearchParams(chosen)}`)
  source.onmessage = (event: MessageEvent<string>) => {
    state.connected = true
    state.snapshot = JSON.parse(event.data) as Snapshot
    draw()
    // One fresh answer after a change of filter, then it stands still again.
    if (state.paused) source?.close()
  }
  source.onerror = () => {
    state.connected = false
    draw()
  }
}

function setFilter(filter: Filter): void {
  state.filter = filter
  connect()
  draw()
}

function toggle(key: string): void {
  if (!state.open.delete(key)) state.open.add(key)
}

async function openPayload(id: number): Promise<void> {
  toggle(`payload ${id}`)
  draw()
  if (!state.open.has(`payload ${id}`) || state.payloads.has(id)) return
  const response = await fetch(`/api/requests/${id}`)
  if (!response.ok) return
  state.payloads.set(id, (await response.json()) as PayloadDetail)
  draw()
}

async function openTrace(id: string): Promise<void> {
  state.linked = undefined
  if (!state.snapshot?.traces.some((trace) => trace.id === id)) {
    const response = await fetch(`/api/traces/${id}`)
    state.linked = { id, trace: response.ok ? ((await response.json()) as Trace) : null }
  }
  state.open.add(`trace ${id}`)
  draw()
  const row = document.querySelector(`[data-trace="${CSS.escape(id)}"]`) ?? document.getElementById('traces')
  row?.scrollIntoView({ block: 'center', behavior: 'smooth' })
}

const actions: { [action: string]: (value: string, element: HTMLElement) => void } = {
  pause() {
    state.paused = !state.paused
    if (state.paused) source?.close()
    else connect()
  },
  language() {
    state.language = state.language === 'zh' ? 'en' : 'zh'
    remember('language', state.language)
  },
  focus(_value, { dataset }) {
    const { service, platform, framework } = dataset
    const same = state.filter.service === service && state.filter.platform === platform
    if (same && (state.filter.framework ?? '') === framework) setFilter({})
    else setFilter({ service, platform, framework: framework || undefined })
  },
  unfocus: () => setFilter({}),
  requests: (value) => void (state.requestsBy = value as Dimension),
  inspector: (value) => void (state.rawTab = value as RawTab),
  toggle,
  payload: (value) => void openPayload(Number(value)),
  trace: (value) => void openTrace(value),
}

document.addEventListener('click', (event) => {
  const element = (event.target as Element).closest<HTMLElement>('button[data-action]')
  const action = element && actions[element.dataset.action ?? '']
  if (!action) return
  action(element.dataset.value ?? '', element)
  draw()
})

document.addEventListener('change', (event) => {
  const element = event.target as HTMLSelectElement
  if (element.dataset.action !== 'filter') return
  const { service, platform } = state.filter
  setFilter({ service, platform, [element.dataset.name!]: element.value || undefined })
})

matchMedia('(prefers-color-scheme: dark)').addEventListener('change', draw)

draw()
connect()
