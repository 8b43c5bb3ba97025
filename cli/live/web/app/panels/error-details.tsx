/** @jsxImportSource preact */
import { SPLITS } from '../../../sink/store/snapshot.ts'
import type { ErrorDetail, ErrorOccurrence, Split } from '../../../sink/store/snapshot.ts'
import * as format from '../format.ts'
import { platformOf } from '../i18n.ts'
import { useView } from '../view.ts'
import type { View } from '../view.ts'
import { Breadcrumbs } from './breadcrumbs.tsx'
import { Code, Stack } from './code.tsx'
import { Occurrences } from './occurrences.tsx'
import { KeyValues } from './parts.tsx'

/** Asked for when it is unfolded, so it may not be there yet. */
export function ErrorDetails({ id, time }: { id: string; time: number }) {
  const { state, t } = useView()
  const error = state.errors.get(id)
  if (error === undefined) return <p class="detail quiet">{t('loading')}</p>
  if (error === null) return <p class="detail quiet">{t('errorGone')}</p>
  const occurrence = state.occurrences.get(id) ?? error.occurrences[0]
  return (
    <div class="detail error-detail" data-testid="error-detail">
      <h3>{t('message')}</h3>
      <Code label={t('message')} id="error-message">
        {occurrence?.message || t('noMessage')}
      </Code>
      <Facts error={error} time={time} />
      <div class="splits">
        {SPLITS.map((by) => (
          <SplitBy key={by} by={by} error={error} />
        ))}
      </div>
      <Occurrences error={error} chosen={occurrence} time={time} />
      {occurrence && <Occurrence occurrence={occurrence} time={time} />}
    </div>
  )
}

function Facts({ error, time }: { error: ErrorDetail; time: number }) {
  const { t } = useView()
  const { first, last, sessions, users } = error
  return (
    <p class="chips" data-testid="error-facts">
      <span class="chip">
        {t('firstSeen')} <b>{format.moment(first, time)}</b>
      </span>
      <span class="chip">
        {t('lastSeen')} <b>{format.moment(last, time)}</b>
      </span>
      {sessions.count > 0 ? (
        <span class="chip" data-testid="error-sessions">
          <b>{format.headcount(sessions)}</b> {t(sessions.count === 1 ? 'oneSession' : 'sessions')}
        </span>
      ) : (
        <span class="chip">{t('noSessions')}</span>
      )}
      {users.count > 0 && (
        <span class="chip" data-testid="error-users">
          <b>{format.headcount(users)}</b> {t(users.count === 1 ? 'oneUser' : 'users')}
        </span>
      )}
    </p>
  )
}

function SplitBy({ by, error }: { by: Split; error: ErrorDetail }) {
  const { state, t } = useView()
  return (
    <section class="split-by" data-testid={`error-split-${by}`}>
      <h3>{t(by)}</h3>
      <ul>
        {error.splits[by].map(({ name, count }) => (
          <li key={name}>
            <span class="name">{shownName(by, name, state.language, t)}</span>
            <b>{format.count(count)}</b> <small>{format.percent(count, error.count)}</small>
            <i style={{ '--w': `${((100 * count) / error.count).toFixed(1)}%` }} />
          </li>
        ))}
      </ul>
    </section>
  )
}

function shownName(by: Split, name: string, language: View['state']['language'], t: View['t']): string {
  if (name === '') return t('unknown')
  if (name === '…') return t('others')
  return by === 'platform' ? platformOf(name, language).name : name
}

/** What was told of one of them. */
function Occurrence({ occurrence, time }: { occurrence: ErrorOccurrence; time: number }) {
  const { act, t } = useView()
  const { stack, componentStack, breadcrumbs, attributes, traceId, arrived } = occurrence
  const late = Math.abs(arrived - occurrence.time) >= LATE
  const pairs = Object.entries(attributes).sort(([a], [b]) => (a < b ? -1 : 1))
  return (
    <>
      <h3>{t('stack')}</h3>
      {stack ? <Stack label={t('stack')} text={stack} /> : <p class="quiet">{t('noStack')}</p>}
      {componentStack && (
        <>
          <h3>{t('componentStack')}</h3>
          <Code label={t('componentStack')} id="error-component-stack">
            {componentStack.replace(/^\n/, '')}
          </Code>
        </>
      )}
      {breadcrumbs && <Breadcrumbs text={breadcrumbs} time={time} />}
      <h3>{t('device')}</h3>
      <KeyValues pairs={late ? [[t('received'), format.moment(arrived, time)], ...pairs] : pairs} />
      {traceId && (
        <button class="button" type="button" data-testid="error-trace" onClick={() => act.openTrace(traceId)}>
          {t('showTrace')} →
        </button>
      )}
    </>
  )
}

/** ms between the device's clock and the arrival that are worth a word: it was stored, or the clock is wrong. */
const LATE = 60_000
