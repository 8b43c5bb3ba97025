import { errors, memory, otlp, otlpHttp, preset, requests, skywalking, type Kit } from '../../core/index.ts'

/** Whole kits, for what has to hold with each. `smallest`: nothing is stored, merged, sampled or traced. */
export const KITS = {
  smallest: {
    slices: [memory, errors, requests, otlp(otlpHttp), skywalking],
    read: preset.read,
  },
  default: preset,
} satisfies Record<string, Kit>
