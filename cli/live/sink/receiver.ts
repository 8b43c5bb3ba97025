import { answer, loginPage, noAnswer, refuse } from './answer.ts'
import type { Answer } from './answer.ts'
import { createFaults } from './faults.ts'
import type { FaultKind, Faults } from './faults.ts'
import { inflate } from './inflate.ts'
import { encodingOf, paths, reject, success, take } from './take.ts'
import type { ReceivedData, SignalPath, SinkRequest, Violation } from './types.ts'

export interface ReceiverOptions {
  /**
   * Answer as SkyWalking's OAP 11 does, not as an OpenTelemetry Collector: 500 to what poisons it and to OTLP
   * traces (its Zipkin receiver is off by default), no CORS, logs without service dropped, bodies up to 10 MiB.
   */
  strict?: boolean
  /** Bytes of each body that are kept for reading later; default 65536. */
  keepBody?: number
  /** ms since the epoch; default Date.now. */
  now?: () => number
}

export interface Incoming {
  method: string
  path: string
  /** Lower-case names. */
  headers: { [name: string]: string }
  body: Uint8Array
  /** Length on the wire, where the body was not kept whole. */
  length?: number
}

export interface Receiver {
  faults: Faults
  /** One request in, one answer out, free of any transport and of time. */
  receive(incoming: Incoming): Answer
  maxBody: number
}

interface Listener {
  onData(data: ReceivedData, request: SinkRequest): void
  onRequest(request: SinkRequest): void
  onViolation(violation: Violation): void
}

function corsHeaders(incoming: Incoming): Answer['headers'] {
  const { origin } = incoming.headers
  if (!origin) return {}
  return {
    'access-control-allow-origin': origin,
    // sendBeacon always sends credentials, and then `*` is not enough.
    'access-control-allow-credentials': 'true',
    'access-control-expose-headers': 'retry-after',
    vary: 'origin',
  }
}

function preflight(incoming: Incoming): Answer {
  return answer(204, {
    ...corsHeaders(incoming),
    'access-control-allow-methods': 'POST',
    'access-control-allow-headers':
      incoming.headers['access-control-request-headers'] ?? 'content-type, content-encoding',
    'access-control-max-age': '600',
  })
}

function statusFault(
  fault: FaultKind & { kind: 'status' },
  signal: SignalPath,
  incoming: Incoming,
  now: number,
) {
  const headers: Answer['headers'] = {}
  const { retryAfter } = fault
  if (typeof retryAfter === 'string') headers['retry-after'] = retryAfter
  else if (retryAfter !== undefined)
    headers['retry-after'] =
      fault.retryAfterAs === 'date' ? new Date(now + retryAfter * 1000).toUTCString() : String(retryAfter)
  if (fault.body !== undefined)
    return answer(fault.status, { 'content-type': 'text/plain', ...headers }, fault.body)
  return refuse(fault.status, 'planned', encodingOf(signal, incoming.headers['content-type']), headers)
}

export function createReceiver(options: ReceiverOptions, listener: Listener): Receiver {
  const { strict = false, keepBody = 65536, now = Date.now } = options
  const maxBody = strict ? 10 * 1024 * 1024 : 20 * 1024 * 1024
  const faults = createFaults()
  let lastId = 0

  const ingest = (
    signal: SignalPath,
    incoming: Incoming,
    request: SinkRequest,
    fault?: FaultKind,
  ): Answer => {
    const fail = (status: number, message: string): Answer => {
      request.error = message
      return refuse(status, message, request.encoding)
    }
    const { encoding } = request
    if (!encoding)
      return fail(415, `content type ${incoming.headers['content-type'] ?? '(none)'} is not supported`)
    if (request.bytes > maxBody) return fail(413, `body is larger than ${maxBody} bytes`)
    const plain = inflate(incoming.body, incoming.headers['content-encoding'], maxBody)
    if ('status' in plain) return fail(plain.status, plain.message)
    if (strict && signal === 'traces') return fail(500, 'the Zipkin receiver is off')
    const taken = take(signal, encoding, plain.body, request.id, strict)
    for (const { rule, detail } of taken.findings) listener.onViolation({ request: request.id, rule, detail })
    if (taken.refusal) {
      request.error = taken.error
      return taken.refusal
    }
    const partial = fault?.kind === 'partial' ? fault : undefined
    const rejected = partial ? reject(taken.data, partial.rejected ?? 1) : 0
    request.records = Object.values(taken.data).reduce<number>((sum, list) => sum + list.length, 0)
    listener.onData(taken.data, request)
    return success(signal, encoding, rejected, partial?.message)
  }

  const play = (signal: SignalPath, incoming: Incoming, request: SinkRequest): Answer => {
    const fault = faults.next(signal)
    request.fault = fault?.kind === 'status' ? String(fault.status) : fault?.kind
    switch (fault?.kind) {
      case 'status':
        return statusFault(fault, signal, incoming, now())
      case 'hang':
      case 'reset':
        return noAnswer(fault.kind)
      case 'login':
        return loginPage()
      case 'slow':
        return { ...ingest(signal, incoming, request), delayMs: fault.delayMs }
      case 'lose':
        ingest(signal, incoming, request)
        return noAnswer('reset')
      default:
        return ingest(signal, incoming, request, fault)
    }
  }

  const receive = (incoming: Incoming): Answer => {
    const path = incoming.path.split('?')[0]!
    const signal = Object.hasOwn(paths, path) ? paths[path] : undefined
    if (signal && incoming.method === 'OPTIONS' && !strict) return preflight(incoming)
    const request: SinkRequest = {
      id: ++lastId,
      time: now(),
      method: incoming.method,
      path,
      signal,
      headers: incoming.headers,
      status: 0,
      bytes: incoming.length ?? incoming.body.length,
      encoding: signal && encodingOf(signal, incoming.headers['content-type']),
      body: incoming.body.subarray(0, keepBody),
      records: 0,
    }
    let result: Answer
    if (!signal) result = refuse(404, `no ${path} here`)
    else if (incoming.method !== 'POST') result = refuse(405, 'POST only', 'json', { allow: 'POST' })
    else result = play(signal, incoming, request)
    request.status = result.status
    if (!strict) Object.assign(result.headers, corsHeaders(incoming))
    listener.onRequest(request)
    return result
  }

  return { faults, receive, maxBody }
}
