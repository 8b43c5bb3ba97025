/** Decides once a trace. */
export interface Sampler {
  /** True: spans are sent and the headers say so. */
  shouldSample(trace: { traceId: string; session: string; url: string }): boolean
}
