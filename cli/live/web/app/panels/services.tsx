/** @jsxImportSource preact */
import type { ServiceRow, Snapshot } from '../../../sink/store/snapshot.ts'
import * as format from '../format.ts'
import { platformOf } from '../i18n.ts'
import { useView } from '../view.ts'
import { classes, Panel, PlatformBadge } from './parts.tsx'
import { Spark } from './sparks.tsx'

/** Who sends: a card each, which shows its sender alone when it is pressed. */
export function Services({ data }: { data: Snapshot }) {
  const { state, act, t } = useView()
  const filtered = Boolean(state.filter.service || state.filter.platform)
  const clear = (
    <button class="link" type="button" data-testid="filter-clear" onClick={act.showAll}>
      {t('clearFilter')}
    </button>
  )
  return (
    <Panel id="overview" title={t('overview')} size="bare" aside={filtered && clear}>
      <div class="services">
        {data.services.map((row) => (
          <Card key={`${row.service} ${row.platform} ${row.framework}`} row={row} time={data.time} />
        ))}
      </div>
    </Panel>
  )
}

/** Who sent within this time is there. */
const FRESH = 30_000

function Card({ row, time }: { row: ServiceRow; time: number }) {
  const { state, act } = useView()
  const { service, platform, framework = '' } = state.filter
  const chosen = service === row.service && platform === row.platform && framework === row.framework
  const { name, color } = platformOf(row.platform, state.language)
  const idle = time - row.lastSeen
  return (
    <button
      class={classes('service', chosen && 'chosen')}
      type="button"
      data-testid="service-card"
      aria-pressed={chosen}
      onClick={() => act.focus(row)}
    >
      <span class="service-top">
        <PlatformBadge platform={row.platform} />
        <span class="service-name">
          <b>{row.service}</b>
          <small>{[name, row.version].filter(Boolean).join(' · ')}</small>
        </span>
        {row.framework && <span class="chip">{row.framework}</span>}
      </span>
      <Spark values={row.spark.slice(0, -1)} color={`color-mix(in srgb, ${color} 62%, var(--muted))`} />
      <Facts row={row} />
      <span class="service-foot">
        <i class={idle < FRESH ? 'on' : ''} />
        {format.ago(idle, state.language)}
        <em>{row.encodings.join(' + ')}</em>
      </span>
    </button>
  )
}

function Facts({ row }: { row: ServiceRow }) {
  const { t } = useView()
  const facts: [label: string, value: string][] = [
    [t('kpiRequests'), `${format.rate(row.requestsPerMinute)}${t('perMinute')}`],
    ['P95', format.duration(row.p95)],
    [t('kpiLaunch'), format.duration(row.launch)],
  ]
  return (
    <span class="facts">
      {facts.map(([label, value]) => (
        <span key={label}>
          <small>{label}</small>
          <b>{value}</b>
        </span>
      ))}
      <span>
        <small>{t('kpiErrors')}</small>
        <b class={classes(row.errors > 0 && 'bad')}>{format.count(row.errors)}</b>
      </span>
    </span>
  )
}
