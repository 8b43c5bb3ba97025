import * as v from 'valibot'
import { checked } from './check.ts'
import { parseJson } from './decode.ts'
import { LIMITS, tooMuch } from './limits.ts'
import type { ReceivedKeepAlive, ReceivedSegment } from './types.ts'

const TEXT = v.string()
const WHOLE = v.pipe(v.number(), v.safeInteger('a whole number'))
const PAIRS = v.array(v.object({ key: TEXT, value: TEXT }))

/** As the definitions of SkyWalking's protocol have it; what they don't know is left out, as there. */
const SPAN = v.object({
  spanId: WHOLE,
  parentSpanId: WHOLE,
  startTime: WHOLE,
  endTime: WHOLE,
  operationName: TEXT,
  peer: v.optional(TEXT),
  spanType: v.optional(TEXT),
  spanLayer: v.optional(TEXT),
  componentId: v.optional(WHOLE),
  isError: v.optional(v.boolean()),
  tags: v.optional(PAIRS),
  logs: v.optional(v.array(v.object({ time: WHOLE, data: PAIRS }))),
  refs: v.optional(
    v.array(
      v.object({
        refType: v.optional(TEXT, ''),
        traceId: v.optional(TEXT, ''),
        parentTraceSegmentId: TEXT,
        parentSpanId: WHOLE,
        parentService: v.optional(TEXT, ''),
        parentServiceInstance: v.optional(TEXT, ''),
        parentEndpoint: v.optional(TEXT, ''),
        networkAddressUsedAtPeer: v.optional(TEXT, ''),
      }),
    ),
  ),
})

const SEGMENTS = v.array(
  v.object({
    traceId: TEXT,
    traceSegmentId: TEXT,
    service: TEXT,
    serviceInstance: TEXT,
    spans: v.pipe(v.array(SPAN), v.minLength(1, 'a span')),
  }),
)

const KEEP_ALIVE = v.object({ service: TEXT, serviceInstance: TEXT, layer: v.optional(TEXT) })

/**
 * Body of `POST /v3/segments`.
 * @throws Error with the path of the first field that is wrong
 */
export function decodeSegments(body: Uint8Array, request: number): ReceivedSegment[] {
  const segments = checked(SEGMENTS, parseJson(body), 'segments', true)
  const spans = segments.reduce((sum, segment) => sum + segment.spans.length, 0)
  if (spans > LIMITS.records) throw tooMuch(`more than ${LIMITS.records} spans`)
  return segments.map((segment) => ({ ...segment, encoding: 'json', request }))
}

/** Body of `POST /v3/management/keepAlive`. @throws Error with the field that is wrong */
export function decodeKeepAlive(body: Uint8Array, request: number): ReceivedKeepAlive {
  return { ...checked(KEEP_ALIVE, parseJson(body), 'keepAlive', true), request }
}
