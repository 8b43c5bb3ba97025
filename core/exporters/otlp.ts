import type { Batch, ExportOutcome, Exporter, Send } from '../exporter.ts'
import type { Encode, Scope, SignalName } from '../otlp/model.ts'
import { judge, refusesBinary } from './outcome.ts'
import { post, type Headers } from './post.ts'

export interface OtlpOptions {
  signal: SignalName
  /** The whole of it, `/v1/logs` included. */
  url: string
  headers?: Headers
  scope: Scope
}

const KINDS = { logs: 'log', metrics: 'metric', traces: 'span' }

/**
 * OTLP over HTTP: one kind of signal to one address. `encode`: used until the platform refuses the bytes that it gives,
 * then `instead`, for the rest of the run.
 */
export function otlpExporter(
  { signal, url, headers, scope }: OtlpOptions,
  encode: Encode<string | ArrayBuffer>,
  instead?: Encode<string>,
): Exporter {
  function attempt(batch: Batch, send: Send): Promise<ExportOutcome> {
    // what another exporter of the run made may be bytes
    if (!batch.encoded || (encode === instead && typeof batch.encoded !== 'string')) {
      batch.encoded = encode(signal, batch.resource, scope, batch.signals)
    }
    return post({ url, headers, body: batch.encoded }, send, (result) => {
      if (!instead || encode === instead || !refusesBinary(result)) return judge(result, batch)
      encode = instead
      return attempt(batch, send)
    })
  }

  return { name: 'otlp-' + signal, url, accepts: ({ kind }) => kind === KINDS[signal], export: attempt }
}
