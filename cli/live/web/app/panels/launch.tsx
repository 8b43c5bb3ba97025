/** @jsxImportSource preact */
import type { SampleSummary } from '../../../sink/store/samples.ts'
import type { Snapshot, Vital } from '../../../sink/store/snapshot.ts'
import { definitionOf, wholeDefinitionOf } from '../definitions.ts'
import * as format from '../format.ts'
import { filled, platformOf } from '../i18n.ts'
import { useView } from '../view.ts'
import { classes, Panel, PlatformBadge } from './parts.tsx'
import { carried, pastBins, Spark } from './sparks.tsx'

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
      <span class="kpi-value" title={wholeDefinitionOf('app_launch', platform, state.language)}>
        <b data-testid="kpi-launch-value" data-platform={platform}>
          {format.duration(summary.p75)}
        </b>
        <small>{platformOf(platform, state.language).name}</small>
      </span>
      <span class="kpi-note">
        P95 {format.duration(summary.p95)} · n = {format.count(summary.count)}
      </span>
      <Spark values={carried(pastBins(data).map((bin) => bin.launch[platform]))} color="var(--p75)" />
    </>
  )
}

function PlatformLine({ launches: { platform, summary } }: { launches: Launches }) {
  const { state } = useView()
  return (
    <li title={wholeDefinitionOf('app_launch', platform, state.language)}>
      <PlatformBadge platform={platform} />
      <b data-testid="kpi-launch-value" data-platform={platform}>
        {format.duration(summary.p75)}
      </b>
      <small>n = {format.count(summary.count)}</small>
    </li>
  )
}

/** What is measured, a row a platform. */
export function Launch({ data }: { data: Snapshot }) {
  const { t } = useView()
  const rows = LAUNCH_VITALS.flatMap((vital) =>
    data.vitals.flatMap(({ platform, vitals }) => {
      const summary = vitals[vital]
      return summary ? [{ vital, platform, summary }] : []
    }),
  )
  return (
    <Panel
      id="launch"
      title={t('launchTitle')}
      hint={t('launchHint')}
      size="half"
      none={rows.length === 0 && t('noPages')}
    >
      <div class="scroll">
        <table class="rows launch">
          <thead>
            <tr>
              <th scope="col">{t('measure')}</th>
              {SHARES.map((share) => (
                <th key={share} scope="col" class={classes(WIDE_SHARES.includes(share) && 'wide')}>
                  {share.toUpperCase()}
                </th>
              ))}
              <th scope="col" class="wide">
                {t('samples')}
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <Row key={`${row.vital} ${row.platform}`} {...row} />
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  )
}

const SHARES = ['p50', 'p75', 'p90', 'p95', 'p99'] as const
/** Not on phones. */
const WIDE_SHARES: readonly string[] = ['p50', 'p99']

interface RowProps {
  vital: Vital
  platform: string
  summary: SampleSummary
}

function Row({ vital, platform, summary }: RowProps) {
  const { state, t } = useView()
  const { count, of } = summary
  return (
    <tr data-testid={`vital-${vital}`} data-vital={vital} data-platform={platform}>
      <th scope="row" title={wholeDefinitionOf(vital, platform, state.language)}>
        <span class="measure">
          <PlatformBadge platform={platform} />
          <span>
            <b>{t(vital)}</b>
            <small>{definitionOf(vital, platform, state.language)}</small>
          </span>
        </span>
      </th>
      {SHARES.map((share) => (
        <td key={share} class={classes(WIDE_SHARES.includes(share) && 'wide')}>
          {format.duration(summary[share])}
        </td>
      ))}
      <td class="wide" title={of < count ? filled(t('newestOf'), { n: of }) : undefined}>
        {format.count(count)}
      </td>
    </tr>
  )
}
