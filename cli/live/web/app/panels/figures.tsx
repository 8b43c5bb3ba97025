/** @jsxImportSource preact */
import type { Snapshot, Totals } from '../../../sink/store/snapshot.ts'
import * as format from '../format.ts'
import type { Translate } from '../i18n.ts'
import { useView } from '../view.ts'
import { LaunchTile } from './launch.tsx'
import { classes, overSpan } from './parts.tsx'
import { carried, pastBins, Spark } from './sparks.tsx'

interface Figure {
  id: string
  label: string
  value: string
  unit?: string
  note: string
  /** What exactly it counts, for those who point at it. */
  hint?: string
  /** One value a bin of the timeline, drawn below. */
  line: number[]
  color: string
  alarm?: boolean
}

/** The six numbers above everything else. */
export function Figures({ data }: { data: Snapshot }) {
  const { t } = useView()
  return (
    <div class="kpis">
      {[requests(data, t), p95(data, t), failed(data, t), errors(data, t)].map((figure) => (
        <Tile key={figure.id} figure={figure} />
      ))}
      <LaunchTile data={data} />
      <Tile figure={signals(data, t)} />
    </div>
  )
}

function Tile({ figure }: { figure: Figure }) {
  const { id, label, value, unit, note, hint, line, color, alarm } = figure
  return (
    <div class={classes('kpi', alarm && 'alarm')} data-testid={`kpi-${id}`} title={hint}>
      <span class="kpi-label">{label}</span>
      <span class="kpi-value">
        <b data-testid={`kpi-${id}-value`}>{value}</b>
        {unit && <small>{unit}</small>}
      </span>
      <span class="kpi-note">{note}</span>
      <Spark values={line} color={`var(--${color})`} />
    </div>
  )
}

function requests(data: Snapshot, t: Translate): Figure {
  const { totals } = data
  return {
    id: 'requests',
    label: t('kpiRequests'),
    ...rated(totals.requestsPerMinute, totals, t),
    note: withSpan(`${format.count(totals.requests)} ${t('total')}`, totals, t),
    line: pastBins(data).map((bin) => bin.requests),
    color: 'accent',
  }
}

/** A number a minute, once there is enough of one to tell. */
function rated(
  perMinute: number,
  { rateOver }: Totals,
  t: Translate,
): Pick<Figure, 'value' | 'unit' | 'hint'> {
  if (rateOver === 0) return { value: '–', hint: t('rateLater') }
  return { value: format.rate(perMinute), unit: t('perMinute'), hint: t('rateHint') }
}

/** A rate of less than a minute says so. */
function withSpan(note: string, { rateOver }: Totals, t: Translate): string {
  return rateOver === 0 || rateOver >= 60_000 ? note : `${note} · ${overSpan(rateOver, t)}`
}

function p95(data: Snapshot, t: Translate): Figure {
  const { durations } = data
  return {
    id: 'p95',
    label: t('kpiP95'),
    value: format.duration(durations.percentiles?.p95),
    note: `P50 ${format.duration(durations.percentiles?.p50)}`,
    line: carried(pastBins(data).map((bin) => bin.percentiles?.p95)),
    color: 'p95',
  }
}

/** From this share of failed requests on it is an alarm. */
const ALARM = 0.05

function failed(data: Snapshot, t: Translate): Figure {
  const { durations } = data
  const { count } = durations.histogram
  return {
    id: 'failed',
    label: t('kpiFailed'),
    value: format.percent(durations.failed, count),
    note: `${format.count(durations.failed)} / ${format.count(count)}`,
    line: pastBins(data).map(failedShare),
    color: 'bad',
    alarm: count > 0 && durations.failed / count >= ALARM,
  }
}

function failedShare({ status, requests }: Snapshot['timeline']['bins'][number]): number {
  const sum = (status['4xx'] ?? 0) + (status['5xx'] ?? 0) + (status['0'] ?? 0)
  return requests > 0 ? (100 * sum) / requests : 0
}

function errors(data: Snapshot, t: Translate): Figure {
  const { totals } = data
  return {
    id: 'errors',
    label: t('kpiErrors'),
    value: format.count(totals.errors),
    note: errorRate(totals, t),
    line: pastBins(data).map((bin) => bin.errors),
    color: 'bad',
  }
}

function errorRate(totals: Totals, t: Translate): string {
  const { value, unit = '' } = rated(totals.errorsPerMinute, totals, t)
  return unit && withSpan(`${value} ${unit}`, totals, t)
}

function signals(data: Snapshot, t: Translate): Figure {
  const { totals } = data
  return {
    id: 'signals',
    label: t('kpiSignals'),
    ...rated(totals.signalsPerMinute, totals, t),
    note: withSpan(`${format.count(totals.signals)} ${t('total')}`, totals, t),
    line: pastBins(data).map((bin) => bin.signals),
    color: 'p99',
  }
}
