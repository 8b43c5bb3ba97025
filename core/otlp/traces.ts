import type { Resource } from '../resource.ts'
import type { Attributes, Span } from '../signal.ts'
import { enclose, putAttributes, putFixed32, putList, putText, putVarint } from './attributes.ts'
import type { Scope } from './attributes.ts'
import { messageJson, requestJson } from './json.ts'
import { SPAN, STATUS } from './schema.ts'
import { begin, byte, close, hex, nanos, room, written } from './writer.ts'

/** ExportTraceServiceRequest, as protobuf. */
export function encodeTraces(resource: Resource, scope: Scope, spans: readonly Span[]): ArrayBuffer {
  begin()
  for (let i = spans.length - 1; i >= 0; i--) put(spans[i])
  return enclose(resource, scope)
}

function put(span: Span): void {
  room(0)
  const end = written()
  if (span.flags) {
    // field 16: the one tag of two bytes
    putFixed32(0x01, span.flags)
    byte(0x85)
  }
  if (span.status || span.statusMessage) {
    const status = written()
    putVarint(0x18, span.status)
    putText(0x12, span.statusMessage)
    close(0x7a, status)
  }
  putList(0x6a, span.links, putLink)
  putList(0x5a, span.events, putEvent)
  putAttributes(0x4a, implied(span))
  putAttributes(0x4a, span.attributes)
  nanos(0x41, span.end)
  nanos(0x39, span.start)
  putVarint(0x30, span.spanKind)
  putText(0x2a, span.name)
  hex(0x22, span.parentSpanId)
  putText(0x1a, span.traceState)
  hex(0x12, span.spanId)
  hex(0x0a, span.traceId)
  close(0x12, end)
}

function putLink(link: NonNullable<Span['links']>[0]): void {
  putAttributes(0x22, link.attributes)
  hex(0x12, link.spanId)
  hex(0x0a, link.traceId)
}

function putEvent(event: NonNullable<Span['events']>[0]): void {
  putAttributes(0x1a, event.attributes)
  putText(0x12, event.name)
  nanos(0x09, event.time)
}

/** SkyWalking has fields for page and peer, OTLP attributes: those that the span does not carry already. */
function implied(span: Span): Attributes {
  const { attributes, page, peer } = span
  const more: Attributes = {}
  if (page && attributes['miniprogram.page.path'] == null) more['miniprogram.page.path'] = page
  if (peer) {
    const colon = peer.lastIndexOf(':')
    if (attributes['server.address'] == null) {
      more['server.address'] = peer[0] === '[' ? peer.slice(1, colon - 1) : peer.slice(0, colon)
    }
    if (attributes['server.port'] == null) more['server.port'] = +peer.slice(colon + 1)
  }
  return more
}

/** ExportTraceServiceRequest, as JSON. */
export function tracesToJson(resource: Resource, scope: Scope, spans: readonly Span[]): string {
  return requestJson(
    ['resourceSpans', 'scopeSpans', 'spans'],
    resource,
    scope,
    spans.map((span) => {
      const attributes = Object.assign({}, span.attributes, implied(span))
      const json = messageJson(SPAN, Object.assign({}, span, { attributes }))
      json.status = messageJson(STATUS, span)
      return json
    }),
  )
}
