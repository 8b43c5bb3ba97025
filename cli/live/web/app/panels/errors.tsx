/** @jsxImportSource preact */
import type { ErrorGroup, Snapshot } from '../../../sink/store/snapshot.ts'
import * as format from '../format.ts'
import { useView } from '../view.ts'
import { classAfter, classes, Empty, Folded, KeyValues, Panel, PlatformBadge } from './parts.tsx'
import { Columns } from './sparks.tsx'

const ROWS_SHOWN = 8

export function Errors({ data }: { data: Snapshot }) {
  const { t } = useView()
  const { errors } = data.totals
  const total = <span class={classes('figure', errors > 0 && 'bad')}>{format.count(errors)}</span>
  return (
    <Panel id="errors" title={t('errors')} hint={t('errorsHint')} size="half" aside={total}>
      {data.errors.length > 0 ? (
        <div class="items">
          <Folded
            name="errors"
            items={data.errors}
            few={ROWS_SHOWN}
            each={(error) => <Row key={error.id} error={error} time={data.time} />}
          />
        </div>
      ) : (
        <Empty text={t('noErrors')} />
      )}
    </Panel>
  )
}

function Row({ error, time }: { error: ErrorGroup; time: number }) {
  const { state, act } = useView()
  const key = `error ${error.id}`
  const open = state.open.has(key)
  const platforms = [...new Set(error.sources.map((source) => source.platform))]
  return (
    <article class={classes('item', open && 'open')} data-testid="error-row" data-type={error.type}>
      <button class="item-head" type="button" aria-expanded={open} onClick={() => act.toggle(key)}>
        <span class={classes('type', classAfter('t', error.type))}>{error.type}</span>
        <span class="item-main">
          <b class="message">{error.message}</b>
          <small>
            {platforms.map((platform) => (
              <PlatformBadge key={platform} platform={platform} />
            ))}
            <span class="mono cut">{error.pages[0]?.page}</span>
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
      {open && <Detail error={error} />}
    </article>
  )
}

function Detail({ error }: { error: ErrorGroup }) {
  const { act, t } = useView()
  const { stack, pages, attributes, traceId } = error
  return (
    <div class="detail" data-testid="error-detail">
      <h3>{t('stack')}</h3>
      {stack ? <Stack text={stack} /> : <p class="quiet">{t('noStack')}</p>}
      {pages.length > 0 && (
        <>
          <h3>{t('seenOn')}</h3>
          <p class="chips">
            {pages.map(({ page, count }) => (
              <span key={page} class="chip mono">
                {page} <b>{count}</b>
              </span>
            ))}
          </p>
        </>
      )}
      <h3>{t('device')}</h3>
      <KeyValues pairs={Object.entries(attributes).sort(([a], [b]) => (a < b ? -1 : 1))} />
      {traceId && (
        <button class="button" type="button" data-testid="error-trace" onClick={() => act.openTrace(traceId)}>
          {t('showTrace')} →
        </button>
      )}
    </div>
  )
}

function Stack({ text }: { text: string }) {
  return (
    <pre class="stack" data-testid="error-stack">
      {text.split('\n').map((line, at) => (
        <>
          {at > 0 && '\n'}
          <Frame line={line} />
        </>
      ))}
    </pre>
  )
}

/** The function name and the place of a frame apart, as the eye wants it. */
function Frame({ line }: { line: string }) {
  const match = /^(\s*at )(.*?)( ?\(?)([^()\s]+:\d+(?::\d+)?)(\)?)$/.exec(line)
  if (!match) return <>{line}</>
  const [, at, name, gap, place, end] = match
  return (
    <>
      <span class="dim">{at}</span>
      {name}
      <span class="dim">
        {gap}
        {place}
        {end}
      </span>
    </>
  )
}
