/** Decides once a trace. */
export interface Sampler {
  shouldSample(trace: { traceId: string; session: string; url: string }): boolean
}
