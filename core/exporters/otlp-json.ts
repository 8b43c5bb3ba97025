import type { Batch, ExportOutcome, Exporter, Send } from '../exporter.ts'
import type { Any } from '../internal/guard.ts'
import { logsToJson } from '../otlp/logs.ts'
import { metricsToJson } from '../otlp/metrics.ts'
import type { Scope } from '../otlp/model.ts'
import { tracesToJson } from '../otlp/traces.ts'
import type { Resource } from '../resource.ts'
import { judge, refusesBinary } from './outcome.ts'
import { post, type Headers } from './post.ts'

export interface OtlpJsonOptions {
  signal: 'logs' | 'metrics' | 'traces'
  /** The whole of it, `/v1/logs` included. */
  url: string
  headers?: Headers
  scope: Scope
}

export type Encode<T> = (resource: Resource, scope: Scope, signals: Any) => T

const KINDS = { logs: 'log', metrics: 'metric', traces: 'span' }
const TO_JSON: Record<OtlpJsonOptions['signal'], Encode<string>> = {
  logs: logsToJson,
  metrics: metricsToJson,
  traces: tracesToJson,
}

/**
 * OTLP over HTTP as JSON: one kind of signal to one address. `binary`: sent instead, until the platform refuses it;
 * without it an app ships no protobuf.
 */
export function otlpJson(options: OtlpJsonOptions, binary?: Encode<ArrayBuffer>): Exporter {
  const { signal, url, headers, scope } = options

  function attempt(batch: Batch, send: Send): Promise<ExportOutcome> {
    if (!batch.encoded || (!binary && typeof batch.encoded !== 'string')) {
      batch.encoded = (binary || TO_JSON[signal])(batch.resource, scope, batch.signals)
    }
    return post({ url, headers, body: batch.encoded }, send, (result) => {
      if (!binary || !refusesBinary(result)) return judge(result, batch)
      // for the rest of the run
      binary = undefined
      return attempt(batch, send)
    })
  }

  return { name: 'otlp-' + signal, url, accepts: ({ kind }) => kind === KINDS[signal], export: attempt }
}
