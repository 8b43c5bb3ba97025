/** @jsxImportSource preact */
import type { Snapshot } from '../../../sink/store/snapshot.ts'
import { Chart } from '../charts/chart.tsx'
import { distributionChart } from '../charts/distribution.ts'
import { durationChart, PERCENTILES } from '../charts/duration.ts'
import { statusChart, STATUS_CLASSES } from '../charts/status.ts'
import { distributionWords, durationWords, statusWords } from '../charts/words.ts'
import * as format from '../format.ts'
import { useView } from '../view.ts'
import { Panel } from './parts.tsx'

/** How long requests take, over time. */
export function Durations({ data }: { data: Snapshot }) {
  const { t } = useView()
  const legend = (
    <ul class="legend" data-testid="percentiles">
      {PERCENTILES.map((name) => (
        <li key={name} data-testid={`percentile-${name}`} style={{ '--c': `var(--${name})` }}>
          <i />
          {name.toUpperCase()}
          <b>{format.duration(data.durations.percentiles?.[name])}</b>
        </li>
      ))}
    </ul>
  )
  return (
    <Panel
      id="durations"
      title={t('requestDuration')}
      hint={t('requestDurationHint')}
      size="wide"
      none={data.totals.requests === 0 && t('noRequests')}
      aside={legend}
    >
      <Chart name="duration" words={durationWords(data, t)} option={durationChart(data)} tall />
    </Panel>
  )
}

/** How many requests took how long. */
export function Distribution({ data }: { data: Snapshot }) {
  const { t } = useView()
  const total = <span class="figure">{format.count(data.durations.histogram.count)}</span>
  return (
    <Panel
      id="distribution"
      title={t('distribution')}
      hint={t('distributionHint')}
      aside={total}
      none={data.totals.requests === 0 && t('noRequests')}
    >
      <Chart
        name="distribution"
        words={distributionWords(data, t)}
        option={distributionChart(data, t)}
        tall
      />
    </Panel>
  )
}

/** What was answered, over time. */
export function Statuses({ data }: { data: Snapshot }) {
  const { t } = useView()
  const sums = STATUS_CLASSES.map((name) => ({ name, sum: data.durations.status[name] ?? 0 }))
  return (
    <Panel
      id="status"
      title={t('statusOverTime')}
      hint={t('statusOverTimeHint')}
      none={data.totals.requests === 0 && t('noRequests')}
    >
      <Chart name="status" words={statusWords(data, t)} option={statusChart(data, t)} />
      <ul class="legend spread">
        {sums
          .filter(({ sum }) => sum > 0)
          .map(({ name, sum }) => (
            <li key={name} style={{ '--c': `var(--s${name[0]})` }}>
              <i />
              {name === '0' ? t('noAnswer') : name}
              <b>{format.count(sum)}</b>
            </li>
          ))}
      </ul>
    </Panel>
  )
}
