/** @jsxImportSource preact */
import type { ServiceRow, Snapshot } from '../../../sink/store/snapshot.ts'
import { wholeDefinitionOf } from '../definitions.ts'
import * as format from '../format.ts'
import { platformOf } from '../i18n.ts'
import { useView } from '../view.ts'
import { classes, overSpan, Panel, PlatformBadge } from './parts.tsx'
import { Spark } from './sparks.tsx'

/** Who sends: a card each, which shows its sender alone when it is pressed. */
export function Services({ data }: { data: Snapshot }) {
  const { t } = useView()
  return (
    <Panel id="overview" title={t('overview')} size="bare">
      <div class="services">
        {data.services.map((row) => (
          <Card
            key={`${row.service} ${row.platform} ${row.framework}`}
            row={row}
            time={data.time}
            rateOver={data.totals.rateOver}
          />
        ))}
      </div>
    </Panel>
  )
}

/** Who sent within this time is there. */
const FRESH = 30_000
const MINUTE = 60_000

function Card({ row, time, rateOver }: { row: ServiceRow; time: number; rateOver: number }) {
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
          <small>{[name, versionsOf(row)].filter(Boolean).join(' · ')}</small>
        </span>
        {row.framework && <span class="chip">{row.framework}</span>}
      </span>
      <Spark values={row.spark.slice(0, -1)} color={`color-mix(in srgb, ${color} 62%, var(--muted))`} />
      <Facts row={row} rateOver={rateOver} />
      <span class="service-foot">
        <i class={idle < FRESH ? 'on' : ''} />
        {format.ago(idle, state.language)}
        <em>{row.encodings.join(' + ')}</em>
      </span>
    </button>
  )
}

/** The newest, and how many others there were. */
function versionsOf({ versions }: ServiceRow): string {
  const newest = versions.at(-1) ?? ''
  return versions.length > 1 ? `${newest} +${versions.length - 1}` : newest
}

function Facts({ row, rateOver }: { row: ServiceRow; rateOver: number }) {
  const { state, t } = useView()
  const rate = rateOver > 0 ? `${format.rate(row.requestsPerMinute)}${t('perMinute')}` : '–'
  const facts: [label: string, value: string, title?: string][] = [
    [t('kpiRequests'), rate, rateOver > 0 && rateOver < MINUTE ? overSpan(rateOver, t) : t('rateHint')],
    ['P95', format.duration(row.p95), t('kpiP95')],
    [
      t('launchP75'),
      format.duration(row.launch),
      `${t('kpiLaunch')}: ${wholeDefinitionOf('app_launch', row.platform, state.language)}`,
    ],
  ]
  return (
    <span class="facts">
      {facts.map(([label, value, title]) => (
        <span key={label} title={title}>
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
