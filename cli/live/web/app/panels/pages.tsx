/** @jsxImportSource preact */
import type { SampleSummary } from '../../../sink/store/samples.ts'
import type { PageRow, Snapshot, Vital } from '../../../sink/store/snapshot.ts'
import * as format from '../format.ts'
import { useView } from '../view.ts'
import { Empty, Panel } from './parts.tsx'

const ROWS_SHOWN = 10

/** What each page has, and what only a launch has. */
const PAGE_VITALS = ['first_render', 'route'] as const
const LAUNCH_VITALS = ['app_launch', 'script', 'package_load'] as const

export function Pages({ data }: { data: Snapshot }) {
  const { t } = useView()
  const rows = data.pages.filter((row) => samplesOf(row) > 0).slice(0, ROWS_SHOWN)
  return (
    <Panel id="pages" title={t('pages')} hint={t('pagesHint')} size="wide">
      {rows.length > 0 ? <Table rows={rows} /> : <Empty text={t('noPages')} />}
    </Panel>
  )
}

function samplesOf(row: PageRow): number {
  return PAGE_VITALS.reduce((sum, vital) => sum + (row.vitals[vital]?.count ?? 0), 0)
}

function Table({ rows }: { rows: PageRow[] }) {
  const { t } = useView()
  const most = (vital: Vital): number => Math.max(1, ...rows.map((row) => row.vitals[vital]?.p95 ?? 0))
  return (
    <div class="scroll">
      <table class="rows pages">
        <thead>
          <tr>
            <th scope="col">{t('page')}</th>
            {PAGE_VITALS.map((vital) => (
              <th key={vital} scope="col" class="left">
                {t(vital)}
              </th>
            ))}
            <th scope="col" class="wide">
              {t('samples')}
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.page} data-testid="page-row" data-name={row.page}>
              <th scope="row">
                <span class="mono">{row.page}</span>
              </th>
              {PAGE_VITALS.map((vital) => (
                <Cell key={vital} vital={vital} summary={row.vitals[vital]} most={most(vital)} />
              ))}
              <td class="wide">{format.count(samplesOf(row))}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

interface CellProps {
  vital: Vital
  summary: SampleSummary | undefined
  most: number
}

function Cell({ vital, summary, most }: CellProps) {
  if (!summary)
    return (
      <td class="quiet left" data-vital={vital}>
        –
      </td>
    )
  return (
    <td data-vital={vital} title={`n = ${summary.count}, P75 ${format.duration(summary.p75)}`}>
      <Range summary={summary} most={most} />
      <span class="range-text">
        {format.duration(summary.p50)}
        <em>{format.duration(summary.p95)}</em>
      </span>
    </td>
  )
}

/** A bar to P50, its shade to P95. */
function Range({ summary, most }: { summary: SampleSummary; most: number }) {
  const width = (value: number): string => `${((100 * value) / most).toFixed(1)}%`
  return (
    <span class="range" style={{ '--p50': width(summary.p50), '--p95': width(summary.p95) }}>
      <i />
      <b />
    </span>
  )
}

export function Launch({ data }: { data: Snapshot }) {
  const { t } = useView()
  const known = LAUNCH_VITALS.flatMap((vital) => {
    const summary = data.vitals[vital]
    return summary ? [<Vitals key={vital} vital={vital} summary={summary} />] : []
  })
  return (
    <Panel id="launch" title={t('launchTitle')} hint={t('launchHint')}>
      {known.length > 0 ? <div class="vitals">{known}</div> : <Empty text={t('noPages')} />}
    </Panel>
  )
}

const SHARES = ['p50', 'p75', 'p95', 'p99'] as const

function Vitals({ vital, summary }: { vital: Vital; summary: SampleSummary }) {
  const { t } = useView()
  return (
    <div class="vital" data-testid={`vital-${vital}`} data-vital={vital}>
      <p>
        <b>{t(vital)}</b>
        <small>n = {format.count(summary.count)}</small>
      </p>
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
