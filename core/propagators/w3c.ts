import { HEADER_TRACEPARENT } from '../names.ts'
import type { Propagator } from '../propagator.ts'

/** W3C trace context. */
export function w3c(): Propagator {
  return {
    name: 'w3c',
    inject(span, _, set) {
      set(HEADER_TRACEPARENT, '00-' + span.traceId + '-' + span.spanId + (span.sampled ? '-01' : '-00'))
    },
  }
}
