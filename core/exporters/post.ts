import type { ExportOutcome, Send } from '../exporter.ts'
import { textOf } from '../internal/diag.ts'
import type { OwnResult } from '../platform.ts'

/** Fixed, or asked for at each request, for a token that changes. */
export type Headers = Record<string, string> | (() => Record<string, string>)

export interface Post {
  url: string
  headers?: Headers
  body: string | ArrayBuffer
}

/** One request; headers that the user's function fails to give are asked for again at the next try. */
export function post(
  { url, headers, body }: Post,
  send: Send,
  judge: (result: OwnResult) => ExportOutcome | Promise<ExportOutcome>,
): Promise<ExportOutcome> {
  try {
    const type = typeof body === 'string' ? 'json' : 'x-protobuf'
    const own = typeof headers === 'function' ? headers() : headers
    return send({
      url,
      body,
      header: Object.assign({}, own, { 'Content-Type': 'application/' + type }),
    }).then(judge)
  } catch (error) {
    return Promise.resolve({ kind: 'retryable', reason: 'headers: ' + textOf(error) } as const)
  }
}
