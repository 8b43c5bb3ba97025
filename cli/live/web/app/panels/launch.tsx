/** @jsxImportSource preact */
import type { SampleSummary } from '../../../sink/store/samples.ts'
import type { PlatformVitals, Snapshot, Vital } from '../../../sink/store/snapshot.ts'
import { definitionOf } from '../definitions.ts'
import * as format from '../format.ts'
import { filled, platformOf } from '../i18n.ts'
import { useView } from '../view.ts'
import { Empty, Panel, PlatformBadge } from './parts.tsx'
import { Range } from './range.tsx'
import { carried, Spark } from './sparks.tsx'

/** What only a launch has; `pages.tsx` has what each page has. */
const LAUNCH_VITALS = ['app_launch', 'script', 'package_load'] as const
/** In the tile. */
const PLATFORMS_SHOWN = 3

interface Launches {
  platform: string
  summary: SampleSummary
}

/** P75 of the launches, a number a platform: what one measures is not what the other does. */
export function LaunchTile({ data }: { data: Snapshot }) {
  const { t } = useView()
  const all = data.vitals.flatMap(({ platform, vitals }): Launches[] =>
    vitals.app_launch ? [{ platform, summary: vitals.app_launch }] : [],
  )
  const [only] = all
  const more = all.length - PLATFORMS_SHOWN
  return (
    <div class="kpi" data-testid="kpi-launch">
      <span class="kpi-label">{t('kpiLaunch')}</span>
      {!only && (
        <>
          <span class="kpi-value">
            <b data-testid="kpi-launch-value">–</b>
          </span>
          <span class="kpi-note">{t('noLaunches')}</span>
        </>
      )}
      {only && all.length === 1 && <OnePlatform launches={only} data={data} />}
      {all.length > 1 && (
        <ul class="kpi-rows">
          {all.slice(0, PLATFORMS_SHOWN).map((launches) => (
            <PlatformLine key={launches.platform} launches={launches} />
          ))}
          {more > 0 && <li class="quiet">{filled(t('morePlatforms'), { n: more })}</li>}
        </ul>
      )}
    </div>
  )
}

function OnePlatform({ launches: { platform, summary }, data }: { launches: Launches; data: Snapshot }) {
  const { state } = useView()
  return (
    <>
      <span class="kpi-value" title={definitionOf('app_launch', platform, state.language)}>
        <b data-testid="kpi-launch-value" data-platform={platform}>
          {format.duration(summary.p75)}
        </b>
        <small>{platformOf(platform, state.language).name}</small>
      </span>
      <span class="kpi-note">
        P95 {format.duration(summary.p95)} · n = {format.count(summary.count)}
      </span>
      <Spark
        values={carried(data.timeline.bins.slice(0, -1).map((bin) => bin.launch[platform]))}
        color="var(--p75)"
      />
    </>
  )
}

function PlatformLine({ launches: { platform, summary } }: { launches: Launches }) {
  const { state } = useView()
  return (
    <li title={definitionOf('app_launch', platform, state.language)}>
      <PlatformBadge platform={platform} />
      <b data-testid="kpi-launch-value" data-platform={platform}>
        {format.duration(summary.p75)}
      </b>
      <small>n = {format.count(summary.count)}</small>
    </li>
  )
}

export function Launch({ data }: { data: Snapshot }) {
  const { t } = useView()
  const groups = data.vitals.filter(({ vitals }) => LAUNCH_VITALS.some((vital) => vitals[vital]))
  return (
    <Panel id="launch" title={t('launchTitle')} hint={t('launchHint')}>
      {groups.length > 0 ? (
        <div class="vitals">
          {groups.map((group) => (
            <Group key={group.platform} group={group} />
          ))}
        </div>
      ) : (
        <Empty text={t('noPages')} />
      )}
    </Panel>
  )
}

function Group({ group: { platform, vitals } }: { group: PlatformVitals }) {
  const { state } = useView()
  return (
    <section data-testid="launch-platform" data-platform={platform}>
      <h3>
        <PlatformBadge platform={platform} /> {platformOf(platform, state.language).name}
      </h3>
      {LAUNCH_VITALS.map((vital) => {
        const summary = vitals[vital]
        return summary && <VitalOf key={vital} vital={vital} platform={platform} summary={summary} />
      })}
    </section>
  )
}

const SHARES = ['p50', 'p75', 'p90', 'p95', 'p99'] as const

interface VitalProps {
  vital: Vital
  platform: string
  summary: SampleSummary
}

function VitalOf({ vital, platform, summary }: VitalProps) {
  const { state, t } = useView()
  const { count, of } = summary
  return (
    <div class="vital" data-testid={`vital-${vital}`} data-vital={vital}>
      <p>
        <b>{t(vital)}</b>
        <small>
          n = {format.count(count)}
          {of < count && `, ${filled(t('newestOf'), { n: of })}`}
        </small>
      </p>
      <p class="definition">{definitionOf(vital, platform, state.language)}</p>
      <Range summary={summary} most={Math.max(1, summary.p99)} />
      <dl>
        {SHARES.map((share) => (
          <div key={share}>
            <dt>{share.toUpperCase()}</dt>
            <dd>{format.duration(summary[share])}</dd>
          </div>
        ))}
      </dl>
    </div>
  )
}
