import type { Batch, ExportOutcome, Exporter, Send } from '../exporter.ts'
import { textOf } from '../internal/diag.ts'
import { isBarred, judge } from './judge.ts'
import { refusesBinary } from './words.ts'

export interface Headers {
  [name: string]: string
}

/** Fixed, or asked for at each request, for a token that changes. */
export type HeaderOption = Headers | HeaderSource

export interface HeaderSource {
  (): Headers | Promise<Headers>
  /** A receiver did not let these in. */
  refused?(used: Headers | undefined): void
}

export interface Address {
  /** The whole of it, with the path. */
  url: string
  headers?: HeaderOption
  /** JSON goes as an object where the platform takes one. */
  asObject?: boolean
}

type EncodeBatch<T> = (batch: Batch) => T

/**
 * Sends what `encode` makes of a batch, once for all tries; what `instead` makes, from the moment that the platform refuses
 * bytes, or takes and spoils them: docs/platforms/wechat.md#spoilt.
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
    return withHeaders(headers, (own) => post(batch, send, own))
  }

  function post(batch: Batch, send: Send, own: Headers | undefined): Promise<ExportOutcome> {
    const body = (batch.encoded = batch.encoded || encode(batch))
    const isText = typeof body === 'string'
    const header = Object.assign({}, own, {
      'Content-Type': 'application/' + (isText ? 'json' : 'x-protobuf'),
    })
    return send({ url, body, header, asObject }).then((result) => {
      const { status } = result
      if (typeof headers === 'function' && headers.refused && isBarred(status)) headers.refused(own)
      if (!isText && instead) {
        if (refusesBinary(result)) {
          encode = instead
          batch.encoded = ''
          return attempt(batch, send)
        }
        if (!everTaken && (status === 400 || status === 415)) return tryInstead(batch, send, instead)
      }
      const outcome = judge(result, batch, renewable || !everTaken)
      everTaken = everTaken || isTaken(outcome)
      return outcome
    })
  }

  /** What is refused may be what arrived, not what was sent: once, before anything else is made of the refusal. */
  function tryInstead(batch: Batch, send: Send, other: EncodeBatch<string>): Promise<ExportOutcome> {
    batch.encoded = other(batch)
    return attempt(batch, send).then((outcome) => {
      if (isTaken(outcome)) {
        encode = other
        return Object.assign(outcome, {
          note: 'refuses the bytes, takes JSON: JSON for the rest of this run',
        })
      }
      batch.encoded = ''
      // as long as nobody has said anything of it, it is tried again
      if (outcome.kind !== 'retryable') instead = undefined
      return outcome
    })
  }

  return { name, url, accepts: ({ kind }) => kinds.indexOf(kind) >= 0, export: attempt }
}

/** What the user's function fails to give is asked for again at the next try. */
function withHeaders(
  headers: HeaderOption | undefined,
  post: (headers?: Headers) => Promise<ExportOutcome>,
): Promise<ExportOutcome> {
  if (typeof headers !== 'function') return post(headers)
  return new Promise<Headers>((resolve) => resolve(headers())).then(post, (error) => ({
    kind: 'retryable',
    reason: 'headers: ' + textOf(error),
  }))
}

function isTaken({ kind }: ExportOutcome): boolean {
  return kind === 'success' || kind === 'partial'
}
