/** Source of randomness, [0, 1); injected, so that a test can repeat a run. */
export type Random = () => number

/** `digits` lower-case hex digits, not all zero: https://www.w3.org/TR/trace-context/#trace-id */
export function hexId(random: Random, digits: number): string {
  let id = ''
  let bits = 0
  while (id.length < digits) {
    // 28 bits: exact in a double, a small integer everywhere, and within what generators of 32 bits spread
    const draw = (random() * 0x10000000) & 0xfffffff
    bits |= draw
    id += (draw | 0x10000000).toString(16).slice(1)
  }
  // an app's tests may have Math.random give 0, always
  return bits ? id.slice(0, digits) : id.slice(0, digits - 1) + '1'
}

/** SkyWalking's id of a segment of one span. The root span of a trace has the end of the trace's id, as Zipkin's roots do. */
export function segmentIdOf(traceId: string, spanId: string): string {
  return spanId === rootSpanId(traceId) ? traceId : traceId + spanId
}

export function rootSpanId(traceId: string): string {
  return traceId.slice(16)
}
