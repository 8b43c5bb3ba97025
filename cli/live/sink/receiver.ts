import { answer, loginPage, noAnswer, refuse } from './answer.ts'
import type { Answer } from './answer.ts'
import { corsHeaders, preflight } from './cors.ts'
import { createFaults } from './faults.ts'
import type { Faults } from './faults.ts'
import { ingest } from './ingest.ts'
import type { IngestOptions } from './ingest.ts'
import type { FaultKind } from './plans.ts'
import { encodingOf, PATHS } from './take.ts'
import { shownOf } from './text.ts'
import type { SinkRequest } from './types.ts'

export interface ReceiverOptions {
  /**
   * Answer as SkyWalking's OAP 11 does, not as an OpenTelemetry Collector: 500 to what poisons it and to OTLP
   * traces (its Zipkin receiver is off by default), no CORS, logs without service dropped.
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
  /** It could not be read, since too many others were. */
  crowded?: boolean
}

export interface Receiver {
  faults: Faults
  /** One request in, one answer out, free of any transport and of time. Throws nothing, whatever comes. */
  receive(incoming: Incoming): Answer
  /** Counts what should not have been thrown. @returns what there is to say of it */
  failed(error: unknown): string
}

interface Listener extends Pick<IngestOptions, 'onData' | 'onViolation'> {
  onRequest(request: SinkRequest): void
  onFailure(message: string): void
}

export function createReceiver(options: ReceiverOptions, listener: Listener): Receiver {
  const { strict = false, keepBody = 65536, now = Date.now } = options
  const { onData, onViolation, onRequest, onFailure } = listener
  const faults = createFaults()
  let lastId = 0

  const noted = ({ method, path, headers, body, length = body.length }: Incoming): SinkRequest => {
    const pathname = path.split('?')[0]!
    const signal = PATHS.get(pathname)
    return {
      ...{ id: ++lastId, time: now(), method, path: pathname, signal, headers, status: 0, bytes: length },
      encoding: signal && encodingOf(signal, headers['content-type']),
      // A copy: a part of it would hold on to the whole.
      body: new Uint8Array(body.subarray(0, keepBody)),
      records: 0,
    }
  }

  const answerTo = (request: SinkRequest, { headers, body, crowded }: Incoming): Answer => {
    const { signal, method, path } = request
    if (crowded) return refuse(503, 'too many requests at once', request.encoding, { 'retry-after': '1' })
    if (!signal) return refuse(404, `no ${path} here`)
    if (method !== 'POST') return refuse(405, 'POST only', 'json', { allow: 'POST' })
    const fault = faults.next(signal)
    request.fault = fault?.kind === 'status' ? String(fault.status) : fault?.kind
    const take = () => ingest({ signal, headers, body, request }, { strict, onData, onViolation }, fault)
    return fault ? play(fault, request, take, now) : take()
  }

  const failed = (error: unknown): string => {
    const message = `the sink failed: ${shownOf(error instanceof Error ? error.message : error, 500)}`
    onFailure(message)
    return message
  }

  /** Whatever was overlooked in what came must not end the process, and with it what others send. */
  const guarded = (request: SinkRequest, incoming: Incoming): Answer => {
    try {
      return answerTo(request, incoming)
    } catch (error) {
      request.error = failed(error)
      return refuse(500, request.error, request.encoding)
    }
  }

  const receive = (incoming: Incoming): Answer => {
    const { method, path, headers } = incoming
    if (method === 'OPTIONS' && !strict && PATHS.has(path.split('?')[0]!)) return preflight(headers)
    const request = noted(incoming)
    const result = guarded(request, incoming)
    request.status = result.status
    if (!strict) Object.assign(result.headers, corsHeaders(headers))
    onRequest(request)
    return result
  }

  return { faults, receive, failed }
}

/** Does what was planned, with or without taking the request in. */
function play(fault: FaultKind, request: SinkRequest, take: () => Answer, now: () => number): Answer {
  switch (fault.kind) {
    case 'status':
      return statusFault(fault, request, now())
    case 'hang':
    case 'reset':
      return noAnswer(fault.kind)
    case 'login':
      return loginPage()
    case 'slow':
      return { ...take(), delayMs: fault.delayMs }
    case 'lose':
      take()
      return noAnswer('reset')
    case 'partial':
      return take()
  }
}

function statusFault(fault: FaultKind & { kind: 'status' }, { encoding }: SinkRequest, now: number): Answer {
  const { status, body, retryAfter } = fault
  const headers: Answer['headers'] = {}
  if (typeof retryAfter === 'string') headers['retry-after'] = retryAfter
  else if (retryAfter !== undefined)
    headers['retry-after'] =
      fault.retryAfterAs === 'date' ? new Date(now + retryAfter * 1000).toUTCString() : String(retryAfter)
  if (body !== undefined) return answer(status, { 'content-type': 'text/plain', ...headers }, body)
  return refuse(status, 'planned', encoding, headers)
}
