/** @jsxImportSource preact */
import type { SampleSummary } from '../../../sink/store/samples.ts'
import type { PageRow, Snapshot, Vital } from '../../../sink/store/snapshot.ts'
import * as format from '../format.ts'
import { wholeDefinitionOf } from '../definitions.ts'
import { useView } from '../view.ts'
import { Panel, PlatformBadge } from './parts.tsx'
import { Range } from './range.tsx'

const ROWS_SHOWN = 10

/** What each page has; `launch.tsx` has what only a launch has. */
const PAGE_VITALS = ['first_render', 'route'] as const
/** What the cells tell, in this order. */
const SHOWN = ['p75', 'p90', 'p95'] as const

export function Pages({ data }: { data: Snapshot }) {
  const { t } = useView()
  const rows = data.pages.filter((row) => samplesOf(row) > 0).slice(0, ROWS_SHOWN)
  return (
    <Panel
      id="pages"
      title={t('pages')}
      hint={t('pagesHint')}
      size="half"
      none={rows.length === 0 && t('noPages')}
    >
      <Table rows={rows} />
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
                <Quantiles texts={SHOWN.map((name) => name.toUpperCase())} />
              </th>
            ))}
            <th scope="col" class="wide">
              {t('samples')}
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <Row key={`${row.platform} ${row.page}`} row={row} most={most} />
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Row({ row, most }: { row: PageRow; most: (vital: Vital) => number }) {
  const { page, platform, vitals } = row
  return (
    <tr data-testid="page-row" data-name={page} data-platform={platform}>
      <th scope="row">
        <span class="page-name">
          <PlatformBadge platform={platform} />
          <span class="mono">{page}</span>
        </span>
      </th>
      {PAGE_VITALS.map((vital) => (
        <Cell key={vital} vital={vital} platform={platform} summary={vitals[vital]} most={most(vital)} />
      ))}
      <td class="wide">{format.count(samplesOf(row))}</td>
    </tr>
  )
}

/** One below the other where there is no room beside. */
function Quantiles({ texts }: { texts: string[] }) {
  return (
    <span class="quantiles">
      {texts.map((text) => (
        <span>{text}</span>
      ))}
    </span>
  )
}

interface CellProps {
  vital: Vital
  platform: string
  summary: SampleSummary | undefined
  most: number
}

function Cell({ vital, platform, summary, most }: CellProps) {
  const { state } = useView()
  if (!summary)
    return (
      <td class="quiet left" data-vital={vital}>
        –
      </td>
    )
  return (
    <td
      data-vital={vital}
      title={`${wholeDefinitionOf(vital, platform, state.language)} · n = ${format.count(summary.count)}`}
    >
      <Range summary={summary} most={most} />
      <Quantiles texts={SHOWN.map((name) => format.duration(summary[name]))} />
    </td>
  )
}
