import { html } from '../dom.ts'
import type { Markup } from '../dom.ts'
import { platformOf } from '../i18n.ts'
import type { Translate } from '../i18n.ts'
import type { State } from '../state.ts'

function unique(values: string[]): string[] {
  return [...new Set(values)].filter((value) => value !== '').sort()
}

function chooser(id: string, label: string, all: string, value: string, options: [string, string][]): Markup {
  return html`
    <label class="chooser ${value && 'on'}">
      <span class="sr">${label}</span>
      <select data-testid="filter-${id}" data-action="filter" data-name="${id}" data-value="${value}">
        <option value="">${all}</option>
        ${options.map(([name, text]) => html`<option value="${name}" ${name === value && selected}>${text}</option>`)}
      </select>
    </label>
  `
}

const selected: Markup = { markup: 'selected' }

const pauseIcon: Markup = { markup: '<svg viewBox="0 0 16 16"><path d="M5 3v10M11 3v10"/></svg>' }
const playIcon: Markup = { markup: '<svg viewBox="0 0 16 16"><path class="solid" d="M5 3l8 5-8 5z"/></svg>' }

export function header(state: State, t: Translate): Markup {
  const services = state.snapshot?.services ?? []
  const status = state.paused ? 'paused' : state.connected ? 'live' : 'offline'
  const { service = '', platform = '' } = state.filter
  return html`
    <header class="top" data-key="top">
      <div class="top-inner">
        <div class="brand">
          <svg class="logo" viewBox="0 0 32 32" aria-hidden="true">
            <defs>
              <linearGradient id="mark" x1="0" y1="0" x2="1" y2="1">
                <stop offset="0" stop-color="#15c08a"></stop>
                <stop offset="1" stop-color="#0b7f8c"></stop>
              </linearGradient>
            </defs>
            <rect width="32" height="32" rx="9" fill="url(#mark)"></rect>
            <path d="M5 17h5l3-8 5 15 3.5-9 1.5 2h4"></path>
          </svg>
          <div>
            <h1>mini-monitor</h1>
            <p>${t('tagline')}</p>
          </div>
        </div>
        <div class="controls">
          <span class="live ${status}" data-testid="live" data-status="${status}"><i></i>${t(status)}</span>
          ${chooser(
            'service',
            t('service'),
            t('allServices'),
            service,
            unique(services.map((row) => row.service)).map((name) => [name, name]),
          )}
          ${chooser(
            'platform',
            t('platform'),
            t('allPlatforms'),
            platform,
            unique(services.map((row) => row.platform)).map((name) => [
              name,
              platformOf(name, state.language).name,
            ]),
          )}
          <button
            class="button"
            type="button"
            data-testid="pause"
            data-action="pause"
            aria-pressed="${String(state.paused)}"
          >
            ${state.paused ? playIcon : pauseIcon}<span class="label"
              >${t(state.paused ? 'resume' : 'pause')}</span
            >
          </button>
          <button class="button" type="button" data-testid="language" data-action="language">
            ${state.language === 'zh' ? 'English' : '中文'}
          </button>
        </div>
      </div>
    </header>
  `
}
