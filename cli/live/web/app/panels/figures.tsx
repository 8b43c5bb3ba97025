/** @jsxImportSource preact */
import type { Snapshot } from '../../../sink/store/snapshot.ts'
import * as format from '../format.ts'
import type { Translate } from '../i18n.ts'
import { useView } from '../view.ts'
import { classes } from './parts.tsx'
import { Spark } from './sparks.tsx'

interface Figure {
  id: string
  label: string
  value: string
  unit?: string
  note: string
  /** One value a bin of the timeline, drawn below. */
  line: number[]
  color: string
  alarm?: boolean
}

/** The six numbers above everything else. */
export function Figures({ data }: { data: Snapshot }) {
  const { t } = useView()
  const figures = [
    requests(data, t),
    p95(data, t),
    failed(data, t),
    errors(data, t),
    launch(data, t),
    signals(data, t),
  ]
  return (
    <div class="kpis">
      {figures.map((figure) => (
        <Tile key={figure.id} figure={figure} />
      ))}
    </div>
  )
}

function Tile({ figure }: { figure: Figure }) {
  const { id, label, value, unit, note, line, color, alarm } = figure
  return (
    <div class={classes('kpi', alarm && 'alarm')} data-testid={`kpi-${id}`}>
      <span class="kpi-label">{label}</span>
      <span class="kpi-value">
        <b data-testid={`kpi-${id}-value`}>{value}</b>
        {unit && <small>{unit}</small>}
      </span>
      <span class="kpi-note">{note}</span>
      {/* The present bin is not full yet. */}
      <Spark values={halved(line.slice(0, -1))} color={`var(--${color})`} />
    </div>
  )
}

function requests({ totals, timeline }: Snapshot, t: Translate): Figure {
  return {
    id: 'requests',
    label: t('kpiRequests'),
    value: format.rate(totals.requestsPerMinute),
    unit: t('perMinute'),
    note: `${format.count(totals.requests)} ${t('total')}`,
    line: timeline.bins.map((bin) => bin.requests),
    color: 'accent',
  }
}

function p95({ durations, timeline }: Snapshot, t: Translate): Figure {
  return {
    id: 'p95',
    label: t('kpiP95'),
    value: format.duration(durations.percentiles?.p95),
    note: `P50 ${format.duration(durations.percentiles?.p50)}`,
    line: carried(timeline.bins.map((bin) => bin.percentiles?.p95)),
    color: 'p95',
  }
}

/** From this share of failed requests on it is an alarm. */
const ALARM = 0.05

function failed({ durations, timeline }: Snapshot, t: Translate): Figure {
  const { count } = durations.histogram
  return {
    id: 'failed',
    label: t('kpiFailed'),
    value: format.percent(durations.failed, count),
    note: `${format.count(durations.failed)} / ${format.count(count)}`,
    line: timeline.bins.map(({ status }) => (status['4xx'] ?? 0) + (status['5xx'] ?? 0) + (status['0'] ?? 0)),
    color: 'bad',
    alarm: count > 0 && durations.failed / count >= ALARM,
  }
}

function errors({ totals, timeline }: Snapshot, t: Translate): Figure {
  return {
    id: 'errors',
    label: t('kpiErrors'),
    value: format.count(totals.errors),
    note: `${format.rate(totals.errorsPerMinute)} ${t('perMinute')}`,
    line: timeline.bins.map((bin) => bin.errors),
    color: 'bad',
  }
}

function launch({ vitals, timeline }: Snapshot, t: Translate): Figure {
  const summary = vitals.app_launch
  return {
    id: 'launch',
    label: t('kpiLaunch'),
    value: format.duration(summary?.p50),
    note: summary ? `${t('median')} · P95 ${format.duration(summary.p95)}` : '–',
    line: carried(timeline.bins.map((bin) => bin.launch)),
    color: 'p75',
  }
}

function signals({ totals, timeline }: Snapshot, t: Translate): Figure {
  return {
    id: 'signals',
    label: t('kpiSignals'),
    value: format.rate(totals.signalsPerMinute),
    unit: t('perMinute'),
    note: `${format.count(totals.signals)} ${t('total')}`,
    line: timeline.bins.map((bin) => bin.signals),
    color: 'p99',
  }
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
  return values.map((value) => {
    last = value ?? last
    return last
  })
}
