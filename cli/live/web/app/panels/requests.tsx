import type { Dimension, RequestRow } from '../../../sink/store/snapshot.ts'
import { html } from '../dom.ts'
import type { Markup } from '../dom.ts'
import * as format from '../format.ts'
import type { View } from '../state.ts'
import { columns, empty, panel, statusBadge, tabs } from './parts.tsx'

export const percentileNames = ['p50', 'p75', 'p90', 'p95', 'p99'] as const

/** Chart boxes: `data-keep` leaves their inside to the chart. */
function chart(id: string, className: string): Markup {
  return html`<div
    class="chart ${className}"
    data-testid="chart-${id}"
    data-key="chart-${id}"
    id="chart-${id}"
    data-keep
  ></div>`
}

export function durationPanel({ data, t }: View): Markup {
  return panel(
    {
      id: 'durations',
      title: t('requestDuration'),
      hint: t('requestDurationHint'),
      className: 'wide',
      aside: html`<ul class="legend" data-testid="percentiles">
        ${percentileNames.map(
          (name) =>
            html`<li data-testid="percentile-${name}" style="--c:var(--${name})">
              <i></i>${name.toUpperCase()}<b>${format.duration(data.durations.percentiles?.[name])}</b>
            </li>`,
        )}
      </ul>`,
    },
    chart('duration', 'tall'),
  )
}

export function distributionPanel({ data, t }: View): Markup {
  return panel(
    {
      id: 'distribution',
      title: t('distribution'),
      hint: t('distributionHint'),
      aside: html`<span class="figure">${format.count(data.durations.histogram.count)}</span>`,
    },
    chart('distribution', 'tall'),
  )
}

const classes = ['2xx', '3xx', '4xx', '5xx', '0'] as const

export function statusPanel({ data, t }: View): Markup {
  const sums = Object.fromEntries(classes.map((name) => [name, 0])) as {
    [name in (typeof classes)[number]]: number
  }
  for (const bin of data.timeline.bins) for (const name of classes) sums[name] += bin.status[name] ?? 0
  return panel(
    {
      id: 'status',
      title: t('statusOverTime'),
      hint: t('statusOverTimeHint'),
    },
    html`${chart('status', '')}
      <ul class="legend spread">
        ${classes
          .filter((name) => sums[name] > 0)
          .map(
            (name) =>
              html`<li style="--c:var(--s${name[0]})" data-key="${name}">
                <i></i>${name === '0' ? t('noAnswer') : name}<b>${format.count(sums[name])}</b>
              </li>`,
          )}
      </ul>`,
  )
}

function nameOf(dimension: Dimension, name: string, noAnswer: string): Markup {
  return dimension === 'status' ? statusBadge(name, noAnswer) : html`<span class="mono">${name}</span>`
}

function row(view: View, dimension: Dimension, item: RequestRow, share: number): Markup {
  return html`
    <tr data-testid="request-row" data-key="${item.name}" data-name="${item.name}">
      <th scope="row">
        <span class="share" style="--w:${(100 * share).toFixed(1)}%"></span
        >${nameOf(dimension, item.name, view.t('noAnswer'))}
      </th>
      <td>${format.count(item.count)}</td>
      <td class="wide">${format.rate(item.perMinute)}</td>
      <td class="${item.failed > 0 ? 'bad' : 'quiet'}">${format.percent(item.failed, item.count)}</td>
      <td>${format.duration(item.percentiles?.p50)}</td>
      <td>${format.duration(item.percentiles?.p95)}</td>
      <td class="wide">${format.duration(item.percentiles?.p99)}</td>
      <td class="wide mini">${columns(item.buckets, 'var(--accent)')}</td>
    </tr>
  `
}

const labels = {
  host: 'byHost',
  status: 'byStatus',
  page: 'byPage',
  group: 'byGroup',
  method: 'byMethod',
} as const

export function requestsPanel(view: View): Markup {
  const { state, data, t } = view
  const by = state.requestsBy
  const rows = data.requests[by]
  const most = Math.max(1, ...rows.map((item) => item.count))
  const items = (Object.keys(labels) as Dimension[]).map((id) => ({ id, label: t(labels[id]) }))
  const head = html`<tr>
    <th scope="col">${t(labels[by])}</th>
    <th scope="col">${t('colCount')}</th>
    <th scope="col" class="wide">${t('perMinute')}</th>
    <th scope="col">${t('colFailed')}</th>
    <th scope="col">P50</th>
    <th scope="col">P95</th>
    <th scope="col" class="wide">P99</th>
    <th scope="col" class="wide">${t('colSpread')}</th>
  </tr>`
  const table = html`<div class="scroll" data-key="${by}">
    <table class="rows">
      <thead>
        ${head}
      </thead>
      <tbody>
        ${rows.slice(0, 8).map((item) => row(view, by, item, item.count / most))}
      </tbody>
    </table>
  </div>`
  return panel(
    {
      id: 'requests',
      title: t('traffic'),
      hint: t('trafficHint'),
      className: 'wide',
      aside: tabs('requests', by, items),
    },
    rows.length > 0
      ? table
      : empty(t(by === 'group' && data.totals.requests > 0 ? 'noGroups' : 'noRequests')),
  )
}
