import type { ReceivedKeepAlive, ReceivedSegment } from './types.ts'

const UTF8 = new TextDecoder('utf-8', { fatal: true })

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function need(object: Record<string, unknown>, key: string, type: 'string' | 'number', path: string): void {
  if (typeof object[key] !== type) throw new Error(`${path}.${key}: ${type} expected`)
}

function checkSpan(span: unknown, path: string): void {
  if (!isObject(span)) throw new Error(`${path}: object expected`)
  for (const key of ['spanId', 'parentSpanId', 'startTime', 'endTime']) need(span, key, 'number', path)
  need(span, 'operationName', 'string', path)
  for (const key of ['tags', 'logs', 'refs'])
    if (span[key] !== undefined && !Array.isArray(span[key]))
      throw new Error(`${path}.${key}: array expected`)
}

/**
 * Body of `POST /v3/segments`.
 * @throws Error with the path of the first field that is wrong
 */
export function decodeSegments(body: Uint8Array, request: number): ReceivedSegment[] {
  const list: unknown = JSON.parse(UTF8.decode(body))
  if (!Array.isArray(list)) throw new Error('body: JSON array of segments expected')
  return list.map((segment: unknown, index) => {
    const path = `[${index}]`
    if (!isObject(segment)) throw new Error(`${path}: object expected`)
    for (const key of ['traceId', 'traceSegmentId', 'service', 'serviceInstance'])
      need(segment, key, 'string', path)
    if (!Array.isArray(segment.spans) || segment.spans.length === 0)
      throw new Error(`${path}.spans: array expected`)
    segment.spans.forEach((span, at) => checkSpan(span, `${path}.spans[${at}]`))
    return { ...(segment as unknown as ReceivedSegment), encoding: 'json', request }
  })
}

/** Body of `POST /v3/management/keepAlive`. @throws Error with the field that is wrong */
export function decodeKeepAlive(body: Uint8Array, request: number): ReceivedKeepAlive {
  const ping: unknown = JSON.parse(UTF8.decode(body))
  if (!isObject(ping)) throw new Error('body: JSON object expected')
  for (const key of ['service', 'serviceInstance']) need(ping, key, 'string', 'keepAlive')
  return { ...(ping as unknown as ReceivedKeepAlive), request }
}
