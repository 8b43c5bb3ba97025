import type { Batch, Exporter, ExportOutcome } from '../../core/exporter.ts'
import type { Signal } from '../../core/signal.ts'

export interface FakeExporter extends Exporter {
  readonly batches: Batch[]
  /** What arrived: of the batches that were taken. */
  readonly signals: Signal[]
  /** Outcomes of the next exports; then success. */
  readonly script: (ExportOutcome | Promise<ExportOutcome>)[]
}

export function fakeExporter(accepts: (signal: Signal) => boolean = () => true): FakeExporter {
  const batches: Batch[] = []
  const signals: Signal[] = []
  const script: FakeExporter['script'] = []
  return {
    name: 'fake',
    url: 'https://collector.example.com/v1/logs',
    accepts,
    batches,
    signals,
    script,
    async export(batch, send) {
      batches.push(batch)
      await send({ url: 'https://collector.example.com/v1/logs', body: 'x', header: {} })
      const outcome = (await script.shift()) ?? { kind: 'success' }
      // as the wire has it: what is sent can't be changed any more
      if (outcome.kind === 'success') signals.push(...(JSON.parse(JSON.stringify(batch.signals)) as Signal[]))
      return outcome
    },
  }
}
