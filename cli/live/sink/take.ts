import { accept, answer, CONTENT_TYPES, refuse } from './answer.ts'
import type { Answer } from './answer.ts'
import { decodeOtlp } from './decode.ts'
import { inspectLogs, inspectMetrics, inspectSegments, inspectSpans } from './inspect.ts'
import type { Finding } from './inspect.ts'
import { statusOf } from './limits.ts'
import { normaliseLogs, normaliseMetrics, normaliseSpans } from './normalise.ts'
import { decodeKeepAlive, decodeSegments } from './segments.ts'
import type { Encoding, ReceivedData, SignalPath } from './types.ts'

export const PATHS: ReadonlyMap<string, SignalPath> = new Map([
  ['/v1/logs', 'logs'],
  ['/v1/metrics', 'metrics'],
  ['/v1/traces', 'traces'],
  ['/v3/segments', 'segments'],
  ['/v3/management/keepAlive', 'keepAlive'],
])

export function noData(): ReceivedData {
  return { logs: [], metrics: [], spans: [], segments: [], keepAlives: [] }
}

/** Either the records of a body with what is wrong about them, or the refusal. */
export interface Taken {
  data: ReceivedData
  findings: Finding[]
  refusal?: Answer
  error?: string
}

function isOtlp(signal: SignalPath): signal is 'logs' | 'metrics' | 'traces' {
  return signal === 'logs' || signal === 'metrics' || signal === 'traces'
}

/** Encoding that a content type names on this path; undefined where a receiver answers 415. */
export function encodingOf(signal: SignalPath, contentType: string | undefined): Encoding | undefined {
  const type = (contentType ?? '').split(';')[0]!.trim().toLowerCase()
  if (type === CONTENT_TYPES.json) return 'json'
  return isOtlp(signal) && type === CONTENT_TYPES.protobuf ? 'protobuf' : undefined
}

function decode(signal: SignalPath, encoding: Encoding, body: Uint8Array, request: number): Taken {
  const data = noData()
  if (signal === 'segments') {
    data.segments = decodeSegments(body, request)
    return { data, findings: inspectSegments(data.segments) }
  }
  if (signal === 'keepAlive') {
    data.keepAlives = [decodeKeepAlive(body, request)]
    return { data, findings: [] }
  }
  const message = decodeOtlp(signal, encoding, body)
  if (signal === 'logs') {
    data.logs = normaliseLogs(message, encoding, request)
    return { data, findings: inspectLogs(data.logs) }
  }
  if (signal === 'traces') {
    data.spans = normaliseSpans(message, encoding, request)
    return { data, findings: inspectSpans(data.spans) }
  }
  data.metrics = normaliseMetrics(message, encoding, request)
  return { data, findings: inspectMetrics(message, data.metrics) }
}

/**
 * Decodes a body that is already decompressed.
 * @param strict answers 500 to what poisons SkyWalking's OAP 11, and drops logs without `service.name`
 */
export function take(
  signal: SignalPath,
  encoding: Encoding,
  body: Uint8Array,
  request: number,
  strict: boolean,
): Taken {
  let taken: Taken
  try {
    taken = decode(signal, encoding, body, request)
  } catch (error) {
    const message = `cannot decode ${signal}: ${error instanceof Error ? error.message : String(error)}`
    return {
      data: noData(),
      findings: [],
      error: message,
      refusal: refuse(statusOf(error), message, encoding),
    }
  }
  if (!strict) return taken
  const poison = taken.findings.find((finding) => finding.poison)
  if (poison) {
    const message = `${poison.rule}: ${poison.detail}`
    return { ...taken, data: noData(), error: message, refusal: refuse(500, message, encoding) }
  }
  taken.data.logs = taken.data.logs.filter((log) => typeof log.resource['service.name'] === 'string')
  return taken
}

/** Takes the last `count` records out, as a receiver that accepts only part of a request does. */
export function reject(data: ReceivedData, count: number): number {
  let left = count
  for (const list of [data.logs, data.metrics, data.spans, data.segments, data.keepAlives])
    left -= list.splice(Math.max(0, list.length - left)).length
  return count - left
}

/** The answer to a request that was taken in, `rejected` records of it excepted. */
export function success(signal: SignalPath, encoding: Encoding, rejected: number, message?: string): Answer {
  return isOtlp(signal)
    ? accept(signal, encoding, rejected, message)
    : answer(200, { 'content-type': 'application/json' }, '{}')
}
