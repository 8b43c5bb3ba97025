import type { Sampler } from '../sampler.ts'

/**
 * A share of the traces, 0 to 1, told by the trace id: whoever asks for the same trace gets the same answer, and what
 * a lower rate takes a higher one takes too.
 */
export function ratioSampler(rate: number): Sampler {
  return {
    // the last 13 digits are 52 bits, exact in a double; they are the random ones in every version of the id
    shouldSample: ({ traceId }) => rate >= 1 || parseInt(traceId.slice(-13), 16) < rate * 0x10000000000000,
  }
}
