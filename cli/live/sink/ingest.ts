import { refuse } from './answer.ts'
import type { Answer } from './answer.ts'
import { inflate } from './inflate.ts'
import { LIMITS } from './limits.ts'
import type { FaultKind } from './plans.ts'
import { reject, success, take } from './take.ts'
import { nameOf } from './text.ts'
import type { Encoding, ReceivedData, SignalPath, SinkRequest, Violation } from './types.ts'

/** One request on its way in. */
export interface Arrival {
  signal: SignalPath
  headers: { [name: string]: string }
  body: Uint8Array
  /** What is remembered of it; how it went is noted here. */
  request: SinkRequest
}

export interface IngestOptions {
  strict: boolean
  /** @param bytes of the body once it was unpacked */
  onData(data: ReceivedData, request: SinkRequest, bytes: number): void
  onViolation(violation: Violation): void
}

/** Takes a request in, but for what `fault` rejects of it, or refuses it. @returns the answer */
export function ingest(arrival: Arrival, options: IngestOptions, fault?: FaultKind): Answer {
  const { signal, request } = arrival
  const opened = unpack(arrival, options)
  if ('refusal' in opened) {
    const { status, message } = opened.refusal
    request.error = nameOf(message)
    return refuse(status, message, request.encoding)
  }
  const { encoding, body } = opened
  const taken = take(signal, encoding, body, request.id, options.strict)
  for (const { rule, detail } of taken.findings) options.onViolation({ request: request.id, rule, detail })
  if (taken.refusal) {
    request.error = nameOf(taken.error)
    return taken.refusal
  }
  const partial = fault?.kind === 'partial' ? fault : undefined
  const rejected = partial ? reject(taken.data, partial.rejected ?? 1) : 0
  request.records = Object.values(taken.data).reduce<number>((sum, list) => sum + list.length, 0)
  options.onData(taken.data, request, body.length)
  return success(signal, encoding, rejected, partial?.message)
}

type Opened = { encoding: Encoding; body: Uint8Array } | { refusal: { status: number; message: string } }

/** The body as it was before it was packed, or why nobody looks into it. */
function unpack({ signal, headers, body, request }: Arrival, { strict }: IngestOptions): Opened {
  const refusal = (status: number, message: string): Opened => ({ refusal: { status, message } })
  const { encoding } = request
  if (!encoding) return refusal(415, `content type ${headers['content-type'] ?? '(none)'} is not supported`)
  if (request.bytes > LIMITS.bytes) return refusal(413, `body is larger than ${LIMITS.bytes} bytes`)
  const plain = inflate(body, headers['content-encoding'], LIMITS.bytes)
  if ('status' in plain) return { refusal: plain }
  if (strict && signal === 'traces') return refusal(500, 'the Zipkin receiver is off')
  return { encoding, body: plain.body }
}
