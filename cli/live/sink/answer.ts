import { encodeStatus, RESPONSE_TYPES } from './definitions.ts'
import type { Encoding } from './types.ts'

/** What goes back, free of any transport. */
export interface Answer {
  /** `send` it after `delayMs`, never answer (`hang`), or cut the connection (`reset`). */
  action: 'send' | 'hang' | 'reset'
  status: number
  headers: { [name: string]: string }
  body: Uint8Array
  delayMs: number
}

export const CONTENT_TYPES: { [encoding in Encoding]: string } = {
  protobuf: 'application/x-protobuf',
  json: 'application/json',
}

function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text)
}

export function answer(
  status: number,
  headers: Answer['headers'] = {},
  body: string | Uint8Array = '',
): Answer {
  return {
    action: 'send',
    status,
    headers,
    body: typeof body === 'string' ? bytesOf(body) : body,
    delayMs: 0,
  }
}

export function noAnswer(action: 'hang' | 'reset'): Answer {
  return { ...answer(0), action }
}

// google.rpc.Code of the HTTP statuses that receivers answer with.
const CODES: { [status: number]: number } = {
  400: 3,
  401: 16,
  403: 7,
  404: 5,
  413: 8,
  429: 8,
  500: 13,
  502: 14,
  503: 14,
  504: 4,
}

/** An error as OTLP receivers word it: a google.rpc.Status in the encoding of the request. */
export function refuse(
  status: number,
  message: string,
  encoding: Encoding = 'json',
  headers: Answer['headers'] = {},
): Answer {
  const code = CODES[status] ?? 2
  const body = encoding === 'protobuf' ? encodeStatus(code, message) : JSON.stringify({ code, message })
  return answer(status, { ...headers, 'content-type': CONTENT_TYPES[encoding] }, body)
}

const REJECTED_FIELDS = { logs: 'rejectedLogRecords', metrics: 'rejectedDataPoints', traces: 'rejectedSpans' }

/** 200 as OTLP receivers give it, with a partial success if `rejected` is more than zero. */
export function accept(
  signal: 'logs' | 'metrics' | 'traces',
  encoding: Encoding,
  rejected = 0,
  message = 'rejected by the sink',
): Answer {
  const headers = { 'content-type': CONTENT_TYPES[encoding] }
  const field = REJECTED_FIELDS[signal]
  if (encoding === 'json') {
    // 64-bit integers are strings in the JSON mapping.
    const partialSuccess = rejected > 0 ? { [field]: String(rejected), errorMessage: message } : {}
    return answer(200, headers, JSON.stringify({ partialSuccess }))
  }
  const content = rejected > 0 ? { partialSuccess: { [field]: rejected, errorMessage: message } } : {}
  const type = RESPONSE_TYPES[signal]
  return answer(200, headers, type.encode(type.fromObject(content)).finish())
}

export function loginPage(): Answer {
  return answer(
    200,
    { 'content-type': 'text/html; charset=utf-8' },
    '<!doctype html><title>Wi-Fi</title><h1>Please sign in to this network</h1><form><input name="phone"></form>',
  )
}
