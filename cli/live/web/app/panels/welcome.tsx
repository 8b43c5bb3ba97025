import { html } from '../dom.ts'
import type { Markup } from '../dom.ts'
import type { View } from '../state.ts'

/** Before the first signal: how to send one. */
export function welcome({ data, t }: View): Markup {
  const [collector = 'http://127.0.0.1:4318', traceCollector = collector] = data.collectors
  return html`<section class="welcome" data-testid="welcome" data-key="welcome">
    <div class="radar"><i></i><i></i><i></i></div>
    <h2>${t('waiting')}</h2>
    <p>${t('waitingMore')}</p>
    <pre><span class="dim">const</span> { init } = require(<em>'mini-monitor'</em>)

init({
  service: <em>'my-shop'</em>,
  collector: <em>'${collector}'</em>,
  traceCollector: <em>'${traceCollector}'</em>,
  enable: { tracing: <em>true</em> },
})</pre>
  </section>`
}
