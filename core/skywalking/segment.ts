import { segmentIdOf } from '../internal/id.ts'
import { stringify } from '../internal/own.ts'
import { cut } from '../internal/utf8.ts'
import {
  ERROR_MESSAGE,
  HTTP_REQUEST_METHOD,
  HTTP_RESPONSE_STATUS_CODE,
  MINIPROGRAM_PAGE_VIEW_ID,
  MINIPROGRAM_PLATFORM,
  TAG_HTTP_METHOD,
  TAG_HTTP_STATUS_CODE,
  TAG_URL,
  URL_FULL,
} from '../names.ts'
import type { Resource } from '../resource.ts'
import type { AnyTagged, Span, Time, Value } from '../signal.ts'

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
function nameOf(text: string | undefined, units: number) {
  return cut(text || '', units) || '-'
}

export function serviceOf(resource: Resource) {
  return nameOf(resource.service, 50)
}

export function instanceOf(resource: Resource) {
  return nameOf(resource.instance, 50)
}

/** The names by which SkyWalking's users search requests. */
const REQUEST_TAGS: { [attribute: string]: string } = {
  [HTTP_REQUEST_METHOD]: TAG_HTTP_METHOD,
  [URL_FULL]: TAG_URL,
  [HTTP_RESPONSE_STATUS_CODE]: TAG_HTTP_STATUS_CODE,
  [ERROR_MESSAGE]: ERROR_MESSAGE,
  [MINIPROGRAM_PAGE_VIEW_ID]: MINIPROGRAM_PAGE_VIEW_ID,
}

/**
 * A span as a segment of its own: that of a request as Exit, any other as Local. Segments of one
 * trace hang together by references to the segment of the parent span.
 */
export function toSegment(
  { traceId, spanId, parentSpanId, name, spanKind, start, end, attributes, status, peer, page }: Span,
  resource: Resource,
  componentId: number,
  platform: string,
): SegmentObject {
  const service = serviceOf(resource)
  const serviceInstance = instanceOf(resource)
  const endpoint = nameOf(page, 150)
  // of a request only what SkyWalking has names for; the context that every signal carries stays out
  const request = attributes[HTTP_REQUEST_METHOD]
  // a relative URL names no peer
  const exit = spanKind === 3 && !!(peer || request)
  const tags = Object.keys(request ? REQUEST_TAGS : attributes)
    // a request that failed has no status
    .filter((key) => attributes[key] != null && (key !== HTTP_RESPONSE_STATUS_CODE || +attributes[key]))
    .map((key) => ({ key: request ? REQUEST_TAGS[key] : key, value: bareText(attributes[key]) }))
  const span: SegmentSpan = {
    spanId: 0,
    parentSpanId: -1,
    startTime: ms(start),
    endTime: ms(end),
    operationName: exit ? endpoint : nameOf(name, 150),
    peer: exit ? nameOf(peer, 255) : undefined,
    spanType: exit ? 'Exit' : 'Local',
    spanLayer: exit ? 'Http' : 'Unknown',
    componentId,
    // no status at all is no failure, 0 is
    isError:
      status === 2 ||
      +attributes[HTTP_RESPONSE_STATUS_CODE] >= 400 ||
      +attributes[HTTP_RESPONSE_STATUS_CODE] === 0,
    tags: tags.concat({ key: MINIPROGRAM_PLATFORM, value: platform }),
    refs: parentSpanId
      ? [
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
      : undefined,
  }
  return { traceId, traceSegmentId: segmentIdOf(traceId, spanId), service, serviceInstance, spans: [span] }
}

/** Without the tag that tells what kind of value it is. */
function bareText(value: Value): string {
  if (typeof value !== 'object') return String(value)
  if (Array.isArray(value)) return stringify(value)
  const { int, double, bytes, map }: AnyTagged = value
  return map ? stringify(map) : [int, double, bytes].join('')
}

function ms(time: Time): number {
  return typeof time === 'number' ? Math.floor(time) : +time.slice(0, -6)
}
