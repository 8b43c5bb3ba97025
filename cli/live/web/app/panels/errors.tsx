/** @jsxImportSource preact */
import type { ErrorRow, Snapshot } from '../../../sink/store/snapshot.ts'
import * as format from '../format.ts'
import { useView } from '../view.ts'
import type { View } from '../view.ts'
import { useDisclosure } from './disclosure.ts'
import { ErrorDetails } from './error-details.tsx'
import { classAfter, classes, Folded, Panel, PlatformBadge, StatusBadge, useNothing } from './parts.tsx'
import { Columns } from './sparks.tsx'
import { titleAmong } from './titles.ts'

const ROWS_SHOWN = 8

export function Errors({ data }: { data: Snapshot }) {
  const { t } = useView()
  const nothing = useNothing()
  const { errors } = data.totals
  const total = <span class={classes('figure', errors > 0 && 'bad')}>{format.count(errors)}</span>
  const messages = data.errors.map(({ message }) => message)
  return (
    <Panel
      id="errors"
      title={t('errors')}
      hint={t('errorsHint')}
      size="half"
      aside={total}
      none={data.errors.length === 0 && nothing('noErrors')}
    >
      <div class="items">
        <Folded
          name="errors"
          items={data.errors}
          few={ROWS_SHOWN}
          each={(error) => (
            <Row key={error.id} error={error} title={titleAmong(error.message, messages)} time={data.time} />
          )}
        />
      </div>
    </Panel>
  )
}

function Row({ error, title, time }: { error: ErrorRow; title: string; time: number }) {
  const { state, act, t } = useView()
  const { open, head, item } = useDisclosure(`error ${error.id}`, () => act.openError(error.id))
  return (
    <article class={classes('item', open && 'open')} data-testid="error-row" data-type={error.type} {...item}>
      <button class="item-head error-head" {...head}>
        <span class={classes('type', classAfter('t', error.type))}>{error.type || t('unknown')}</span>
        <span class="item-main">
          <b class="message">
            {title || t('noMessage')}
            {error.status && (
              <>
                {' '}
                <StatusBadge status={error.status} />
              </>
            )}
          </b>
          <small>
            {error.platforms.filter(Boolean).map((platform) => (
              <PlatformBadge key={platform} platform={platform} />
            ))}
            {error.page && <span class="mono">{error.page}</span>}
            <span>{sessionsOf(error, t)}</span>
          </small>
        </span>
        <span class="item-spark">
          <Columns values={error.spark} color="var(--bad)" />
        </span>
        <span class="item-end">
          <b>{format.count(error.count)}</b>
          <small>{format.ago(time - error.last, state.language)}</small>
        </span>
      </button>
      {open && <ErrorDetails id={error.id} time={time} />}
    </article>
  )
}

function sessionsOf({ sessions }: ErrorRow, t: View['t']): string {
  if (sessions.count === 0) return t('noSessions')
  return `${format.headcount(sessions)} ${t(sessions.count === 1 ? 'oneSession' : 'sessions')}`
}
