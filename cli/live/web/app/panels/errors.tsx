import type { ErrorGroup } from '../../../sink/store/snapshot.ts'
import { html } from '../dom.ts'
import type { Markup } from '../dom.ts'
import * as format from '../format.ts'
import type { View } from '../state.ts'
import { columns, empty, folded, keyValues, panel, platformBadge } from './parts.tsx'

/** The function name and the place of a frame apart, as the eye wants it. */
function frame(line: string): Markup {
  const match = /^(\s*at )(.*?)( ?\(?)([^()\s]+:\d+(?::\d+)?)(\)?)$/.exec(line)
  if (!match) return html`${line}`
  const [, at, name, gap, place, end] = match
  return html`<span class="dim">${at}</span>${name}<span class="dim">${gap}${place}${end}</span>`
}

function lines(stack: string) {
  return stack.split('\n').map((line, at) => [at > 0 && '\n', frame(line)])
}

function detail({ t }: View, error: ErrorGroup): Markup {
  return html`
    <div class="detail" data-testid="error-detail">
      <h3>${t('stack')}</h3>
      ${
        error.stack
          ? html`<pre class="stack" data-testid="error-stack">${lines(error.stack)}</pre>`
          : html`<p class="quiet">${t('noStack')}</p>`
      }
      ${
        error.pages.length > 0 &&
        html`<h3>${t('seenOn')}</h3>
          <p class="chips">
            ${error.pages.map(({ page, count }) => html`<span class="chip mono">${page} <b>${count}</b></span>`)}
          </p>`
      }
      <h3>${t('device')}</h3>
      ${keyValues(Object.entries(error.attributes).sort(([a], [b]) => (a < b ? -1 : 1)))}
      ${
        error.traceId &&
        html`<button
          class="button"
          type="button"
          data-testid="error-trace"
          data-action="trace"
          data-value="${error.traceId}"
        >
          ${t('showTrace')} →
        </button>`
      }
    </div>
  `
}

function row(view: View, error: ErrorGroup): Markup {
  const { state, data } = view
  const key = `error ${error.id}`
  const open = state.open.has(key)
  const platforms = [...new Set(error.sources.map((source) => source.platform))]
  return html`<article
    class="item ${open && 'open'}"
    data-testid="error-row"
    data-type="${error.type}"
    data-key="${key}"
  >
    <button
      class="item-head"
      type="button"
      data-action="toggle"
      data-value="${key}"
      aria-expanded="${String(open)}"
    >
      <span class="type t-${error.type}">${error.type}</span>
      <span class="item-main">
        <b class="message">${error.message}</b>
        <small
          >${platforms.map((platform) => platformBadge(platform, state.language))}<span class="mono cut"
            >${error.pages[0]?.page}</span
          ></small
        >
      </span>
      <span class="item-spark">${columns(error.spark, 'var(--bad)')}</span>
      <span class="item-end"
        ><b>${format.count(error.count)}</b
        ><small>${format.ago(data.time - error.last, state.language)}</small></span
      >
    </button>
    ${open && detail(view, error)}
  </article>`
}

export function errorsPanel(view: View): Markup {
  const { data, t } = view
  return panel(
    {
      id: 'errors',
      title: t('errors'),
      hint: t('errorsHint'),
      className: 'half',
      aside: html`<span class="figure ${data.totals.errors > 0 && 'bad'}"
        >${format.count(data.totals.errors)}</span
      >`,
    },
    data.errors.length > 0
      ? html`<div class="items">${folded(view, 'errors', data.errors, 8, (error) => row(view, error))}</div>`
      : empty(t('noErrors')),
  )
}
