import type { Batch, ExportOutcome, Exporter, Send } from '../exporter.ts'
import { textOf } from '../internal/diag.ts'
import type { OwnResult } from '../platform.ts'
import { judge } from './outcome.ts'

/** Fixed, or asked for at each request, for a token that changes. */
export type Headers = Record<string, string> | (() => Record<string, string>)

export interface Address {
  /** The whole of it, with the path. */
  url: string
  headers?: Headers
}

/**
 * Sends what `encode` makes of a batch, once for all tries; `again`: whether the answer asks for another encoding.
 * Headers that the user's function fails to give are asked for again at the next try.
 */
export function httpExporter(
  name: string,
  kinds: string[],
  { url, headers }: Address,
  encode: (batch: Batch) => string | ArrayBuffer,
  again?: (result: OwnResult) => boolean,
): Exporter {
  function attempt(batch: Batch, send: Send): Promise<ExportOutcome> {
    const body = encode(batch)
    batch.encoded = body
    try {
      const own = typeof headers === 'function' ? headers() : headers
      const type = 'application/' + (typeof body === 'string' ? 'json' : 'x-protobuf')
      return send({ url, body, header: Object.assign({}, own, { 'Content-Type': type }) }).then((result) =>
        again && again(result) ? attempt(batch, send) : judge(result, batch),
      )
    } catch (error) {
      return Promise.resolve({ kind: 'retryable', reason: 'headers: ' + textOf(error) } as const)
    }
  }
  return { name, url, accepts: ({ kind }) => kinds.indexOf(kind) >= 0, export: attempt }
}
