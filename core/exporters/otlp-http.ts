import type { Batch, ExportOutcome, Exporter, Send } from '../exporter.ts'
import { textOf } from '../internal/diag.ts'
import type { Any } from '../internal/guard.ts'
import type { Scope } from '../otlp/model.ts'
import { encodeLogs, logsToJson } from '../otlp/logs.ts'
import { encodeMetrics, metricsToJson } from '../otlp/metrics.ts'
import { encodeTraces, tracesToJson } from '../otlp/traces.ts'
import type { Resource } from '../resource.ts'
import type { SignalKind } from '../signal.ts'
import { judge, refusesBinary } from './outcome.ts'

/** Fixed, or asked for at each request, for a token that changes. */
export type Headers = Record<string, string> | (() => Record<string, string>)

export interface OtlpOptions {
  signal: 'logs' | 'metrics' | 'traces'
  /** The whole of it, `/v1/logs` included. */
  url: string
  encoding: 'proto' | 'json'
  headers?: Headers
  scope: Scope
}

type Encode<T> = (resource: Resource, scope: Scope, signals: Any) => T

const SIGNALS: Record<OtlpOptions['signal'], [SignalKind, Encode<ArrayBuffer>, Encode<string>]> = {
  logs: ['log', encodeLogs, logsToJson],
  metrics: ['metric', encodeMetrics, metricsToJson],
  traces: ['span', encodeTraces, tracesToJson],
}

/** OTLP over HTTP, protobuf or JSON: one kind of signal to one address. */
export function otlpHttp({ signal, url, encoding, headers, scope }: OtlpOptions): Exporter {
  const [kind, encode, toJson] = SIGNALS[signal]
  let json = encoding === 'json'

  function attempt(batch: Batch, send: Send): Promise<ExportOutcome> {
    let body = batch.encoded
    if (!body || (typeof body === 'string') !== json) {
      body = batch.encoded = (json ? toJson : encode)(batch.resource, scope, batch.signals)
    }
    return post({ url, headers, body, type: json ? 'json' : 'x-protobuf' }, send, (result) => {
      if (json || !refusesBinary(result)) return judge(result, batch)
      json = true
      return attempt(batch, send)
    })
  }

  return { name: 'otlp-' + signal, url, accepts: (one) => one.kind === kind, export: attempt }
}

interface Post {
  url: string
  headers: Headers | undefined
  body: string | ArrayBuffer
  type: string
}

/** One request; headers that the user's function fails to give are asked for again at the next try. */
export function post(
  { url, headers, body, type }: Post,
  send: Send,
  done: (result: Any) => ExportOutcome | Promise<ExportOutcome>,
): Promise<ExportOutcome> {
  try {
    const own = typeof headers === 'function' ? headers() : headers
    const header = Object.assign({}, own, { 'Content-Type': 'application/' + type })
    return send({ url, body, header }).then(done)
  } catch (error) {
    return Promise.resolve({ kind: 'retryable', reason: 'headers: ' + textOf(error) })
  }
}
