import type { SampleSummary } from '../../../sink/store/samples.ts'
import type { PageRow, Vital } from '../../../sink/store/snapshot.ts'
import { html } from '../dom.ts'
import type { Markup } from '../dom.ts'
import * as format from '../format.ts'
import type { View } from '../state.ts'
import { empty, panel } from './parts.tsx'

/** What each page has, and what only a launch has. */
const columns = ['first_render', 'route'] as const
const launches = ['app_launch', 'script', 'package_load'] as const

function range(summary: SampleSummary, most: number): Markup {
  const width = (value: number): string => `${((100 * value) / most).toFixed(1)}%`
  return html`<span class="range" style="--p50:${width(summary.p50)};--p95:${width(summary.p95)}"
    ><i></i><b></b
  ></span>`
}

function cell(vital: Vital, row: PageRow, most: number): Markup {
  const summary = row.vitals[vital]
  if (!summary) return html`<td class="quiet left" data-vital="${vital}">–</td>`
  return html`<td data-vital="${vital}" title="n = ${summary.count}, P75 ${format.duration(summary.p75)}">
    ${range(summary, most)}
    <span class="range-text">${format.duration(summary.p50)}<em>${format.duration(summary.p95)}</em></span>
  </td>`
}

function samplesOf(row: PageRow): number {
  return columns.reduce((sum, vital) => sum + (row.vitals[vital]?.count ?? 0), 0)
}

export function pagesPanel({ data, t }: View): Markup {
  const rows = data.pages.filter((row) => samplesOf(row) > 0).slice(0, 10)
  const table = html`<div class="scroll">
    <table class="rows pages">
      <thead>
        <tr>
          <th scope="col">${t('page')}</th>
          ${columns.map((vital) => html`<th scope="col" class="left">${t(vital)}</th>`)}
          <th scope="col" class="wide">${t('samples')}</th>
        </tr>
      </thead>
      <tbody>
        ${rows.map((row) => {
          const most = (vital: Vital): number =>
            Math.max(1, ...rows.map((each) => each.vitals[vital]?.p95 ?? 0))
          return html`<tr data-testid="page-row" data-key="${row.page}" data-name="${row.page}">
            <th scope="row"><span class="mono">${row.page}</span></th>
            ${columns.map((vital) => cell(vital, row, most(vital)))}
            <td class="wide">${format.count(samplesOf(row))}</td>
          </tr>`
        })}
      </tbody>
    </table>
  </div>`
  return panel(
    { id: 'pages', title: t('pages'), hint: t('pagesHint'), className: 'wide' },
    rows.length > 0 ? table : empty(t('noPages')),
  )
}

const shares = ['p50', 'p75', 'p95', 'p99'] as const

function launch(vital: Vital, summary: SampleSummary, t: View['t']): Markup {
  return html`<div class="vital" data-testid="vital-${vital}" data-key="${vital}" data-vital="${vital}">
    <p><b>${t(vital)}</b><small>n = ${format.count(summary.count)}</small></p>
    ${range(summary, Math.max(1, summary.p99))}
    <dl>
      ${shares.map(
        (share) =>
          html`<div>
            <dt>${share.toUpperCase()}</dt>
            <dd>${format.duration(summary[share])}</dd>
          </div>`,
      )}
    </dl>
  </div>`
}

export function launchPanel({ data, t }: View): Markup {
  const known = launches.flatMap((vital) => {
    const summary = data.vitals[vital]
    return summary ? [launch(vital, summary, t)] : []
  })
  return panel(
    { id: 'launch', title: t('launchTitle'), hint: t('launchHint') },
    known.length > 0 ? html`<div class="vitals">${known}</div>` : empty(t('noPages')),
  )
}
