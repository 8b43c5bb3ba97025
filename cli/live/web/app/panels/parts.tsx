import { html } from '../dom.ts'
import type { Markup } from '../dom.ts'
import { platformOf } from '../i18n.ts'
import type { Language } from '../i18n.ts'
import type { View } from '../state.ts'

interface PanelOptions {
  id: string
  title: string
  hint?: string
  /** Right end of the head. */
  aside?: Markup
  className?: string
}

export function panel({ id, title, hint, aside, className = '' }: PanelOptions, body: Markup): Markup {
  return html`
    <section class="panel ${className}" data-testid="${id}" data-key="${id}" id="${id}">
      <header class="panel-head">
        <div>
          <h2>${title}</h2>
          ${hint && html`<p>${hint}</p>`}
        </div>
        ${aside}
      </header>
      ${body}
    </section>
  `
}

export function empty(text: string): Markup {
  return html`<div class="empty" data-testid="empty">${text}</div>`
}

export function platformBadge(platform: string, language: Language): Markup {
  const { short, name, color } = platformOf(platform, language)
  return html`<span class="platform" style="--c:${color}" title="${name}">${short}</span>`
}

/** A filled line over `values`; all zero is a flat line. */
export function spark(values: number[], color: string, filled = true): Markup {
  const high = Math.max(1, ...values)
  const width = Math.max(1, values.length - 1)
  const points = values.map(
    (value, at) => `${((100 * at) / width).toFixed(1)},${(23 - (21 * value) / high).toFixed(1)}`,
  )
  const line = points.join(' L')
  return html`<svg
    class="spark"
    viewBox="0 0 100 24"
    preserveAspectRatio="none"
    style="--c:${color}"
    aria-hidden="true"
  >
    ${filled && html`<path class="area" d="M0,24 L${line} L100,24 Z"></path>`}
    <path class="line" d="M${line}"></path>
  </svg>`
}

/** Little columns; for counts where a line would lie. */
export function columns(values: number[], color: string): Markup {
  const high = Math.max(1, ...values)
  const width = 100 / values.length
  return html`<svg
    class="spark"
    viewBox="0 0 100 24"
    preserveAspectRatio="none"
    style="--c:${color}"
    aria-hidden="true"
  >
    ${values.map((value, at) => {
      const height = value === 0 ? 1 : Math.max(3, (23 * value) / high)
      return html`<rect
        class="${value === 0 ? 'none' : ''}"
        x="${(at * width).toFixed(2)}"
        y="${(24 - height).toFixed(2)}"
        width="${(width * 0.72).toFixed(2)}"
        height="${height.toFixed(2)}"
      ></rect>`
    })}
  </svg>`
}

export function statusBadge(status: string, noAnswer: string): Markup {
  const group = /^[1-5]\d\d$/.test(status) ? status[0] : '0'
  return html`<span class="status s${group}">${group === '0' ? noAnswer : status}</span>`
}

export function tabs(action: string, active: string, items: { id: string; label: string }[]): Markup {
  return html`
    <div class="tabs" role="tablist">
      ${items.map(
        ({ id, label }) =>
          html`<button
            role="tab"
            type="button"
            data-testid="${action}-tab-${id}"
            data-action="${action}"
            data-value="${id}"
            aria-selected="${id === active ? 'true' : 'false'}"
          >
            ${label}
          </button>`,
      )}
    </div>
  `
}

/** The first `few` items, and a button for the others. */
export function folded<T>(
  { state, t }: View,
  name: string,
  items: T[],
  few: number,
  each: (item: T) => Markup,
): Markup {
  const key = `all ${name}`
  const all = state.open.has(key)
  return html`${(all ? items : items.slice(0, few)).map(each)}
  ${
    items.length > few &&
    html`<button class="more" type="button" data-key="more" data-action="toggle" data-value="${key}">
      ${all ? t('showLess') : `${t('showAll')} (${items.length})`}
    </button>`
  }`
}

export function keyValues(pairs: [string, string][]): Markup {
  return html`
    <dl class="pairs">
      ${pairs.map(
        ([key, value]) =>
          html`<div>
            <dt>${key}</dt>
            <dd>${value}</dd>
          </div>`,
      )}
    </dl>
  `
}
