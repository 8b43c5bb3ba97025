import type { Context } from '../../context.ts'
import {
  ERROR_MESSAGE,
  HTTP_REQUEST_METHOD,
  HTTP_RESPONSE_STATUS_CODE,
  MINIPROGRAM_PAGE_VIEW_ID,
  SW8_SEGMENT_ID,
  SW8_SPAN_ID,
  SW8_TRACE_ID,
  URL_FULL,
} from '../../names.ts'
import type { Outcome } from '../../platform.ts'
import type { Attributes, SignalKind, Span } from '../../signal.ts'
import type { AppRequest } from './app-request.ts'
import { commonAttributes } from './series.ts'

/** The error log and the span of a request, unless the user's `redactUrl` throws. */
export function tell(
  context: Context,
  errors: boolean,
  request: AppRequest,
  ms: number | undefined,
  outcome: Outcome,
): void {
  const { call, page, place, traced, time, view } = request
  const { status, error = 'request failed', aborted } = outcome
  const { method, url } = call
  const failed = !aborted && (status >= 400 || !status)
  const { span, parent, peer = '' } = traced || {}
  if (failed && errors) {
    const clean = cleaned(context, url, 'log')
    const attributes = commonAttributes(method, status, place.host)
    if (span)
      Object.assign(attributes, {
        [SW8_TRACE_ID]: span.traceId,
        [SW8_SEGMENT_ID]: span.segmentId,
        [SW8_SPAN_ID]: '0',
      })
    const message = method + ' ' + clean + ' failed: ' + (status || error)
    if (clean !== undefined)
      context.report({ type: 'ajax', door: 'request', message, page, attributes, span })
  }
  if (!span) return
  // what is made later holds none of the app's objects
  context.emitLater((): Span | undefined => {
    const clean = cleaned(context, url, 'span')
    if (clean === undefined) return undefined
    const attributes: Attributes = { [HTTP_REQUEST_METHOD]: method, [URL_FULL]: clean }
    if (status !== 101) attributes[HTTP_RESPONSE_STATUS_CODE] = status
    if (!status) attributes[ERROR_MESSAGE] = error
    if (view) attributes[MINIPROGRAM_PAGE_VIEW_ID] = view
    return {
      kind: 'span',
      traceId: span.traceId,
      spanId: span.spanId,
      parentSpanId: parent,
      name: method,
      spanKind: 3,
      start: time,
      // from the start, since the wall clock may have been set meanwhile
      end: time + (ms || 0),
      attributes,
      status: failed ? 2 : 0,
      peer,
      page,
    }
  })
}

function cleaned(context: Context, url: string, kind: SignalKind): string | undefined {
  const clean = context.guard.run('redactUrl', context.cleanUrl, url)
  if (clean === undefined) context.drop(kind, 'before_send')
  return clean
}
