/** @jsxImportSource preact */
import type { Snapshot, Trace } from '../../../sink/store/snapshot.ts'
import * as format from '../format.ts'
import { useView } from '../view.ts'
import type { View } from '../view.ts'
import { useDisclosure } from './disclosure.ts'
import { classes, Folded, Panel, PlatformBadge, StatusBadge, useNothing } from './parts.tsx'
import { tagOf, titleOf, Waterfall } from './waterfall.tsx'

const ROWS_SHOWN = 8

export function Traces({ data }: { data: Snapshot }) {
  const { state, t } = useView()
  const nothing = useNothing()
  const traces = sorted(data, state)
  const longest = Math.max(1, ...traces.slice(0, 12).map(lengthOf))
  const total = (
    <span class="figure" data-testid="traces-total">
      {format.count(data.totals.traces)}
    </span>
  )
  const gone = state.linked && !state.linked.trace
  return (
    <Panel
      id="traces"
      title={t('traces')}
      hint={t('tracesHint')}
      size="half"
      aside={total}
      none={traces.length === 0 && !gone && nothing('noTraces')}
    >
      <div role="status">{gone && <p class="notice">{t('traceGone')}</p>}</div>
      <div class="items">
        <Folded
          name="traces"
          items={traces}
          few={ROWS_SHOWN}
          more={data.totals.traces > traces.length}
          each={(trace) => <Row key={trace.id} trace={trace} longest={longest} time={data.time} />}
        />
      </div>
    </Panel>
  )
}

/** What was opened stays in sight while new ones push in. */
function sorted({ traces: newest }: Snapshot, { linked, open }: View['state']): Trace[] {
  const isKnown = newest.some((trace) => trace.id === linked?.id)
  const traces = linked?.trace && !isKnown ? [linked.trace, ...newest] : newest
  const isOpen = (trace: Trace): boolean => open.has(`trace ${trace.id}`)
  return [...traces.filter(isOpen), ...traces.filter((trace) => !isOpen(trace))]
}

function lengthOf(trace: Trace): number {
  return trace.end - trace.start
}

interface RowProps {
  trace: Trace
  longest: number
  time: number
}

function Row({ trace, longest, time }: RowProps) {
  const { state, t } = useView()
  const { open, head, item } = useDisclosure(`trace ${trace.id}`)
  const root = trace.spans[0]!
  const title = titleOf(root)
  const width = Math.max(1, (100 * lengthOf(trace)) / longest)
  return (
    <article class={classes('item', open && 'open')} data-testid="trace-row" data-trace={trace.id} {...item}>
      <button class="item-head" {...head}>
        <PlatformBadge platform={root.platform} />
        <span class="item-main">
          <b class="message">{title}</b>
          <small>
            <span class="mono cut">{root.name === title ? root.service : root.name}</span>
            {trace.spans.length > 1 && (
              <span>
                · {trace.spans.length} {t('spans')}
              </span>
            )}
          </small>
        </span>
        <Outcome trace={trace} />
        <span class="item-lane">
          <span
            class={classes('bar', trace.error && 'bad')}
            style={{ left: 0, width: `${width.toFixed(1)}%` }}
          />
        </span>
        <span class="item-end">
          <b>{format.duration(lengthOf(trace))}</b>
          <small title={format.ago(time - trace.start, state.language)}>{format.time(trace.start)}</small>
        </span>
      </button>
      {open && <Detail trace={trace} />}
    </article>
  )
}

/** The status of its first span, or what that one is where it has none. */
function Outcome({ trace }: { trace: Trace }) {
  const root = trace.spans[0]!
  const code = tagOf(root, 'http.status_code', 'http.response.status_code')
  if (code || trace.error) return <StatusBadge status={code} />
  return <span class="chip">{root.from === 'otlp' ? 'OTLP' : root.kind}</span>
}

function Detail({ trace }: { trace: Trace }) {
  return (
    <div class="detail" data-testid="trace-detail">
      <p class="mono quiet id">{trace.id}</p>
      <Waterfall trace={trace} />
    </div>
  )
}
