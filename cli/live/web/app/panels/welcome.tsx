/** @jsxImportSource preact */
import type { Snapshot } from '../../../sink/store/snapshot.ts'
import { useView } from '../view.ts'
import { Code } from './code.tsx'

/** Before the first signal: how to send one. */
export function Welcome({ data }: { data: Snapshot }) {
  const { t } = useView()
  const [collector = 'http://127.0.0.1:4318', traceCollector = collector] = data.collectors
  return (
    <section class="welcome" data-testid="welcome">
      <div class="radar">
        <i />
        <i />
        <i />
      </div>
      <h2>{t('waiting')}</h2>
      <p>{t('waitingMore')}</p>
      <Code label={t('example')}>
        <span class="dim">const</span>
        {' { init } = require('}
        <em>'mini-monitor'</em>
        {')\n\ninit({\n  service: '}
        <em>'my-shop'</em>
        {',\n  collector: '}
        <em>'{collector}'</em>
        {',\n  traceCollector: '}
        <em>'{traceCollector}'</em>
        {',\n  enable: { tracing: '}
        <em>true</em>
        {' },\n})'}
      </Code>
    </section>
  )
}
