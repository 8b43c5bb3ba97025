import type { PayloadRow } from '../../../sink/store/snapshot.ts'
import { html } from '../dom.ts'
import type { Markup } from '../dom.ts'
import * as format from '../format.ts'
import { platformOf } from '../i18n.ts'
import type { RawTab, View } from '../state.ts'
import { empty, folded, keyValues, panel, statusBadge, tabs } from './parts.tsx'

function detail({ state, t }: View, id: number): Markup {
  const payload = state.payloads.get(id)
  if (!payload) return html`<div class="detail quiet">${t('loading')}</div>`
  return html`<div class="detail payload" data-testid="inspector-detail">
    ${payload.error && html`<p class="notice bad">${payload.error}</p>`}
    <div class="split">
      <div>
        <h3>${t('decoded')}</h3>
        <pre data-testid="inspector-decoded">${payload.decoded}</pre>
      </div>
      <div>
        <h3>${t('bytesHead')}</h3>
        <pre class="hex">${payload.hex}</pre>
        <h3>${t('headers')}</h3>
        ${keyValues(Object.entries(payload.headers))}
      </div>
    </div>
  </div>`
}

function payloadRow(view: View, row: PayloadRow): Markup {
  const { state, t } = view
  const key = `payload ${row.id}`
  const open = state.open.has(key)
  return html`<article
    class="item ${open && 'open'}"
    data-testid="inspector-row"
    data-key="${key}"
    data-path="${row.path}"
    data-status="${row.status}"
  >
    <button
      class="payload-head"
      type="button"
      data-action="payload"
      data-value="${row.id}"
      aria-expanded="${String(open)}"
    >
      <span class="mono quiet time">${format.time(row.time)}</span>
      <span class="mono cut"><span class="quiet wide-inline">${row.method} </span>${row.path}</span>
      <span class="enc e-${row.encoding}"
        >${row.encoding || '?'}${row.compression && ` · ${row.compression}`}</span
      >
      <span class="number">${format.bytes(row.bytes)}</span>
      <span class="number wide-inline">${row.records}</span>
      <span class="answer"
        >${row.fault && html`<span class="chip warn">⚡ ${row.fault}</span>`}${statusBadge(String(row.status), t('noAnswer'))}</span
      >
    </button>
    ${open && detail(view, row.id)}
  </article>`
}

function payloads(view: View): Markup {
  const { data, t } = view
  if (data.inspector.length === 0) return empty(t('noPayloads'))
  return html`<div class="items payloads">
    <div class="payload-head labels" data-key="labels">
      <span class="time">${t('colTime')}</span><span>${t('colPath')}</span><span>${t('colEncoding')}</span
      ><span class="number">${t('colSize')}</span><span class="number wide-inline">${t('colRecords')}</span
      ><span class="answer">${t('colAnswer')}</span>
    </div>
    ${folded(view, 'payloads', data.inspector, 10, (row) => payloadRow(view, row))}
  </div>`
}

function metrics({ data, t }: View): Markup {
  return data.metrics.length === 0
    ? empty(t('noMetrics'))
    : html`<div class="scroll">
        <table class="rows">
          <thead>
            <tr>
              <th scope="col">${t('colName')}</th>
              <th scope="col" class="left wide">${t('colType')}</th>
              <th scope="col" class="wide">${t('colUnit')}</th>
              <th scope="col">${t('colPoints')}</th>
              <th scope="col" class="wide">${t('colSeries')}</th>
              <th scope="col">${t('colLast')}</th>
            </tr>
          </thead>
          <tbody>
            ${data.metrics.map(
              (row) =>
                html`<tr data-testid="metric-row" data-key="${row.name}" data-name="${row.name}">
                  <th scope="row"><span class="mono">${row.name}</span></th>
                  <td class="left wide quiet">${row.type}</td>
                  <td class="wide quiet">${row.unit || '–'}</td>
                  <td>${format.count(row.points)}</td>
                  <td class="wide">${format.count(row.series)}</td>
                  <td class="mono">${row.last}</td>
                </tr>`,
            )}
          </tbody>
        </table>
      </div>`
}

function logs({ state, data, t }: View): Markup {
  return data.logs.length === 0
    ? empty(t('noLogs'))
    : html`<div class="items">
        ${data.logs.map(
          (row) =>
            html`<div class="log" data-testid="log-row">
              <span class="mono quiet">${format.time(row.time)}</span
              ><span class="chip">${row.severity}</span>
              <span class="log-body">${row.body}</span>
              <span class="quiet">${row.service} · ${platformOf(row.platform, state.language).name}</span>
            </div>`,
        )}
      </div>`
}

const contents = { payloads, metrics, logs } satisfies { [tab in RawTab]: (view: View) => Markup }

export function inspectorPanel(view: View): Markup {
  const { state, data, t } = view
  const { totals } = data
  const hint = [
    `${format.count(totals.payloads)} ${t('payloadsTotal')}, ${format.bytes(totals.bytes)}`,
    ...(totals.violations > 0 ? [`${totals.violations} ${t('violations')}`] : []),
  ]
  return panel(
    {
      id: 'inspector',
      title: t('inspector'),
      hint: `${t('inspectorHint')} · ${hint.join(' · ')}`,
      className: 'full',
      aside: tabs(
        'inspector',
        state.rawTab,
        (['payloads', 'metrics', 'logs'] as const).map((id) => ({ id, label: t(id) })),
      ),
    },
    html`<div data-key="${state.rawTab}">${contents[state.rawTab](view)}</div>`,
  )
}
