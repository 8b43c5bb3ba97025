/** @jsxImportSource preact */
import type { Trace, TraceSpan } from '../../../sink/store/snapshot.ts'
import * as format from '../format.ts'
import { useView } from '../view.ts'
import { useDisclosure } from './disclosure.ts'
import { classAfter, classes, KeyValues } from './parts.tsx'

/** The spans of a trace below each other, each where it lies in time; they unfold to their tags. */
export function Waterfall({ trace }: { trace: Trace }) {
  const depths = depthsOf(trace.spans)
  return (
    <div class="waterfall">
      {trace.spans.map((span) => (
        <Row key={span.id} trace={trace} span={span} depth={depths.get(span.id) ?? 0} />
      ))}
    </div>
  )
}

/** `GET api.shop.example/orders` of an HTTP span, else its own name. */
export function titleOf(span: TraceSpan): string {
  const method = tagOf(span, 'http.method')
  const url = tagOf(span, 'url')
  return method && url ? `${method} ${url.replace(/^\w+:\/\//, '')}` : span.name
}

/** The value of the first of its tags that has one of these keys, or ''. */
export function tagOf(span: TraceSpan, ...keys: string[]): string {
  return span.tags.find((each) => keys.includes(each.key))?.value ?? ''
}

const DEEPEST = 8

/** Parents come before their children. */
function depthsOf(spans: TraceSpan[]): Map<string, number> {
  const depths = new Map<string, number>()
  for (const span of spans) depths.set(span.id, Math.min(DEEPEST, (depths.get(span.parent) ?? -1) + 1))
  return depths
}

function Row({ trace, span, depth }: { trace: Trace; span: TraceSpan; depth: number }) {
  const { t } = useView()
  const { head, item, ...disclosure } = useDisclosure(`span ${trace.id} ${span.id}`)
  const open = trace.spans.length === 1 || disclosure.open
  return (
    <div class={classes('span-row', open && 'open')} data-testid="trace-span" {...item}>
      <button {...head} aria-expanded={open}>
        <span class="span-name" style={{ '--d': depth }}>
          {span.error && (
            <span class="bad" role="img" aria-label={t('failedSpan')}>
              ✕{' '}
            </span>
          )}
          <b>{titleOf(span)}</b>
        </span>
        <span class="lane">
          <Bar span={span} trace={trace} />
        </span>
        <span class="span-time">{format.duration(span.end - span.start)}</span>
      </button>
      {open && (
        <div class="span-tags" data-testid="span-tags">
          <KeyValues pairs={[...facts(span), ...span.tags.map(pairOf)]} />
        </div>
      )}
    </div>
  )
}

function Bar({ span, trace }: { span: TraceSpan; trace: Trace }) {
  const whole = Math.max(1, trace.end - trace.start)
  const left = Math.min(99.4, (100 * (span.start - trace.start)) / whole)
  const width = Math.max(0.6, (100 * (span.end - span.start)) / whole)
  return (
    <span
      class={classes('bar', span.error && 'bad', classAfter('k', span.kind.toLowerCase()))}
      style={{ left: `${left.toFixed(2)}%`, width: `${width.toFixed(2)}%` }}
    />
  )
}

function facts(span: TraceSpan): [string, string][] {
  const all: [string, string][] = [
    ['operation', span.name],
    ['kind', [span.kind, span.layer, span.component].filter(Boolean).join(' · ')],
    ['service', span.service],
    ['peer', span.peer],
    ['span', span.id],
  ]
  return all.filter(([, value]) => value !== '')
}

function pairOf({ key, value }: TraceSpan['tags'][number]): [string, string] {
  return [key, value]
}
