/** @jsxImportSource preact */
import type { LogRow, MetricRow, Snapshot } from '../../../sink/store/snapshot.ts'
import * as format from '../format.ts'
import { platformOf } from '../i18n.ts'
import { RAW_TABS } from '../state.ts'
import type { RawTab } from '../state.ts'
import { useView } from '../view.ts'
import { Empty, Panel, useNothing } from './parts.tsx'
import { Payloads } from './payloads.tsx'
import { Tabbed, Tabs } from './tabs.tsx'

/** What came, as it came. */
export function Inspector({ data }: { data: Snapshot }) {
  const { state, act, t } = useView()
  const { payloads, bytes, violations } = data.totals
  const hint = [t('inspectorHint'), `${format.count(payloads)} ${t('payloadsTotal')}, ${format.bytes(bytes)}`]
  if (violations > 0) hint.push(`${violations} ${t('violations')}`)
  const items = RAW_TABS.map((id) => ({ id, label: t(id) }))
  return (
    <Panel
      id="inspector"
      title={t('inspector')}
      hint={hint.join(' · ')}
      size="full"
      aside={
        <Tabs
          name="inspector"
          label={t('inspector')}
          active={state.rawTab}
          items={items}
          onChoose={act.showRaw}
        />
      }
    >
      <Tabbed name="inspector" active={state.rawTab}>
        <Content tab={state.rawTab} data={data} />
      </Tabbed>
    </Panel>
  )
}

function Content({ tab, data }: { tab: RawTab; data: Snapshot }) {
  switch (tab) {
    case 'payloads':
      return <Payloads rows={data.inspector} total={data.totals.payloads} />
    case 'metrics':
      return <Metrics rows={data.metrics} />
    case 'logs':
      return <Logs rows={data.logs} />
  }
}

function Metrics({ rows }: { rows: MetricRow[] }) {
  const { t } = useView()
  const nothing = useNothing()
  if (rows.length === 0) return <Empty text={nothing('noMetrics')} />
  return (
    <div class="scroll">
      <table class="rows">
        <thead>
          <tr>
            <th scope="col">{t('colName')}</th>
            <th scope="col" class="left wide">
              {t('colType')}
            </th>
            <th scope="col" class="wide">
              {t('colUnit')}
            </th>
            <th scope="col">{t('colPoints')}</th>
            <th scope="col" class="wide">
              {t('colSeries')}
            </th>
            <th scope="col">{t('colLast')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <Metric key={row.name} row={row} />
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Metric({ row }: { row: MetricRow }) {
  return (
    <tr data-testid="metric-row" data-name={row.name}>
      <th scope="row">
        <span class="mono">{row.name}</span>
      </th>
      <td class="left wide quiet">{row.type}</td>
      <td class="wide quiet unit">{row.unit || '–'}</td>
      <td>{format.count(row.points)}</td>
      <td class="wide">{format.count(row.series)}</td>
      <td class="mono">{row.last}</td>
    </tr>
  )
}

function Logs({ rows }: { rows: LogRow[] }) {
  const { state } = useView()
  const nothing = useNothing()
  if (rows.length === 0) return <Empty text={nothing('noLogs')} />
  return (
    <div class="items">
      {rows.map((row) => (
        <div class="log" data-testid="log-row">
          <span class="mono quiet">{format.time(row.time)}</span>
          <span class="chip">{row.severity}</span>
          <span class="log-body">{row.body}</span>
          <span class="quiet">
            {row.service} · {platformOf(row.platform, state.language).name}
          </span>
        </div>
      ))}
    </div>
  )
}
