/** @jsxImportSource preact */
import type { ErrorDetail, ErrorOccurrence } from '../../../sink/store/snapshot.ts'
import * as format from '../format.ts'
import type { Word } from '../i18n.ts'
import { useView } from '../view.ts'
import { classes, Folded } from './parts.tsx'

const ROWS_SHOWN = 5
/** Random ids are told apart by less than they are long; the context below has the whole. */
const SESSION_LENGTH = 8

const COLUMNS: [label: Word, of: (occurrence: ErrorOccurrence) => string][] = [
  ['version', ({ version }) => version],
  ['deviceModel', ({ device }) => device],
  ['system', ({ system }) => system],
  ['page', ({ page }) => page],
  ['session', ({ session }) => session.slice(0, SESSION_LENGTH)],
]

interface OccurrencesProps {
  error: ErrorDetail
  chosen: ErrorOccurrence | undefined
  time: number
}

/** Those that are kept, the newest first; one of them is shown below. */
export function Occurrences({ error, chosen, time }: OccurrencesProps) {
  const { t } = useView()
  const { occurrences, gone } = error
  const isKept = occurrences.some(({ id }) => id === chosen?.id)
  const rows = chosen && !isKept ? [chosen, ...occurrences] : occurrences
  return (
    <section class="occurrences" data-testid="error-occurrences">
      <h3>
        {t('occurrences')}
        {gone > 0 && (
          <span class="gone" data-testid="error-gone">
            {` · ${occurrences.length} ${t('occurrencesKept')} · ${format.count(gone)} ${t('occurrencesGone')}`}
          </span>
        )}
      </h3>
      <p class="occurrence labels" aria-hidden="true">
        <span>{t('colTime')}</span>
        {COLUMNS.map(([label]) => (
          <span key={label}>{t(label)}</span>
        ))}
      </p>
      <Folded
        name={`occurrences ${error.id}`}
        items={rows}
        few={ROWS_SHOWN}
        each={(row) => (
          <Row key={row.id} error={error.id} occurrence={row} chosen={row.id === chosen?.id} time={time} />
        )}
      />
    </section>
  )
}

interface RowProps {
  error: string
  occurrence: ErrorOccurrence
  chosen: boolean
  time: number
}

function Row({ error, occurrence, chosen, time }: RowProps) {
  const { act, t } = useView()
  return (
    <button
      class={classes('occurrence', chosen && 'chosen')}
      type="button"
      data-testid="error-occurrence"
      aria-pressed={chosen}
      onClick={() => act.showOccurrence(error, occurrence)}
    >
      <span>
        <time dateTime={format.iso(occurrence.time)}>{format.moment(occurrence.time, time)}</time>
        {occurrence.times > 1 && <b class="times"> ×{format.count(occurrence.times)}</b>}
      </span>
      {COLUMNS.map(([label, of]) => (
        <span key={label} data-of={label}>
          <span class="label">{t(label)} </span>
          {of(occurrence) || <span class="quiet">{t('unknown')}</span>}
        </span>
      ))}
    </button>
  )
}
