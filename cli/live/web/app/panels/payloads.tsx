/** @jsxImportSource preact */
import type { PayloadRow } from '../../../sink/store/snapshot.ts'
import * as format from '../format.ts'
import { useView } from '../view.ts'
import { Code } from './code.tsx'
import { useDisclosure } from './disclosure.ts'
import { classes, Empty, Folded, KeyValues, StatusBadge, useNothing } from './parts.tsx'

const ROWS_SHOWN = 10

/** Each request that arrived, with what was answered; they unfold to their bytes. */
export function Payloads({ rows, total }: { rows: PayloadRow[]; total: number }) {
  const { t } = useView()
  const nothing = useNothing()
  if (rows.length === 0) return <Empty text={nothing('noPayloads')} />
  return (
    <div class="items payloads">
      <div class="payload-head labels">
        <span class="time">{t('colTime')}</span>
        <span>{t('colPath')}</span>
        <span>{t('colEncoding')}</span>
        <span class="number">{t('colSize')}</span>
        <span class="number wide-inline">{t('colRecords')}</span>
        <span class="answer">{t('colAnswer')}</span>
      </div>
      <Folded
        name="payloads"
        items={rows}
        few={ROWS_SHOWN}
        more={total > rows.length}
        each={(row) => <Payload key={row.id} row={row} />}
      />
    </div>
  )
}

function Payload({ row }: { row: PayloadRow }) {
  const { act } = useView()
  const { open, head, item } = useDisclosure(`payload ${row.id}`, () => act.openPayload(row.id))
  return (
    <article
      class={classes('item', open && 'open')}
      data-testid="inspector-row"
      data-path={row.path}
      data-status={row.status}
      {...item}
    >
      <button class="payload-head" {...head}>
        <span class="mono quiet time">{format.time(row.time)}</span>
        <span class="mono cut">
          <span class="quiet wide-inline">{row.method} </span>
          {row.path}
        </span>
        <span class={`enc e-${row.encoding}`}>
          {[row.encoding || '?', row.compression].filter(Boolean).join(' · ')}
        </span>
        <span class="number">{format.bytes(row.bytes)}</span>
        <span class="number wide-inline">{row.records}</span>
        <span class="answer">
          {row.fault && <span class="chip warn">⚡ {row.fault}</span>}
          <StatusBadge status={String(row.status)} />
        </span>
      </button>
      {open && <Detail id={row.id} />}
    </article>
  )
}

/** Asked for when it is unfolded, so it may not be there yet. */
function Detail({ id }: { id: number }) {
  const { state, t } = useView()
  const payload = state.payloads.get(id)
  if (!payload) return <div class="detail quiet">{t('loading')}</div>
  return (
    <div class="detail payload" data-testid="inspector-detail">
      {payload.error && <p class="notice bad">{payload.error}</p>}
      <div class="split">
        <div>
          <h3>{t('decoded')}</h3>
          <Code label={t('decoded')} id="inspector-decoded">
            {payload.decoded}
          </Code>
        </div>
        <div>
          <h3>{t('bytesHead')}</h3>
          <Code label={t('bytesHead')} class="hex">
            {payload.hex}
          </Code>
          <h3>{t('headers')}</h3>
          <KeyValues pairs={Object.entries(payload.headers)} />
        </div>
      </div>
    </div>
  )
}
