import type { Batch, ExportOutcome, Exporter, Send } from '../exporter.ts'
import { textOf } from '../internal/diag.ts'
import { judge } from './judge.ts'
import { refusesBinary } from './words.ts'

/** Fixed, or asked for at each request, for a token that changes. */
export type HeaderOption = Record<string, string> | (() => Record<string, string>)

export interface Address {
  /** The whole of it, with the path. */
  url: string
  headers?: HeaderOption
  /** JSON goes as an object where the platform takes one. */
  asObject?: boolean
}

type EncodeBatch<T> = (batch: Batch) => T

/**
 * Sends what `encode` makes of a batch, once for all tries; from the moment that the platform refuses the bytes that it
 * gives, what `instead` makes. Headers that the user's function fails to give are asked for again at the next try.
 */
export function httpExporter(
  name: string,
  kinds: string[],
  { url, headers, asObject }: Address,
  encode: EncodeBatch<string | ArrayBuffer>,
  instead?: EncodeBatch<string>,
): Exporter {
  const renewable = typeof headers === 'function'
  let everTaken = false

  function attempt(batch: Batch, send: Send): Promise<ExportOutcome> {
    const body = (batch.encoded = batch.encoded || encode(batch))
    let own
    try {
      own = typeof headers === 'function' ? headers() : headers
    } catch (error) {
      return Promise.resolve({ kind: 'retryable', reason: 'headers: ' + textOf(error) } as const)
    }
    const type = 'application/' + (typeof body === 'string' ? 'json' : 'x-protobuf')
    return send({ url, body, header: Object.assign({}, own, { 'Content-Type': type }), asObject }).then(
      (result) => {
        if (typeof body === 'string' || !instead || !refusesBinary(result)) {
          const outcome = judge(result, batch, renewable || !everTaken)
          if (outcome.kind === 'success' || outcome.kind === 'partial') everTaken = true
          return outcome
        }
        encode = instead
        batch.encoded = ''
        return attempt(batch, send)
      },
    )
  }
  return { name, url, accepts: ({ kind }) => kinds.indexOf(kind) >= 0, export: attempt }
}
