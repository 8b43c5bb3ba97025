import type { ServiceRow } from '../../../sink/store/snapshot.ts'
import { html } from '../dom.ts'
import type { Markup } from '../dom.ts'
import * as format from '../format.ts'
import { platformOf } from '../i18n.ts'
import type { View } from '../state.ts'
import { panel, platformBadge, spark } from './parts.tsx'

function kpi(
  id: string,
  label: string,
  value: string,
  unit: string,
  note: string,
  line: Markup,
  tone = '',
): Markup {
  return html`
    <div class="kpi ${tone}" data-testid="kpi-${id}" data-key="${id}">
      <span class="kpi-label">${label}</span>
      <span class="kpi-value"
        ><b data-testid="kpi-${id}-value">${value}</b>${unit && html`<small>${unit}</small>`}</span
      >
      <span class="kpi-note">${note}</span>
      ${line}
    </div>
  `
}

/** Sums pairs of bins: a sparkline needs no more points than it has pixels. */
function halved(values: number[]): number[] {
  return values.reduce<number[]>((pairs, value, at) => {
    if (at % 2 === 0) pairs.push(value)
    else pairs[pairs.length - 1]! += value
    return pairs
  }, [])
}

/** A gap keeps the last value. */
function carried(values: (number | undefined)[]): number[] {
  let last = 0
  return values.map((value) => (last = value ?? last))
}

export function kpis({ data, t }: View): Markup {
  const { totals, durations, vitals, timeline } = data
  const { bins } = timeline
  const launch = vitals.app_launch
  const share = durations.histogram.count === 0 ? 0 : durations.failed / durations.histogram.count
  const failed = bins.map(
    (bin) => (bin.status['4xx'] ?? 0) + (bin.status['5xx'] ?? 0) + (bin.status['0'] ?? 0),
  )
  const line = (values: number[], color: string): Markup => spark(halved(values.slice(0, -1)), color)
  return html`<div class="kpis" data-key="kpis">
    ${kpi(
      'requests',
      t('kpiRequests'),
      format.rate(totals.requestsPerMinute),
      t('perMinute'),
      `${format.count(totals.requests)} ${t('total')}`,
      line(
        bins.map((bin) => bin.requests),
        'var(--accent)',
      ),
    )}
    ${kpi(
      'p95',
      t('kpiP95'),
      format.duration(durations.percentiles?.p95),
      '',
      `P50 ${format.duration(durations.percentiles?.p50)}`,
      line(carried(bins.map((bin) => bin.percentiles?.p95)), 'var(--p95)'),
    )}
    ${kpi(
      'failed',
      t('kpiFailed'),
      format.percent(durations.failed, durations.histogram.count),
      '',
      `${format.count(durations.failed)} / ${format.count(durations.histogram.count)}`,
      line(failed, 'var(--bad)'),
      share >= 0.05 ? 'alarm' : '',
    )}
    ${kpi(
      'errors',
      t('kpiErrors'),
      format.count(totals.errors),
      '',
      `${format.rate(totals.errorsPerMinute)} ${t('perMinute')}`,
      line(
        bins.map((bin) => bin.errors),
        'var(--bad)',
      ),
    )}
    ${kpi(
      'launch',
      t('kpiLaunch'),
      format.duration(launch?.p50),
      '',
      launch ? `${t('median')} · P95 ${format.duration(launch.p95)}` : '–',
      line(carried(bins.map((bin) => bin.launch)), 'var(--p75)'),
    )}
    ${kpi(
      'signals',
      t('kpiSignals'),
      format.rate(totals.signalsPerMinute),
      t('perMinute'),
      `${format.count(totals.signals)} ${t('total')}`,
      line(
        bins.map((bin) => bin.signals),
        'var(--p99)',
      ),
    )}
  </div>`
}

const FRESH = 30_000

function card({ state, data, t }: View, row: ServiceRow): Markup {
  const { service, platform, framework } = state.filter
  const chosen = service === row.service && platform === row.platform && (framework ?? '') === row.framework
  const { name, color } = platformOf(row.platform, state.language)
  const idle = data.time - row.lastSeen
  const facts: [string, string, boolean][] = [
    [t('kpiRequests'), `${format.rate(row.requestsPerMinute)}${t('perMinute')}`, false],
    ['P95', format.duration(row.p95), false],
    [t('kpiLaunch'), format.duration(row.launch), false],
    [t('kpiErrors'), format.count(row.errors), row.errors > 0],
  ]
  return html`<button
    class="service ${chosen && 'chosen'}"
    type="button"
    data-testid="service-card"
    data-key="${row.service} ${row.platform} ${row.framework}"
    data-service="${row.service}"
    data-platform="${row.platform}"
    data-framework="${row.framework}"
    data-action="focus"
    aria-pressed="${String(chosen)}"
  >
    <span class="service-top">
      ${platformBadge(row.platform, state.language)}
      <span class="service-name"
        ><b>${row.service}</b><small>${name}${row.version && ` · ${row.version}`}</small></span
      >
      ${row.framework && html`<span class="chip">${row.framework}</span>`}
    </span>
    ${spark(row.spark.slice(0, -1), `color-mix(in srgb, ${color} 62%, var(--muted))`)}
    <span class="facts">
      ${facts.map(([label, value, bad]) => html`<span><small>${label}</small><b class="${bad && 'bad'}">${value}</b></span>`)}
    </span>
    <span class="service-foot">
      <i class="${idle < FRESH ? 'on' : ''}"></i>${format.ago(idle, state.language)}
      <em>${row.encodings.join(' + ')}</em>
    </span>
  </button>`
}

export function overview(view: View): Markup {
  return panel(
    {
      id: 'overview',
      title: view.t('overview'),
      className: 'bare',
      aside:
        view.state.filter.service || view.state.filter.platform
          ? html`<button class="link" type="button" data-testid="filter-clear" data-action="unfocus">
              ${view.t('clearFilter')}
            </button>`
          : undefined,
    },
    html`<div class="services">${view.data.services.map((row) => card(view, row))}</div>`,
  )
}
