import { hex } from './chance.ts'
import { attributesOf, nanos, resourceOf, SCOPE, type Attributes } from './otlp.ts'
import type { Round } from './round.ts'

const INTERNAL = 1
const CLIENT = 3

/** A checkout as OTLP spans, so that there is a trace with some depth. */
export async function sendCheckout({ app, now, post }: Round): Promise<void> {
  const traceId = hex(32)
  const root = hex(16)
  const pay = hex(16)
  /** `from` and `to`: ms before now. */
  const span = (
    name: string,
    [spanId, parentSpanId]: [string, string],
    [from, to]: [number, number],
    attributes: Attributes = {},
  ) => ({
    ...{ traceId, spanId, parentSpanId, name },
    kind: 'url.path' in attributes ? CLIENT : INTERNAL,
    startTimeUnixNano: nanos(now - from),
    endTimeUnixNano: nanos(now - to),
    attributes: attributesOf(attributes),
  })
  const spans = [
    span('checkout', [root, ''], [940, 0], { 'miniprogram.page.path': 'pages/checkout/checkout' }),
    span('validate cart', [hex(16), root], [925, 890]),
    span('POST /v2/cart', [hex(16), root], [880, 700], posted('/v2/cart')),
    span('pay', [pay, root], [690, 30]),
    span('POST /orders', [hex(16), pay], [680, 210], posted('/orders')),
    span('POST /confirm', [hex(16), pay], [200, 45], posted('/confirm')),
  ]
  await post('/v1/traces', {
    resourceSpans: [{ resource: resourceOf(app), scopeSpans: [{ scope: SCOPE, spans }] }],
  })
}

function posted(path: string): Attributes {
  return { 'http.request.method': 'POST', 'url.path': path, 'server.address': 'pay.coral.shop' }
}
