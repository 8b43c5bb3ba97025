import type { Any } from '../internal/guard.ts'
import { segmentIdOf } from '../internal/id.ts'
import { cut, toJson } from '../internal/utf8.ts'
import type { Resource } from '../resource.ts'
import type { Attributes, Span, Time } from '../signal.ts'

/** A SkyWalking SegmentObject, as `/v3/segments` takes it. */
export interface SegmentObject {
  traceId: string
  traceSegmentId: string
  service: string
  serviceInstance: string
  spans: SegmentSpan[]
}

export interface SegmentSpan {
  spanId: number
  parentSpanId: number
  /** ms since the epoch */
  startTime: number
  endTime: number
  operationName: string
  peer?: string
  spanType: 'Exit' | 'Local'
  spanLayer: 'Http' | 'Unknown'
  componentId: number
  isError: boolean
  tags: { key: string; value: string }[]
  refs?: SegmentRef[]
}

export interface SegmentRef {
  refType: 'CrossThread'
  traceId: string
  parentTraceSegmentId: string
  parentSpanId: number
  parentService: string
  parentServiceInstance: string
  parentEndpoint: string
}

/** SkyWalking's own limits, and '-' where it takes no empty name; sw8 has to say the same, byte for byte. */
export const serviceOf = (resource: Resource) => cut(resource.service, 50) || '-'
export const instanceOf = (resource: Resource) => cut(resource.instance || '', 50) || '-'
export const endpointOf = (page: string | undefined) => cut(page || '', 150) || '-'

/** The names by which SkyWalking's users search requests. */
const REQUEST_TAGS: { [attribute: string]: string } = {
  'http.request.method': 'http.method',
  'url.full': 'url',
  'http.response.status_code': 'http.status_code',
  'error.message': 'error.message',
}

/**
 * A span as a segment of its own: that of a request (client, with a peer) as Exit, any other as Local. Segments of one
 * trace hang together by references to the segment of the parent span.
 */
export function toSegment(
  { traceId, spanId, parentSpanId, name, spanKind, start, end, attributes, status, peer, page }: Span,
  resource: Resource,
  componentId: number,
  platform: string,
): SegmentObject {
  const exit = spanKind === 3 && !!peer
  const code = attributes['http.response.status_code']
  const service = serviceOf(resource)
  const serviceInstance = instanceOf(resource)
  const endpoint = endpointOf(page)
  const span: SegmentSpan = {
    spanId: 0,
    parentSpanId: -1,
    startTime: ms(start),
    endTime: ms(end),
    operationName: exit ? endpoint : endpointOf(name),
    peer: exit ? cut(peer, 255) : undefined,
    spanType: exit ? 'Exit' : 'Local',
    spanLayer: exit ? 'Http' : 'Unknown',
    componentId,
    isError: status === 2 || +code >= 400 || +code === 0,
    tags: tagsOf(attributes).concat({ key: 'miniprogram.platform', value: platform }),
  }
  if (parentSpanId) {
    span.refs = [
      {
        refType: 'CrossThread',
        traceId,
        parentTraceSegmentId: segmentIdOf(traceId, parentSpanId),
        parentSpanId: 0,
        parentService: service,
        parentServiceInstance: serviceInstance,
        parentEndpoint: endpoint,
      },
    ]
  }
  return { traceId, traceSegmentId: segmentIdOf(traceId, spanId), service, serviceInstance, spans: [span] }
}

/** Of a request only what SkyWalking has names for; the context that every signal carries stays out. */
function tagsOf(attributes: Attributes): { key: string; value: string }[] {
  const request = attributes['http.request.method']
  return Object.keys(request ? REQUEST_TAGS : attributes)
    .filter((key) => attributes[key] != null && (key !== 'http.response.status_code' || +attributes[key]))
    .map((key) => ({ key: request ? REQUEST_TAGS[key] : key, value: textOf(attributes[key]) }))
}

function textOf(value: Any): string {
  const bare = typeof value === 'string' ? value : (value.int ?? value.double ?? value.bytes)
  return bare === undefined ? JSON.stringify((!Array.isArray(value) && value.map) || value) : String(bare)
}

function ms(time: Time): number {
  return typeof time === 'number' ? Math.floor(time) : +time.slice(0, -6)
}

/** The body of `/v3/segments`. */
export function segmentsToJson(segments: readonly object[]): string {
  return toJson(segments)
}
