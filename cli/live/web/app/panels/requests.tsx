/** @jsxImportSource preact */
import type { Dimension, RequestRow, Snapshot } from '../../../sink/store/snapshot.ts'
import * as format from '../format.ts'
import type { Word } from '../i18n.ts'
import { useView } from '../view.ts'
import { Empty, Panel, StatusBadge, useNothing } from './parts.tsx'
import { Columns } from './sparks.tsx'
import { Tabbed, Tabs } from './tabs.tsx'

const ROWS_SHOWN = 8

const DIMENSIONS: [id: Dimension, label: Word][] = [
  ['host', 'byHost'],
  ['status', 'byStatus'],
  ['page', 'byPage'],
  ['group', 'byGroup'],
  ['method', 'byMethod'],
]

/** Requests in a table, a row for each host, or status, or page … */
export function Requests({ data }: { data: Snapshot }) {
  const { state, act, t } = useView()
  const nothing = useNothing()
  const by = state.requestsBy
  const items = DIMENSIONS.map(([id, label]) => ({ id, label: t(label) }))
  const none = by === 'group' && data.totals.requests > 0 ? 'noGroups' : 'noRequests'
  return (
    <Panel
      id="requests"
      title={t('traffic')}
      hint={t('trafficHint')}
      size="wide"
      none={DIMENSIONS.every(([id]) => data.requests[id].length === 0) && nothing('noRequests')}
      aside={
        <Tabs name="requests" label={t('traffic')} active={by} items={items} onChoose={act.groupRequests} />
      }
    >
      <Tabbed name="requests" active={by}>
        {data.requests[by].length > 0 ? (
          <Table key={by} by={by} rows={data.requests[by]} />
        ) : (
          <Empty text={nothing(none)} />
        )}
      </Tabbed>
    </Panel>
  )
}

function Table({ by, rows }: { by: Dimension; rows: RequestRow[] }) {
  const { t } = useView()
  const most = Math.max(1, ...rows.map((item) => item.count))
  const [, label] = DIMENSIONS.find(([id]) => id === by)!
  return (
    <div class="scroll">
      <table class="rows">
        <thead>
          <tr>
            <th scope="col">{t(label)}</th>
            <th scope="col">{t('colCount')}</th>
            <th scope="col" class="wide">
              {t('perMinute')}
            </th>
            <th scope="col">{t('colFailed')}</th>
            <th scope="col">P50</th>
            <th scope="col" class="wide">
              P75
            </th>
            <th scope="col" class="wide">
              P90
            </th>
            <th scope="col">P95</th>
            <th scope="col" class="wide">
              P99
            </th>
            <th scope="col" class="wide">
              {t('colSpread')}
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.slice(0, ROWS_SHOWN).map((item) => (
            <Row key={item.name} by={by} item={item} share={item.count / most} />
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Row({ by, item, share }: { by: Dimension; item: RequestRow; share: number }) {
  const { name, count, failed, percentiles } = item
  return (
    <tr data-testid="request-row" data-name={name}>
      <th scope="row" title={name}>
        <span class="share" style={{ '--w': `${(100 * share).toFixed(1)}%` }} />
        {by === 'status' ? <StatusBadge status={name} /> : <span class="mono">{name}</span>}
      </th>
      <td>{format.count(count)}</td>
      <td class="wide">{format.rate(item.perMinute)}</td>
      <td class={failed > 0 ? 'bad' : 'quiet'}>{format.percent(failed, count)}</td>
      <td>{format.duration(percentiles?.p50)}</td>
      <td class="wide">{format.duration(percentiles?.p75)}</td>
      <td class="wide">{format.duration(percentiles?.p90)}</td>
      <td>{format.duration(percentiles?.p95)}</td>
      <td class="wide">{format.duration(percentiles?.p99)}</td>
      <td class="wide mini">
        <Columns values={item.buckets} color="var(--accent)" />
      </td>
    </tr>
  )
}
