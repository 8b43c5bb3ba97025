import { HEADER_B3 } from '../names.ts'
import type { Propagator } from '../propagator.ts'

/** Zipkin's B3, the single header. */
export function b3(): Propagator {
  return {
    name: 'b3',
    inject(span, _, set) {
      set(HEADER_B3, span.traceId + '-' + span.spanId + (span.sampled ? '-1' : '-0'))
    },
  }
}
