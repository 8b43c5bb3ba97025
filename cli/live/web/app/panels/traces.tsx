import type { Trace, TraceSpan } from '../../../sink/store/snapshot.ts'
import { html } from '../dom.ts'
import type { Markup } from '../dom.ts'
import * as format from '../format.ts'
import type { View } from '../state.ts'
import { empty, folded, keyValues, panel, platformBadge, statusBadge } from './parts.tsx'

function tag(span: TraceSpan, ...keys: string[]): string {
  return span.tags.find((each) => keys.includes(each.key))?.value ?? ''
}

/** `GET api.shop.example/orders` of an HTTP span, else its own name. */
function titleOf(span: TraceSpan): string {
  const method = tag(span, 'http.method')
  const url = tag(span, 'url')
  return method && url ? `${method} ${url.replace(/^\w+:\/\//, '')}` : span.name
}

function bar(span: TraceSpan, trace: Trace): Markup {
  const whole = Math.max(1, trace.end - trace.start)
  const left = (100 * (span.start - trace.start)) / whole
  const width = Math.max(0.6, (100 * (span.end - span.start)) / whole)
  return html`<span
    class="bar ${span.error && 'bad'} k-${span.kind.toLowerCase()}"
    style="left:${Math.min(99.4, left).toFixed(2)}%;width:${width.toFixed(2)}%"
  ></span>`
}

function depths(spans: TraceSpan[]): Map<string, number> {
  const result = new Map<string, number>()
  for (const span of spans) result.set(span.id, Math.min(8, (result.get(span.parent) ?? -1) + 1))
  return result
}

function facts(span: TraceSpan): [string, string][] {
  return (
    [
      ['operation', span.name],
      ['kind', [span.kind, span.layer, span.component].filter(Boolean).join(' · ')],
      ['service', span.service],
      ['peer', span.peer],
      ['span', span.id],
    ] as [string, string][]
  ).filter(([, value]) => value !== '')
}

function tagsOf(span: TraceSpan): Markup {
  return html`
    <div class="span-tags" data-testid="span-tags">
      ${keyValues([...facts(span), ...span.tags.map(({ key, value }) => [key, value] as [string, string])])}
    </div>
  `
}

function spanRow({ state }: View, trace: Trace, span: TraceSpan, depth: number): Markup {
  const key = `span ${trace.id} ${span.id}`
  const open = trace.spans.length === 1 || state.open.has(key)
  return html`<div class="span-row ${open && 'open'}" data-testid="trace-span" data-key="${key}">
    <button type="button" data-action="toggle" data-value="${key}" aria-expanded="${String(open)}">
      <span class="span-name" style="--d:${depth}"><b>${titleOf(span)}</b></span>
      <span class="lane">${bar(span, trace)}</span>
      <span class="span-time">${format.duration(span.end - span.start)}</span>
    </button>
    ${open && tagsOf(span)}
  </div>`
}

function detail(view: View, trace: Trace): Markup {
  const depth = depths(trace.spans)
  return html`<div class="detail" data-testid="trace-detail">
    <p class="mono quiet id">${trace.id}</p>
    <div class="waterfall">
      ${trace.spans.map((span) => spanRow(view, trace, span, depth.get(span.id) ?? 0))}
    </div>
  </div>`
}

function row(view: View, trace: Trace, longest: number): Markup {
  const { state, data, t } = view
  const key = `trace ${trace.id}`
  const open = state.open.has(key)
  const root = trace.spans[0]!
  const code = tag(root, 'http.status_code', 'http.response.status_code')
  const length = trace.end - trace.start
  const { spans } = trace
  return html`<article
    class="item ${open && 'open'}"
    data-testid="trace-row"
    data-key="${key}"
    data-trace="${trace.id}"
  >
    <button
      class="item-head"
      type="button"
      data-action="toggle"
      data-value="${key}"
      aria-expanded="${String(open)}"
    >
      ${platformBadge(root.platform, state.language)}
      <span class="item-main">
        <b class="message">${titleOf(root)}</b>
        <small
          ><span class="mono cut">${root.name === titleOf(root) ? root.service : root.name}</span>${
            spans.length > 1 && html`<span>· ${spans.length} ${t('spans')}</span>`
          }</small
        >
      </span>
      ${code || trace.error ? statusBadge(code || '0', code ? '' : t('noAnswer')) : html`<span class="chip">${root.from === 'otlp' ? 'OTLP' : root.kind}</span>`}
      <span class="item-lane"
        ><span
          class="bar ${trace.error && 'bad'}"
          style="left:0;width:${Math.max(1, (100 * length) / longest).toFixed(1)}%"
        ></span
      ></span>
      <span class="item-end"
        ><b>${format.duration(length)}</b
        ><small>${format.ago(data.time - trace.end, state.language)}</small></span
      >
    </button>
    ${open && detail(view, trace)}
  </article>`
}

export function tracesPanel(view: View): Markup {
  const { state, data, t } = view
  const { linked } = state
  const traces =
    linked?.trace && !data.traces.some((trace) => trace.id === linked.id)
      ? [linked.trace, ...data.traces]
      : data.traces
  const longest = Math.max(1, ...traces.slice(0, 12).map((trace) => trace.end - trace.start))
  // What was opened stays in sight while new ones push in.
  const opened = traces.filter((trace) => state.open.has(`trace ${trace.id}`))
  const sorted = [...opened, ...traces.filter((trace) => !opened.includes(trace))]
  return panel(
    {
      id: 'traces',
      title: t('traces'),
      hint: t('tracesHint'),
      className: 'half',
      aside: html`<span class="figure">${format.count(traces.length)}</span>`,
    },
    html`${linked && !linked.trace && html`<p class="notice" data-key="notice">${t('traceGone')}</p>`}
    ${
      traces.length > 0
        ? html`<div class="items">
            ${folded(view, 'traces', sorted, 8, (trace) => row(view, trace, longest))}
          </div>`
        : empty(t('noTraces'))
    }`,
  )
}
